import { expect, it, test } from 'vitest'
import type { AlertRule } from '../../../../shared/alerts.ts'
import { metricFacts as judged, stateFacts as judgedStates } from '../../../../main/monitor/alerts/rules/conditions.ts'
import { starterRules } from '../../../../main/monitor/alerts/rules/starter.ts'
import { newCondition, newRule } from './rule-draft.ts'
import { metricFacts, stateFacts } from './rule-facts.ts'
import { isFiltering, shownRules } from './rule-list.ts'
import { evaluationWords, figure, ruleRemarks, ruleSentence, ruleStanding, spanWords } from './rule-words.ts'

const names = { lincoln: 'Lincoln High' }
const anywhere = { targetId: null, namespace: null, event: null, room: null, role: null }

function rule(change: Partial<AlertRule>): AlertRule {
  return { ...newRule('r'), name: 'A rule', pendingSeconds: 0, recoverSeconds: 0, ...change }
}

test.each<[string, Partial<AlertRule>]>([
  ['Events per second of /gradebook at Lincoln High below 1 for 60 s', { scope: { ...anywhere, targetId: 'lincoln', namespace: '/gradebook' }, condition: { kind: 'threshold', metric: 'rate', windowSeconds: 60, compare: 'below', value: 1, clearValue: 2 }, pendingSeconds: 60 }],
  ['Events per second (over 5 min) of each event in /chat at Lincoln High above 1,200.5', { per: 'event', scope: { ...anywhere, targetId: 'lincoln', namespace: '/chat' }, condition: { kind: 'threshold', metric: 'rate', windowSeconds: 300, compare: 'above', value: 1200.5, clearValue: 1000 } }],
  ['Events in 60 s of error events at each platform above 30', { scope: { ...anywhere, event: 'meaning:error' }, condition: { kind: 'threshold', metric: 'count', windowSeconds: 60, compare: 'above', value: 30, clearValue: 10 } }],
  ['Round trip (95th percentile) (over 60 s) of each namespace at any platform above 2,000 ms for 15 s', { per: 'namespace', condition: { kind: 'threshold', metric: 'latency-p95', windowSeconds: 60, compare: 'above', value: 2000, clearValue: 1500 }, pendingSeconds: 15 }],
  ['People online in the role student (over 60 s) at each platform below 10', { scope: { ...anywhere, role: 'student' }, condition: { kind: 'threshold', metric: 'people-in-role', windowSeconds: 60, compare: 'below', value: 10, clearValue: 12 } }],
  ['Events dropped by this console in 60 s above 0', { condition: { kind: 'threshold', metric: 'dropped', windowSeconds: 60, compare: 'above', value: 0, clearValue: 0 } }],
  ['Members (over 60 s) of each room class-* in /classroom at a platform that is not here above 40', { per: 'room', scope: { ...anywhere, targetId: 'gone', room: 'class-*', namespace: '/classroom' }, condition: { kind: 'threshold', metric: 'room-members', windowSeconds: 60, compare: 'above', value: 40, clearValue: 38 } }],
  ['No event of attendance.marked at a platform from 08:00 to 09:00, Mon–Fri', { scope: { ...anywhere, event: 'attendance.marked' }, condition: { kind: 'absence', windowSeconds: 0 }, schedule: { days: [1, 2, 3, 4, 5], from: '08:00', to: '09:00', zone: 'local' } }],
  ['No event at Lincoln High for 5 min', { scope: { ...anywhere, targetId: 'lincoln' }, condition: newCondition('absence') }],
  ['A platform is not connected', { condition: newCondition('state') }],
  ['/gradebook of Lincoln High is not connected for 30 s', { per: 'namespace', scope: { ...anywhere, targetId: 'lincoln', namespace: '/gradebook' }, condition: { kind: 'state', what: 'namespace-down', value: null }, pendingSeconds: 30 }],
  ['Room class-7b in /classroom of any platform has less of its roster present than 90 %', { per: 'room', scope: { ...anywhere, namespace: '/classroom', room: 'class-7b' }, condition: { kind: 'state', what: 'roster-below', value: 90 } }],
  ['Events in 15 min of /chat at Lincoln High below 50 % of the same time yesterday, where that was at least 50', { scope: { ...anywhere, targetId: 'lincoln', namespace: '/chat' }, condition: newCondition('change') }],
  ['Events in 15 min at each platform above 500 % of the same time a week before for 60 s, where that was at least 50', { condition: { kind: 'change', windowMinutes: 15, against: 'last-week', compare: 'above', percent: 500, floor: 50 }, pendingSeconds: 60 }],
  ['Events per second at each platform above … for …', { condition: { kind: 'threshold', metric: 'rate', windowSeconds: Number.NaN, compare: 'above', value: Number.NaN, clearValue: 1 }, pendingSeconds: Number.NaN }],
])('%s', (sentence, change) => {
  const words = ruleSentence(rule(change), names)
  if (Number.isNaN(change.pendingSeconds)) expect(words).toMatch(/above …/)
  else expect(words).toBe(sentence)
})

