import { z } from 'zod'
import type { ObservedSocket } from '../../monitor/presence-sink.ts'
import type { SocketTransport } from '../../../shared/presence.ts'
import { addressOf, deviceOf } from './device.ts'
import type { Agents } from './device.ts'
import { personOf } from './person.ts'

/*
 * The admin feed's payloads, read and stripped. Cookies, headers, query, url, raw addresses and Engine.IO ids end here:
 * nothing of them is in what these functions return.
 */

/** Rooms of one socket that are remembered; what is above is counted. */
export const ROOMS_PER_SOCKET_MAX = 1_000
const ROOM_CHARS_MAX = 320
/** socket.io-client's ids have 20 characters; servers may make their own. */
const ID_CHARS_MAX = 100
export const SERVERS_MAX = 100

const socketId = z.string().min(1).max(ID_CHARS_MAX)
const namespace = z.string().startsWith('/').max(200)
const room = z.string().min(1).transform((name) => name.slice(0, ROOM_CHARS_MAX))
const transport = z.enum(['polling', 'websocket', 'webtransport', 'unknown']).catch('unknown')
/** JSON gives text, msgpack a Date, python-socketio +00:00, admin-ui < 0.4 nothing at all. ms since 1970. */
const timestamp = z.unknown().transform((value) => readTime(value))

const serializedSocket = z.object({
  id: socketId,
  nsp: namespace,
  clientId: z.unknown().optional(),
  transport,
  data: z.unknown().optional(),
  handshake: z.object({ address: z.unknown(), issued: z.unknown(), headers: z.unknown() }).partial().catch({}),
  rooms: z.array(z.unknown()).catch([]),
})

const aggregated = z.object({ type: z.string().max(50), subType: z.string().max(50).optional().catch(undefined), count: z.number().min(0) })
const count = z.number().int().min(0)
const serverStats = z.object({
  serverId: z.string().min(1).max(200),
  hostname: z.string().max(200).catch(''),
  pid: z.number().int().catch(0),
  uptime: z.number().min(0).catch(0),
  clientsCount: count.nullable().catch(null),
  pollingClientsCount: count.catch(0),
  aggregatedEvents: z.array(z.unknown()).catch([]),
  /** undefined: admin-ui < 0.4 does not count them. */
  namespaces: z.array(z.unknown()).optional().catch(undefined),
})
const namespaceCount = z.object({ name: namespace, socketsCount: count })

export type ServerStats = Omit<z.infer<typeof serverStats>, 'aggregatedEvents' | 'namespaces'> & {
  readonly aggregatedEvents: readonly z.infer<typeof aggregated>[]
  readonly namespaces: readonly { readonly name: string; readonly sockets: number }[] | undefined
}

const config = z.tuple([z.object({ supportedFeatures: z.array(z.string().max(100)).max(100) })], z.unknown())
const session = z.tuple([z.string().min(1).max(200)], z.unknown())
const updated = z.tuple([z.object({ id: socketId, nsp: namespace, data: z.unknown(), transport: z.unknown() }).partial({ data: true, transport: true })], z.unknown())
const down = z.tuple([namespace, socketId, z.string().max(100).catch('unknown'), timestamp.optional()], z.unknown())
const roomChange = z.tuple([namespace, room, socketId, timestamp.optional()], z.unknown())

/** One change of the table of sockets. `at` is the server's clock, undefined where the server gives none. */
export type Delta =
  | { readonly kind: 'up'; readonly socket: ObservedSocket; readonly at: number | undefined }
  | { readonly kind: 'changed'; readonly namespace: string; readonly id: string; readonly transport: SocketTransport | undefined; readonly person: ObservedSocket['person'] | undefined }
  | { readonly kind: 'down'; readonly namespace: string; readonly id: string; readonly reason: string; readonly at: number | undefined }
  | { readonly kind: 'joined' | 'left'; readonly namespace: string; readonly room: string; readonly id: string; readonly at: number | undefined }

export interface DecodeContext {
  /** New in every run: hashes of two runs do not compare. */
  readonly salt: string
  /** In the user agent of Rollcall's own sockets. */
  readonly ownTag: string
  readonly agents: Agents
  isOwn(id: string): boolean
}

