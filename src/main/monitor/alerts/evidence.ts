import type { AlertDetail } from '../../../shared/alerts.ts'
import type { EventRow } from '../../../shared/domain.ts'
import { ALERTS_OPEN_MAX, EVIDENCE_AFTER_MS, EVIDENCE_BEFORE_MS, EVIDENCE_EVENTS_MAX, EVIDENCE_OPEN_MAX } from '../../../shared/limits.ts'
import type { EventLog, LogRecord } from '../event-log.ts'
import { rowOf } from '../event-row.ts'
import { shownName } from '../mask.ts'
import type { Alert } from './alert.ts'
import { Nearest } from './evidence-nearest.ts'

export type AlertEvidence = AlertDetail['evidence']

export interface FinishedEvidence {
  readonly alertId: string
  readonly evidence: AlertEvidence
}

/** Where the events come from; references into the core, read only. */
export interface EvidenceParts {
  readonly log: Pick<EventLog, 'find' | 'backwards' | 'nextSeq' | 'sampledOut'>
  /** How the log names the person of a public id; undefined: nobody is known by it. */
  readonly personOf: (targetId: string, personId: string) => string | undefined
}

/** The narrowest place that is known of an alert. */
interface Place {
  readonly targetId: string
  readonly person: string | undefined
  readonly namespace: string | undefined
  readonly room: string | undefined
}

interface Collecting {
  readonly alertId: string
  readonly place: Place
  readonly firedAtMs: number
  /** The event that raised it; it is always in. */
  readonly seq: number | null
  /** Records from this number on come by event(), those before it are looked up. */
  readonly fromSeq: number
  readonly nearest: Nearest<EventRow>
  /** Second -> events of the place that the log kept, without alerts, which are never sampled. */
  readonly kept: Map<number, number>
  own: EventRow | undefined
  lookedBack: boolean
}

interface Single {
  readonly seq: number | null
  readonly firedAtMs: number
  evidence: AlertEvidence | undefined
}

const SECONDS_REMEMBERED = Math.ceil((EVIDENCE_BEFORE_MS + EVIDENCE_AFTER_MS) / 1000) + 5
/** Rows of a storm made at one tick: before their events leave the log, and not all at once. */
const SINGLES_AT_ONCE = 500
/** Answers that nobody fetched. */
const FINISHED_MAX = 2 * EVIDENCE_OPEN_MAX

/**
 * Keeps what happened around an alert when it fired, masked, so that it can be read after the log moved on: events of its
 * person where one is known, else of its room, namespace or platform, from EVIDENCE_BEFORE_MS before to EVIDENCE_AFTER_MS
 * after. Of more than EVIDENCE_EVENTS_MAX the nearest in time. No clock: tick() says what time it is.
 */
export class EvidenceCollector {
  readonly #parts: EvidenceParts
  readonly #byTarget = new Map<string, Collecting[]>()
  readonly #byAlert = new Map<string, Collecting>()
  /** Of a storm: alerts with the event that raised them alone. */
  readonly #singles = new Map<string, Single>()
  /** Those of them whose event was not looked up yet. */
  #unread: Single[] = []
  readonly #finished: FinishedEvidence[] = []
  /** Second -> what the log kept and what it left out by sampling. */
  readonly #sampling = new Map<number, { kept: number; sampledOut: number }>()
  #seenSeq: number
  #seenSampledOut: number
  #lookBack = false
  #row: EventRow | undefined
  /** Evidence that nobody fetched and that left to make room. */
  dropped = 0

  constructor(parts: EvidenceParts) {
    this.#parts = parts
    this.#seenSeq = parts.log.nextSeq
    this.#seenSampledOut = parts.log.sampledOut
  }

