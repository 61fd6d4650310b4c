import type { CatalogEvent } from '../../../shared/catalog.ts'
import { DRIFT_EXAMPLE_CHARS_MAX, DRIFT_EXAMPLE_NODES_MAX, DRIFTS_MAX, DRIFTS_PER_EVENT_MAX } from '../../../shared/limits.ts'
import type { PayloadNode } from '../../../shared/domain.ts'
import type { EventKey, TargetSlot } from '../counts.ts'
import { maskPayload } from '../mask-tree.ts'
import type { MaskedPayload } from '../mask-tree.ts'
import type { RawPayload } from '../wire-event.ts'
import type { Difference } from './differences.ts'

/** One way in which one event differs from its catalog, as often as it was seen. */
export interface Drift {
  readonly id: string
  readonly key: EventKey
  readonly spec: CatalogEvent | undefined
  /** As it was the first time. */
  readonly difference: Difference
  readonly firstAtMs: number
  /** The first payload, masked; undefined when it was too large to keep. */
  readonly example: MaskedPayload | undefined
  readonly exampleNodes: number
  count: number
  lastAtMs: number
}

/** Drifts by event, kind and path: bounded in number and in the size of examples; what does not fit is counted. */
export class DriftBook {
  readonly #byKey = new Map<EventKey, Map<string, Drift>>()
  readonly #byId = new Map<string, Drift>()
  readonly #capacity: number
  #nodes = 0
  #nextId = 1
  #notKept = 0

  constructor(capacity = DRIFTS_MAX) {
    this.#capacity = capacity
  }

  /** Counts the differences of one event; a kind and path that repeat within it count once. */
  add(key: EventKey, spec: CatalogEvent | undefined, differences: readonly Difference[], payload: RawPayload, atMs: number): void {
    let masked = false
    let example: MaskedPayload | undefined
    const seen = new Set<string>()
    for (const difference of differences) {
      const place = `${difference.kind} ${difference.path}`
      if (seen.has(place)) continue
      seen.add(place)
      const known = this.#byKey.get(key)?.get(place)
      if (known) {
        this.again(known, atMs)
        continue
      }
      if (!this.#hasRoom(key)) {
        this.#notKept++
        continue
      }
      // All drifts of one payload share its example; the first is charged for it. They leave together, by key.
      let exampleNodes = 0
      if (!masked) {
        masked = true
        example = this.#exampleOf(key, payload)
        exampleNodes = example ? nodesIn(example.args) : 0
        this.#nodes += exampleNodes
      }
      this.#put(place, { id: String(this.#nextId++), key, spec, difference, firstAtMs: atMs, lastAtMs: atMs, count: 1, example, exampleNodes })
    }
  }

  /** The same once more, without a look into the payload. */
  again(drift: Drift, atMs: number): void {
    drift.count++
    if (atMs > drift.lastAtMs) drift.lastAtMs = atMs
  }

  /** A difference that is known to have no place. */
  missed(): void {
    this.#notKept++
  }

  /** The drift of an event as a whole (name, direction, namespace), if it is kept. */
  ofName(key: EventKey, difference: Difference): Drift | undefined {
    return this.#byKey.get(key)?.get(`${difference.kind} ${difference.path}`)
  }

  find(id: string): Drift | undefined {
    return this.#byId.get(id)
  }

  /** Last seen first. */
  list(targetId: string | null): Drift[] {
    const list = [...this.#byId.values()].filter((drift) => targetId === null || drift.key.target.id === targetId)
    return list.sort((a, b) => b.lastAtMs - a.lastAtMs || Number(b.id) - Number(a.id))
  }

  removeKey(key: EventKey): void {
    const drifts = this.#byKey.get(key)
    if (!drifts) return
    this.#byKey.delete(key)
    for (const drift of drifts.values()) {
      this.#byId.delete(drift.id)
      this.#nodes -= drift.exampleNodes
    }
  }

  removeTarget(target: TargetSlot): void {
    for (const key of this.#byKey.keys()) if (key.target === target) this.removeKey(key)
  }

  get size(): number {
    return this.#byId.size
  }

  get capacity(): number {
    return this.#capacity
  }

  /** Differences seen that found no place. */
  get notKept(): number {
    return this.#notKept
  }

  /** Nodes of all examples kept. */
  get exampleNodes(): number {
    return this.#nodes
  }

  #hasRoom(key: EventKey): boolean {
    return this.#byId.size < this.#capacity && (this.#byKey.get(key)?.size ?? 0) < DRIFTS_PER_EVENT_MAX
  }

  #put(place: string, drift: Drift): void {
    let drifts = this.#byKey.get(drift.key)
    if (!drifts) this.#byKey.set(drift.key, (drifts = new Map()))
    drifts.set(place, drift)
    this.#byId.set(drift.id, drift)
  }

  #exampleOf(key: EventKey, payload: RawPayload): MaskedPayload | undefined {
    if (payload.text.length > DRIFT_EXAMPLE_CHARS_MAX || this.#nodes >= DRIFT_EXAMPLE_NODES_MAX) return undefined
    return maskPayload(payload, key.event?.rules ?? [])
  }
}

function nodesIn(nodes: readonly PayloadNode[]): number {
  let count = nodes.length
  for (const node of nodes) count += nodesIn(node.children)
  return count
}
