import type { PersonDetail } from '../../../shared/presence.ts'
import { shownName } from '../mask.ts'
import type { PresenceSource } from '../presence-source.ts'
import { isMember } from '../rooms/memberships.ts'
import { shownNamespace } from '../rooms/room-book.ts'
import type { Person, Session, SocketSeen } from './person.ts'
import { personRow, shownEmail } from './person-row.ts'
import type { RowContext } from './person-row.ts'

/** Rooms listed on a person's page; nobody sits in more. */
const ROOMS_SHOWN_MAX = 500

/** All that the window may know of one person. */
export function personDetail(person: Person, source: PresenceSource, context: RowContext): PersonDetail {
  const { nowMs } = context
  const row = personRow(person, source, context)
  const rooms: PersonDetail['rooms'] = []
  for (const [room, member] of person.rooms) {
    if (rooms.length >= ROOMS_SHOWN_MAX) break
    if (!isMember(member, nowMs)) continue
    rooms.push({
      key: { targetId: source.targetId, namespace: shownNamespace(room.namespace), room: room.publicName },
      kind: room.kind,
      evidence: member.sockets > 0 ? 'observed' : 'inferred',
      sinceMs: member.sinceMs,
      lastSeenMs: member.sockets > 0 ? person.lastSeenMs : member.lastSeenMs,
    })
  }
  return {
    row,
    email: shownEmail(person, row.revealed),
    sessions: [...person.sessions.values()].map((session) => sessionView(session, source)),
    rooms: rooms.sort((a, b) => (a.key.room < b.key.room ? -1 : 1)),
    timeline: person.timeline.list(),
    timelineDropped: person.timeline.dropped,
    lastEvents: person.lastEvents.list(),
    drops: person.drops.count(nowMs),
  }
}

function sessionView(session: Session, { presence }: PresenceSource): PersonDetail['sessions'][number] {
  const sockets = [...session.sockets]
  const feed = presence.observed.feed
  return {
    device: shownName(session.device),
    agent: session.agent === undefined ? null : shownName(session.agent),
    address: session.address,
    transport: sockets[0]?.transport ?? 'unknown',
    connectedAtMs: session.connectedAtMs,
    serverId: sockets.find((socket) => socket.serverId !== undefined)?.serverId ?? null,
    stale: sockets.every((socket) => feed.staleSince(socket) !== undefined),
    sockets: sockets.map((socket) => ({ socketId: socket.id, namespace: shownNamespace(socket.namespace), rooms: roomNames(socket, presence) })),
  }
}

function roomNames(socket: SocketSeen, presence: PresenceSource['presence']): string[] {
  return [...presence.rooms.roomsOf(socket)].slice(0, ROOMS_SHOWN_MAX).map((room) => room.publicName).sort()
}
