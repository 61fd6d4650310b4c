import type { AlertRule, RuleCondition } from '../../../../shared/alerts.ts'
import { meaning } from '../../../../shared/catalog.ts'
import { isGroup, MEANING, metricFacts, SOCKET_CONNECT, stateFacts } from './conditions.ts'
import { isZone } from './schedule.ts'

/** One thing that is wrong with a rule. `place` is a path of the rule: `condition.clearValue`. A warning does not keep it from being saved. */
export interface RuleFault {
  readonly place: string
  readonly sentence: string
  readonly warning: boolean
}

/** What the checks may know of what is watched now. */
export interface KnownPlaces {
  readonly targetIds: readonly string[]
}

/** Longer windows are above what counts are kept for. */
const WINDOW_SECONDS_MAX = 24 * 3600

type Add = (place: string, sentence: string) => void

/** All that is wrong with a rule, in words; one without an error can always be evaluated. Pure. */
export function checkRule(rule: AlertRule, known?: KnownPlaces): RuleFault[] {
  const faults: RuleFault[] = []
  const error: Add = (place, sentence) => faults.push({ place, sentence, warning: false })
  const warn: Add = (place, sentence) => faults.push({ place, sentence, warning: true })
  checkCondition(rule, error, warn)
  checkScope(rule, error, warn)
  if (rule.schedule) checkSchedule(rule, error)
  checkTimes(rule, error, warn)
  if (known && rule.scope.targetId !== null && !known.targetIds.includes(rule.scope.targetId)) warn('scope.targetId', 'The platform of this rule is not watched here: nothing is evaluated until it is.')
  return faults
}

/** The errors as one text, each with its place. */
export function faultsInWords(faults: readonly RuleFault[]): string {
  return faults.filter((fault) => !fault.warning).map(({ place, sentence }) => `${place}: ${sentence}`).join('\n')
}

function checkCondition(rule: AlertRule, error: Add, warn: Add): void {
  const { condition } = rule
  switch (condition.kind) {
    case 'threshold':
      return checkThreshold(rule, condition, error, warn)
    case 'absence':
      if (rule.scope.event === SOCKET_CONNECT) error('scope.event', `The absence of ${SOCKET_CONNECT} cannot be told: use the number of sockets instead.`)
      if (condition.windowSeconds === 0 && !rule.schedule) error('condition.windowSeconds', 'Without a time ("no event for ...") the rule needs a schedule, whose end it is judged at.')
      if (condition.windowSeconds > 0 && condition.windowSeconds < 5) error('condition.windowSeconds', 'Silence of less than 5 seconds is nothing unusual, and is not measured.')
      if (condition.windowSeconds > 0 && rule.schedule && longestMinutes(rule) * 60 < condition.windowSeconds) error('condition.windowSeconds', 'The schedule is shorter than the time without an event: the rule can never hold.')
      if (condition.windowSeconds === 0 && rule.pendingSeconds > 0) error('pendingSeconds', 'A rule that is judged at the end of its schedule has no pending time.')
      return
    case 'state':
      return checkState(rule, condition, error)
    case 'change':
      return checkChange(rule, condition, error, warn)
  }
}

