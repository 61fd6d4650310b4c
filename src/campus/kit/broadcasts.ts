import type { Namespace, Server, Socket } from 'socket.io'
import { z } from 'zod'
import type { Catalog } from '../../shared/catalog.ts'
import type { Claimed, ClusterPart } from '../contract.ts'
import { Digests, SAME_WORDS_MS } from './digests.ts'
import { introductionOf } from './introduce.ts'
import { Readings } from './readings.ts'

/*
 * The receiving side of docs/server-contract.md, the same on every platform: an admin asks for a notice, and the server
 * sends the platform's own event to exactly the sockets of the audience, each once.
 */

const BROADCAST = 'admin:broadcast'
/** A server keeps what it answered, so that a notice that is asked for twice is delivered once. */
const ANSWERS_KEPT_MAX = 10_000
/** Of the payload, and of the list of languages. */
const PAYLOAD_BYTES_MAX = 64 * 1024
/** Names of the role that may send to everybody, on any of the five platforms. */
const adminRoles = new Set(['admin', 'superadmin', 'ADMIN', 'SYSTEM_ADMIN', 'DISTRICT_ADMIN'])

const text = z.string().min(1).max(320)
const part = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everybody') }),
  z.object({ kind: z.literal('namespace'), namespace: text }),
  z.object({ kind: z.literal('role'), role: text }),
  z.object({ kind: z.literal('room'), namespace: text, room: text }),
  z.object({ kind: z.literal('person'), userId: text }),
])
const broadcast = z.object({
  noticeId: z.string().min(1).max(100),
  /** One of several deliveries of a notice; absent: there is one. */
  key: z.string().min(1).max(100).optional(),
  /** What is said to whom; absent: nobody's repeat is refused. */
  digest: z.string().min(1).max(128).optional(),
  kind: z.enum(['announcement', 'maintenance', 'urgent', 'emergency']),
  audience: z.object({ include: z.array(part).min(1).max(1_000), exclude: z.array(part).max(1_000).default([]) }),
  event: text,
  payload: z.record(z.string(), z.unknown()),
  /** The words of each language by itself. The campus does not know what its people read: it bounds them and sends the payload. */
  texts: z.array(z.object({ language: z.string().min(2).max(35), title: z.string().min(1).max(500), body: z.string().min(1).max(8_000) })).min(1).max(10).optional(),
})
type Broadcast = z.infer<typeof broadcast>
type Part = z.infer<typeof part>

/** UNKNOWN: it may have been sent; nobody can say. With all others nothing was sent by this request. */
const refusalCode = z.enum(['FORBIDDEN', 'INVALID', 'DUPLICATE', 'UNAVAILABLE', 'UNKNOWN'])
const broadcastAnswer = z.discriminatedUnion('success', [
  z.object({ success: z.literal(true), noticeId: z.string(), delivered: z.number().int() }).readonly(),
  z.object({ success: z.literal(false), error: z.object({ code: refusalCode, message: z.string() }).readonly() }).readonly(),
])
export type BroadcastAnswer = z.infer<typeof broadcastAnswer>

interface Member {
  readonly id: string
  readonly rooms: ReadonlySet<string>
  readonly data: unknown
}

export interface BroadcastsOptions {
  readonly catalog: () => Catalog | undefined
  readonly io: () => Server
  /** Another node may be asked for the same notice. */
  readonly cluster: ClusterPart | undefined
}

export class Broadcasts {
  readonly #options: BroadcastsOptions
  /** What is being answered here, by key. */
  readonly #running = new Map<string, Promise<BroadcastAnswer>>()
  /** What was sent from here, by key, oldest first. Nothing of it is sent again, whatever became of the claims. */
  readonly #sent = new Map<string, BroadcastAnswer>()
  readonly #digests = new Digests()
  readonly #readings = new Readings()
  /** Names of the namespaces in which it listens. */
  readonly #served = new Set<string>()

  constructor(options: BroadcastsOptions) {
    this.#options = options
  }

