import { alertRule, type AlertRule, type RuleCondition } from '../../../../shared/alerts.ts'
import type { Failure } from '../../../../shared/ipc.ts'
import { isOfConsole, metricFacts, perOf, scopeFieldsOf } from './rule-facts.ts'
import { figure } from './rule-words.ts'

/* A rule while somebody fills it in. A number that is none yet is NaN. */

/** Sentences by place: a path of the rule, as `condition.clearValue`. */
export type RuleErrors = Readonly<Record<string, string>>

export function newRule(id: string): AlertRule {
  return {
    id, name: '', enabled: true, severity: 'warning', scope: { targetId: null, namespace: null, event: null, room: null, role: null }, per: 'target',
    condition: newCondition('threshold'), schedule: null, pendingSeconds: 60, recoverSeconds: 60, noData: 'ignore', noDataSeconds: 300, advice: '', starter: false,
  }
}

/** A copy to be changed, under a name of its own. */
export function copyOfRule(rule: AlertRule, id: string): AlertRule {
  return { ...rule, id, name: `${rule.name.slice(0, 70)} (copy)`, starter: false }
}

export function newCondition(kind: RuleCondition['kind']): RuleCondition {
  switch (kind) {
    case 'threshold': return { kind, metric: 'rate', windowSeconds: 60, compare: 'above', value: 100, clearValue: 80 }
    case 'absence': return { kind, windowSeconds: 300 }
    case 'state': return { kind, what: 'target-down', value: null }
    case 'change': return { kind, windowMinutes: 15, against: 'yesterday', compare: 'below', percent: 50, floor: 50 }
  }
}

/** Takes away what the condition cannot be of, so that no field that is not shown holds something. */
export function fitted(rule: AlertRule): AlertRule {
  const offered = perOf(rule.condition)
  const per = offered.includes(rule.per) ? rule.per : (offered[0] ?? 'target')
  const fields = scopeFieldsOf(rule.condition, per)
  const keep = (field: (typeof fields)[number]): string | null => (fields.includes(field) ? rule.scope[field] : null)
  // What is judged at the end of its schedule waits for nothing more.
  const pendingSeconds = isJudgedAtEnd(rule.condition) ? 0 : rule.pendingSeconds
  return { ...rule, per, pendingSeconds, scope: { targetId: isOfConsole(rule.condition) ? null : rule.scope.targetId, namespace: keep('namespace'), event: keep('event'), room: keep('room'), role: keep('role') } }
}

/** No event in the whole schedule: judged once, at its end. */
export function isJudgedAtEnd(condition: RuleCondition): boolean {
  return condition.kind === 'absence' && condition.windowSeconds === 0
}

/** As it is sent: names without spaces around them, empty ones left out. */
export function tidied(rule: AlertRule): AlertRule {
  const name = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text.trim())
  const { scope } = rule
  return { ...rule, name: rule.name.trim(), advice: rule.advice.trim(), scope: { targetId: scope.targetId, namespace: name(scope.namespace), event: name(scope.event), room: name(scope.room), role: name(scope.role) } }
}

const sentences: RuleErrors = {
  name: 'Give it a name of 1 to 80 characters.',
  'scope.namespace': 'This is longer than any namespace (200 characters).',
  'scope.event': 'This is longer than any event (200 characters).',
  'scope.room': 'This is longer than any room (300 characters).',
  'condition.windowSeconds': 'A whole number of seconds, up to 24 hours.',
  'condition.windowMinutes': 'A whole number of minutes, from 1 to 24 hours.',
  'condition.value': 'Enter a number.',
  'condition.clearValue': 'Enter a number.',
  'condition.percent': 'A number from 1 to 100,000.',
  'condition.floor': 'A whole number, at least 1.',
  'schedule.days': 'Choose at least one day.',
  'schedule.from': 'Write the time as 08:00.',
  'schedule.to': 'Write the time as 15:00.',
  'schedule.zone': 'Choose a time zone.',
  pendingSeconds: 'A time from 0 to 24 hours.',
  recoverSeconds: 'A time from 0 to 24 hours.',
  noDataSeconds: 'A time from 10 seconds to 24 hours.',
  advice: 'At most 1,000 characters.',
}

/**
 * What is plainly wrong with a rule, one sentence a place, before it is sent: its form by the contract's own schema, and
 * the gap between limit and clear value. All else the main process says (placesOf).
 */
export function ruleErrors(draft: AlertRule): RuleErrors {
  const rule = tidied(draft)
  const errors: Record<string, string> = {}
  for (const issue of alertRule.safeParse(rule).error?.issues ?? []) {
    const place = placeOf(issue.path)
    errors[place] ??= sentences[place] ?? issue.message
  }
  const { condition } = rule
  if (condition.kind === 'threshold' && Number.isFinite(condition.value) && Number.isFinite(condition.clearValue)) {
    const { compare, value, clearValue } = condition
    if (compare === 'above' && clearValue > value) errors['condition.clearValue'] ??= `It fires above ${figure(value)}, so it can be over at ${figure(value)} or less, not at ${figure(clearValue)}.`
    if (compare === 'below' && clearValue < value) errors['condition.clearValue'] ??= `It fires below ${figure(value)}, so it can be over at ${figure(value)} or more, not at ${figure(clearValue)}.`
  }
  if (condition.kind === 'threshold' && condition.metric === 'people-in-role' && rule.scope.role === null) errors['scope.role'] ??= 'Say which role is counted.'
  if (condition.kind === 'state' && condition.what === 'roster-below' && (condition.value === null || !(condition.value > 0 && condition.value <= 100))) errors['condition.value'] ??= 'A share of the roster: above 0 and at most 100 percent.'
  if (condition.kind === 'absence' && condition.windowSeconds === 0 && rule.schedule === null) errors['condition.windowSeconds'] ??= 'Choose a time here, or a schedule at whose end it is judged.'
  return errors
}

function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map(String).join('.')
  return place.startsWith('schedule.days') ? 'schedule.days' : place
}

/** The places that a refusal of the main process names: one a line of its details, `condition.clearValue: Over at ...`. */
export function placesOf({ details }: Failure['problem']): RuleErrors {
  const errors: Record<string, string> = {}
  for (const line of details.split('\n')) {
    const found = /^([a-zA-Z]+(?:\.[a-zA-Z]+)?): (.+)$/.exec(line)
    if (found?.[1] !== undefined && found[2] !== undefined) errors[found[1]] ??= found[2]
  }
  return errors
}

/** What the unit of a condition's value is called beside its field. */
export function unitOf(condition: RuleCondition): string {
  return condition.kind === 'threshold' ? metricFacts[condition.metric].unit : '%'
}
