import type { AlertRule, RuleTrial } from '../shared/alerts.ts'
import type { Answer, Failure } from '../shared/ipc.ts'
import { ALERT_RULES_MAX } from '../shared/limits.ts'
import { messageOf } from '../shared/message-of.ts'
import { failure } from './answers.ts'
import { checkRule, faultsInWords } from './monitor/alerts/rules/check.ts'
import { RuleEngine } from './monitor/alerts/rules/engine.ts'
import type { KnownAlert } from './monitor/alerts/rules/engine.ts'
import { MonitorMeasures } from './monitor/alerts/rules/gauges-of-monitor.ts'
import { starterRules } from './monitor/alerts/rules/starter.ts'
import type { TrialSpan } from './monitor/alerts/rules/trial.ts'
import type { Monitor } from './monitor/monitor.ts'
import type { Handlers } from './requests.ts'
import { PastCounts } from './rules-desk/past-counts.ts'
import { RosterShares } from './rules-desk/roster-shares.ts'
import { readRules, writeRules } from './rules-desk/rule-file.ts'
import { runTrial } from './rules-desk/run-trial.ts'
import { AlertRules, SEEDED } from './store/alert-rules.ts'
import type { AuditLog } from './store/audit.ts'
import type { LocalDatabase } from './store/database.ts'
import { RateHistory } from './store/rate-history.ts'
import { Rosters } from './store/rosters.ts'

export interface RulesDeskParts {
  readonly monitor: Monitor
  readonly database: LocalDatabase
  readonly audit: AuditLog
  readonly osUser: string
  readonly now: () => number
}

type Channels = 'rules:list' | 'rules:save' | 'rules:remove' | 'rules:try' | 'rules:restore' | 'rules:export' | 'rules:import'
type Done = Answer<'rules:save'>

/** A false alarm that is older says nothing of the rule as it is. */
const FALSE_ALARMS_FOR_MS = 30 * 24 * 60 * 60_000

/** The user's rules: kept in the database, tried before they are saved, evaluated once a second. Every change is in the audit log. */
export class RulesDesk {
  readonly #parts: RulesDeskParts
  readonly #store: AlertRules
  readonly #past: PastCounts
  readonly #rosters: RosterShares
  readonly #measures: MonitorMeasures
  #rules: readonly AlertRule[] = []
  /** Made at the first tick: by then the book has the alerts of the run before. */
  #engine: RuleEngine | undefined
  #lastMs = 0
  #saidTrouble = false

