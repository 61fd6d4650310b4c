import type { Catalog } from '../../shared/catalog.ts'
import type { EventCount, EventDetail, Overview, RateChart, TargetView, Totals, TreeNamespace } from '../../shared/domain.ts'
import type { AdminServer, PersonKey, RoomKey } from '../../shared/presence.ts'
import type { AudienceRule } from '../../shared/notices.ts'
import type { LatencyView, RateChartAnswer, RateChartQuery, RateLine, RateTable, RateTableQuery } from '../../shared/rates.ts'
import { AlertBook } from './alerts/alert-book.ts'
import { EvidenceCollector } from './alerts/evidence.ts'
import { AlertTally } from './alerts/alert-tally.ts'
import type { Measured } from './alerts/rules/gauges-of-monitor.ts'
import { SecondCounts } from './alerts/rules/second-counts.ts'
import { Applier } from './applier.ts'
import { Attention } from './attention.ts'
import { CompiledCatalog } from './compiled-catalog.ts'
import { ContractWatch } from './contract/contract-watch.ts'
import { Counts } from './counts.ts'
import type { EventKey } from './counts.ts'
import { EventLog } from './event-log.ts'
import type { LogLimits } from './event-log.ts'
import { detailOf } from './event-row.ts'
import { FeedView } from './feed-view.ts'
import type { KnownNames } from './filter/complete.ts'
import { knownNames } from './filter/known-names.ts'
import { IncomingNotices } from './incoming-notices.ts'
import { Intake } from './intake.ts'
import { Latency } from './latency/latency.ts'
import type { RoundTrip } from './latency/round-trip.ts'
import { overviewOf } from './overview.ts'
import type { ChartQuery, LineNames } from './rates/chart.ts'
import type { MinuteRates } from './rates/minute-rates.ts'
import { Rates } from './rates/rates.ts'
import { Presence } from './presence.ts'
import type { RosterPerson } from './presence.ts'
import type { ObservedSocket, PresenceSink } from './presence-sink.ts'
import type { AudienceSockets, TargetAudience } from './people/audience.ts'
import type { PeopleList } from './people/people-list.ts'
import type { Who } from './people/proofs.ts'
import type { Reveal } from './people/reveals.ts'
import type { EventSamples } from './contract/learn.ts'
import { samplesOf } from './contract/samples.ts'
import { shownName } from './mask.ts'
import { Remarks } from './remarks.ts'
import type { Remark } from './remarks.ts'
import { treeOf } from './room-tree.ts'
import type { JoinedRoom } from './rooms/room-book.ts'
import type { RoomsList } from './rooms/rooms-list.ts'
import { Sampling } from './sampling.ts'
import type { Verdict } from './sampling.ts'
import type { RejectReason, WireEvent, WireSink } from './wire-event.ts'

export interface MonitorOptions {
  /** All catalogs, by id; a user's own as well. */
  readonly catalogs: readonly Catalog[] | ReadonlyMap<string, Catalog>
  readonly startedAtMs: number
  /** Stands before the numbers that people, rooms and classes get whose name must be masked: what was kept in an earlier run then means nobody in this one. Absent: nothing is kept. */
  readonly run?: string
  /** Other bounds, for tests. */
  readonly log?: LogLimits
  readonly intakeCapacity?: number
  /** A monotonic clock in us, by which comparing with contracts keeps its share of time. */
  readonly nowUs?: () => number
  /** Ids of new alerts, unique over runs; absent: made of the start and a number. */
  readonly newAlertId?: () => string
}

/** What waits for long is copied by the garbage collector: at high rates events are applied while they are young (19 % of busy time became 6 %). */
const APPLY_AT = 256

/**
 * The core: what targets and their admin feeds report goes in (event, socketUp, targetChanged ...), what screens show comes out. No timers and
 * no clock: the caller drains at its pace and says what time it is. Counting happens at receipt, all else at the drain.
 */
