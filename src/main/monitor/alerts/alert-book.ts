import type { AlertEntry, AlertSummary } from '../../../shared/alerts.ts'
import { ALERT_REOPEN_MS, ALERTS_OPEN_MAX, ALERTS_RESOLVED_KEPT_MAX, INFO_ALERT_KEPT_MS } from '../../../shared/limits.ts'
import { compareSeverity, isOpen, note, noCare, severityOf, stateOf } from './alert.ts'
import type { Alert, AlertSlot } from './alert.ts'
import { noteContent } from './alert-content.ts'
import { NewsQueue } from './alert-news.ts'
import type { AlertNews } from './alert-news.ts'
import { Flood } from './flood.ts'
import { parentOf } from './folding.ts'
import { Silences } from './silences.ts'
import type { AlertSink, PlatformSignal, RulePhase, RuleSignal } from './signal.ts'

/**
 * All alerts and their life: pure, by the given time. One fingerprint has at most one alert that is not resolved; what
 * comes again is counted. An alert is never lost: it is resolved by its rule, by a person, or, where it is only news, by
 * its age; above ALERTS_OPEN_MAX the ones that find no place are counted.
 */
export class AlertBook implements AlertSink {
  readonly silences = new Silences()
  readonly #flood = new Flood()
  readonly #slots = new Map<string, AlertSlot>()
  /** The newest alert of a fingerprint. */
  readonly #byFingerprint = new Map<string, AlertSlot>()
  /** Those that are not resolved. */
  readonly #active = new Set<AlertSlot>()
  /** Active ones under which others fold; few. */
  readonly #parents = new Set<AlertSlot>()
  readonly #changed = new Set<AlertSlot>()
  readonly #resolved: AlertSlot[] = []
  readonly #news = new NewsQueue()
  readonly #newId: () => string
  readonly #onFired: (alert: Alert, nowMs: number) => void
  #forgotten: string[] = []
  #dropped = 0
  #revision = 1
  #silenceKey = ''
  #foldDirty = false

  /**
   * @param newId a new id at each call, unique over runs
   * @param onFired every alert that fires, also one that is silenced or folded at once
   */
  constructor(newId: () => string, onFired: (alert: Alert, nowMs: number) => void = () => {}) {
    this.#newId = newId
    this.#onFired = onFired
  }

  /** Takes what an earlier run left; entries oldest first. Nobody is told of it again. */
  load(kept: readonly { readonly alert: Alert; readonly entries: readonly AlertEntry[] }[]): void {
    for (const { alert, entries } of kept) {
      const slot: AlertSlot = { alert, entries: [...entries], entriesLeftOut: 0, unwritten: [], undo: undefined }
      this.#slots.set(alert.id, slot)
      this.#byFingerprint.set(alert.fingerprint, slot)
      if (alert.phase === 'resolved') this.#resolved.push(slot)
      else this.#activate(slot)
    }
    this.#foldDirty = true
    this.#revision++
  }

  // --- what raises alerts

  receive(signal: PlatformSignal, nowMs: number): void {
    const known = this.#byFingerprint.get(signal.fingerprint)
    if (known && (known.alert.phase !== 'resolved' || nowMs - (known.alert.resolvedAtMs ?? 0) < ALERT_REOPEN_MS)) this.#again(known, signal, nowMs)
    else {
      const slot = this.#begin({ ...signal, kind: 'platform', ruleId: null, covers: null }, 'firing', nowMs, signal)
      if (slot) noteContent(slot, signal, nowMs)
    }
  }

  ruleState(signal: RuleSignal, phase: RulePhase, nowMs: number): void {
    const known = this.#byFingerprint.get(signal.fingerprint)
    if (!known || (known.alert.phase === 'resolved' && (phase === 'pending' || nowMs - (known.alert.resolvedAtMs ?? 0) >= ALERT_REOPEN_MS))) {
      if (phase !== 'resolved') this.#begin(signal, phase === 'recovering' ? 'firing' : phase, nowMs)
      return
    }
    this.#say(known, signal)
    const { alert } = known
    if (alert.phase === phase) return
    const was = alert.phase
    if (was === 'resolved') {
      if (phase !== 'resolved') this.#reopen(known, nowMs, `${signal.value} again`)
      return
    }
    if (phase === 'resolved') {
      // What never fired leaves without a trace: it was nobody's alert.
      if (was === 'pending') this.#forget(known)
      else this.#resolve(known, nowMs, 'resolved', null, signal.value === '' ? 'The rule does not hold any more.' : `Now ${signal.value}.`)
      return
    }
    if (was === 'firing' && phase === 'pending') return
    alert.phase = phase
    alert.lastAtMs = nowMs
    this.#touch(known)
    if (phase === 'recovering') note(known, nowMs, 'recovering', null, signal.value)
    else if (was === 'pending') this.#fire(known, nowMs)
    else if (was === 'recovering') {
      alert.count++
      note(known, nowMs, 'repeated', null, signal.value)
    }
  }

