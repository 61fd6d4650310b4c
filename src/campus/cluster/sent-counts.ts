import type { NodeCounts } from './node-messages.ts'

interface Connects {
  readonly packets: number
  readonly transports: number
}

const NONE: Connects = { packets: 0, transports: 0 }

/** What the nodes of a cluster sent, together. A node that ended keeps what it had said; one that starts again counts from 0 on top. */
export class SentCounts {
  /** By node, then by user: `namespace event` -> count. */
  readonly #running = new Map<number, { readonly sent: Map<string, ReadonlyMap<string, number>>; connects: Connects }>()
  readonly #ended = new Map<string, Map<string, number>>()
  #endedConnects = NONE

  get connects(): Connects {
    return [...this.#running.values()].map(({ connects }) => connects).reduce(plus, this.#endedConnects)
  }

  of(userId: string): ReadonlyMap<string, number> {
    const total = new Map(this.#ended.get(userId))
    for (const { sent } of this.#running.values()) add(total, sent.get(userId))
    return total
  }

  take(node: number, { sent, packets, transports }: NodeCounts): void {
    const known = this.#running.get(node) ?? { sent: new Map<string, ReadonlyMap<string, number>>(), connects: NONE }
    for (const [userId, counts] of sent) known.sent.set(userId, counts)
    known.connects = { packets, transports }
    this.#running.set(node, known)
  }

  close(node: number): void {
    const known = this.#running.get(node)
    if (!known) return
    this.#running.delete(node)
    this.#endedConnects = plus(this.#endedConnects, known.connects)
    for (const [userId, counts] of known.sent) {
      const total = this.#ended.get(userId) ?? new Map<string, number>()
      add(total, counts)
      this.#ended.set(userId, total)
    }
  }
}

function plus(one: Connects, other: Connects): Connects {
  return { packets: one.packets + other.packets, transports: one.transports + other.transports }
}

function add(total: Map<string, number>, counts: ReadonlyMap<string, number> | undefined): void {
  for (const [key, count] of counts ?? []) total.set(key, (total.get(key) ?? 0) + count)
}
