import type { AlertRule, AlertSubject } from '../../../../shared/alerts.ts'
import { shownName } from '../../mask.ts'
import { isGroup, MEANING, metricFacts, stateFacts } from './conditions.ts'
import { words } from './gauges.ts'
import type { Place } from './measures.ts'

/** `5 min`, `90 s`, `2 h`. */
export function spanInWords(seconds: number): string {
  if (seconds < 120 && seconds % 60 !== 0) return `${words(seconds)} s`
  if (seconds < 7200) return `${words(seconds / 60)} min`
  return `${words(seconds / 3600)} h`
}

/** What was measured, beside its limit: `412 a second, limit 300`. */
export function valueInWords(rule: AlertRule, value: number): string {
  const { condition, schedule } = rule
  switch (condition.kind) {
    case 'threshold': {
      const { metric, windowSeconds } = condition
      const { unit } = metricFacts[metric]
      const over = metric === 'count' || metric === 'dropped' || metric === 'rejected' ? ` in ${spanInWords(windowSeconds)}` : ''
      return `${words(value)}${unit}${over}, limit ${words(condition.value)}`
    }
    case 'absence':
      if (condition.windowSeconds === 0) return value < 0.5 ? `no event from ${schedule?.from ?? ''} to ${schedule?.to ?? ''}` : 'events again'
      return value < 0.5 ? `no event for ${spanInWords(condition.windowSeconds)}` : `${words(value)} ${value === 1 ? 'event' : 'events'} in ${spanInWords(condition.windowSeconds)}`
    case 'state':
      if (condition.what === 'roster-below') return `${words(value)} % of the roster, limit ${words(condition.value ?? 0)} %`
      return value > 0.5 ? stateFacts[condition.what].words : stateOver[condition.what]
    case 'change':
      return `${words(value)} %, limit ${words(condition.percent)} %`
  }
}

const stateOver = {
  'target-down': 'connected', 'namespace-down': 'connected', 'signed-out': 'signed in', 'node-stale': 'heard again', 'joins-refused': 'no room refused', 'rate-limited': 'no refusal for a minute', drift: 'no difference lately', 'roster-below': '',
} as const

/** The rule's name and where, as far as it is not the platform as a whole. */
export function titleOf(rule: AlertRule, subject: AlertSubject): string {
  const where = subject.serverId ?? subject.room ?? (rule.per === 'event' ? subject.event : null) ?? (rule.per === 'namespace' || rule.per === 'event' ? subject.namespace : rule.scope.namespace)
  const of = subject.namespace !== null && where !== null && where !== subject.namespace ? ` of ${subject.namespace}` : ''
  return where === null ? rule.name : `${rule.name}: ${where}${of}`
}

/** The place as the window may have it: addresses in names are masked. */
export function subjectOf({ targetId, namespace, event, room, role, serverId }: Place): AlertSubject {
  return { targetId, namespace: shown(namespace), event: shown(event), room: shown(room), role, serverId: shown(serverId) }
}

function shown(name: string | null): string | null {
  return name === null ? null : shownName(name)
}

/** `Lincoln High, /gradebook, grade.*`: for the trial. */
export function placeInWords(school: string, subject: AlertSubject): string {
  const event = isGroup(subject.event) ? `${subject.event?.slice(MEANING.length) ?? ''} events` : subject.event
  return [school, subject.namespace, event, subject.room, subject.role, subject.serverId].filter((part) => part !== null && part !== '').join(', ')
}