export class Monitor implements WireSink, PresenceSink {
  readonly feed: FeedView
  /** What was compared with the catalogs, and where it differs. */
  readonly contract: ContractWatch
  /** All alerts and their life; its tick() and what it changed are the caller's. */
  readonly alertBook: AlertBook
  /** Events around alerts when they fired; what it finished is the caller's. */
  readonly evidence: EvidenceCollector
  /** Notices that reach clients, Rollcall's own among them. */
  readonly incoming = new IncomingNotices()
  readonly #catalogs = new Map<string, CompiledCatalog>()
  readonly #counts = new Counts()
  readonly #intake: Intake
  readonly #rates: Rates
  readonly #latency = new Latency()
  readonly #connections = new SecondCounts()
  readonly #log: EventLog
  readonly #alertTally: AlertTally
  readonly #attention = new Attention()
  readonly #remarks = new Remarks()
  readonly #targets = new Map<string, TargetView>()
  readonly #presence: Presence
  readonly #sampling: Sampling
  readonly #judge = (event: WireEvent, key: EventKey): Verdict => this.#sampling.judge(event, key)
  readonly #applier: Applier
  readonly #apply = (event: WireEvent, key: EventKey, kept: boolean): void => this.#applier.apply(event, key, kept)
  /** Counted, and not read: above the list's rate. */
  #leftOut = 0
  #oldestUnsentAtMs: number | undefined
  #targetsRevision = 0
  #drainedAtMs: number

