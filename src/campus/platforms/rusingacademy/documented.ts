import type { Server, Socket } from 'socket.io'
import { documentedRoles } from './members.ts'
import type { Member } from './members.ts'
import type { ProgressBook } from './progress.ts'

/* The server of the "WebSocket API Reference": role rooms, chat, typing and progress. It acknowledges nothing. */

const ROOM_ID_LENGTH_MAX = 100
const CONTENT_LENGTH_MAX = 5_000

type Fields = Readonly<Record<string, unknown>>

/** Role and user rooms, then `authenticated`, then the client events. Payloads that are not as documented are ignored. */
export function serveDocumented(io: Server, socket: Socket, member: Member, book: ProgressBook): void {
  void socket.join(`user:${member.userId}`)
  if (documentedRoles.includes(member.role)) void socket.join(member.role)
  socket.emit('authenticated', { userId: member.userId, role: member.role })

  socket.on('chat:join', (payload: unknown) => {
    const roomId = roomIdOf(payload)
    if (roomId !== undefined) void socket.join(`chat:${roomId}`)
  })
  socket.on('chat:leave', (payload: unknown) => {
    const roomId = roomIdOf(payload)
    if (roomId !== undefined) void socket.leave(`chat:${roomId}`)
  })
  socket.on('chat:message', (payload: unknown) => {
    const roomId = roomIdOf(payload)
    const { content } = fieldsOf(payload)
    if (roomId === undefined || typeof content !== 'string' || content.length > CONTENT_LENGTH_MAX) return
    io.to(`chat:${roomId}`).emit('chat:message', { senderId: member.userId, content, timestamp: new Date().toISOString() })
  })
  socket.on('chat:typing', (payload: unknown) => {
    const roomId = roomIdOf(payload)
    const { isTyping } = fieldsOf(payload)
    if (roomId === undefined || typeof isTyping !== 'boolean') return
    socket.to(`chat:${roomId}`).emit('chat:typing', { userId: member.userId, isTyping })
  })
  socket.on('progress:sync', (payload: unknown) => {
    const { lessonId, progress, timeSpent } = fieldsOf(payload)
    if (!isId(lessonId) || typeof progress !== 'number' || typeof timeSpent !== 'number') return
    const row = book.sync(member.userId, lessonId, progress, timeSpent)
    io.to(`user:${member.userId}`).emit('progress:updated', { lessonId, progress: row.progress, syncVersion: row.syncVersion })
  })
}

function fieldsOf(payload: unknown): Fields {
  return typeof payload === 'object' && payload !== null ? (payload as Fields) : {}
}

function isId(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '' && value.length <= ROOM_ID_LENGTH_MAX)
}

function roomIdOf(payload: unknown): string | number | undefined {
  const { roomId } = fieldsOf(payload)
  return isId(roomId) ? roomId : undefined
}
