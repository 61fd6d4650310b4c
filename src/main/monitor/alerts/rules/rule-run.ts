import type { AlertRule } from '../../../../shared/alerts.ts'
import type { RulePhase, RuleSignal } from '../signal.ts'
import { causeOf, stateFacts } from './conditions.ts'
import type { GaugePool } from './gauge-pool.ts'
import { PARTLY } from './gauges.ts'
import type { Plan } from './gauges.ts'
import { FIRING, INACTIVE, nextPhase, PENDING, RECOVERING } from './life.ts'
import type { Finding, LifePhase } from './life.ts'
import type { ScheduleClock } from './schedule.ts'
import type { RuleSubject } from './subjects.ts'
import { spanInWords, titleOf, valueInWords } from './words.ts'

/** A number that changes all the time is said this seldom. */
const WORDS_EVERY_MS = 10_000
/** No gauge: it cannot be measured, and so is not known. */
const NO_GAUGE = -1

export interface Report {
  (signal: RuleSignal, phase: RulePhase, nowMs: number): void
}

/** An unresolved alert of an earlier run, or of the rule before it was changed. */
export interface Adopted {
  readonly phase: RulePhase
  readonly value: string
}

/** What rule-run needs of its engine. */
export interface RunContext {
  readonly pool: GaugePool
  readonly report: Report
  /** Whether the alert is still one: a person may have resolved it, or there was no place. */
  isActive(fingerprint: string): boolean
  adopt(fingerprint: string): Adopted | undefined
}

/** One rule at all of its places: phases and times in arrays, one look at each a tick. */
export class RuleRun {
  readonly rule: AlertRule
  readonly plan: Plan
  readonly clock: ScheduleClock | undefined
  readonly #context: RunContext
  #subjects: readonly RuleSubject[] = []
  #gauges = new Int32Array(0)
  #phases = new Uint8Array(0)
  #sinceMs = new Float64Array(0)
  /** Since when the value is not known; 0: it is. */
  #unknownMs = new Float64Array(0)
  /** 1: the "no data" alert fires. */
  #noData = new Uint8Array(0)
  #saidMs = new Float64Array(0)
  #said: string[] = []
  /** Subjects that had no place. */
  leftOut = 0
  /** Subjects that cannot be measured. */
  unmeasured = 0

  constructor(rule: AlertRule, plan: Plan, clock: ScheduleClock | undefined, context: RunContext) {
    this.rule = rule
    this.plan = plan
    this.clock = clock
    this.#context = context
  }

  get size(): number {
    return this.#subjects.length
  }

