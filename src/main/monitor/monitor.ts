import type { Catalog } from '../../shared/catalog.ts'
import type { EventCount, EventDetail, Overview, RateChart, ReceivedAlert, RoomRef, TargetView, Totals, TreeNamespace } from '../../shared/domain.ts'
import { Alerts } from './alerts.ts'
import { Attention } from './attention.ts'
import type { ChartQuery } from './chart.ts'
import { CompiledCatalog } from './compiled-catalog.ts'
import { Counts } from './counts.ts'
import type { EventKey, TargetSlot } from './counts.ts'
import { EventLog } from './event-log.ts'
import type { LogLimits } from './event-log.ts'
import { detailOf } from './event-row.ts'
import { FeedView } from './feed-view.ts'
import { Intake } from './intake.ts'
import { Rates } from './rates.ts'
import { readPayload } from './reading.ts'
import { Registry } from './registry.ts'
import type { NotRemembered } from './registry.ts'
import { Remarks } from './remarks.ts'
import type { Remark } from './remarks.ts'
import { eventsIn, treeOf } from './room-tree.ts'
import type { RejectReason, WireEvent, WireSink } from './wire-event.ts'

export interface MonitorOptions {
  /** All catalogs, by id; a user's own as well. */
  readonly catalogs: readonly Catalog[] | ReadonlyMap<string, Catalog>
  readonly startedAtMs: number
  /** Other bounds, for tests. */
  readonly log?: LogLimits
  readonly intakeCapacity?: number
}

interface WatchedTarget {
  view: TargetView
  readonly registry: Registry
}

/**
 * The core: what targets report goes in (event, rejected, targetChanged ...), what screens show comes out. No timers and
 * no clock: the caller drains at its pace and says what time it is. Counting happens at receipt, all else at the drain.
 */
export class Monitor implements WireSink {
  readonly feed: FeedView
  readonly #catalogs = new Map<string, CompiledCatalog>()
  readonly #counts = new Counts()
  readonly #intake: Intake
  readonly #rates: Rates
  readonly #log: EventLog
  readonly #alerts = new Alerts()
  readonly #attention = new Attention()
  readonly #remarks = new Remarks()
  readonly #targets = new Map<string, WatchedTarget>()
  readonly #apply = (event: WireEvent, key: EventKey): void => this.#applyEvent(event, key)
  #applied = 0
  #withdrawn = 0
  #oldestUnsentAtMs: number | undefined
  #targetsRevision = 0

