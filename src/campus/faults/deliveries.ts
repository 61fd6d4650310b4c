import type { Server, Socket } from 'socket.io'
import { z } from 'zod'
import type { Random } from '../../main/notices/random-fixture.ts'
import { EVENT, namespaces } from './school.ts'

const part = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everybody') }),
  z.object({ kind: z.literal('namespace'), namespace: z.enum(namespaces) }),
  z.object({ kind: z.literal('role'), role: z.string() }),
])
const payloadShape = z.object({ noticeId: z.string() })
const broadcast = z.object({ noticeId: z.string(), key: z.string(), audience: z.object({ include: z.array(part).min(1), exclude: z.array(part).max(0) }), event: z.literal(EVENT), namespace: z.enum(namespaces), payload: payloadShape.loose() })
type Broadcast = z.infer<typeof broadcast>

export type Answer = { readonly success: true; readonly noticeId: string; readonly key: string; readonly delivered: number } | { readonly success: false; readonly error: { readonly code: string; readonly message: string } }

/** A notice as the server sent it. */
export interface Delivery {
  readonly noticeId: string
  /** The part; null: the admin feed does not say it. */
  readonly key: string | null
  readonly namespace: string
  /** Ids of the receivers' sockets. */
  readonly sockets: ReadonlySet<string>
}

const REFUSED = 0.04

/** What one server sent to whom: the truth, against which the console's words are held. It outlives the server's own ends. */
export class Deliveries {
  readonly all: Delivery[] = []
  /** How often each key was asked for. */
  readonly asked = new Map<string, number>()
  readonly #random: Random
  /** What the server knows itself. */
  readonly #answers = new Map<string, Answer>()
  /** Sockets that ended with the server: what was under way to them may be lost. */
  readonly endedSockets = new Set<string>()

  constructor(random: Random) {
    this.#random = random
  }

  /** The server ends. @param keys whether it knows after its next start which deliveries it had */
  ended(io: Server, keys: 'kept' | 'lost'): void {
    if (keys === 'lost') this.#answers.clear()
    for (const namespace of namespaces) for (const id of io.of(namespace).sockets.keys()) this.endedSockets.add(id)
  }

  byFeed(io: Server, namespace: string, rooms: string | string[] | null, payload: unknown): void {
    const wanted = rooms === null ? null : [rooms].flat()
    const { noticeId } = payloadShape.parse(payload)
    this.#note(noticeId, null, namespace, receiversOf(io, namespace).filter((socket) => wanted === null || wanted.some((room) => socket.rooms.has(room))))
  }

  byContract(io: Server, message: unknown, key: unknown): Answer {
    const asked = broadcast.parse(message)
    if (key !== undefined && key !== asked.key) throw new Error('the header has another key than the body')
    this.asked.set(asked.key, (this.asked.get(asked.key) ?? 0) + 1)
    const answer = this.#answers.get(asked.key) ?? (this.#random() < REFUSED ? refusal : this.#send(io, asked))
    this.#answers.set(asked.key, answer)
    return answer
  }

  #send(io: Server, { noticeId, key, audience, event, namespace, payload }: Broadcast): Answer {
    const spaces = namespaces.filter((name) => name === namespace || audience.include.some((each) => each.kind === 'namespace' && each.namespace === name))
    let delivered = 0
    for (const name of spaces) {
      const members = receiversOf(io, name).filter((socket) => audience.include.some((each) => each.kind === 'namespace' ? each.namespace === name : name === namespace && (each.kind === 'everybody' || socket.rooms.has(`role:${each.role}`))))
      const ids = members.map(({ id }) => id)
      if (ids.length > 0) io.of(name).to(ids).emit(event, payload)
      this.#note(noticeId, key, name, members)
      delivered += ids.length
    }
    return { success: true, noticeId, key, delivered }
  }

  #note(noticeId: string, key: string | null, namespace: string, members: readonly Socket[]): void {
    this.all.push({ noticeId, key, namespace, sockets: new Set(members.map(({ id }) => id)) })
  }
}

const refusal: Answer = { success: false, error: { code: 'BUSY', message: 'Nothing was sent.' } }

function receiversOf(io: Server, namespace: string): Socket[] {
  return [...io.of(namespace).sockets.values()].filter((socket) => typeof socket.handshake.query['receiver'] === 'string')
}
