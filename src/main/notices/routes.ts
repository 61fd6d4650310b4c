import type { Catalog, CatalogNotice } from '../../shared/catalog.ts'
import type { TargetView } from '../../shared/domain.ts'
import type { AudiencePart, AudienceRule, NoticeKind, NoticeSettings, NoticeWay } from '../../shared/notices.ts'
import { groupWords } from '../../shared/group-words.ts'
import { fillTemplate } from '../../shared/template.ts'
import { counted } from '../answers.ts'
import type { TargetAudience } from '../monitor/people/audience.ts'
import type { GroupPart } from '../monitor/rooms/groups.ts'
import { awaiting, isElsewhere, toSockets } from './to-sockets.ts'
import { roleRoomsOf } from './ways/fill.ts'
import type { World } from './world.ts'

/** One packet of a platform: where it goes. */
export interface Route {
  readonly notice: CatalogNotice | undefined
  readonly namespace: string
  /** One union; empty: all of the namespace. */
  readonly rooms: readonly string[]
  readonly audience: AudienceRule
  readonly people: number
  readonly rule: AudienceRule | null
}

export interface RouteRequest {
  /** On this platform alone. */
  readonly rule: AudienceRule
  readonly way: NoticeWay
  readonly kind: NoticeKind
  readonly catalog: Catalog | undefined
  readonly settings: NoticeSettings
  readonly view: TargetView
  readonly tally: TargetAudience
  readonly world: World
  /** It is reviewed for a time to come: who is not connected now may be then. */
  readonly isLater: boolean
  readonly nowMs: number
}

export interface Routes {
  readonly routes: Route[]
  /** Where it goes at its time, to connections that nobody has now. */
  readonly awaited?: readonly CatalogNotice[]
  readonly problems: string[]
  readonly warnings: string[]
}

/** Parts of an audience as a server is told it, where a class is one for each of its rooms. */
export const SERVER_PARTS_MAX = 500

/** Where the packets of one platform go. A server that resolves the audience gets one; the admin feed gets namespaces and rooms. */
export function routesOf(request: RouteRequest): Routes {
  const { way, rule, settings, view, catalog, kind, tally } = request
  switch (way) {
    case 'admin-feed':
      return throughFeed(request)
    case 'application-socket':
    case 'http': {
      const problems: string[] = []
      const notice = noticesOf(catalog, kind)[0]
      const isWhole = rule.exclude.length === 0 && rule.include.some((part) => part.kind === 'target')
      if (way === 'http' && !isWhole && !/\{audience[}.]/.test(settings.http.body + settings.http.url)) {
        problems.push(`The HTTP request of ${view.settings.name} has no {audience} in it: it can send to everybody there only. Choose the whole platform, or add {audience} to the request.`)
      }
      const audience = forServer(request, problems)
      return { routes: [{ notice, namespace: notice?.namespace ?? '/', rooms: [], audience, people: tally.online, rule }], problems, warnings: [] }
    }
    default:
      throw new Error(`Unexpected: ${JSON.stringify(way satisfies never)}`)
  }
}

/** The same rule with the platform's own ids of people, which the window never has, and its own names of rooms. A class is all of its rooms. */
function forServer({ rule, view, world }: RouteRequest, problems: string[]): AudienceRule {
  const own = (parts: readonly AudiencePart[]): AudiencePart[] =>
    parts.flatMap((part): AudiencePart[] => {
      if (part.kind === 'room') return namesOfRoom(part, world, view, problems).map((room) => ({ ...part, room }))
      if (part.kind === 'group') {
        const rooms = roomsOfGroup(part, world)
        // Also of an exclusion: the server may know rooms that Rollcall does not, and would leave nobody out.
        if (rooms.length === 0) problems.push(noRooms(part, view))
        return rooms.map(({ namespace, room }) => ({ kind: 'room', targetId: part.targetId, namespace, room }))
      }
      if (part.kind !== 'person') return [part]
      const id = world.platformId(part.key)
      if (id !== null) return [{ kind: 'person', key: { targetId: part.key.targetId, personId: id } }]
      problems.push(`The id of a person on ${view.settings.name} is not known, so the server cannot be told whom to ${parts === rule.exclude ? 'leave out' : 'reach'}.`)
      return []
    })
  const [include, exclude] = [own(rule.include), own(rule.exclude)]
  if (include.length + exclude.length > SERVER_PARTS_MAX) problems.push(`The classes of this audience on ${view.settings.name} have more than ${SERVER_PARTS_MAX} rooms. Choose fewer, or several notices.`)
  return { include, exclude }
}