function checkThreshold(rule: AlertRule, condition: Extract<RuleCondition, { kind: 'threshold' }>, error: Add, warn: Add): void {
  const { metric, compare, value, clearValue, windowSeconds } = condition
  const facts = metricFacts[metric]
  if (!Number.isFinite(value)) error('condition.value', 'The limit must be a number.')
  if (!Number.isFinite(clearValue)) error('condition.clearValue', 'The value at which it is over must be a number.')
  if (compare === 'above' && clearValue > value) error('condition.clearValue', `Over at ${clearValue} is above the limit ${value}: the alert would be over while the rule still holds. It must be ${value} or less.`)
  if (compare === 'below' && clearValue < value) error('condition.clearValue', `Over at ${clearValue} is below the limit ${value}: the alert would be over while the rule still holds. It must be ${value} or more.`)
  const signed = metric === 'event-age-p95'
  if (compare === 'below' && value <= 0 && !signed) error('condition.value', `${capital(facts.words)} can never be below ${value}.`)
  if (compare === 'above' && value < 0 && !signed) error('condition.value', `${capital(facts.words)} is always above ${value}: the rule would hold all the time.`)
  if (compare === 'above' && clearValue < 0 && !signed) error('condition.clearValue', `${capital(facts.words)} can never fall below ${clearValue}: the alert would never be over.`)
  if (windowSeconds > WINDOW_SECONDS_MAX) error('condition.windowSeconds', 'Counts are kept for 24 hours: a longer window cannot be measured.')
  checkPlace(rule, facts.per, facts.by, capital(facts.words), error)
  if (facts.console && rule.scope.targetId !== null) error('scope.targetId', `${capital(facts.words)} is of this console as a whole, not of one platform.`)
  if (metric === 'people-in-role' && rule.scope.role === null) error('scope.role', 'Say which role is counted.')
  if (metric !== 'rate' && metric !== 'count' && rule.scope.event === SOCKET_CONNECT) error('scope.event', `Of ${SOCKET_CONNECT} there is a rate and a count, and nothing else.`)
  if (compare === 'above' && clearValue === value && rule.recoverSeconds === 0 && !['dropped', 'rejected'].includes(metric)) warn('condition.clearValue', 'Without a gap between the limit and the value at which it is over, and without a recovery time, the alert may come and go.')
}

function checkState(rule: AlertRule, condition: Extract<RuleCondition, { kind: 'state' }>, error: Add): void {
  const { what, value } = condition
  const facts = stateFacts[what]
  if (what === 'roster-below') {
    if (value === null) error('condition.value', 'Say below how many percent of the roster it holds.')
    else if (!(value > 0 && value <= 100)) error('condition.value', 'A share of the roster is above 0 and at most 100 percent.')
  } else if (value !== null) error('condition.value', `"${facts.words}" has no value.`)
  const by: ('namespace' | 'room')[] = what === 'roster-below' ? ['namespace', 'room'] : facts.per.includes('namespace') ? ['namespace'] : []
  checkPlace(rule, facts.per, by, `"${facts.words}"`, error)
}

function checkChange(rule: AlertRule, condition: Extract<RuleCondition, { kind: 'change' }>, error: Add, warn: Add): void {
  const { compare, percent, floor } = condition
  if (!Number.isFinite(percent)) error('condition.percent', 'The share must be a number.')
  if (compare === 'above' && percent <= 100) error('condition.percent', `More than ${percent} % of what was before is usual: say more than 100 %, for example 500 % for five times as many.`)
  if (compare === 'below' && percent >= 100) error('condition.percent', `Less than ${percent} % of what was before is usual: say less than 100 %.`)
  if (!Number.isInteger(floor) || floor < 1) error('condition.floor', 'The floor is a whole number of events, at least 1.')
  if (compare === 'below' && (floor * percent) / 100 < 1) warn('condition.floor', `With ${floor} events before, less than ${percent} % is none at all: a higher floor says more.`)
  if (rule.per === 'room' || rule.scope.room !== null) error(rule.per === 'room' ? 'per' : 'scope.room', 'History has no counts of rooms to compare with.')
  if (rule.scope.event === SOCKET_CONNECT) error('scope.event', `History has no counts of ${SOCKET_CONNECT} to compare with.`)
}

/** The place that something is measured at, and what its scope may name. */
function checkPlace(rule: AlertRule, per: readonly AlertRule['per'][], by: readonly string[], what: string, error: Add): void {
  if (!per.includes(rule.per)) error('per', `${what} is measured by ${listOf(per.map((each) => perWords[each]))}, not by ${perWords[rule.per]}.`)
  for (const field of ['namespace', 'event', 'room', 'role'] as const) {
    if (rule.scope[field] !== null && !by.includes(field)) error(`scope.${field}`, `${what} is not measured by ${field}: leave it empty.`)
  }
}

const perWords: Record<AlertRule['per'], string> = { target: 'platform', namespace: 'namespace', event: 'event', room: 'room' }