  /** A platform was removed: its alerts end, and stay to be read. */
  targetRemoved(targetId: string, nowMs: number): void {
    for (const slot of this.#active) if (slot.alert.subject.targetId === targetId) this.#resolve(slot, nowMs, 'resolved', null, 'The platform was removed from Rollcall.')
  }

  /** A rule was removed: what it raised ends. */
  ruleRemoved(ruleId: string, nowMs: number): void {
    for (const slot of this.#active) if (slot.alert.ruleId === ruleId) this.#resolve(slot, nowMs, 'resolved', null, 'Its rule was removed or switched off.')
  }

  // --- time

  /** Ends what has an end, begins and ends silences, folds children. Cheap when nothing is due. */
  tick(nowMs: number): void {
    this.#flood.tick(nowMs)
    const key = `${this.silences.revision} ${this.silences.activeKey(nowMs)}`
    if (key !== this.#silenceKey) {
      this.#silenceKey = key
      for (const slot of this.#active) this.#silence(slot, nowMs)
    }
    for (const slot of this.#active) this.#expire(slot, nowMs)
    if (this.#foldDirty) this.#fold(nowMs)
  }

  // --- for people's actions (alert-acts.ts), the store and the lists

  slot(id: string): AlertSlot | undefined {
    return this.#slots.get(id)
  }

  get active(): Iterable<AlertSlot> {
    return this.#active
  }

  get all(): Iterable<AlertSlot> {
    return this.#slots.values()
  }

  childrenOf(id: string): AlertSlot[] {
    return [...this.#active].filter((slot) => slot.alert.parentId === id)
  }

  /** Something about the alert was changed from outside. */
  touched(slot: AlertSlot): void {
    this.#touch(slot)
  }

  tell(what: AlertNews['what'], alert: Alert, atMs: number): void {
    this.#news.add({ what, alert, atMs })
  }

  resolveByHand(slot: AlertSlot, nowMs: number, who: string, text: string): void {
    this.#resolve(slot, nowMs, 'resolved-by-hand', who, text)
  }

  /** Undo of resolving by hand: as it was. Whoever was told that it is over is told that it is not. */
  unresolve(slot: AlertSlot, nowMs: number): void {
    const { alert } = slot
    const newest = this.#byFingerprint.get(alert.fingerprint)
    if (alert.phase !== 'resolved' || (newest && newest !== slot && this.#active.has(newest))) return
    this.#bringBack(slot)
    this.#byFingerprint.set(alert.fingerprint, slot)
    this.#touch(slot)
    if (isOpen(alert)) this.tell('fired', alert, nowMs)
  }

  /** Silences changed: those that hold are worked out anew at once. */
  silencesChanged(nowMs: number): void {
    this.tick(nowMs)
  }

  /** Alerts that changed since the last call, at most so many. */
  takeChanged(limit: number): AlertSlot[] {
    const taken: AlertSlot[] = []
    for (const slot of this.#changed) {
      if (taken.length >= limit) break
      this.#changed.delete(slot)
      taken.push(slot)
    }
    return taken
  }

  /** Puts back what could not be written. */
  keepChanged(slots: readonly AlertSlot[]): void {
    for (const slot of slots) this.#changed.add(slot)
  }

  /** What happened since the last call, oldest first, and how much found no place. */
  takeNews(): ReturnType<NewsQueue['take']> {
    return this.#news.take()
  }

  /** Ids of alerts that ended before they fired: the store forgets them too. */
  takeForgotten(): string[] {
    const taken = this.#forgotten
    this.#forgotten = []
    return taken
  }

  get revision(): number {
    return this.#revision
  }

  get flood(): AlertSummary['flood'] {
    return this.#flood.now
  }

  /** Alerts that found no place. */
  get dropped(): number {
    return this.#dropped
  }

  // --- life

  #begin(signal: Omit<RuleSignal, 'ruleId' | 'kind'> & { readonly kind: Alert['kind']; readonly ruleId: string | null }, phase: 'pending' | 'firing', nowMs: number, said?: PlatformSignal): AlertSlot | undefined {
    if (this.#active.size >= ALERTS_OPEN_MAX) {
      this.#dropped++
      this.#revision++
      return undefined
    }
    const { fingerprint, kind, severity, cause, title, school, subject, ruleId, covers, value } = signal
    const alert: Alert = {
      id: this.#newId(), fingerprint, kind, phase, baseSeverity: severity, cause, title, school, subject, personId: said?.personId ?? null, ruleId, covers, value,
      startedAtMs: nowMs, firedAtMs: null, lastAtMs: nowMs, resolvedAtMs: null, count: 1, care: noCare, silencedBy: [], silencedUntilMs: null, parentId: null, oddities: [], notes: 0, seq: said?.seq ?? null, contents: {}, ...(said?.secondHand === true && { secondHand: true }),
    }
    const slot: AlertSlot = { alert, entries: [], entriesLeftOut: 0, unwritten: [], undo: undefined }
    this.#slots.set(alert.id, slot)
    this.#byFingerprint.set(fingerprint, slot)
    this.#activate(slot)
    note(slot, nowMs, 'started', null, value)
    this.#touch(slot)
    if (phase === 'firing') this.#fire(slot, nowMs)
    return slot
  }

  #fire(slot: AlertSlot, nowMs: number): void {
    const { alert } = slot
    alert.phase = 'firing'
    alert.firedAtMs ??= nowMs
    if (alert.covers !== null) {
      this.#parents.add(slot)
      this.#foldDirty = true
    }
    alert.parentId = parentOf(alert, this.#parents)
    if (alert.parentId !== null) note(slot, nowMs, 'folded', null, this.#slots.get(alert.parentId)?.alert.title ?? '')
    this.#silence(slot, nowMs)
    note(slot, nowMs, 'fired', null, alert.value)
    this.#touch(slot)
    this.#onFired(alert, nowMs)
    if (!isOpen(alert)) return
    this.#flood.add(nowMs)
    this.tell('fired', alert, nowMs)
  }

  /** The same matter once more, perhaps in other words, worse, or odd. */
  #again(slot: AlertSlot, signal: PlatformSignal, nowMs: number): void {
    const { alert } = slot
    const worse = compareSeverity(signal.severity, severityOf(alert)) < 0
    alert.count++
    alert.lastAtMs = Math.max(alert.lastAtMs, nowMs)
    alert.seq = signal.seq
    alert.personId ??= signal.personId
    const worseBase = compareSeverity(signal.severity, alert.baseSeverity) < 0
    const [wasSecondHand, isSecondHand] = [alert.secondHand === true, signal.secondHand === true]
    // The matter's own event brings its words, in whatever order both come; of two alike the worse one, else they stay.
    if (wasSecondHand === isSecondHand ? worseBase : wasSecondHand) {
      alert.cause = signal.cause
      alert.title = signal.title
      alert.subject = signal.subject
      alert.secondHand = isSecondHand
    }
    if (worseBase) alert.baseSeverity = signal.severity
    note(slot, nowMs, worse ? 'worse' : 'repeated', null, signal.content.event)
    noteContent(slot, signal, nowMs)
    this.#touch(slot)
    if (alert.phase === 'resolved') {
      if (worse) this.#reopen(slot, nowMs, 'It came again, and worse.')
    } else if (worse) this.#worsened(slot, nowMs)
    else if (alert.care.snooze !== null && alert.count > alert.care.snooze.count * 2 && alert.count > alert.care.snooze.count + 2) this.#worsened(slot, nowMs)
  }

  /** Ends a snooze, which holds until it gets worse, and tells. */
  #worsened(slot: AlertSlot, nowMs: number): void {
    const { alert } = slot
    if (alert.care.snooze !== null) {
      alert.care = { ...alert.care, snooze: null }
      note(slot, nowMs, 'snooze-ended', null, 'It got worse.')
    }
    this.#silence(slot, nowMs)
    if (isOpen(alert)) this.tell('worse', alert, nowMs)
  }

  #say(slot: AlertSlot, signal: RuleSignal): void {
    const { alert } = slot
    const worse = compareSeverity(signal.severity, alert.baseSeverity) < 0
    if (alert.value === signal.value && alert.title === signal.title && alert.baseSeverity === signal.severity && alert.school === signal.school) return
    alert.value = signal.value
    alert.title = signal.title
    alert.school = signal.school
    alert.baseSeverity = signal.severity
    if (worse && alert.phase === 'firing') this.#worsened(slot, alert.lastAtMs)
    this.#touch(slot)
  }

  #resolve(slot: AlertSlot, nowMs: number, what: 'resolved' | 'resolved-by-hand', who: string | null, text: string): void {
    const { alert } = slot
    if (alert.phase === 'resolved') return
    const fired = alert.firedAtMs !== null
    alert.phase = 'resolved'
    alert.resolvedAtMs = nowMs
    alert.lastAtMs = Math.max(alert.lastAtMs, nowMs)
    alert.parentId = null
    this.#active.delete(slot)
    if (this.#parents.delete(slot)) this.#foldDirty = true
    this.#resolved.push(slot)
    if (this.#resolved.length > ALERTS_RESOLVED_KEPT_MAX) this.#drop(this.#resolved.shift())
    note(slot, nowMs, what, who, text)
    this.#touch(slot)
    if (fired) this.tell('resolved', alert, nowMs)
  }

  #reopen(slot: AlertSlot, nowMs: number, text: string): void {
    const { alert } = slot
    this.#bringBack(slot)
    alert.lastAtMs = Math.max(alert.lastAtMs, nowMs)
    alert.count++
    note(slot, nowMs, 'reopened', null, text)
    this.#fire(slot, nowMs)
  }

  /** A resolved one is active again. */
  #bringBack(slot: AlertSlot): void {
    const at = this.#resolved.indexOf(slot)
    if (at >= 0) this.#resolved.splice(at, 1)
    slot.alert.phase = 'firing'
    slot.alert.resolvedAtMs = null
    this.#activate(slot)
  }

  #expire(slot: AlertSlot, nowMs: number): void {
    const { alert } = slot
    const { acknowledgedUntilMs, snooze } = alert.care
    if (snooze !== null && nowMs >= snooze.untilMs) {
      alert.care = { ...alert.care, snooze: null }
      note(slot, nowMs, 'snooze-ended', null, 'The time is over.')
      this.#touch(slot)
      if (isOpen(alert)) this.tell('ack-expired', alert, nowMs)
    }
    if (acknowledgedUntilMs !== null && nowMs >= acknowledgedUntilMs) {
      // The owner stays known; the alert is nobody's work again.
      alert.care = { ...alert.care, acknowledgedUntilMs: null }
      note(slot, nowMs, 'ack-expired', null, alert.care.owner ?? '')
      this.#touch(slot)
      if (isOpen(alert)) this.tell('ack-expired', alert, nowMs)
    }
    if (alert.kind === 'platform' && severityOf(alert) === 'info' && nowMs - alert.lastAtMs >= INFO_ALERT_KEPT_MS) this.#resolve(slot, nowMs, 'resolved', null, 'News of yesterday.')
  }

  #silence(slot: AlertSlot, nowMs: number): void {
    const { alert } = slot
    const { ids, untilMs } = this.silences.of(alert, nowMs)
    if (ids.join(' ') === alert.silencedBy.join(' ') && untilMs === alert.silencedUntilMs) return
    const was = alert.silencedBy.length > 0
    alert.silencedBy = ids
    alert.silencedUntilMs = untilMs
    if (was !== ids.length > 0) note(slot, nowMs, was ? 'silence-ended' : 'silenced', null, '')
    this.#touch(slot)
    // Whoever silenced it is not told of it; when that ends it waits for somebody as before.
    if (was && ids.length === 0 && alert.phase === 'firing' && isOpen(alert)) this.tell('ack-expired', alert, nowMs)
  }

  #fold(nowMs: number): void {
    this.#foldDirty = false
    for (const slot of this.#active) {
      const { alert } = slot
      const parentId = parentOf(alert, this.#parents)
      if (parentId === alert.parentId) continue
      const was = alert.parentId
      alert.parentId = parentId
      note(slot, nowMs, parentId === null ? 'unfolded' : 'folded', null, this.#slots.get(parentId ?? was ?? '')?.alert.title ?? '')
      this.#touch(slot)
      // What is still wrong when its parent is well again is an alert of its own from then on.
      if (was !== null && parentId === null && stateOf(alert) === 'open') {
        this.#flood.add(nowMs)
        this.tell('fired', alert, nowMs)
      }
    }
  }

  #activate(slot: AlertSlot): void {
    this.#active.add(slot)
    if (slot.alert.covers !== null && slot.alert.phase !== 'pending') {
      this.#parents.add(slot)
      this.#foldDirty = true
    }
  }

  #touch(slot: AlertSlot): void {
    this.#changed.add(slot)
    this.#revision++
  }

  /** A pending alert whose condition went away. */
  #forget(slot: AlertSlot): void {
    this.#active.delete(slot)
    this.#drop(slot)
    this.#changed.delete(slot)
    this.#forgotten.push(slot.alert.id)
    this.#revision++
  }

  #drop(slot: AlertSlot | undefined): void {
    if (!slot) return
    this.#slots.delete(slot.alert.id)
    if (this.#byFingerprint.get(slot.alert.fingerprint) === slot) this.#byFingerprint.delete(slot.alert.fingerprint)
  }
}