it('has a sentence of its own for each rule of the starter set', () => {
  const sentences = starterRules.map((each) => ruleSentence(each, names))
  expect(new Set(sentences).size).toBe(starterRules.length)
  expect(sentences.filter((each) => /…|undefined|NaN|null/.test(each))).toEqual([])
})

it('offers for each value what the main process takes for it', () => {
  const shape = (facts: Readonly<Record<string, { readonly per: readonly string[]; readonly by?: readonly string[]; readonly console?: true }>>): unknown => Object.fromEntries(Object.entries(facts).map(([key, { per, by, console }]) => [key, { per: [...per].sort(), by: [...(by ?? [])].sort(), console: console ?? false }]))
  expect(shape(metricFacts)).toEqual(shape(judged))
  expect(shape(stateFacts)).toEqual(shape(judgedStates))
})

it('says when it is over, by whom it is counted and when', () => {
  expect(ruleRemarks(rule({ recoverSeconds: 120, noData: 'alert', schedule: { days: [1, 2, 3, 4, 5], from: '08:00', to: '15:00', zone: 'America/Chicago' } }))).toEqual([
    'an alert for each platform', 'over at 80 after 2 min', 'Mon–Fri 08:00–15:00 (America/Chicago)', 'no data for 5 min is an alert too',
  ])
  expect(ruleRemarks(rule({ condition: { kind: 'threshold', metric: 'lag', windowSeconds: 60, compare: 'above', value: 5, clearValue: 5 } }))).toEqual([])
})

it('says how a rule stands: off, trouble, alerts, fine', () => {
  const fine = { alerts: 0, falseAlarms: 0, trouble: '', places: 3 }
  expect(ruleStanding(rule({ enabled: false }), { ...fine, alerts: 3, trouble: 'Not evaluated.' }).is).toBe('off')
  expect(ruleStanding(rule({}), { ...fine, alerts: 3, trouble: 'The platform is gone.' })).toEqual({ is: 'trouble', tone: 'warning', words: 'The platform is gone.' })
  expect(ruleStanding(rule({ severity: 'critical' }), { ...fine, alerts: 1 })).toEqual({ is: 'alerts', tone: 'critical', words: '1 alert' })
  expect([ruleStanding(rule({}), fine).words, ruleStanding(rule({}), { ...fine, places: null }).words, ruleStanding(rule({}), undefined).words]).toEqual(['Fine', 'Fine', 'Fine'])
  expect(ruleStanding(rule({}), { ...fine, places: 0 })).toEqual({ is: 'fine', tone: 'neutral', words: 'Nothing to look at now' })
  expect(evaluationWords({ rules: 14, subjects: 92, lastMs: 0.31 })).toBe('14 rules over 92 subjects, 0.3 ms')
  expect(evaluationWords({ rules: 1, subjects: 1, lastMs: 0.01 })).toBe('1 rule over 1 subject, <0.1 ms')
})

it('filters by words of the sentence and by how a rule stands; an id like an object’s own names no facts', () => {
  const rules = [rule({ id: 'a', name: 'Quiet', scope: { ...anywhere, namespace: '/gradebook' } }), rule({ id: '__proto__', name: 'Off one', enabled: false }), rule({ id: 'constructor', name: 'Third' })]
  const list = { rules, facts: { a: { alerts: 2, falseAlarms: 0, trouble: '', places: 1 } } }
  const ids = (text: string, show: Parameters<typeof shownRules>[1]['show']): string[] => shownRules(list, { text, show }, names).map(({ id }) => id)
  expect(ids(' GRADEBOOK ', 'all')).toEqual(['a'])
  expect([ids('', 'all').length, ids('', 'on'), ids('', 'off'), ids('', 'alerts'), ids('', 'trouble')]).toEqual([3, ['a', 'constructor'], ['__proto__'], ['a'], []])
  expect([isFiltering({ text: ' ', show: 'all' }), isFiltering({ text: '', show: 'on' })]).toEqual([false, true])
})

it('says lengths and figures as people do', () => {
  expect([5, 60, 90, 120, 3_600, 5_400, 7_200, 86_400, 0, Number.NaN].map(spanWords)).toEqual(['5 s', '60 s', '90 s', '2 min', '1 h', '90 min', '2 h', '24 h', '0 s', '…'])
  expect([1200.5, 0.04, null, Number.POSITIVE_INFINITY].map(figure)).toEqual(['1,200.5', '0.04', '…', '…'])
})
