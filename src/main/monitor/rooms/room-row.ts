import type { RoomDetail, RoomRow } from '../../../shared/presence.ts'
import { ROOM_MEMBERS_SHOWN_MAX } from '../../../shared/limits.ts'
import { current } from '../people/person.ts'
import { maskedName, personRow } from '../people/person-row.ts'
import type { RowContext } from '../people/person-row.ts'
import { isOnline, statusOf } from '../people/person-status.ts'
import type { PresenceSource } from '../presence-source.ts'
import type { Room } from './room.ts'
import { isMember, memberCount } from './memberships.ts'
import { shownNamespace } from './room-book.ts'

/** A room as a row of the list. */
export function roomRow(room: Room, { targetId, presence }: PresenceSource, nowMs: number): RoomRow {
  const { feed } = presence.observed
  return {
    key: { targetId, namespace: shownNamespace(room.namespace), room: room.publicName },
    kind: room.kind,
    title: room.publicName,
    members: memberCount(room, feed.isObserving, nowMs),
    evidence: feed.isObserving ? 'observed' : 'inferred',
    perSecond: room.spark.perSecond(nowMs),
    events: room.events,
    lastAtMs: room.lastAtMs === 0 ? null : room.lastAtMs,
    spark: room.spark.list(nowMs),
    watched: room.watched,
    perSocket: isPrivate(room, presence),
    stale: feed.staleSinceMs !== undefined,
  }
}

/** A room named like a socket is that socket's own, whoever else was put in. */
export function isPrivate(room: Room, presence: PresenceSource['presence']): boolean {
  return room.perSocket || presence.observed.socket(room.namespace, room.name) !== undefined
}

/** A room's page: members who are there first. */
export function roomDetail(room: Room, source: PresenceSource, context: RowContext, alerts: number): RoomDetail {
  const { presence } = source
  const { nowMs } = context
  const online: RoomDetail['members'] = []
  const others: RoomDetail['members'] = []
  let members = 0
  for (const [person, member] of room.members) {
    if (!isMember(member, nowMs)) continue
    members++
    const list = isOnline(statusOf(person, presence.observed.feed, nowMs)) ? online : others
    if (list.length < ROOM_MEMBERS_SHOWN_MAX) list.push(personRow(person, source, context))
  }
  const shown = [...online, ...others].slice(0, ROOM_MEMBERS_SHOWN_MAX)
  return {
    row: roomRow(room, source, nowMs),
    members: shown,
    membersLeftOut: members - shown.length,
    changes: room.changes.slice().reverse().map(({ atMs, kind, person, evidence }) => ({ atMs, kind, person: maskedName(current(person)), evidence })),
    lastEvents: room.lastEvents.list().map(({ seq, atMs, event }) => ({ seq, atMs, event })),
    alerts,
  }
}