  /** An alert fired, or fired again. What is collected for it already goes on. */
  fired(alert: Alert, nowMs: number): void {
    if (this.#byAlert.has(alert.id)) return
    if (this.#byAlert.size >= EVIDENCE_OPEN_MAX) {
      this.#addSingle(alert, nowMs)
      return
    }
    const { targetId } = alert.subject
    const collecting: Collecting = {
      alertId: alert.id, place: this.#placeOf(alert), firedAtMs: nowMs, seq: alert.seq, fromSeq: this.#parts.log.nextSeq,
      // One place is for the event that raised it.
      nearest: new Nearest(nowMs, EVIDENCE_EVENTS_MAX - (alert.seq === null ? 0 : 1)), kept: new Map(), own: undefined, lookedBack: false,
    }
    this.#byAlert.set(alert.id, collecting)
    this.#byTarget.set(targetId, [...(this.#byTarget.get(targetId) ?? []), collecting])
    this.#lookBack = true
  }

  /** Every event that the log kept, in its order. */
  event(record: LogRecord): void {
    if (this.#byTarget.size === 0) return
    const all = this.#byTarget.get(record.key.target.id)
    if (all === undefined) return
    this.#row = undefined
    for (const one of all) {
      if (record.seq < one.fromSeq || record.atMs > one.firedAtMs + EVIDENCE_AFTER_MS || !isOf(record, one.place)) continue
      this.#offer(one, record, true)
    }
  }

  /** Time passes: looks up what was before, and ends what is over. A clock that was set back ends it as well. */
  tick(nowMs: number): void {
    this.#noteSampling(nowMs)
    if (this.#lookBack) this.#lookBackwards()
    for (const single of this.#unread.splice(0, SINGLES_AT_ONCE)) single.evidence = this.#single(single)
    for (const one of this.#byAlert.values()) if (nowMs >= one.firedAtMs + EVIDENCE_AFTER_MS || nowMs < one.firedAtMs - EVIDENCE_BEFORE_MS) this.#finish(one)
  }

  /** A target is gone, and with it its events: what there is by now stays. */
  targetRemoved(targetId: string): void {
    if (this.#lookBack) this.#lookBackwards()
    for (const one of this.#byTarget.get(targetId) ?? []) this.#finish(one)
  }

  /** What became complete since the last call, at most EVIDENCE_OPEN_MAX; the others come with the next. */
  take(): FinishedEvidence[] {
    const taken = this.#finished.splice(0, EVIDENCE_OPEN_MAX)
    for (const [alertId, single] of this.#singles) {
      if (taken.length >= EVIDENCE_OPEN_MAX) break
      this.#singles.delete(alertId)
      taken.push({ alertId, evidence: single.evidence ?? this.#single(single) })
    }
    return taken
  }

  /** What there is by now of an alert that still collects, or that nobody fetched. */
  read(alertId: string): AlertEvidence | undefined {
    const one = this.#byAlert.get(alertId)
    if (one) {
      if (this.#lookBack) this.#lookBackwards()
      return evidenceOf(one, this.#sampledOut(one), false)
    }
    const single = this.#singles.get(alertId)
    return single ? (single.evidence ?? this.#single(single)) : this.#finished.findLast((each) => each.alertId === alertId)?.evidence
  }

  /** Alerts that collect now. */
  get size(): number {
    return this.#byAlert.size
  }

  #placeOf({ subject: { targetId, namespace, room }, personId }: Alert): Place {
    const person = personId === null ? undefined : (this.#parts.personOf(targetId, personId) ?? personId)
    return person === undefined ? { targetId, person, namespace: namespace ?? undefined, room: room ?? undefined } : { targetId, person, namespace: undefined, room: undefined }
  }

  #noteSampling(nowMs: number): void {
    const { nextSeq, sampledOut } = this.#parts.log
    const second = Math.floor(nowMs / 1000)
    if (sampledOut > this.#seenSampledOut) {
      const sampling = this.#sampling.get(second) ?? { kept: 0, sampledOut: 0 }
      sampling.kept += nextSeq - this.#seenSeq
      sampling.sampledOut += sampledOut - this.#seenSampledOut
      this.#sampling.set(second, sampling)
    }
    this.#seenSeq = nextSeq
    this.#seenSampledOut = sampledOut
    for (const each of this.#sampling.keys()) if (each < second - SECONDS_REMEMBERED || each > second) this.#sampling.delete(each)
  }

  /** What the log left out of the place, reckoned from what it kept of it: each second's share of all. */
  #sampledOut(one: Collecting): number {
    let sum = 0
    for (const [second, kept] of one.kept) {
      const sampling = this.#sampling.get(second)
      if (sampling && sampling.kept > 0) sum += (kept * sampling.sampledOut) / sampling.kept
    }
    return Math.round(sum)
  }

  /** Goes once through the log for all that fired since the last time. */
  #lookBackwards(): void {
    this.#lookBack = false
    const fresh = [...this.#byAlert.values()].filter((one) => !one.lookedBack)
    for (const one of fresh) one.lookedBack = true
    const byTarget = new Map<string, Collecting[]>()
    for (const one of fresh) byTarget.set(one.place.targetId, [...(byTarget.get(one.place.targetId) ?? []), one])
    const sinceMs = Math.min(...fresh.map((one) => one.firedAtMs)) - EVIDENCE_BEFORE_MS
    this.#parts.log.backwards((record) => {
      this.#row = undefined
      for (const one of byTarget.get(record.key.target.id) ?? []) {
        if (record.seq >= one.fromSeq) continue
        if (record.seq !== one.seq && (record.atMs < one.firedAtMs - EVIDENCE_BEFORE_MS || !isOf(record, one.place))) continue
        this.#offer(one, record, false)
      }
      return record.atMs >= sinceMs
    })
  }

  #offer(one: Collecting, record: LogRecord, after: boolean): void {
    const second = Math.floor(record.atMs / 1000)
    if (record.severity === null) one.kept.set(second, (one.kept.get(second) ?? 0) + 1)
    if (record.seq === one.seq) {
      one.own = this.#rowOf(record)
      return
    }
    if (!one.nearest.wants(record.atMs)) {
      one.nearest.leftOut++
      return
    }
    if (after) one.nearest.addAfter(this.#rowOf(record))
    else one.nearest.addBefore(this.#rowOf(record))
  }

  /** One row of a record for all alerts that take it. */
  #rowOf(record: LogRecord): EventRow {
    return (this.#row ??= rowOf(record, 0))
  }

  #finish(one: Collecting): void {
    this.#byAlert.delete(one.alertId)
    const { targetId } = one.place
    const others = (this.#byTarget.get(targetId) ?? []).filter((each) => each !== one)
    if (others.length === 0) this.#byTarget.delete(targetId)
    else this.#byTarget.set(targetId, others)
    this.#finished.push({ alertId: one.alertId, evidence: evidenceOf(one, this.#sampledOut(one), true) })
    if (this.#finished.length > FINISHED_MAX) {
      this.#finished.shift()
      this.dropped++
    }
  }

  #addSingle({ id, seq }: Alert, firedAtMs: number): void {
    if (this.#singles.size >= ALERTS_OPEN_MAX) {
      this.dropped++
      return
    }
    const single: Single = { seq, firedAtMs, evidence: undefined }
    this.#singles.set(id, single)
    this.#unread.push(single)
  }

  #single({ seq, firedAtMs }: Single): AlertEvidence {
    const record = seq === null ? undefined : this.#parts.log.find(seq)
    return { events: record ? [rowOf(record, 0)] : [], leftOut: seq === null || record ? 0 : 1, fromMs: firedAtMs, toMs: firedAtMs, complete: true }
  }
}

function evidenceOf({ nearest, own, seq, firedAtMs }: Collecting, sampledOut: number, complete: boolean): AlertEvidence {
  const events = nearest.list()
  if (own) events.splice(events.findLastIndex((row) => row.seq < own.seq) + 1, 0, own)
  return { events, leftOut: nearest.leftOut + sampledOut + (seq !== null && !own ? 1 : 0), fromMs: firedAtMs - EVIDENCE_BEFORE_MS, toMs: firedAtMs + EVIDENCE_AFTER_MS, complete }
}

/** Rooms of alerts are as they are shown. */
function isOf(record: LogRecord, { person, namespace, room }: Place): boolean {
  if (person !== undefined) return record.person === person
  if (namespace !== undefined && record.key.space.name !== namespace) return false
  return room === undefined || (record.room !== undefined && (record.room === room || shownName(record.room) === room))
}