  /** Subjects now; those that stay keep their phase, those that went are resolved. `open` opens a gauge of the plan. */
  setSubjects(subjects: readonly RuleSubject[], open: (subject: RuleSubject) => number | undefined, nowMs: number): void {
    const before = new Map(this.#subjects.map((subject, index) => [subject.fingerprint, index]))
    const old = { subjects: this.#subjects, gauges: this.#gauges, phases: this.#phases, sinceMs: this.#sinceMs, unknownMs: this.#unknownMs, noData: this.#noData, saidMs: this.#saidMs, said: this.#said }
    const count = subjects.length
    const gauges = new Int32Array(count)
    const phases = new Uint8Array(count)
    const sinceMs = new Float64Array(count).fill(nowMs)
    const unknownMs = new Float64Array(count)
    const noData = new Uint8Array(count)
    const saidMs = new Float64Array(count)
    const said: string[] = Array.from({ length: count }, () => '')
    this.unmeasured = 0
    for (let index = 0; index < count; index++) {
      const subject = subjects[index] as RuleSubject
      gauges[index] = open(subject) ?? NO_GAUGE
      if (gauges[index] === NO_GAUGE) this.unmeasured++
      const known = before.get(subject.fingerprint)
      if (known === undefined) {
        const adopted = this.#context.adopt(subject.fingerprint)
        if (adopted) {
          phases[index] = phaseOf(adopted.phase)
          said[index] = adopted.value
          saidMs[index] = nowMs
        }
        if (this.#context.adopt(noDataFingerprint(subject.fingerprint))) {
          noData[index] = 1
          unknownMs[index] = nowMs
        }
        continue
      }
      before.delete(subject.fingerprint)
      phases[index] = old.phases[known] as number
      sinceMs[index] = old.sinceMs[known] as number
      unknownMs[index] = old.unknownMs[known] as number
      noData[index] = old.noData[known] as number
      saidMs[index] = old.saidMs[known] as number
      said[index] = old.said[known] as string
    }
    for (const index of before.values()) this.#end(index, nowMs, 'no longer watched by the rule')
    // After the new ones were taken: what both use stays open.
    for (const index of old.gauges) if (index !== NO_GAUGE) this.#context.pool.give(index)
    this.#subjects = subjects
    this.#gauges = gauges
    this.#phases = phases
    this.#sinceMs = sinceMs
    this.#unknownMs = unknownMs
    this.#noData = noData
    this.#saidMs = saidMs
    this.#said = said
  }

  /** The rule was removed or switched off. */
  end(nowMs: number): void {
    for (let index = 0; index < this.#gauges.length; index++) this.#end(index, nowMs, 'not asked any more: the rule was removed or switched off')
    this.close()
  }

  /** Gauges are given back; alerts stay as they are, for the changed rule to take over. */
  close(): void {
    for (const index of this.#gauges) if (index !== NO_GAUGE) this.#context.pool.give(index)
    this.#subjects = []
    this.#gauges = new Int32Array(0)
  }

  /** One look at every place. Values must have been read. */
  evaluate(nowMs: number): void {
    const { above, value: limit, atEnd, leadMs } = this.plan
    const window = this.clock?.current(nowMs)
    const outside = this.clock !== undefined && !atEnd && (window === undefined || nowMs - window.fromMs < leadMs)
    const values = this.#context.pool.values
    const gauges = this.#gauges
    const phases = this.#phases
    const unknownMs = this.#unknownMs
    for (let index = 0; index < gauges.length; index++) {
      const gauge = gauges[index] as number
      const value = gauge === NO_GAUGE ? Number.NaN : (values[gauge] as number)
      // Nearly all of them nearly always: known, quiet, and not beyond the limit.
      if (phases[index] === INACTIVE && unknownMs[index] === 0 && (above ? value <= limit : value >= limit)) continue
      this.#look(index, value, outside, nowMs)
    }
  }

  #look(index: number, value: number, outside: boolean, nowMs: number): void {
    const { rule, plan } = this
    const isUnknown = Number.isNaN(value) || (plan.atEnd && value === PARTLY)
    const finding: Finding = outside ? 'over' : isUnknown ? 'unknown' : (plan.above ? value > plan.value : value < plan.value) ? 'holds' : (plan.above ? value > plan.clear : value < plan.clear) ? 'between' : 'over'
    this.#lookForData(index, isUnknown && !outside, plan.atEnd && value === PARTLY, nowMs)
    const was = this.#phases[index] as LifePhase
    if (was === INACTIVE && finding !== 'holds') return
    const next = nextPhase(was, this.#sinceMs[index] as number, finding, nowMs, { pendingMs: rule.pendingSeconds * 1000, recoverMs: rule.recoverSeconds * 1000 })
    this.#sinceMs[index] = next.sinceMs
    if (next.phase !== was) {
      this.#phases[index] = next.phase
      this.#said[index] = outside ? 'outside the rule’s schedule' : finding === 'unknown' ? (this.#said[index] as string) : this.#valueNow(index, value)
      this.#saidMs[index] = nowMs
      this.#report(index, next.phase === INACTIVE ? 'resolved' : wordOf(next.phase), nowMs)
    } else if (finding !== 'unknown' && !outside && nowMs - (this.#saidMs[index] as number) >= WORDS_EVERY_MS) this.#sayAgain(index, value, nowMs)
  }

  #sayAgain(index: number, value: number, nowMs: number): void {
    this.#saidMs[index] = nowMs
    const said = this.#valueNow(index, value)
    if (said === this.#said[index]) return
    this.#said[index] = said
    // What a person resolved is not brought back by another number: it must be over first.
    const { fingerprint } = this.#subjects[index] as RuleSubject
    if (this.#context.isActive(fingerprint)) this.#report(index, wordOf(this.#phases[index] as Exclude<LifePhase, typeof INACTIVE>), nowMs)
  }

  /** "No data" is an alert of its own, and of its own life: it begins after a while and ends with the first value. */
  #lookForData(index: number, isUnknown: boolean, atOnce: boolean, nowMs: number): void {
    const { rule } = this
    if (!isUnknown || (this.plan.atEnd && !atOnce) || rule.noData === 'ignore') {
      this.#unknownMs[index] = 0
      if (this.#noData[index] === 1) this.#reportNoData(index, 'resolved', nowMs)
      this.#noData[index] = 0
      return
    }
    const since = this.#unknownMs[index] as number
    if (since === 0 || since > nowMs) this.#unknownMs[index] = nowMs
    if (this.#noData[index] === 1 || (!atOnce && nowMs - (this.#unknownMs[index] as number) < rule.noDataSeconds * 1000)) return
    this.#noData[index] = 1
    this.#reportNoData(index, 'firing', nowMs)
  }

  #valueNow(index: number, value: number): string {
    const own = this.#context.pool.words(this.#gauges[index] as number)
    return own === '' ? valueInWords(this.rule, value) : own
  }

  #end(index: number, nowMs: number, why: string): void {
    if (this.#phases[index] !== INACTIVE) {
      this.#said[index] = why
      this.#report(index, 'resolved', nowMs)
    }
    if (this.#noData[index] === 1) this.#reportNoData(index, 'resolved', nowMs)
  }

  #report(index: number, phase: RulePhase, nowMs: number): void {
    const { rule } = this
    const { subject, school, fingerprint } = this.#subjects[index] as RuleSubject
    const covers = rule.condition.kind === 'state' ? stateFacts[rule.condition.what].covers : null
    this.#context.report({ fingerprint, kind: 'rule', ruleId: rule.id, covers, severity: rule.severity, cause: causeOf(rule), title: titleOf(rule, subject), school, subject, value: this.#said[index] as string }, phase, nowMs)
  }

  #reportNoData(index: number, phase: RulePhase, nowMs: number): void {
    const { rule } = this
    const { subject, school, fingerprint } = this.#subjects[index] as RuleSubject
    const value = phase === 'resolved' ? 'known again' : `nothing known for ${spanInWords(rule.noDataSeconds)}`
    this.#context.report({ fingerprint: noDataFingerprint(fingerprint), kind: 'no-data', ruleId: rule.id, covers: null, severity: 'warning', cause: 'no-data', title: `No data: ${titleOf(rule, subject)}`, school, subject, value }, phase, nowMs)
  }
}

function noDataFingerprint(fingerprint: string): string {
  return `no-data ${fingerprint}`
}

function wordOf(phase: Exclude<LifePhase, typeof INACTIVE>): RulePhase {
  return phase === PENDING ? 'pending' : phase === FIRING ? 'firing' : 'recovering'
}

function phaseOf(phase: RulePhase): LifePhase {
  switch (phase) {
    case 'pending':
      return PENDING
    case 'firing':
      return FIRING
    case 'recovering':
      return RECOVERING
    case 'resolved':
      return INACTIVE
  }
}