/** Every spelling of a room on the wire. One that is not known now is what the window calls it, unless that is a masked name with its number (RoomBook). */
function namesOfRoom(part: Extract<AudiencePart, { kind: 'room' }>, world: World, { settings }: TargetView, problems: string[]): readonly string[] {
  const spellings = world.spellings(part)
  if (spellings.length > 0) return spellings
  if (!/ #(?:[a-z0-9]{5}-)?\d+$/.test(part.room)) return [part.room]
  problems.push(`The room ${part.room} of ${settings.name} is not known in this run of Rollcall. Choose it again, or take it away.`)
  return []
}

function roomsOfGroup(part: GroupPart, world: World): { readonly namespace: string; readonly room: string }[] {
  return world.groupRooms(part).flatMap(({ namespace, spellings }) => spellings.map((room) => ({ namespace, room })))
}

function noRooms({ what, id }: GroupPart, { settings }: TargetView): string {
  return `No room of ${groupWords(what, id)} on ${settings.name} is known now. Choose it again when somebody is in it, or take it away.`
}

/**
 * The admin feed sends to a namespace or to a union of rooms, and can leave nobody out. An exclusion is therefore carried out by sending
 * to the sockets of those who remain, where the feed shows them all; else it is refused.
 */
function throughFeed(request: RouteRequest): Routes {
  const { rule, view, kind, catalog, tally, world, isLater, nowMs } = request
  const name = view.settings.name
  const problems: string[] = []
  const warnings: string[] = []
  const notices = noticesOf(catalog, kind)
  const first = notices[0]
  if (!catalog || !first) return { routes: [], problems: [`The catalog of ${name} names no event for this kind.`], warnings }
  const targetId = view.settings.id
  const { include, exclude } = withoutSame(rule)
  const unknown = include.filter((part) => part.kind === 'group').filter((part) => world.groupRooms(part).length === 0)
  if (unknown.length > 0) return { routes: [], problems: unknown.map((part) => noRooms(part, view)), warnings }
  const shown = new Set(notices.map(({ namespace }) => namespace))
  const elsewhere = include.find((part) => isElsewhere(part, shown, world))
  const bySockets = exclude.length > 0 || elsewhere !== undefined || include.some((part) => part.kind === 'role' && roleRoomsOf(catalog, first, part.role).length === 0)
  if (bySockets) return toSockets(request, first, elsewhere)
  const places = new Map<string, { readonly notice: CatalogNotice; whole: boolean; readonly rooms: Set<string>; readonly parts: AudiencePart[] }>()
  const at = (namespace: string) => {
    const notice = notices.find((each) => each.namespace === namespace)
    if (!notice) {
      problems.push(`Clients of ${name} are shown ${kind} notices in ${notices.map((each) => each.namespace).join(' and ')} only, not in ${namespace}.`)
      return undefined
    }
    const place = places.get(namespace) ?? { notice, whole: false, rooms: new Set<string>(), parts: [] }
    places.set(namespace, place)
    return place
  }
  let waits = false
  for (const part of include) {
    const place = at(part.kind === 'namespace' || part.kind === 'room' ? part.namespace : part.kind === 'group' ? (world.groupRooms(part)[0]?.namespace ?? first.namespace) : first.namespace)
    if (!place) continue
    place.parts.push(part)
    switch (part.kind) {
      case 'everybody':
      case 'target':
      case 'namespace':
        place.whole = true
        break
      case 'role':
        for (const room of roleRoomsOf(catalog, place.notice, part.role)) place.rooms.add(room)
        break
      case 'room': {
        for (const room of namesOfRoom(part, world, view, problems)) place.rooms.add(room)
        break
      }
      case 'group':
        for (const { room } of roomsOfGroup(part, world)) place.rooms.add(room)
        break
      case 'person': {
        const rooms = roomsOfPerson(part, first.namespace, request)
        if (rooms.length === 0 && isLater) waits = true
        else if (rooms.length === 0) problems.push(`A person of the audience has no connection to ${first.namespace} of ${name} now: the admin feed cannot reach them.`)
        for (const room of rooms) place.rooms.add(room)
        break
      }
      default:
        throw new Error(`Unexpected: ${JSON.stringify(part satisfies never)}`)
    }
  }
  if (places.size > 1) warnings.push(`${name} is sent to in ${counted(places.size, 'namespace')}: whoever is connected to several of them is shown it in each.`)
  const routes = [...places].map(([namespace, { notice, whole, rooms, parts }]): Route => {
    const sub: AudienceRule = { include: parts, exclude: [] }
    const there = places.size === 1 ? tally.online : (world.audience(sub, nowMs).find((each) => each.targetId === targetId)?.online ?? 0)
    return { notice, namespace, rooms: whole ? [] : [...rooms], audience: sub, people: there, rule: sub }
  })
  const later = waits ? awaiting(first, name) : undefined
  // An empty list of rooms would mean everybody.
  return { routes: problems.length > 0 ? [] : routes.filter(({ notice, rooms }) => rooms.length > 0 || places.get(notice?.namespace ?? '')?.whole === true), ...(later && { awaited: later.awaited ?? [] }), problems, warnings: [...warnings, ...(later?.warnings ?? [])] }
}

/** A person's own room where the catalog has one, else the private rooms of their sockets. */
function roomsOfPerson(part: Extract<AudiencePart, { kind: 'person' }>, namespace: string, { catalog, world }: RouteRequest): string[] {
  const id = world.platformId(part.key)
  const room = catalog?.rooms.find((each) => each.kind === 'user' && each.namespace === namespace && (each.pattern.match(/\{/g)?.length ?? 0) === 1)
  const filled = room && id !== null ? fillTemplate(room.pattern, () => id) : undefined
  // A room that nobody was put into would swallow the notice: the sockets are surer where they are seen.
  const sockets = world.personSockets(part.key).filter((socket) => socket.namespace === namespace).map((socket) => socket.id)
  return sockets.length > 0 ? sockets : filled === undefined ? [] : [filled]
}

/** Excluding what was included is not including it; who is left may still be among those whom it means. */
function withoutSame({ include, exclude }: AudienceRule): AudienceRule {
  const out = new Set(exclude.map((part) => JSON.stringify(part)))
  const left = include.filter((part) => !out.has(JSON.stringify(part)))
  return { include: left, exclude: left.length === 0 ? [] : exclude }
}

function noticesOf(catalog: Catalog | undefined, kind: NoticeKind): readonly CatalogNotice[] {
  return catalog?.notices?.filter(({ kinds }) => kinds.includes(kind)) ?? []
}