  constructor(options: MonitorOptions) {
    this.contract = new ContractWatch(options.nowUs ?? monotonicUs)
    this.#drainedAtMs = options.startedAtMs
    this.alertBook = new AlertBook(options.newAlertId ?? idsSince(options.startedAtMs), (alert, nowMs) => this.evidence.fired(alert, nowMs))
    this.#alertTally = new AlertTally(this.alertBook)
    this.#rates = new Rates(this.#counts, options.startedAtMs, (nowMs) => this.readShare(nowMs))
    for (const catalog of options.catalogs.values()) this.addCatalog(catalog)
    this.#intake = new Intake(this.#counts, options.intakeCapacity)
    this.#log = new EventLog(options.log)
    this.#sampling = new Sampling(this.#log, this.contract)
    this.evidence = new EvidenceCollector({ log: this.#log, personOf: (targetId, personId) => this.#presence.of(targetId)?.people.find(personId)?.key })
    this.feed = new FeedView(this.#log, (targetId, person) => this.#presence.of(targetId)?.people.find(person))
    this.#presence = new Presence(options.startedAtMs, options.run ?? '', (targetId, room) => this.#alertTally.ofRoom(targetId, room.namespace, shownName(room.name)))
    this.#applier = new Applier({
      alertBook: this.alertBook, contract: this.contract, evidence: this.evidence, feed: this.feed, incoming: this.incoming,
      latency: this.#latency, log: this.#log, presence: this.#presence, rates: this.#rates, sampling: this.#sampling,
    })
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
    if (this.#intake.event(event, this.#judge) === 'left-out') {
      this.#leftOut++
      this.#oldestUnsentAtMs ??= event.atMs
    } else if (this.#intake.waiting >= APPLY_AT) this.#applyWaiting()
  }

  leftOut(targetId: string, namespace: string, name: string, bytes: number, atMs: number): boolean {
    if (this.#log.keepOneIn(atMs) === 1) return false
    this.#rates.beforeEvent(atMs)
    const key = this.#counts.key(targetId, namespace, name, 'in')
    if (key === undefined || !this.#sampling.leavesOut(key, atMs)) return false
    this.#intake.leftOut(key, bytes, atMs)
    this.#leftOut++
    this.#oldestUnsentAtMs ??= atMs
    return true
  }

  rejected(targetId: string, _namespace: string, reason: RejectReason, _bytes: number, _atMs: number): void {
    this.#intake.rejected(targetId, reason)
  }

  roundTrip(trip: RoundTrip): void {
    if (this.#targets.has(trip.targetId)) this.#latency.roundTrip(trip)
  }

  /** A target is new, or something about it changed. */
  targetChanged(view: TargetView, nowMs: number): void {
    const { id, name, catalogId } = view.settings
    const slot = this.#counts.addTarget(id)
    slot.name = name
    const catalog = this.#catalogs.get(catalogId)
    if (slot.catalog !== catalog) this.#counts.useCatalog(slot, catalog)
    this.#targets.set(id, view)
    this.#presence.targetChanged(view, () => slot.catalog)
    this.#rates.setLive(slot, view, nowMs)
    this.#attention.targetChanged(view)
    this.#targetsRevision++
  }

  /** Forgets a target: its people, rooms, counts and rows; its alerts end. Its events that still wait are not applied. */
  targetRemoved(targetId: string): void {
    const slot = this.#counts.remove(targetId)
    this.#targets.delete(targetId)
    this.#presence.targetRemoved(targetId)
    this.#rates.removeTarget(targetId, slot)
    this.incoming.targetRemoved(targetId)
    this.#latency.removeTarget(targetId)
    this.#connections.removeTarget(targetId)
    this.evidence.targetRemoved(targetId)
    this.alertBook.targetRemoved(targetId, this.#drainedAtMs)
    this.#attention.targetRemoved(targetId)
    if (slot) {
      this.contract.removeTarget(slot)
      this.#log.removeWhere((record) => record.key.target === slot)
      this.feed.recordsRemoved((record) => record.key.target === slot)
    }
    this.#targetsRevision++
  }

  /** The rooms that Rollcall asked for on a target, all of them; without a state a room is joined. */
  joinedRooms(targetId: string, rooms: readonly JoinedRoom[]): void {
    this.#presence.setWatched(targetId, rooms)
  }

  /** Something that the app has to say about itself. */
  remark(text: string, nowMs: number): void {
    this.#remarks.add(text, nowMs)
  }

  // --- what admin feeds report

  snapshot(targetId: string, sockets: readonly ObservedSocket[], atMs: number): void {
    this.#presence.snapshot(targetId, sockets, atMs)
  }

  socketUp(targetId: string, socket: ObservedSocket, atMs: number): void {
    this.#presence.socketUp(targetId, socket, atMs)
    if (!socket.own && this.#targets.has(targetId)) this.#connections.add(targetId, socket.namespace, atMs)
  }

  socketChanged(targetId: string, namespace: string, id: string, change: Parameters<PresenceSink['socketChanged']>[3], atMs: number): void {
    this.#presence.socketChanged(targetId, namespace, id, change, atMs)
  }

  socketDown(targetId: string, namespace: string, id: string, reason: string, atMs: number): void {
    this.#presence.socketDown(targetId, namespace, id, reason, atMs)
  }

  roomJoined(targetId: string, namespace: string, room: string, id: string, atMs: number): void {
    this.#presence.roomJoined(targetId, namespace, room, id, atMs)
  }

  roomLeft(targetId: string, namespace: string, room: string, id: string, atMs: number): void {
    this.#presence.roomLeft(targetId, namespace, room, id, atMs)
  }

  servers(targetId: string, servers: readonly AdminServer[], atMs: number): void {
    this.#presence.servers(targetId, servers, atMs)
  }

  feedDown(targetId: string, atMs: number): void {
    this.#presence.feedDown(targetId, atMs)
  }

  // --- time

  /** Applies all waiting events to log, registry and alerts, and says that the monitor ran. Returns how many had waited. */
  drain(nowMs: number): number {
    this.#drainedAtMs = nowMs
    this.#rates.cover(nowMs)
    const applied = this.#applyWaiting()
    this.#presence.advance(nowMs)
    this.evidence.tick(nowMs)
    return applied
  }

  #applyWaiting(): number {
    this.#oldestUnsentAtMs ??= this.#intake.oldestAtMs
    this.contract.beginDrain(this.#intake.waiting)
    const applied = this.#intake.drain(this.#apply)
    this.contract.endDrain()
    return applied
  }

  // --- what screens show

  /** `shownPerSecond` is the window's to say (FramePump); here it is 0. */
  totals(nowMs: number): Totals {
    const log = this.#log
    const readShare = this.readShare(nowMs)
    return {
      received: this.#intake.received,
      receivedPerSecond: this.#rates.perSecond(nowMs),
      kept: log.kept,
      capacity: log.limits.capacity,
      overwritten: log.overwritten,
      sampledOut: log.sampledOut,
      keepOneIn: log.keepOneIn(nowMs),
      ...(readShare < 1 && { readShare }),
      dropped: this.#intake.dropped,
      rejected: this.#intake.rejections,
      shownPerSecond: 0,
      lagMs: this.lagMs(nowMs),
    }
  }

  overview(nowMs: number): Overview {
    return overviewOf({
      targetIds: this.#targets.keys(),
      counts: this.#counts,
      rates: this.#rates,
      presenceOf: (targetId) => this.#presence.of(targetId),
      alerts: this.#alertTally,
      alertsDropped: this.alertBook.dropped,
      attention: this.#attention,
    }, nowMs)
  }

  /** Every target's namespaces with their rooms, in the order of the targets. */
  tree(nowMs: number): TreeNamespace[] {
    const nodes: TreeNamespace[] = []
    for (const [targetId, view] of this.#targets) {
      const slot = this.#counts.target(targetId)
      const presence = this.#presence.of(targetId)
      if (slot && presence) nodes.push(...treeOf(view, slot, presence, nowMs))
    }
    return nodes
  }

  rates(query: ChartQuery): RateChart {
    return this.#rates.overviewChart(query)
  }

  /** Rates, sizes and last receipt of each event. */
  rateTable(query: RateTableQuery, nowMs: number): RateTable {
    return this.#rates.table(query, nowMs, (key) => this.contract.stateOf(key))
  }

  /** Rates of this run as lines; what history has is not in it. */
  rateChart(query: RateChartQuery, nowMs: number, linesMax?: number): RateChartAnswer {
    return this.#rates.chart(query, nowMs, linesMax)
  }

  /** Key, label and filter of a line that only the history has. */
  rateLineTexts(query: RateChartQuery, of: LineNames): Pick<RateLine, 'key' | 'label' | 'filter'> {
    return this.#rates.lineTexts(query, of)
  }

  /** Round trips and ages of events, by namespace, of all targets or one. */
  latency(targetId: string | null, nowMs: number): LatencyView['namespaces'] {
    return this.targets().filter(({ settings }) => targetId === null || settings.id === targetId).flatMap((view) => this.#latency.namespacesOf(view, this.#counts.target(view.settings.id), nowMs))
  }

  /** Counts of each minute that is over, for the history. */
  get minuteRates(): MinuteRates {
    return this.#rates.minutes
  }

  /** What rules measure; to be read only. */
  get measured(): Measured {
    return {
      counts: this.#counts, series: this.#rates.series, log: this.#log, connections: this.#connections, contract: this.contract,
      presenceOf: (targetId) => this.#presence.of(targetId),
      targets: () => this.targets(),
      dropped: () => this.#intake.dropped,
      lagMs: (nowMs) => this.lagMs(nowMs),
      latency: (targetId, nowMs) => this.latency(targetId, nowMs),
    }
  }

  targets(): TargetView[] {
    return [...this.#targets.values()]
  }

  counts(): EventCount[] {
    const keys = this.#counts.keys
    return this.#counts.list().map((row, index) => ({ ...row, contract: this.contract.stateOf(keys[index] as EventKey) }))
  }

  /** The catalog by which a target is read now. */
  catalogOf(targetId: string): Catalog | undefined {
    return this.#targets.has(targetId) ? this.#counts.target(targetId)?.catalog?.catalog : undefined
  }

  /** A target's events with the newest payloads of each that are still in the log, at most so many; without Rollcall's own. */
  samples(targetId: string, perEvent: number): EventSamples[] {
    return samplesOf(targetId, this.#counts.keys, this.#log.records(), perEvent)
  }

  /** Packets that were no event, by target and reason. */
  rejections(): { targetId: string; reason: RejectReason; count: number }[] {
    return [...this.#counts.targets].flatMap((slot) => [...slot.rejected].map(([reason, count]) => ({ targetId: slot.id, reason, count })))
  }

  /** People, rooms, pairs of both, and sockets that did not fit into memory. */
  notRemembered(): { people: number; rooms: number; roomPeople: number; sockets: number } {
    return this.#presence.notRemembered
  }

  /** The window's list of people: query, hold, rows, find, row, detail. */
  get people(): PeopleList {
    return this.#presence.people
  }

  /** The window's list of rooms: query, hold, rows, find, detail, spellings. */
  get rooms(): RoomsList {
    return this.#presence.rooms
  }

  /** Sockets of a person that an action can reach: observed, and never Rollcall's own. */
  personSockets(key: PersonKey): { namespace: string; id: string }[] {
    return this.#presence.personSockets(key)
  }

  /** How many people a notice's rule means now, target by target; people of a target that it does not name are not walked through. */
  audience(rule: AudienceRule, nowMs: number): TargetAudience[] {
    return this.#presence.audience(rule, nowMs)
  }

  /** Sockets that the rule means now in one namespace; undefined: the feed does not show them all, or they are more than `max`. */
  audienceSockets(rule: AudienceRule, targetId: string, namespace: string, nowMs: number, max: number): AudienceSockets | undefined {
    return this.#presence.audienceSockets(rule, targetId, namespace, nowMs, max)
  }

  /** The platform's own id of a person, in clear, for what is sent to the platform alone; null: not known. */
  platformId(key: PersonKey): string | null {
    return this.#presence.platformId(key)
  }

  /** Who is in a room now, names in clear: for the roster check in the main process alone. */
  rosterCandidates(room: RoomKey): RosterPerson[] {
    return this.#presence.rosterCandidates(room)
  }

  /** Anybody known on a target by id, address or name: when a missing one was last seen. In clear, like rosterCandidates(). */
  rosterPerson(targetId: string, who: Who): RosterPerson | undefined {
    return this.#presence.rosterPerson(targetId, who)
  }

  /** Whose name and address are shown in clear, and until when; all others are masked. */
  setReveals(reveals: readonly Reveal[]): void {
    this.#presence.setReveals(reveals)
  }

  reveals(): readonly Reveal[] {
    return this.#presence.reveals.list
  }

  /** Numbers of all alerts, for every frame; what people were told is not in it. */
  alertSummary(nowMs: number): ReturnType<AlertTally['summary']> {
    return this.#alertTally.summary(nowMs)
  }

  remarks(): readonly Remark[] {
    return this.#remarks.list
  }

  /** One event with its masked payload, a marked one also after it left the log; undefined when it is not kept. */
  detail(seq: number): EventDetail | undefined {
    const found = this.feed.find(seq)
    return found && detailOf(found.record, found.ordinal, found.highlighted, this.feed.marks.has(seq))
  }

  /** Names for the filter box: seen so far, and fit to be shown. */
  filterNames(): KnownNames {
    return knownNames(() => this.#counts.targets, (targetId) => this.#presence.of(targetId))
  }

  /** Of the last minute's events in which the catalog has something to read, the share that was read, 0..1; below 1 what is read out of payloads is a sample. */
  readShare(nowMs: number): number {
    return this.#sampling.readShare(nowMs)
  }

  // --- for the pump and the tests

  get revisions(): { readonly targets: number; readonly remarks: number; readonly rooms: number; readonly reveals: number } {
    // Counts are part of the tree, so every applied event changes it.
    const rooms = this.#intake.accepted + this.#targetsRevision + this.#presence.revision
    return { targets: this.#targetsRevision, remarks: this.#remarks.revision, rooms, reveals: this.#presence.reveals.revision }
  }

  /** Where every counted event went: accepted = applied + dropped + withdrawn + waiting. */
  get flow(): { readonly accepted: number; readonly applied: number; readonly dropped: number; readonly withdrawn: number; readonly waiting: number; readonly removed: number } {
    return { accepted: this.#intake.accepted, applied: this.#applier.applied + this.#leftOut, dropped: this.#intake.dropped, withdrawn: this.#applier.withdrawn, waiting: this.#intake.waiting, removed: this.#log.removed }
  }

  /** Now minus receipt of the oldest event that the window has not been told of. */
  lagMs(nowMs: number): number {
    const oldest = this.#oldestUnsentAtMs ?? this.#intake.oldestAtMs
    return oldest === undefined ? 0 : Math.max(0, nowMs - oldest)
  }

  /** The window looks elsewhere, or is another one: no pointer is in its lists. */
  releaseLists(): void {
    this.#presence.letGo()
  }

  /** A frame was sent: what has been applied so far is known to the window. */
  frameSent(): void {
    this.#oldestUnsentAtMs = undefined
  }
}

function idsSince(startedAtMs: number): () => string {
  let number = 0
  return () => `${startedAtMs.toString(36)}-${++number}`
}

function monotonicUs(): number {
  return performance.now() * 1_000
}
