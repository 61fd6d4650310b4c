import type { Catalog } from '../../../shared/catalog.ts'
import type { TargetView } from '../../../shared/domain.ts'
import { NAMESPACES_PER_TARGET_MAX } from '../../../shared/limits.ts'
import type { LatencyView } from '../../../shared/rates.ts'
import type { EventKey, NamespaceSlot, TargetSlot } from '../counts.ts'
import type { RawPayload } from '../wire-event.ts'
import { EventAges } from './event-ages.ts'
import { acknowledgementWords, JOIN_ACKNOWLEDGEMENT, pingWords } from './round-trip.ts'
import type { RoundTrip } from './round-trip.ts'
import { Samples } from './samples.ts'

type NamespaceLatency = LatencyView['namespaces'][number]

/** Round trips of a namespace, each way of measuring for itself: an acknowledgement waits for the handler's work, a pong does not. */
interface RoundTrips {
  readonly ping: Samples
  readonly acknowledgement: Samples
}

/** Round trips and ages of events of all targets, by namespace. Time comes in as an argument. */
export class Latency {
  readonly #roundTrips = new Map<string, Map<string, RoundTrips>>()
  /** Goes with the slot when its target is removed. */
  readonly #ages = new WeakMap<NamespaceSlot, EventAges>()

  roundTrip({ targetId, namespace, by, ms, atMs }: RoundTrip): void {
    let spaces = this.#roundTrips.get(targetId)
    if (!spaces) this.#roundTrips.set(targetId, (spaces = new Map()))
    let trips = spaces.get(namespace)
    if (!trips) {
      // Only namespaces that Rollcall is in, of which a user can add many.
      if (spaces.size >= NAMESPACES_PER_TARGET_MAX) return
      spaces.set(namespace, (trips = { ping: new Samples(), acknowledgement: new Samples() }))
    }
    trips[by].add(atMs, ms)
  }

  /** Reads the age of what a server sent; a client's clock says nothing of the server, and Rollcall's own traffic is no event of the platform. */
  event(key: EventKey, payload: RawPayload, atMs: number): void {
    if (key.event === undefined || key.direction === 'out' || key.own) return
    let ages = this.#ages.get(key.space)
    if (!ages) this.#ages.set(key.space, (ages = new EventAges()))
    ages.event(key.event.spec, payload, atMs)
  }

  removeTarget(targetId: string): void {
    this.#roundTrips.delete(targetId)
  }

  /** The namespaces of a target that are on, and those of which ages are known (its admin feed may show others). */
  namespacesOf(target: TargetView, slot: TargetSlot | undefined, nowMs: number): NamespaceLatency[] {
    const catalog = slot?.catalog?.catalog
    const shown = target.namespaces.filter((namespace) => namespace.state !== 'off')
    const known = shown.map(({ name, state }) => this.#namespace(target.settings.id, name, catalog, state === 'delayed', slot, nowMs))
    const names = new Set(shown.map(({ name }) => name))
    const others = [...(slot?.spaces.keys() ?? [])].filter((name) => !names.has(name)).map((name) => this.#namespace(target.settings.id, name, catalog, false, slot, nowMs))
    return [...known, ...others.filter(({ age, roundTrip }) => age !== null || roundTrip !== null)]
  }

  #namespace(targetId: string, namespace: string, catalog: Catalog | undefined, delayed: boolean, slot: TargetSlot | undefined, nowMs: number): NamespaceLatency {
    const trips = this.#roundTrips.get(targetId)?.get(namespace)
    const ping = catalog ? pingWords(catalog, namespace) : null
    const acknowledgement = catalog ? acknowledgementWords(catalog, namespace) : null
    const byPing = trips?.ping.percentiles(nowMs) ?? null
    const byAcknowledgement = byPing === null ? (trips?.acknowledgement.percentiles(nowMs) ?? null) : null
    return {
      targetId,
      namespace,
      by: byAcknowledgement === null ? (ping ?? acknowledgement) : JOIN_ACKNOWLEDGEMENT,
      roundTrip: byPing ?? byAcknowledgement,
      late: delayed && ping !== null,
      age: this.#ageOf(slot?.spaces.get(namespace), nowMs),
    }
  }

  #ageOf(space: NamespaceSlot | undefined, nowMs: number): NamespaceLatency['age'] {
    const samples = space && this.#ages.get(space)?.samples
    const percentiles = samples?.percentiles(nowMs)
    return percentiles && samples ? { ...percentiles, from: samples.mostlyFrom(nowMs) } : null
  }
}