  /** Listens on a namespace of the platform: an admin may be connected to any. */
  serve(namespace: Namespace): void {
    this.#served.add(namespace.name)
    namespace.on('connection', (socket) => this.#listen(socket))
  }

  /** The server ends. */
  stop(): void {
    this.#readings.stop()
  }

  /** @param role of the account that asks; undefined: nobody's. @param asker the socket that gets the receipts; absent: nobody does. Never rejects. */
  async ask(request: unknown, role: string | undefined, asker?: Socket): Promise<BroadcastAnswer> {
    if (role === undefined || !adminRoles.has(role)) return refusal('FORBIDDEN', 'Only an admin may send notices.')
    const parsed = broadcast.safeParse(request)
    if (!parsed.success) return refusal('INVALID', `${parsed.error.issues[0]?.path.join('.') || 'notice'}: ${parsed.error.issues[0]?.message ?? 'invalid'}`)
    const { data } = parsed
    const notice = this.#options.catalog()?.notices?.find(({ kinds, event }) => event === data.event && kinds.includes(data.kind))
    if (!notice) return refusal('INVALID', `${data.event.slice(0, 60)} is no event for a notice of this kind.`)
    if (Object.keys(data.payload).length === 0 || Buffer.byteLength(JSON.stringify(data.payload)) > PAYLOAD_BYTES_MAX) return refusal('INVALID', 'The payload is empty or too large.')
    if (data.texts && Buffer.byteLength(JSON.stringify(data.texts)) > PAYLOAD_BYTES_MAX) return refusal('INVALID', 'The list of languages is too large.')
    const key = data.key ?? data.noticeId
    const known = this.#running.get(key) ?? this.#sent.get(key)
    if (known) return await known
    const deliver = () => this.#deliver(data, key, notice.namespace, asker).catch(() => refusal('UNAVAILABLE', 'Not all nodes answered: nothing was sent by this request.'))
    // A cluster claims digests as it claims keys.
    const answer = this.#options.cluster?.claims ? deliver() : this.#digests.once(data.digest, deliver).then((given) => given ?? duplicate)
    this.#running.set(key, answer)
    const result = await answer
    this.#running.delete(key)
    return result
  }

  /** Rejects while nothing was sent; afterwards never. */
  async #deliver({ noticeId, audience, event, payload, digest }: Broadcast, key: string, name: string, asker: Socket | undefined): Promise<BroadcastAnswer> {
    const claims = this.#options.cluster?.claims
    // First of all: what another node has sent can be answered also while nodes are missing.
    const earlier = await claims?.look(key)
    if (earlier) return answerOf(earlier)
    const namespace = this.#options.io().of(name)
    const peopleOf = await this.#peopleElsewhere([...audience.include, ...audience.exclude], name)
    // What cannot be looked into could be where people are who are to be left out.
    if (!peopleOf) return refusal('INVALID', 'A namespace or room of the audience is not on this server.')
    const all: readonly Member[] = await namespace.fetchSockets()
    const isAny = (member: Member, parts: readonly Part[]): boolean => parts.some((each) => isIn(member, each, peopleOf.get(each)))
    const members = all.filter((member) => isAny(member, audience.include) && !isAny(member, audience.exclude))
    const ids = members.map(({ id }) => id)
    // Whoever is asked for the same key has the same digest: then the key decides.
    if (claims && digest !== undefined && (await claims.first(`digest ${digest}`, key, SAME_WORDS_MS)) !== key) return duplicate
    // Last of all: a node that ends before it has sent nothing, and another one may; one that ends after it may have.
    const other = await claims?.take(key)
    if (other) return answerOf(other)
    // Every socket is in the room of its own id: one packet, each once, whatever rooms it shares, on every node.
    if (ids.length > 0) namespace.to(ids).emit(event, payload)
    const answer = this.#keep(key, { success: true, noticeId, delivered: ids.length })
    if (asker) this.#readings.begin({ key, noticeId, namespace, members, asker })
    // The packet and the result go the same way: where the result does not arrive, the packet may not have either.
    return await (claims?.settle(key, answer) ?? Promise.resolve()).then(() => answer, () => this.#keep(key, refusal('UNKNOWN', 'Whether the other nodes got it is not known.')))
  }

  /** Who is in other namespaces than the event's, or in rooms there, on all nodes, by userId; undefined: there is no such namespace. */
  async #peopleElsewhere(parts: readonly Part[], name: string): Promise<ReadonlyMap<Part, ReadonlySet<string>> | undefined> {
    const places = parts.filter((each) => each.kind === 'room' || each.kind === 'namespace').filter(({ namespace }) => namespace !== name)
    if (places.some(({ namespace }) => !this.#served.has(namespace))) return undefined
    const found = new Map<Part, Set<string>>(places.map((each) => [each, new Set<string>()]))
    for (const namespace of new Set(places.map((each) => each.namespace))) {
      for (const member of await this.#options.io().of(namespace).fetchSockets()) {
        const who = introductionOf(member)
        if (who) for (const each of places) if (each.namespace === namespace && (each.kind === 'namespace' || member.rooms.has(each.room))) found.get(each)?.add(who.userId)
      }
    }
    return found
  }

  #listen(socket: Socket): void {
    socket.on(BROADCAST, (...args: unknown[]) => {
      const last = args.at(-1)
      if (typeof last !== 'function') return
      void this.ask(args.length > 1 ? args[0] : undefined, introductionOf(socket)?.role, socket).then((answer) => last(answer))
    })
  }

  #keep(key: string, answer: BroadcastAnswer): BroadcastAnswer {
    this.#sent.set(key, answer)
    if (this.#sent.size > ANSWERS_KEPT_MAX) for (const oldest of this.#sent.keys()) { this.#sent.delete(oldest); break }
    return answer
  }
}

/** What another node said of the key. */
function answerOf({ result }: Claimed): BroadcastAnswer {
  const parsed = broadcastAnswer.safeParse(result)
  return parsed.success ? parsed.data : refusal('UNKNOWN', 'Another node was at it and never said how it went: it may have been sent.')
}

/** @param elsewhere whom another namespace, or a room of it, means; undefined: it is the event's own */
function isIn(member: Member, each: Part, elsewhere: ReadonlySet<string> | undefined): boolean {
  const who = introductionOf(member)
  // A socket that was let in as nobody belongs to nobody's audience.
  if (!who) return false
  switch (each.kind) {
    case 'everybody':
      return true
    case 'namespace':
      return elsewhere?.has(who.userId) ?? true
    case 'role':
      return each.role === who.role
    case 'room':
      return elsewhere?.has(who.userId) ?? member.rooms.has(each.room)
    case 'person':
      return each.userId === who.userId
    default:
      return each satisfies never
  }
}

const duplicate = refusal('DUPLICATE', 'These words were sent less than a minute ago: nothing was sent.')

/** Nothing was sent, and why. */
export function refusal(code: z.infer<typeof refusalCode>, message: string): BroadcastAnswer {
  return { success: false, error: { code, message } }
}
