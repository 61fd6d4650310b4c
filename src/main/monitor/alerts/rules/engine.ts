import type { AlertRule } from '../../../../shared/alerts.ts'
import { RULE_SUBJECTS_MAX, RULE_TICK_MS } from '../../../../shared/limits.ts'
import type { AlertSink } from '../signal.ts'
import { GaugePool } from './gauge-pool.ts'
import { planOf } from './gauges.ts'
import type { Measures } from './measures.ts'
import { RuleRun } from './rule-run.ts'
import type { Adopted } from './rule-run.ts'
import { ScheduleClock } from './schedule.ts'
import { subjectsOf } from './subjects.ts'

/** Rooms come and go all the time: rules that look at each of them look for new ones this seldom. */
const ROOMS_EVERY_MS = 10_000
/** Places that are listed anew in one tick; the rest follows in the next ones. One rule at least. */
const LISTED_AT_ONCE = 5_000
/** After a start, rooms and events are known only when they are seen again: alerts of those that are not are over after this. */
const ORPHANS_MS = 2 * 60_000

/** Unresolved alerts of rules, as the book has them. */
export interface KnownAlert extends Adopted {
  readonly fingerprint: string
  readonly ruleId: string
}

export interface EngineParts {
  readonly measures: Measures
  readonly sink: AlertSink
  /** The unresolved alerts of rules; asked at the start, when rules change, and at most once a tick. */
  readonly known?: () => readonly KnownAlert[]
  /** An alert whose place does not come back, or whose rule is gone. */
  readonly orphaned?: (alert: KnownAlert, nowMs: number) => void
}

/**
 * Evaluates all rules at all of their places: pure, by the given time. A tick reads each gauge once and looks at each pair
 * of rule and place once; it costs nothing by the number of people.
 */
export class RuleEngine {
  readonly #parts: EngineParts
  readonly #pool = new GaugePool()
  readonly #runs = new Map<string, RuleRun>()
  readonly #clocks = new Map<string, ScheduleClock>()
  /** Rules whose places are to be listed. */
  readonly #toList = new Set<RuleRun>()
  /** Alerts of an earlier run that no rule has taken over yet. */
  readonly #orphans = new Map<string, KnownAlert>()
  #startedMs: number | undefined
  #lastMs = Number.NEGATIVE_INFINITY
  #listedRoomsMs = Number.NEGATIVE_INFINITY
  #shape: string | undefined
  #rooms = ''
  #active: { readonly nowMs: number; readonly fingerprints: ReadonlySet<string> } | undefined
  #nowMs = 0
  #subjects = 0

  constructor(parts: EngineParts) {
    this.#parts = parts
    for (const alert of parts.known?.() ?? []) this.#orphans.set(alert.fingerprint, alert)
  }

  /** Pairs of rule and place. */
  get subjects(): number {
    return this.#subjects
  }

  get rules(): number {
    return this.#runs.size
  }

  get gauges(): number {
    return this.#pool.size
  }

  /** Platforms, namespaces and the like that a rule looks at now; before they were listed for the first time: null. */
  placesOf(ruleId: string): number | null {
    const run = this.#runs.get(ruleId)
    return run && !this.#toList.has(run) ? run.size : null
  }

  /** Why a rule cannot be evaluated as it is; empty: it can. */
  troubleOf(ruleId: string): string {
    const run = this.#runs.get(ruleId)
    if (!run) return ''
    const sentences: string[] = []
    if (run.leftOut > 0) sentences.push(`${run.leftOut.toLocaleString('en')} of its places are not evaluated, because at most ${RULE_SUBJECTS_MAX.toLocaleString('en')} pairs of rule and place are.`)
    if (run.unmeasured > 0) sentences.push(run.unmeasured === run.size ? 'Nothing measures this where the rule looks.' : `Nothing measures this at ${run.unmeasured} of its ${run.size} places.`)
    return sentences.join(' ')
  }