  constructor(options: MonitorOptions) {
    this.#rates = new Rates(this.#counts, options.startedAtMs)
    for (const catalog of options.catalogs.values()) this.addCatalog(catalog)
    this.#intake = new Intake(this.#counts, options.intakeCapacity)
    this.#log = new EventLog(options.log)
    this.feed = new FeedView(this.#log)
  }

  /** Adds or replaces a catalog; targets that use it are read by it from now on. */
  addCatalog(catalog: Catalog): void {
    const compiled = new CompiledCatalog(catalog)
    this.#catalogs.set(catalog.id, compiled)
    for (const slot of this.#counts.targets) if (slot.catalog?.catalog.id === catalog.id) this.#counts.useCatalog(slot, compiled)
  }

  // --- what targets report

  event(event: WireEvent): void {
    this.#rates.beforeEvent(event.atMs)
    this.#intake.event(event)
  }

  rejected(targetId: string, _namespace: string, reason: RejectReason, _bytes: number, _atMs: number): void {
    this.#intake.rejected(targetId, reason)
  }

  /** A target is new, or something about it changed. */
  targetChanged(view: TargetView, nowMs: number): void {
    const { id, name, catalogId } = view.settings
    const slot = this.#counts.addTarget(id)
    slot.name = name
    const catalog = this.#catalogs.get(catalogId)
    if (slot.catalog !== catalog) this.#counts.useCatalog(slot, catalog)
    const known = this.#targets.get(id)
    if (known) known.view = view
    else this.#targets.set(id, { view, registry: this.#newRegistry(slot) })
    this.#rates.setLive(slot, view, nowMs)
    this.#attention.targetChanged(view)
    this.#targetsRevision++
  }

  /** Forgets a target: its people, rooms, counts, alerts and rows. Its events that still wait are not applied. */
  targetRemoved(targetId: string): void {
    const slot = this.#counts.remove(targetId)
    this.#targets.delete(targetId)
    this.#rates.removeTarget(targetId)
    this.#alerts.removeTarget(targetId)
    this.#attention.targetRemoved(targetId)
    if (slot) {
      this.#log.removeWhere((record) => record.key.target === slot)
      this.feed.recordsRemoved((record) => record.key.target === slot)
    }
    this.#targetsRevision++
  }

  /** The rooms that Rollcall is in on a target, all of them. */
  joinedRooms(targetId: string, rooms: readonly RoomRef[]): void {
    this.#targets.get(targetId)?.registry.setJoined(rooms)
  }

  /** Something that the app has to say about itself. */
  remark(text: string, nowMs: number): void {
    this.#remarks.add(text, nowMs)
  }

  // --- time

  /** Applies all waiting events to log, registry and alerts, and says that the monitor ran. Returns how many were applied. */
  drain(nowMs: number): number {
    this.#rates.cover(nowMs)
    this.#oldestUnsentAtMs ??= this.#intake.oldestAtMs
    return this.#intake.drain(this.#apply)
  }

  // --- what screens show

  /** `shownPerSecond` is the window's to say (FramePump); here it is 0. */
  totals(nowMs: number): Totals {
    const log = this.#log
    return {
      received: this.#intake.received,
      receivedPerSecond: this.#rates.perSecond(nowMs),
      kept: log.kept,
      capacity: log.limits.capacity,
      overwritten: log.overwritten,
      sampledOut: log.sampledOut,
      keepOneIn: log.keepOneIn(nowMs),
      dropped: this.#intake.dropped,
      rejected: this.#intake.rejections,
      shownPerSecond: 0,
      lagMs: this.lagMs(nowMs),
    }
  }

  overview(nowMs: number): Overview {
    const alerts = this.#alerts.list
    const sum = { people: 0, active: 0, rooms: 0 }
    const targets: Overview['targets'] = []
    for (const [targetId, { registry }] of this.#targets) {
      sum.people += registry.peopleCount
      sum.active += registry.peopleActive(nowMs)
      sum.rooms += registry.roomsActive(nowMs)
      targets.push({
        targetId,
        received: this.#receivedOf(targetId),
        perSecond: this.#rates.perSecond(nowMs, targetId),
        people: registry.peopleCount,
        rooms: registry.roomCount,
        alerts: alerts.filter((alert) => alert.targetId === targetId).length,
      })
    }
    return {
      peopleSeen: sum.people,
      peopleActive: sum.active,
      roomsActive: sum.rooms,
      eventsPerSecond: this.#rates.perSecond(nowMs),
      openAlerts: this.#alerts.size,
      alertsDropped: this.#alerts.dropped,
      attention: this.#attention.items(alerts, (id) => this.#nameOf(id), nowMs),
      targets,
    }
  }

  /** Every target's namespaces with their rooms, in the order of the targets. */
  tree(_nowMs: number): TreeNamespace[] {
    const nodes: TreeNamespace[] = []
    for (const [targetId, { view, registry }] of this.#targets) {
      const slot = this.#counts.target(targetId)
      const off = new Set(view.namespaces.filter((namespace) => namespace.state === 'off').map((namespace) => namespace.name))
      if (slot) nodes.push(...treeOf(slot, registry, (namespace) => off.has(namespace)))
    }
    return nodes
  }

  rates(query: ChartQuery): RateChart {
    return this.#rates.chart(query, (id) => this.#nameOf(id))
  }

  targets(): TargetView[] {
    return [...this.#targets.values()].map(({ view }) => view)
  }

  counts(): EventCount[] {
    return this.#counts.list()
  }

  /** Packets that were no event, by target and reason. */
  rejections(): { targetId: string; reason: RejectReason; count: number }[] {
    return [...this.#counts.targets].flatMap((slot) => [...slot.rejected].map(([reason, count]) => ({ targetId: slot.id, reason, count })))
  }

  /** Events of people, rooms and pairs of both that did not fit into the registry. */
  notRemembered(): NotRemembered {
    const sum: NotRemembered = { people: 0, rooms: 0, roomPeople: 0 }
    for (const { registry } of this.#targets.values()) {
      sum.people += registry.notRemembered.people
      sum.rooms += registry.notRemembered.rooms
      sum.roomPeople += registry.notRemembered.roomPeople
    }
    return sum
  }

  alerts(): readonly ReceivedAlert[] {
    return this.#alerts.list
  }

  remarks(): readonly Remark[] {
    return this.#remarks.list
  }

  /** One event with its masked payload; undefined when it left the log. */
  detail(seq: number): EventDetail | undefined {
    const found = this.feed.find(seq)
    return found && detailOf(found.record, found.ordinal)
  }

  // --- for the pump and the tests

  get revisions(): { readonly targets: number; readonly remarks: number; readonly rooms: number } {
    // Counts are part of the tree, so every applied event changes it.
    let rooms = this.#intake.accepted + this.#targetsRevision
    for (const { registry } of this.#targets.values()) rooms += registry.revision
    return { targets: this.#targetsRevision, remarks: this.#remarks.revision, rooms }
  }

  /** Where every counted event went: accepted = applied + dropped + withdrawn + waiting. */
  get flow(): { readonly accepted: number; readonly applied: number; readonly dropped: number; readonly withdrawn: number; readonly waiting: number; readonly removed: number } {
    return { accepted: this.#intake.accepted, applied: this.#applied, dropped: this.#intake.dropped, withdrawn: this.#withdrawn, waiting: this.#intake.waiting, removed: this.#log.removed }
  }

  /** Now minus receipt of the oldest event that the window has not been told of. */
  lagMs(nowMs: number): number {
    const oldest = this.#oldestUnsentAtMs ?? this.#intake.oldestAtMs
    return oldest === undefined ? 0 : Math.max(0, nowMs - oldest)
  }

  /** A frame was sent: what has been applied so far is known to the window. */
  frameSent(): void {
    this.#oldestUnsentAtMs = undefined
  }

  #applyEvent(event: WireEvent, key: EventKey): void {
    if (key.target.removed) {
      this.#withdrawn++
      return
    }
    this.#applied++
    const reading = readPayload(key.event, event.payload)
    if (reading.person !== undefined || reading.room !== undefined) {
      this.#targets.get(key.target.id)?.registry.observe(key.space.name, reading.person, reading.room, event.atMs)
    }
    const record = this.#log.append(event, key, { room: reading.room, person: reading.person, severity: reading.alert?.severity ?? null })
    if (!record) return
    this.feed.add(record)
    if (reading.alert) this.#alerts.receive(reading.alert, { targetId: key.target.id, namespace: key.space.name, event: key.name, atMs: event.atMs, seq: record.seq })
  }

  #newRegistry(slot: TargetSlot): Registry {
    return new Registry((namespace, room) => slot.catalog?.roomKind(namespace, room) ?? 'other')
  }

  #receivedOf(targetId: string): number {
    let received = 0
    for (const space of this.#counts.target(targetId)?.spaces.values() ?? []) received += eventsIn(space)
    return received
  }

  #nameOf(targetId: string): string {
    return this.#targets.get(targetId)?.view.settings.name ?? targetId
  }
}
