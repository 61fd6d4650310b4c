import { z } from 'zod'
import { mayEnter } from './access.ts'
import { handle, unauthorized } from './handler.ts'
import type { Outcome } from './handler.ts'
import { accountsIn, after, userNameOf } from './hub.ts'
import type { Client, Hub, NamespaceName } from './hub.ts'
import { isStaff, SCHOOL_ID } from './world.ts'

/* "Room Management" and "Presence System": on every namespace, because the document names none. */

export const idText = z.string().min(1).max(200)
const room = z.object({ room: idText })
const presence = z.object({ status: z.enum(['online', 'away', 'busy', 'offline']) })
const deployedPresence = z.object({ status: z.enum(['ONLINE', 'AWAY', 'BUSY', 'OFFLINE']) })

/** Rooms in which the server puts a socket by itself; nobody is told. */
export function autoJoin(hub: Hub, socket: Client, namespace: NamespaceName): void {
  const account = hub.accountOf(socket)
  if (namespace !== '/messages' && namespace !== '/live-class') void socket.join(`user:${account.userId}`)
  if (namespace === '/attendance' && isStaff(account)) void socket.join(adminsRoom)
}
export const adminsRoom = `school:${SCHOOL_ID}:admins`

export function serveRooms(hub: Hub, socket: Client, namespace: NamespaceName): void {
  handle(hub, socket, 'room:join', room, ({ room: name }) => {
    const refused = enter(hub, socket, namespace, name)
    if (refused) return refused
    return after(accountsIn(hub, hub.of(namespace), name), (accounts) => {
      socket.emit('room:users', { room: name, users: accounts.map((account) => ({ userId: account.userId, userName: userNameOf(account) })) })
      return { data: { room: name } }
    })
  })
  handle(hub, socket, 'room:leave', room, ({ room: name }) => {
    leave(hub, socket, name)
    return { data: { room: name } }
  })
  if (hub.deployed) {
    // Only to the rooms of the sender, and its end is announced to nobody.
    handle(hub, socket, 'presence:update', deployedPresence, ({ status }) => {
      const rooms = sharedRooms(socket)
      if (rooms.length > 0) socket.nsp.to(rooms).emit('presence:status-changed', { userId: socket.data.userId, status })
      return undefined
    })
    return
  }
  handle(hub, socket, 'presence:update', presence, ({ status }) => {
    socket.nsp.emit('presence:status-changed', { userId: socket.data.userId, status })
    return undefined
  })
  socket.on('disconnecting', () => {
    for (const name of sharedRooms(socket)) tellLeft(hub, socket, name)
  })
  socket.on('disconnect', () => {
    const { userId } = socket.data
    if (namespace !== '/') return
    void after(accountsIn(hub, socket.nsp, `user:${userId}`, socket.id), (others) => {
      if (others.length === 0) socket.nsp.emit('presence:status-changed', { userId, status: 'offline' })
    })
  })
}

/** Puts a socket into a room and tells the others there; the refusal when it may not enter. */
export function enter(hub: Hub, socket: Client, namespace: NamespaceName, name: string): Outcome | undefined {
  const account = hub.accountOf(socket)
  if (!mayEnter(hub.world, account, namespace, name)) return unauthorized(`${account.role} may not join ${name}`)
  const again = socket.rooms.has(name)
  void socket.join(name)
  if (again || hub.deployed) return undefined
  void after(accountsIn(hub, hub.of(namespace), name, socket.id), (others) => {
    // Another device of the same person was there before.
    if (!others.includes(account)) socket.to(name).emit('room:user-joined', { room: name, userId: account.userId, userName: userNameOf(account) })
  })
  return undefined
}

/** Takes a socket out of a room and tells those who stay. */
export function leave(hub: Hub, socket: Client, name: string): void {
  if (!socket.rooms.has(name)) return
  if (!hub.deployed) tellLeft(hub, socket, name)
  void socket.leave(name)
}

/** Rooms that a socket shares with others: not its own id and not those that the server put it in. */
export function sharedRooms(socket: Client): string[] {
  return [...socket.rooms].filter((name) => name !== socket.id && name !== `user:${socket.data.userId}` && name !== adminsRoom)
}

// Uses the socket's own namespace: a server that ends has none to ask for any more.
function tellLeft(hub: Hub, socket: Client, name: string): void {
  const account = hub.accountOf(socket)
  void after(accountsIn(hub, socket.nsp, name, socket.id), (others) => {
    // Another device of the same person is still there.
    if (!others.includes(account)) socket.to(name).emit('room:user-left', { room: name, userId: account.userId, userName: userNameOf(account) })
  })
}
