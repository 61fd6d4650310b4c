import type { Socket } from 'socket.io'
import { deployedRoleRooms } from './members.ts'
import type { Member } from './members.ts'

/* What the public server does instead of its document; the payloads are checked as little as there. */

const ROOM_LENGTH_LIMIT = 100

/** @param die called when a handler throws: the public server has no handler for that and its process ends. */
export function serveDeployed(socket: Socket, member: Member, die: (error: unknown) => void): void {
  const { userId, name: userName, role } = member
  void socket.join(`user:${userId}`)
  if (deployedRoleRooms.includes(role)) void socket.join(`role:${role}`)
  void socket.join('all')
  // Not always true: hr_admin, owner and user are told of a role room that they were not put into.
  socket.emit('connected', { userId, role, rooms: [`user:${userId}`, `role:${role}`, 'all'], serverTime: Date.now() })

  function on(event: string, handler: (payload: unknown) => void): void {
    socket.on(event, (payload: unknown) => {
      try {
        handler(payload)
      } catch (error) {
        die(error)
      }
    })
  }

  // No authorization: a learner may join `role:admin` or somebody else's `user:1`.
  on('join_room', (room) => {
    if (typeof room === 'string' && room.length < ROOM_LENGTH_LIMIT) void socket.join(room)
  })
  on('leave_room', (room) => void socket.leave(room as string))
  on('ping', () => socket.emit('pong', { timestamp: Date.now() }))
  // Only a bare string; the documented object is ignored without a word.
  on('chat:join', (roomId) => {
    if (typeof roomId !== 'string' || roomId.length >= ROOM_LENGTH_LIMIT) return
    void socket.join(`chat:${roomId}`)
    socket.to(`chat:${roomId}`).emit('chat:user_joined', { userId, userName, roomId, timestamp: Date.now() })
  })
  on('chat:leave', (roomId) => {
    const room = `chat:${roomId as string}`
    void socket.leave(room)
    socket.to(room).emit('chat:user_left', { userId, userName, roomId, timestamp: Date.now() })
  })
  // Throws on null and on no payload at all.
  on('chat:typing', (payload) => {
    const { roomId, isTyping } = payload as { roomId: unknown; isTyping: unknown }
    if (typeof roomId === 'string') socket.to(`chat:${roomId}`).emit('chat:typing', { userId, userName, isTyping, roomId })
  })
  on('progress:sync_request', () => socket.emit('progress:sync_ack', { timestamp: Date.now() }))
}
