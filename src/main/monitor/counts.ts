import type { EventCount } from '../../shared/domain.ts'
import { EVENT_NAMES_PER_TARGET_MAX, EVENT_NAME_CHARS_MAX, NAMESPACES_PER_TARGET_MAX } from '../../shared/limits.ts'
import type { CompiledCatalog, CompiledEvent, Direction } from './compiled-catalog.ts'
import { cutName, OTHER, ownCopy } from './names.ts'
import { KeyRate } from './rates/key-rate.ts'
import { SizeHistogram } from './rates/size-histogram.ts'
import type { Track } from './rates/track.ts'
import type { RejectReason } from './wire-event.ts'

/** What is counted one by one: a target's event in a namespace and a direction. Lives as long as its target. */
export interface EventKey {
  readonly target: TargetSlot
  readonly space: NamespaceSlot
  /** Cut where it was long. */
  readonly name: string
  readonly direction: Direction
  /** What the catalog says; undefined: not in the catalog, or "(other)". */
  event: CompiledEvent | undefined
  /** Rollcall's own traffic: what it sends, and the answer to its ping. Events of the admin feed never are. */
  own: boolean
  count: number
  bytes: number
  /** Part of `count` that is the platform's: what it sent, and what the admin feed showed; not what Rollcall sent. */
  traffic: number
  /** Part of `bytes` that is not of `traffic`. */
  ownBytes: number
  /** Of all of `count`. */
  readonly sizes: SizeHistogram
  /** Receipt of the newest. */
  lastAtMs: number
  readonly rate: KeyRate
}

export interface NamespaceSlot {
  readonly name: string
  readonly in: Map<string, EventKey>
  readonly out: Map<string, EventKey>
  track: Track | undefined
}

export interface TargetSlot {
  readonly id: string
  name: string
  catalog: CompiledCatalog | undefined
  /** Events of a target that was removed are not counted any more. */
  removed: boolean
  readonly spaces: Map<string, NamespaceSlot>
  /** Names and namespaces that the catalog does not have: what the caps are for. */
  strangeNames: number
  strangeSpaces: number
  readonly rejected: Map<RejectReason, number>
}

/** Ids of removed targets that are remembered, so that a late event does not bring one back. */
const REMOVED_IDS_MAX = 200

/**
 * Exact counts of every event since the start, bounded in names: what the catalog knows is always counted by name,
 * of the rest the first EVENT_NAMES_PER_TARGET_MAX, everything after them as "(other)". Names are Map keys only.
 */
export class Counts {
  readonly #targets = new Map<string, TargetSlot>()
  readonly #removed = new Set<string>()
  #keys: EventKey[] = []

  /** The target's slot; made at need, but never for a target that was removed. */
  target(targetId: string): TargetSlot | undefined {
    return this.#targets.get(targetId) ?? (this.#removed.has(targetId) ? undefined : this.addTarget(targetId))
  }

  get targets(): IterableIterator<TargetSlot> {
    return this.#targets.values()
  }

  get keys(): readonly EventKey[] {
    return this.#keys
  }

  /** Makes the slot, also for an id that was removed before. */
  addTarget(targetId: string): TargetSlot {
    const known = this.#targets.get(targetId)
    if (known) return known
    this.#removed.delete(targetId)
    const slot: TargetSlot = { id: targetId, name: targetId, catalog: undefined, removed: false, spaces: new Map(), strangeNames: 0, strangeSpaces: 0, rejected: new Map() }
    this.#targets.set(targetId, slot)
    return slot
  }

  /** Reads all of a target's events by another catalog from now on. */
  useCatalog(slot: TargetSlot, catalog: CompiledCatalog | undefined): void {
    slot.catalog = catalog
    for (const key of this.#keys) if (key.target === slot) readByCatalog(key)
  }

  remove(targetId: string): TargetSlot | undefined {
    const slot = this.#targets.get(targetId)
    this.#removed.add(targetId)
    const oldest = this.#removed.values().next().value
    if (this.#removed.size > REMOVED_IDS_MAX && oldest !== undefined) this.#removed.delete(oldest)
    if (!slot) return undefined
    slot.removed = true
    this.#targets.delete(targetId)
    this.#keys = this.#keys.filter((key) => key.target !== slot)
    return slot
  }

  /** The key of an event as it arrived; its name may be of any length. */
  key(targetId: string, namespace: string, name: string, direction: Direction): EventKey | undefined {
    const target = this.#targets.get(targetId) ?? this.target(targetId)
    if (!target) return undefined
    const space = target.spaces.get(namespace) ?? this.space(target, namespace)
    const names = direction === 'in' ? space.in : space.out
    if (name.length > EVENT_NAME_CHARS_MAX) name = cutName(name)
    return names.get(name) ?? this.#newKey(target, space, names, name, direction)
  }

  /** The slot of a namespace; above the cap the one that is called "(other)". `known`: named by the target's own settings. */
  space(target: TargetSlot, namespace: string, known = false): NamespaceSlot {
    const name = cutName(namespace)
    const slot = target.spaces.get(name)
    if (slot) return slot
    if (known || target.catalog?.knowsNamespace(name) === true) return newSpace(target, name)
    if (target.strangeSpaces >= NAMESPACES_PER_TARGET_MAX) return target.spaces.get(OTHER) ?? newSpace(target, OTHER)
    target.strangeSpaces++
    return newSpace(target, name)
  }

  list(): EventCount[] {
    return this.#keys.map((key) => ({ targetId: key.target.id, namespace: key.space.name, event: key.name, direction: key.direction, count: key.count, bytes: key.bytes }))
  }

  #newKey(target: TargetSlot, space: NamespaceSlot, names: Map<string, EventKey>, name: string, direction: Direction): EventKey {
    const known = target.catalog?.knowsName(space.name, name) === true
    if (!known && name !== OTHER) {
      if (target.strangeNames >= EVENT_NAMES_PER_TARGET_MAX) return names.get(OTHER) ?? this.#newKey(target, space, names, OTHER, direction)
      target.strangeNames++
    }
    const key: EventKey = { target, space, name: ownCopy(name), direction, event: undefined, own: direction === 'out', count: 0, bytes: 0, traffic: 0, ownBytes: 0, sizes: new SizeHistogram(), lastAtMs: 0, rate: new KeyRate() }
    readByCatalog(key)
    names.set(key.name, key)
    this.#keys.push(key)
    return key
  }
}

function newSpace(target: TargetSlot, namespace: string): NamespaceSlot {
  const slot: NamespaceSlot = { name: ownCopy(namespace), in: new Map(), out: new Map(), track: undefined }
  target.spaces.set(slot.name, slot)
  return slot
}

function readByCatalog(key: EventKey): void {
  const catalog = key.target.catalog
  key.event = key.name === OTHER ? undefined : catalog?.find(key.space.name, key.name, key.direction)
  key.own = key.direction === 'out' || (catalog?.catalog.ping?.answer === key.name)
}