  /**
   * The rules that hold from now on, all of them; they passed checkRule(). An unchanged rule goes on as it was. A changed
   * one keeps the alerts of its places that still fit. One that is off or gone: its alerts end (orphaned).
   */
  setRules(rules: readonly AlertRule[], nowMs: number): void {
    const on = new Map(rules.filter(({ enabled }) => enabled).map((rule) => [rule.id, rule]))
    for (const [id, run] of this.#runs) {
      const rule = on.get(id)
      if (rule && JSON.stringify(rule) === JSON.stringify(run.rule)) continue
      if (!rule) run.end(nowMs)
      this.#close(run)
      if (!rule) continue
      // Its unresolved alerts are taken over by fingerprint, as after a start.
      for (const alert of this.#parts.known?.() ?? []) if (alert.ruleId === id) this.#orphans.set(alert.fingerprint, alert)
      this.#startedMs = nowMs
    }
    for (const rule of on.values()) {
      if (this.#runs.has(rule.id)) continue
      const run = new RuleRun(rule, planOf(rule), this.#clockOf(rule), {
        pool: this.#pool,
        report: (signal, phase, atMs) => this.#parts.sink.ruleState(signal, phase, atMs),
        isActive: (fingerprint) => this.#isActive(fingerprint),
        adopt: (fingerprint) => this.#adopt(fingerprint),
      })
      this.#runs.set(rule.id, run)
      this.#toList.add(run)
    }
    this.#endOrphans(nowMs, ({ ruleId }) => !on.has(ruleId))
  }

  /** At most one tick a RULE_TICK_MS, and one when the clock was set back. */
  isDue(nowMs: number): boolean {
    const since = nowMs - this.#lastMs
    return since < 0 || since >= RULE_TICK_MS
  }

  /** One tick, if it is due. @returns whether it was */
  evaluate(nowMs: number): boolean {
    if (!this.isDue(nowMs)) return false
    this.#lastMs = nowMs
    this.#nowMs = nowMs
    this.#startedMs = Math.min(this.#startedMs ?? nowMs, nowMs)
    this.#findPlaces(nowMs)
    this.#pool.read(nowMs)
    for (const run of this.#runs.values()) run.evaluate(nowMs)
    if (this.#orphans.size > 0 && nowMs - this.#startedMs >= ORPHANS_MS) this.#endOrphans(nowMs, () => true)
    return true
  }

  #findPlaces(nowMs: number): void {
    const shape = this.#parts.measures.shape()
    if (shape !== this.#shape) {
      this.#shape = shape
      for (const run of this.#runs.values()) this.#toList.add(run)
    }
    const sinceRooms = nowMs - this.#listedRoomsMs
    if (sinceRooms >= ROOMS_EVERY_MS || sinceRooms < 0) {
      this.#listedRoomsMs = nowMs
      const byRoom = [...this.#runs.values()].filter(({ rule }) => rule.per === 'room')
      const rooms = byRoom.length === 0 ? '' : this.#namesOfRooms()
      if (rooms !== this.#rooms) for (const run of byRoom) this.#toList.add(run)
      this.#rooms = rooms
    }
    let listed = 0
    for (const run of this.#toList) {
      if (listed >= LISTED_AT_ONCE) break
      this.#toList.delete(run)
      this.#list(run, nowMs)
      listed += run.size + 1
    }
  }

  /** Ten thousand rooms are one text in a millisecond, and as many places in thirty: mostly they are the same as before. */
  #namesOfRooms(): string {
    const { measures } = this.#parts
    return measures.targets().map(({ id }) => [...measures.rooms(id), ...measures.rosters(id)].map(({ namespace, name }) => `${namespace}\n${name}`).join('\n')).join('\n\n')
  }

  #list(run: RuleRun, nowMs: number): void {
    const { measures } = this.#parts
    const others = this.#subjects - run.size
    const { subjects, leftOut } = subjectsOf(run.rule, measures, RULE_SUBJECTS_MAX - others)
    run.setSubjects(subjects, ({ place }) => this.#pool.take(run.plan.key(place), () => run.plan.open(place, measures, run.clock)), nowMs)
    run.leftOut = leftOut
    this.#subjects = others + run.size
  }

  #close(run: RuleRun): void {
    run.close()
    this.#toList.delete(run)
    this.#runs.delete(run.rule.id)
    this.#subjects = 0
    for (const { size } of this.#runs.values()) this.#subjects += size
  }

  #clockOf({ schedule }: AlertRule): ScheduleClock | undefined {
    if (!schedule) return undefined
    const key = JSON.stringify(schedule)
    const known = this.#clocks.get(key)
    if (known) return known
    // Rules come and go by hand; a few hundred old clocks are the most that one user makes.
    if (this.#clocks.size > 2_000) this.#clocks.clear()
    const clock = new ScheduleClock(schedule)
    this.#clocks.set(key, clock)
    return clock
  }

  #adopt(fingerprint: string): Adopted | undefined {
    const alert = this.#orphans.get(fingerprint)
    this.#orphans.delete(fingerprint)
    return alert
  }

  #isActive(fingerprint: string): boolean {
    const { known } = this.#parts
    if (!known) return true
    if (this.#active?.nowMs !== this.#nowMs) this.#active = { nowMs: this.#nowMs, fingerprints: new Set(known().map((alert) => alert.fingerprint)) }
    return this.#active.fingerprints.has(fingerprint)
  }

  #endOrphans(nowMs: number, which: (alert: KnownAlert) => boolean): void {
    for (const alert of [...this.#orphans.values()].filter(which)) {
      this.#orphans.delete(alert.fingerprint)
      this.#parts.orphaned?.(alert, nowMs)
    }
  }
}
