import type { TreeNamespace, TreeRoom } from '../../shared/domain.ts'
import { TREE_ROOMS_PER_NAMESPACE_MAX } from '../../shared/limits.ts'
import type { NamespaceSlot, TargetSlot } from './counts.ts'
import { shownName } from './mask.ts'
import type { Registry, RoomSeen } from './registry.ts'

/** The namespaces of a target with their rooms: joined ones first, then the busiest, listed by name. */
export function treeOf(target: TargetSlot, registry: Registry, isOff: (namespace: string) => boolean): TreeNamespace[] {
  const names = new Set([...target.spaces.keys(), ...registry.namespaces])
  const nodes: TreeNamespace[] = []
  for (const namespace of names) {
    const events = eventsIn(target.spaces.get(namespace))
    const rooms = registry.roomsOf(namespace)
    if (isOff(namespace) && events === 0) continue
    const listed = rooms ? listRooms(rooms) : []
    nodes.push({ targetId: target.id, namespace, events, rooms: listed, roomsLeftOut: (rooms?.size ?? 0) - listed.length })
  }
  return nodes.sort((a, b) => (a.namespace < b.namespace ? -1 : 1))
}

/** Events received in a namespace. */
export function eventsIn(space: NamespaceSlot | undefined): number {
  let events = 0
  if (space) for (const key of space.in.values()) events += key.count
  return events
}

/** One pass with a bounded list: there can be 50,000 rooms, and this runs every second. */
function listRooms(rooms: ReadonlyMap<string, RoomSeen>): TreeRoom[] {
  const max = TREE_ROOMS_PER_NAMESPACE_MAX
  let best: RoomSeen[] = []
  let worst: RoomSeen | undefined
  for (const room of rooms.values()) {
    if (worst && byWeight(room, worst) >= 0) continue
    best.push(room)
    if (best.length < max * 2) continue
    best = best.sort(byWeight).slice(0, max)
    worst = best.at(-1)
  }
  const listed = best.sort(byWeight).slice(0, max)
  return listed.sort((a, b) => (a.room < b.room ? -1 : 1)).map(shown)
}

function byWeight(a: RoomSeen, b: RoomSeen): number {
  return Number(b.joined) - Number(a.joined) || b.events - a.events || (a.room < b.room ? -1 : 1)
}

function shown(room: RoomSeen): TreeRoom {
  return { room: shownName(room.room), kind: room.kind, events: room.events, people: room.people.size, lastAtMs: room.lastAtMs, joined: room.joined }
}