  constructor(parts: RulesDeskParts) {
    this.#parts = parts
    const { monitor, database } = parts
    this.#store = new AlertRules(database)
    this.#past = new PastCounts(new RateHistory(database))
    this.#rosters = new RosterShares(new Rosters(database), monitor)
    this.#measures = new MonitorMeasures(monitor.measured, { rosters: this.#rosters, before: (place, against) => this.#past.before(place, against) })
    try {
      this.#store.seed(starterRules)
      this.#rules = this.#store.list()
    } catch (error) {
      this.#rules = starterRules
      monitor.remark(`The rules could not be read (${messageOf(error)}): in this run the starter set holds.`, parts.now())
    }
    if (this.#store.unreadable > 0) monitor.remark(`${this.#store.unreadable} saved ${this.#store.unreadable === 1 ? 'rule' : 'rules'} could not be read. They stay in the database and are not evaluated.`, parts.now())
  }

  handlers(): Pick<Handlers, Channels> {
    return {
      'rules:list': () => this.#list(),
      'rules:save': (rule) => this.#save(rule),
      'rules:remove': ({ id }) => this.#remove(id),
      'rules:try': ({ rule, over }) => this.#try(rule, over),
      'rules:restore': () => this.#restore(),
      'rules:export': () => ({ ok: true, value: { json: writeRules(this.#rules) } }),
      'rules:import': ({ json }) => this.#import(json),
    }
  }

  /** One of the rules, for whoever shows what it raised. */
  rule(id: string): AlertRule | undefined {
    return this.#rules.find((rule) => rule.id === id)
  }

  /** Called with the pulse: evaluates at most every RULE_TICK_MS. */
  tick(nowMs: number): void {
    const engine = (this.#engine ??= this.#newEngine(nowMs))
    if (!engine.isDue(nowMs)) return
    const startedMs = performance.now()
    this.#measures.step(nowMs)
    engine.evaluate(nowMs)
    this.#lastMs = performance.now() - startedMs
    try {
      // What rules ask of the database is read beside the evaluation, a little each second.
      this.#past.step()
      if (this.#rules.some(({ enabled, condition }) => enabled && condition.kind === 'state' && condition.what === 'roster-below')) this.#rosters.step(nowMs)
    } catch (error) {
      if (!this.#saidTrouble) this.#parts.monitor.remark(`Rules that look at history or rosters are not evaluated: the local database could not be read (${messageOf(error)}).`, nowMs)
      this.#saidTrouble = true
    }
  }

  #newEngine(nowMs: number): RuleEngine {
    const engine = new RuleEngine({ measures: this.#measures, sink: this.#parts.monitor.alertBook, known: () => this.#known(), orphaned: (alert, atMs) => this.#orphaned(alert, atMs) })
    engine.setRules(this.#usable(), nowMs)
    return engine
  }

  #known(): KnownAlert[] {
    return [...this.#parts.monitor.alertBook.active].flatMap(({ alert }) => (alert.ruleId === null ? [] : [{ fingerprint: alert.fingerprint, ruleId: alert.ruleId, phase: alert.phase, value: alert.value }]))
  }

  /** An alert of an earlier run whose place is not there any more. */
  #orphaned({ fingerprint, ruleId }: KnownAlert, nowMs: number): void {
    const { alertBook } = this.#parts.monitor
    const slot = [...alertBook.active].find(({ alert }) => alert.fingerprint === fingerprint)
    if (!slot || slot.alert.kind === 'platform') return
    alertBook.ruleState({ ...slot.alert, kind: slot.alert.kind, ruleId, severity: slot.alert.baseSeverity, value: 'no longer watched by the rule' }, 'resolved', nowMs)
  }

  /** A rule of an older version may be one that cannot be: it stays, and says so. */
  #usable(): AlertRule[] {
    return this.#rules.filter((rule) => checkRule(rule).every(({ warning }) => warning))
  }

  #list(): Answer<'rules:list'> {
    const { monitor, now } = this.#parts
    const facts = new Map(this.#rules.map((rule) => [rule.id, { alerts: 0, falseAlarms: 0, trouble: this.#troubleOf(rule), places: this.#engine?.placesOf(rule.id) ?? null }]))
    for (const { alert } of monitor.alertBook.active) {
      const of = alert.ruleId === null ? undefined : facts.get(alert.ruleId)
      if (of) of.alerts++
    }
    for (const { alert } of monitor.alertBook.all) {
      const of = alert.ruleId === null || !alert.care.falseAlarm || now() - alert.lastAtMs > FALSE_ALARMS_FOR_MS ? undefined : facts.get(alert.ruleId)
      if (of) of.falseAlarms++
    }
    return { rules: [...this.#rules], facts: Object.fromEntries(facts), evaluation: { rules: this.#engine?.rules ?? 0, subjects: this.#engine?.subjects ?? 0, lastMs: this.#lastMs } }
  }

  #troubleOf(rule: AlertRule): string {
    const faults = checkRule(rule, { targetIds: this.#parts.monitor.targets().map(({ settings }) => settings.id) })
    const errors = faults.filter(({ warning }) => !warning)
    if (errors.length > 0) return `Not evaluated: ${errors.map(({ sentence }) => sentence).join(' ')}`
    // What its author may have meant all the same is said in the editor, not in the list; a platform that is gone is.
    const gone = faults.find(({ place }) => place === 'scope.targetId')
    return gone?.sentence ?? (rule.enabled ? (this.#engine?.troubleOf(rule.id) ?? '') : '')
  }

  #save(given: AlertRule): Done {
    const faults = checkRule(given)
    const words = faultsInWords(faults)
    if (words !== '') return failure(sentencesOf(faults), 'Nothing was saved.', words)
    if (given.id === SEEDED) return failure('A rule cannot have this id.', 'Nothing was saved.')
    const rule = { ...given, starter: starterRules.some(({ id }) => id === given.id) }
    const before = this.#rules.find(({ id }) => id === rule.id)
    const isSwitch = before !== undefined && before.enabled !== rule.enabled && JSON.stringify({ ...before, enabled: rule.enabled }) === JSON.stringify(rule)
    const action = isSwitch ? (rule.enabled ? 'switch rule on' : 'switch rule off') : before ? 'change rule' : 'add rule'
    return this.#recorded(action, rule.name, () => (this.#store.save(rule) ? '' : `Rollcall keeps at most ${ALERT_RULES_MAX.toLocaleString('en')} rules. Remove one that you no longer need.`))
  }

  #remove(id: string): Done {
    const rule = this.rule(id)
    if (!rule) return failure('This rule is no longer there.', 'It may have been removed in the meantime.')
    return this.#recorded('remove rule', rule.name, () => {
      this.#store.remove(id)
      return ''
    })
  }

  #restore(): Done {
    return this.#recorded('restore starter rules', `${starterRules.length} rules`, () => (starterRules.every((rule) => this.#store.save(rule)) ? '' : `Rollcall keeps at most ${ALERT_RULES_MAX.toLocaleString('en')} rules: not all of the starter set found a place.`))
  }

  #import(json: string): Answer<'rules:import'> {
    const read = readRules(json)
    if (!read.ok) return failure(read.why, 'Nothing was imported.')
    const known = new Set(this.#rules.map(({ id }) => id))
    const added: string[] = []
    const replaced: string[] = []
    const skipped = [...read.skipped]
    const result = this.#recorded('import rules', `${read.rules.length} rules`, () => {
      for (const rule of read.rules) {
        const kept = rule.id !== SEEDED && this.#store.save({ ...rule, starter: starterRules.some(({ id }) => id === rule.id) })
        if (!kept) skipped.push(`"${rule.name}": Rollcall keeps at most ${ALERT_RULES_MAX.toLocaleString('en')} rules.`)
        else if (known.has(rule.id)) replaced.push(rule.name)
        else added.push(rule.name)
      }
      return ''
    })
    return result.ok ? { ok: true, value: { added, replaced, skipped } } : result
  }

  async #try(rule: AlertRule, over: TrialSpan): Promise<{ ok: true; value: RuleTrial } | Failure> {
    const faults = checkRule(rule)
    const words = faultsInWords(faults)
    if (words !== '') return failure(sentencesOf(faults), 'Nothing was tried.', words)
    const nowMs = this.#parts.now()
    try {
      this.#measures.step(nowMs)
      return { ok: true, value: await runTrial({ rule, over, nowMs, measures: this.#measures, past: this.#past, measured: this.#parts.monitor.measured }) }
    } catch (error) {
      return failure('The history could not be read.', 'Try the last hour, which needs none.', messageOf(error))
    }
  }

  /** Audit record, change, result, in this order; then the rules as they are now hold. @param change answers with what went wrong, or nothing */
  #recorded(action: string, scope: string, change: () => string): Done {
    const { audit, osUser, now } = this.#parts
    const begun = audit.begin({ who: osUser, action, targetName: '', scope, reason: '' }, now())
    if (!begun.ok) return failure('Not done: it could not be written to the audit log.', 'Rollcall changes no rule without a record. Check the remarks at start and the free space of the disk.', begun.why)
    let wrong: string
    try {
      wrong = change()
    } catch (error) {
      wrong = `The local database could not be written (${messageOf(error)}).`
    }
    audit.finish(begun.id, wrong === '' ? 'confirmed' : 'failed', wrong, now())
    this.#changed()
    return wrong === '' ? { ok: true } : failure(wrong, 'See the rules as they are now.')
  }

  #changed(): void {
    const nowMs = this.#parts.now()
    try {
      this.#rules = this.#store.list()
    } catch {
      // As they were: the change said that the database is in trouble.
    }
    const before = this.#engine
    before?.setRules(this.#usable(), nowMs)
    const on = new Set(this.#rules.filter(({ enabled }) => enabled).map(({ id }) => id))
    // What no place of a rule has any more, because the rule itself went.
    for (const ruleId of new Set(this.#known().map((alert) => alert.ruleId))) if (!on.has(ruleId)) this.#parts.monitor.alertBook.ruleRemoved(ruleId, nowMs)
  }
}

function sentencesOf(faults: ReturnType<typeof checkRule>): string {
  return faults.filter(({ warning }) => !warning).map(({ sentence }) => sentence).join(' ')
}
