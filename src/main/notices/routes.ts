import type { Catalog, CatalogNotice } from '../../shared/catalog.ts'
import type { TargetView } from '../../shared/domain.ts'
import type { AudiencePart, AudienceRule, NoticeKind, NoticeSettings, NoticeWay } from '../../shared/notices.ts'
import { fillTemplate } from '../../shared/template.ts'
import { counted } from '../answers.ts'
import type { TargetAudience } from '../monitor/people/audience.ts'
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
  readonly nowMs: number
}

export interface Routes {
  readonly routes: Route[]
  readonly problems: string[]
  readonly warnings: string[]
}

/** Sockets that one notice addresses one by one: 20 characters each. */
export const SOCKETS_ADDRESSED_MAX = 10_000
/** Of them, in one packet: 20 kB. */
const SOCKETS_PER_PACKET = 1_000

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

/** The same rule with the platform's own ids of people, which the window never has, and its own names of rooms. */
function forServer({ rule, view, world }: RouteRequest, problems: string[]): AudienceRule {
  const own = (parts: readonly AudiencePart[]): AudiencePart[] =>
    parts.flatMap((part): AudiencePart[] => {
      if (part.kind === 'room') return [{ ...part, room: world.spellings(part)[0] ?? part.room }]
      if (part.kind !== 'person') return [part]
      const id = world.platformId(part.key)
      if (id !== null) return [{ kind: 'person', key: { targetId: part.key.targetId, personId: id } }]
      problems.push(`The id of a person on ${view.settings.name} is not known, so the server cannot be told whom to ${parts === rule.exclude ? 'leave out' : 'reach'}.`)
      return []
    })
  return { include: own(rule.include), exclude: own(rule.exclude) }
}

/**
 * The admin feed sends to a namespace or to a union of rooms, and can leave nobody out. An exclusion is therefore carried out by sending
 * to the sockets of those who remain, where the feed shows them all; else it is refused.
 */
function throughFeed(request: RouteRequest): Routes {
  const { rule, view, kind, catalog, tally, world, nowMs } = request
  const name = view.settings.name
  const problems: string[] = []
  const warnings: string[] = []
  const notices = noticesOf(catalog, kind)
  const first = notices[0]
  if (!catalog || !first) return { routes: [], problems: [`The catalog of ${name} names no event for this kind.`], warnings }
  const targetId = view.settings.id
  const { include, exclude } = withoutSame(rule)
  const bySockets = exclude.length > 0 || include.some((part) => part.kind === 'role' && roleRoomsOf(catalog, first, part.role).length === 0)
  if (bySockets) return toSockets(request, first)
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
  for (const part of include) {
    const place = at(part.kind === 'namespace' || part.kind === 'room' ? part.namespace : first.namespace)
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
        const spellings = world.spellings(part)
        for (const room of spellings.length > 0 ? spellings : [part.room]) place.rooms.add(room)
        break
      }
      case 'person': {
        const rooms = roomsOfPerson(part, first.namespace, request)
        if (rooms.length === 0) problems.push(`A person of the audience has no connection to ${first.namespace} of ${name} now: the admin feed cannot reach them.`)
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
  // An empty list of rooms would mean everybody.
  return { routes: problems.length > 0 ? [] : routes, problems, warnings }
}

function toSockets({ rule, view, tally, world, nowMs }: RouteRequest, notice: CatalogNotice): Routes {
  const name = view.settings.name
  const sockets = world.audienceSockets(rule, view.settings.id, notice.namespace, nowMs, SOCKETS_ADDRESSED_MAX)
  if (!sockets) {
    const why = rule.exclude.length > 0 ? 'The admin feed cannot leave anybody out' : 'No room of this role is known, so each of its connections would have to be addressed'
    return { routes: [], problems: [`${name}: ${why}. That takes an admin feed in development mode and at most ${SOCKETS_ADDRESSED_MAX} connections; or another way out.`], warnings: [] }
  }
  if (sockets.length === 0) return { routes: [], problems: [`Nobody of this audience is connected to ${notice.namespace} of ${name} now.`], warnings: [] }
  const routes: Route[] = []
  let left = tally.online
  for (let from = 0; from < sockets.length; from += SOCKETS_PER_PACKET) {
    const rooms = sockets.slice(from, from + SOCKETS_PER_PACKET)
    const there = Math.min(left, rooms.length)
    left -= there
    routes.push({ notice, namespace: notice.namespace, rooms, audience: rule, people: there, rule: sockets.length <= SOCKETS_PER_PACKET ? rule : null })
  }
  return { routes, problems: [], warnings: [`On ${name} it goes to the ${counted(sockets.length, 'connection')} that are there at that moment; whoever connects later does not get it.`] }
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
