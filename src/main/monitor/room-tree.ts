import type { TargetView, TreeNamespace, TreeRoom } from '../../shared/domain.ts'
import { TREE_ROOMS_PER_NAMESPACE_MAX } from '../../shared/limits.ts'
import type { NamespaceSlot, TargetSlot } from './counts.ts'
import type { TargetPresence } from './people/target-presence.ts'
import { memberCount } from './rooms/memberships.ts'
import { isJoined } from './rooms/room.ts'
import type { Room } from './rooms/room.ts'

/** How many are in a room. */
type Members = (room: Room) => number

/** The namespaces of a target with their rooms: joined ones first, then the busiest, listed by name. One that is off is there as long as it has events. */
export function treeOf(view: TargetView, target: TargetSlot, { rooms, observed }: TargetPresence, nowMs: number): TreeNamespace[] {
  const off = new Set(view.namespaces.filter((namespace) => namespace.state === 'off').map((namespace) => namespace.name))
  const members: Members = (room) => memberCount(room, observed.feed.isObserving, nowMs)
  const names = new Set([...target.spaces.keys(), ...rooms.namespaces])
  const nodes: TreeNamespace[] = []
  for (const namespace of names) {
    const events = eventsIn(target.spaces.get(namespace))
    if (off.has(namespace) && events === 0) continue
    const { listed, known } = listRooms(rooms.of(namespace), members)
    nodes.push({ targetId: target.id, namespace, events, rooms: listed, roomsLeftOut: known - listed.length })
  }
  return nodes.sort((a, b) => (a.namespace < b.namespace ? -1 : 1))
}

/** Events received in a namespace. */
export function eventsIn(space: NamespaceSlot | undefined): number {
  let events = 0
  if (space) for (const names of [space.in, space.out]) for (const key of names.values()) events += key.traffic
  return events
}

/** One pass with a bounded list: there can be 50,000 rooms, and this runs every second. */
function listRooms(rooms: Iterable<Room>, members: Members): { listed: TreeRoom[]; known: number } {
  const max = TREE_ROOMS_PER_NAMESPACE_MAX
  let best: Room[] = []
  let worst: Room | undefined
  let known = 0
  for (const room of rooms) {
    known++
    if (worst && byWeight(room, worst) >= 0) continue
    best.push(room)
    if (best.length < max * 2) continue
    best = best.sort(byWeight).slice(0, max)
    worst = best.at(-1)
  }
  const listed = best.sort(byWeight).slice(0, max)
  return { listed: listed.sort((a, b) => (a.name < b.name ? -1 : 1)).map((room) => shown(room, members(room))), known }
}

function byWeight(a: Room, b: Room): number {
  return Number(isJoined(b)) - Number(isJoined(a)) || b.events - a.events || b.sockets.size - a.sockets.size || (a.name < b.name ? -1 : 1)
}

function shown(room: Room, people: number): TreeRoom {
  return { room: room.publicName, kind: room.kind, events: room.events, people, lastAtMs: room.lastAtMs, joined: isJoined(room) }
}
