import type { AlertRule, RuleList } from '../../../../shared/alerts.ts'
import { counted } from '../../../text/numbers.ts'
import { assertNever, type Tone } from '../../../text/words.ts'
import { isOfConsole, metricFacts, perWord, stateFacts } from './rule-facts.ts'
import { daysWords, hoursWords, scheduleWords } from './schedule-words.ts'

/* A rule in words. */

const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })

/** A limit as people read it; what is no number yet is a gap. */
export function figure(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '…' : decimal.format(value)
}

/** `60 s`, `5 min`, `2 h`: the largest unit that says it exactly. */
export function spanWords(seconds: number): string {
  if (!Number.isFinite(seconds)) return '…'
  if (seconds >= 3_600 && seconds % 3_600 === 0) return `${figure(seconds / 3_600)} h`
  if (seconds >= 120 && seconds % 60 === 0) return `${figure(seconds / 60)} min`
  return `${figure(seconds)} s`
}

type Names = Readonly<Record<string, string>>

/** The platform's name; one that is gone is said to be. */
function platformWords({ scope, per, condition }: AlertRule, names: Names): string {
  if (scope.targetId !== null) return names[scope.targetId] ?? 'a platform that is not here'
  if (per !== 'target') return 'any platform'
  return condition.kind === 'absence' ? 'a platform' : 'each platform'
}

/** Pseudo events: groups that no platform can send under that name. */
function eventWords(event: string): string {
  if (event.startsWith('meaning:')) return `${event.slice('meaning:'.length)} events`
  return event === 'socket:connect' ? 'new connections' : event
}

/** ` of grade.* in /gradebook at Lincoln High`; a metric of Rollcall itself has no place. */
function placePhrase(rule: AlertRule, names: Names): string {
  const { scope, per, condition } = rule
  if (isOfConsole(condition)) return ''
  const inside = [
    scope.event === null ? (per === 'event' ? 'each event' : null) : eventWords(scope.event),
    scope.room === null ? (per === 'room' ? 'each room' : null) : `${per === 'room' && scope.room.includes('*') ? 'each room ' : 'room '}${scope.room}`,
    scope.namespace ?? (per === 'namespace' ? 'each namespace' : null),
  ].filter((part) => part !== null)
  return `${inside.length === 0 ? '' : ` of ${inside.join(' in ')}`} at ${platformWords(rule, names)}`
}

/** `/gradebook of Lincoln High`, `A room class-* of any platform`: begins the sentence of a state. */
function stateSubject(rule: AlertRule, names: Names): string {
  const { scope, per } = rule
  const platform = scope.targetId === null ? 'any platform' : platformWords(rule, names)
  if (per === 'target' && scope.namespace === null) return scope.targetId === null ? 'A platform' : platform
  if (per === 'room') return `${scope.room === null ? 'A room' : `Room ${scope.room}`}${scope.namespace === null ? '' : ` in ${scope.namespace}`} of ${platform}`
  return `${scope.namespace ?? 'A namespace'} of ${platform}`
}