/** One entry of `all_sockets` or `socket_connected`; undefined when it is none. */
export function decodeSocket(value: unknown, context: DecodeContext): ObservedSocket | undefined {
  const parsed = serializedSocket.safeParse(value)
  if (!parsed.success) return undefined
  const { id, nsp, clientId, data, handshake } = parsed.data
  const userAgent = field(handshake.headers, 'user-agent')
  const issued = handshake.issued
  return {
    namespace: nsp,
    id,
    device: deviceOf(clientId, context.salt),
    transport: parsed.data.transport,
    address: addressOf(handshake.address),
    agent: context.agents.read(userAgent),
    rooms: roomsOf(parsed.data.rooms),
    person: personOf(data),
    // python-socketio: seconds * 1000 as a fraction, or 0 where it does not know.
    connectedAtMs: typeof issued === 'number' && issued > 0 ? Math.round(issued) : undefined,
    own: context.isOwn(id) || (typeof userAgent === 'string' && userAgent.includes(context.ownTag)),
  }
}

/** A delta by the name of its event; undefined when its arguments are none. */
export function decodeDelta(name: 'socket_connected' | 'socket_updated' | 'socket_disconnected' | 'room_joined' | 'room_left', args: readonly unknown[], context: DecodeContext): Delta | undefined {
  switch (name) {
    case 'socket_connected': {
      const socket = decodeSocket(args[0], context)
      return socket && { kind: 'up', socket, at: readTime(args[1]) }
    }
    case 'socket_updated': {
      const parsed = updated.safeParse(args)
      if (!parsed.success) return undefined
      const [{ id, nsp, ...change }] = parsed.data
      // With the msgpack parser keys that are undefined are there.
      const hasData = 'data' in change && typeof change.data === 'object' && change.data !== null
      return { kind: 'changed', namespace: nsp, id, transport: change.transport === undefined ? undefined : transport.parse(change.transport), person: hasData ? personOf(change.data) : undefined }
    }
    case 'socket_disconnected': {
      const parsed = down.safeParse(args)
      return parsed.success ? { kind: 'down', namespace: parsed.data[0], id: parsed.data[1], reason: parsed.data[2], at: parsed.data[3] } : undefined
    }
    case 'room_joined':
    case 'room_left': {
      const parsed = roomChange.safeParse(args)
      return parsed.success ? { kind: name === 'room_joined' ? 'joined' : 'left', namespace: parsed.data[0], room: parsed.data[1], id: parsed.data[2], at: parsed.data[3] } : undefined
    }
    default:
      return name satisfies never
  }
}

/** undefined: malformed. Lists are cut at 1,000; an entry that is malformed is left out. */
export function decodeStats(value: unknown): ServerStats | undefined {
  const parsed = serverStats.safeParse(value)
  if (!parsed.success) return undefined
  return {
    ...parsed.data,
    aggregatedEvents: parsed.data.aggregatedEvents.slice(0, 1_000).flatMap((entry) => aggregated.safeParse(entry).data ?? []),
    namespaces: parsed.data.namespaces?.slice(0, 1_000).flatMap((entry) => {
      const known = namespaceCount.safeParse(entry).data
      return known ? [{ name: known.name, sockets: known.socketsCount }] : []
    }),
  }
}

/** What the server offers; undefined: malformed. */
export function decodeConfig(args: readonly unknown[]): readonly string[] | undefined {
  return config.safeParse(args).data?.[0].supportedFeatures
}

/** The id by which a session is resumed; undefined: malformed. */
export function decodeSession(args: readonly unknown[]): string | undefined {
  return session.safeParse(args).data?.[0]
}

/** ms since 1970 of text or Date. */
export function readTime(value: unknown): number | undefined {
  const ms = typeof value === 'string' && value.length < 50 ? Date.parse(value) : value instanceof Date ? value.getTime() : NaN
  return Number.isNaN(ms) ? undefined : ms
}

/** Distinct names in the server's order, bounded. */
function roomsOf(rooms: readonly unknown[]): readonly string[] {
  const names: string[] = []
  for (const value of rooms) {
    if (names.length >= ROOMS_PER_SOCKET_MAX) break
    if (typeof value === 'string' && value !== '') names.push(value.slice(0, ROOM_CHARS_MAX))
  }
  return names.length > 1 ? [...new Set(names)] : names
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}