function checkScope({ scope, per, condition }: AlertRule, error: Add, warn: Add): void {
  if (scope.namespace !== null && !scope.namespace.startsWith('/')) error('scope.namespace', 'A namespace begins with a slash.')
  if (scope.namespace?.includes('*')) error('scope.namespace', 'A namespace is one, or all of them: it cannot hold "*".')
  for (const field of ['namespace', 'event', 'room', 'role', 'targetId'] as const) if (scope[field] === '') error(`scope.${field}`, 'Leave it out rather than empty: an empty name fits nothing.')
  for (const field of ['event', 'room'] as const) if (scope[field] !== null && /^\*+$/.test(scope[field])) error(`scope.${field}`, 'A "*" alone says nothing: leave it out, and it is every one.')
  const { event } = scope
  if (isGroup(event) && !meaning.safeParse(event?.slice(MEANING.length)).success) error('scope.event', `There is no such group of events. Groups are ${meaning.options.map((each) => MEANING + each).join(', ')}.`)
  if (event === SOCKET_CONNECT && scope.room !== null) error('scope.room', 'Connections are of no room.')
  if (event === SOCKET_CONNECT && (per === 'event' || per === 'room')) error('per', 'Connections are counted by platform or namespace.')
  if (scope.room !== null && scope.event !== null) error('scope.event', 'Events of a room are counted together: name the room or the event.')
  if (per === 'room' && scope.event !== null) error('scope.event', 'Events of a room are counted together: leave the event out, or count by event.')
  if (per === 'event' && scope.room !== null) error('scope.room', 'Events of a room are counted together: leave the room out, or count by room.')
  if (scope.role !== null && !(condition.kind === 'threshold' && condition.metric === 'people-in-role')) error('scope.role', 'A role is of people: only "people online in a role" is measured by it.')
  if (per === 'event' && scope.event === null && condition.kind === 'absence') error('scope.event', 'Say which event is missed: an alert for every name that was ever seen and is quiet would be most of them.')
  if (per === 'room' && scope.room === null && condition.kind === 'absence') warn('scope.room', 'Every room that is quiet would be an alert: name the rooms.')
}

function checkSchedule({ schedule }: AlertRule, error: Add): void {
  if (!schedule) return
  if (!isZone(schedule.zone)) error('schedule.zone', `This computer knows no time zone "${schedule.zone}". Name one as in America/Chicago, or "local".`)
  if (new Set(schedule.days).size !== schedule.days.length) error('schedule.days', 'A weekday is named twice.')
  if (schedule.days.length === 0) error('schedule.days', 'No day is chosen: the rule would never be evaluated.')
  if (schedule.from === schedule.to && schedule.from !== '00:00') error('schedule.to', `From ${schedule.from} to ${schedule.to} is no time at all. For the whole day say 00:00 to 00:00.`)
}

function checkTimes(rule: AlertRule, error: Add, warn: Add): void {
  const { schedule, pendingSeconds, recoverSeconds, condition } = rule
  const windowSeconds = condition.kind === 'threshold' || condition.kind === 'absence' ? condition.windowSeconds : condition.kind === 'change' ? condition.windowMinutes * 60 : 0
  if (schedule && pendingSeconds >= longestMinutes(rule) * 60) error('pendingSeconds', 'It must hold for longer than the schedule lasts: it could never fire.')
  if (windowSeconds > 0 && pendingSeconds > windowSeconds && pendingSeconds > 3600) warn('pendingSeconds', 'It waits for longer than the window that it looks at: a longer window says the same and is easier to read.')
  if (condition.kind === 'threshold' && (condition.metric === 'dropped' || condition.metric === 'rejected') && condition.compare === 'above' && pendingSeconds >= windowSeconds) error('pendingSeconds', `What was counted leaves the window after ${windowSeconds} s: it must hold for less than that, or it could never fire.`)
  if (condition.kind === 'change' && recoverSeconds === 0) warn('recoverSeconds', 'Without a recovery time the alert may come and go.')
}

/** Minutes that one stretch of the schedule lasts, on a day without a clock change. */
function longestMinutes({ schedule }: AlertRule): number {
  if (!schedule) return 1440
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  const length = minutes(schedule.to) - minutes(schedule.from)
  return length > 0 ? length : length + 1440
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