/** The condition in one sentence: `Events per second of /gradebook at Lincoln High below 1 for 60 s`. */
export function ruleSentence(rule: AlertRule, names: Names): string {
  const { condition, pendingSeconds, schedule } = rule
  const held = pendingSeconds > 0 ? ` for ${spanWords(pendingSeconds)}` : ''
  switch (condition.kind) {
    case 'threshold': {
      const { metric, windowSeconds, compare, value } = condition
      const facts = metricFacts[metric]
      const role = metric === 'people-in-role' ? ` in the role ${rule.scope.role ?? '…'}` : ''
      // A pending time as long as the window, or longer, says the more; else the window has to be said.
      const window = facts.counts === true ? ` in ${spanWords(windowSeconds)}` : pendingSeconds === windowSeconds ? '' : ` (over ${spanWords(windowSeconds)})`
      const unit = facts.unit === 'ms' || facts.unit === 'bytes' ? ` ${facts.unit}` : ''
      return `${facts.words}${role}${window}${placePhrase(rule, names)} ${compare} ${figure(value)}${unit}${held}`
    }
    case 'absence': {
      const of = placePhrase(rule, names)
      if (condition.windowSeconds === 0) return `No event${of}${schedule === null ? '' : ` from ${schedule.from} to ${schedule.to}, ${daysWords(schedule.days)}`}`
      return `No event${of} for ${spanWords(condition.windowSeconds)}${pendingSeconds > 0 ? ` and then ${spanWords(pendingSeconds)}` : ''}`
    }
    case 'state': {
      const share = condition.what === 'roster-below' ? ` ${figure(condition.value)} %` : ''
      return `${stateSubject(rule, names)} ${stateFacts[condition.what].words}${share}${held}`
    }
    case 'change': {
      const { windowMinutes, against, compare, percent, floor } = condition
      const before = against === 'yesterday' ? 'the same time yesterday' : 'the same time a week before'
      return `Events in ${spanWords(windowMinutes * 60)}${placePhrase(rule, names)} ${compare} ${figure(percent)} % of ${before}${held}, where that was at least ${figure(floor)}`
    }
    default: return assertNever(condition)
  }
}

/** When it is over, by whom it is counted and when it is evaluated; the second line of a rule. */
export function ruleRemarks(rule: AlertRule): readonly string[] {
  const { condition, recoverSeconds, schedule, noData, noDataSeconds, per } = rule
  const over = condition.kind === 'threshold' && condition.clearValue !== condition.value ? `over at ${figure(condition.clearValue)}` : ''
  const rest = recoverSeconds > 0 ? `after ${spanWords(recoverSeconds)}` : ''
  return [
    isOfConsole(condition) ? '' : `an alert for each ${perWord(per)}`,
    over === '' ? (rest === '' ? '' : `over ${rest}`) : [over, rest].filter((part) => part !== '').join(' '),
    schedule === null || (condition.kind === 'absence' && condition.windowSeconds === 0) ? '' : scheduleWords(schedule),
    noData === 'alert' ? `no data for ${spanWords(noDataSeconds)} is an alert too` : '',
  ].filter((part) => part !== '')
}

type Facts = RuleList['facts'][string]

/** How a rule stands: its word and what the word means. A rule that is off is nothing else. */
export function ruleStanding(rule: Pick<AlertRule, 'enabled' | 'severity'>, facts: Facts | undefined): { readonly is: 'off' | 'trouble' | 'alerts' | 'fine'; readonly tone: Tone; readonly words: string } {
  if (!rule.enabled) return { is: 'off', tone: 'neutral', words: 'Off' }
  if (facts !== undefined && facts.trouble !== '') return { is: 'trouble', tone: 'warning', words: facts.trouble }
  if (facts !== undefined && facts.alerts > 0) return { is: 'alerts', tone: rule.severity, words: counted(facts.alerts, 'alert') }
  if (facts?.places === 0) return { is: 'fine', tone: 'neutral', words: 'Nothing to look at now' }
  return { is: 'fine', tone: 'ok', words: 'Fine' }
}

/** `14 rules over 92 subjects, 0.3 ms`. */
export function evaluationWords({ rules, subjects, lastMs }: RuleList['evaluation']): string {
  return `${counted(rules, 'rule')} over ${counted(subjects, 'subject')}, ${lastMs > 0 && lastMs < 0.05 ? '<0.1' : lastMs.toFixed(1)} ms`
}

/** The hours of a schedule for the remark under its fields. */
export function scheduleRemark(rule: Pick<AlertRule, 'schedule' | 'condition'>): string {
  if (rule.schedule === null) return 'Evaluated at any time.'
  if (rule.condition.kind === 'absence' && rule.condition.windowSeconds === 0) return `Judged at the end of each stretch: ${daysWords(rule.schedule.days)} ${hoursWords(rule.schedule)}.`
  return 'Outside of it nothing is evaluated, and an alert of the rule recovers.'
}
