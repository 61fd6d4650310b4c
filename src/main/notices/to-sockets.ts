import type { CatalogNotice } from '../../shared/catalog.ts'
import { groupWords } from '../../shared/group-words.ts'
import type { AudiencePart } from '../../shared/notices.ts'
import { counted } from '../answers.ts'
import { shownName } from '../monitor/mask.ts'
import type { Route, RouteRequest, Routes } from './routes.ts'
import { listed, people } from './words.ts'
import type { World } from './world.ts'

/* The admin feed to connections one by one: where no namespace and no union of rooms is exactly the audience. */

/** Sockets that one notice addresses one by one: 20 characters each. */
export const SOCKETS_ADDRESSED_MAX = 10_000
/** Of them, in one packet: 20 kB. */
const SOCKETS_PER_PACKET = 1_000

/** A room, or the rooms of a class, where clients are shown no notices; also of a class with rooms in several namespaces, so that nobody gets it in each. */
export function isElsewhere(part: AudiencePart, shown: ReadonlySet<string>, world: World): boolean {
  if (part.kind === 'room') return !shown.has(part.namespace)
  if (part.kind !== 'group') return false
  const namespaces = new Set(world.groupRooms(part).map(({ namespace }) => namespace))
  return namespaces.size > 1 || [...namespaces].some((namespace) => !shown.has(namespace))
}

/** @param elsewhere a part that is why sockets are addressed; undefined: an exclusion, or a role without rooms */
export function toSockets({ rule, view, tally, world, isLater, nowMs }: RouteRequest, notice: CatalogNotice, elsewhere: AudiencePart | undefined): Routes {
  const name = view.settings.name
  const sockets = world.audienceSockets(rule, view.settings.id, notice.namespace, nowMs, SOCKETS_ADDRESSED_MAX)
  if (!sockets) {
    const why = rule.exclude.length > 0 ? 'The admin feed cannot leave anybody out' : elsewhere ? elsewhereWords(elsewhere, notice, world) : 'No room of this role is known, so each of its connections would have to be addressed'
    return { routes: [], problems: [`${name}: ${why}. That takes an admin feed in development mode and at most ${SOCKETS_ADDRESSED_MAX} connections; or another way out.`], warnings: [] }
  }
  const { ids, people: reached } = sockets
  if (ids.length === 0) return isLater ? awaiting(notice, name) : { routes: [], problems: [`Nobody of this audience is connected to ${notice.namespace} of ${name} now.`], warnings: [] }
  const routes: Route[] = []
  let left = Math.min(tally.online, reached)
  for (let from = 0; from < ids.length; from += SOCKETS_PER_PACKET) {
    const rooms = ids.slice(from, from + SOCKETS_PER_PACKET)
    const there = Math.min(left, rooms.length)
    left -= there
    routes.push({ notice, namespace: notice.namespace, rooms, audience: rule, people: there, rule: ids.length <= SOCKETS_PER_PACKET ? rule : null })
  }
  const warnings = [`On ${name} it goes to the ${counted(ids.length, 'connection')} that are there at that moment; whoever connects later does not get it.`]
  const missed = tally.online - reached
  if (missed > 0) warnings.push(`${people(missed)} of this audience on ${name} ${missed === 1 ? 'has' : 'have'} no connection to ${notice.namespace}, where notices are shown, and ${missed === 1 ? 'does' : 'do'} not get it.`)
  return { routes, problems: [], warnings }
}

/** Nobody is there now; at its time it goes to whoever is. */
export function awaiting(notice: CatalogNotice, name: string): Routes {
  return { routes: [], awaited: [notice], problems: [], warnings: [`Nobody of this audience is connected to ${notice.namespace} of ${name} now. It goes to the connections that are there at its time; if there are none then, it is missed, and Rollcall says so.`] }
}

/** `Class 7b is in /classroom, and notices are shown in /: ...` */
function elsewhereWords(part: AudiencePart, { namespace }: CatalogNotice, world: World): string {
  const words = part.kind === 'group' ? groupWords(part.what, part.id) : 'A room of this audience'
  const places = part.kind === 'group' ? [...new Set(world.groupRooms(part).map((room) => shownName(room.namespace)))].sort() : part.kind === 'room' ? [part.namespace] : []
  return `${words} is in ${listed(places.slice(0, 5))}, and notices are shown in ${namespace}, so each connection of its people there would have to be addressed`
}
