import { z } from 'zod'
import type { Account } from '../../contract.ts'
import { mayEnter } from './access.ts'
import { handle, unauthorized } from './handler.ts'
import { accountsIn, actorOf, after, userNameOf } from './hub.ts'
import type { Client, Hub } from './hub.ts'
import { enter, idText, leave } from './rooms.ts'

/* Namespace `/messages`. */

const conversation = z.object({ conversationId: idText })
const message = z.object({ conversationId: idText, body: z.string().trim().min(1).max(5_000), attachmentIds: z.array(idText).max(10).optional() })
const read = z.object({ messageId: idText, conversationId: idText })

export function serveMessages(hub: Hub, socket: Client): void {
  const account = hub.accountOf(socket)
  handle(hub, socket, 'conversation:join', conversation, ({ conversationId }) => {
    const refused = enter(hub, socket, '/messages', conversationId)
    if (refused) return refused
    if (hub.deployed) socket.to(conversationId).emit('user:joined', memberPayload(conversationId, account))
    return after(participantsOf(hub, conversationId), (participants) => {
      socket.emit('conversation:joined', { conversationId, participants: participants.map(actorOf) })
      return { data: { conversationId } }
    })
  })
  handle(hub, socket, 'user:typing', conversation, ({ conversationId }) => {
    if (!mayEnter(hub.world, account, '/messages', conversationId)) return unauthorized(`not a participant of ${conversationId}`)
    socket.to(conversationId).emit('user:typing', memberPayload(conversationId, account))
    return undefined
  })
  // Nothing is documented to be sent on: the others let the typing expire.
  handle(hub, socket, 'user:stop-typing', conversation, () => undefined)
  handle(
    hub,
    socket,
    hub.deployed ? 'message:send' : 'send-message',
    message,
    ({ conversationId, body, attachmentIds }) => {
      if (!mayEnter(hub.world, account, '/messages', conversationId)) return unauthorized(`not a participant of ${conversationId}`)
      return { data: { messageId: postMessage(hub, conversationId, account, body, attachmentIds ?? [], new Date()) } }
    },
    true,
  )
  if (!hub.deployed) return
  handle(hub, socket, 'conversation:leave', conversation, ({ conversationId }) => {
    if (socket.rooms.has(conversationId)) socket.to(conversationId).emit('user:left', memberPayload(conversationId, account))
    leave(hub, socket, conversationId)
    return { data: { conversationId } }
  })
  handle(hub, socket, 'message:read', read, ({ messageId, conversationId }) => {
    if (!mayEnter(hub.world, account, '/messages', conversationId)) return unauthorized(`not a participant of ${conversationId}`)
    markRead(hub, conversationId, messageId, account, new Date())
    return { data: { messageId } }
  })
}

/** Sends a message to a conversation, the sender's own devices included; its id. */
export function postMessage(hub: Hub, conversationId: string, sender: Account, body: string, attachmentIds: readonly string[], now: Date): string {
  const messageId = hub.nextId('message')
  const attachments = attachmentIds.map((id) => ({ id, fileName: `${id}.pdf`, fileUrl: `https://files.skillcore.example/${encodeURIComponent(id)}` }))
  const payload = hub.deployed
    ? { messageId, conversationId, senderId: sender.userId, senderName: userNameOf(sender), body, timestamp: now.toISOString(), attachments }
    : { messageId, conversationId, sender: actorOf(sender), body, createdAt: now.toISOString(), attachments }
  hub.of('/messages').to(conversationId).emit('message.new', payload)
  if (hub.world.conversations.has(conversationId)) hub.messageSent(conversationId, messageId)
  return messageId
}

export function markRead(hub: Hub, conversationId: string, messageId: string, reader: Account, now: Date): void {
  hub.of('/messages').to(conversationId).emit('message.read', { messageId, userId: reader.userId, readAt: now.toISOString() })
}

function participantsOf(hub: Hub, conversationId: string): Account[] | Promise<Account[]> {
  const members = hub.world.conversations.get(conversationId)?.members.map((person) => hub.world.accountOf(person))
  return members ?? accountsIn(hub, hub.of('/messages'), conversationId)
}

function memberPayload(conversationId: string, account: Account): { conversationId: string; userId: string; userName: string } {
  return { conversationId, userId: account.userId, userName: userNameOf(account) }
}
