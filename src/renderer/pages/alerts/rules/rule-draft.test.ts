import { expect, it } from 'vitest'
import { alertRule, type AlertRule } from '../../../../shared/alerts.ts'
import { checkRule, faultsInWords } from '../../../../main/monitor/alerts/rules/check.ts'
import { completionQuestion, nameOfCompletion } from './known-names.tsx'
import { asNumber, unitFor } from './number-fields.tsx'
import { copyOfRule, fitted, newCondition, newRule, placesOf, ruleErrors, tidied } from './rule-draft.ts'
import { metricFacts, perOf, stateFacts } from './rule-facts.ts'
import { barOf } from './trial-panel.tsx'

const named = (change: Partial<AlertRule> = {}): AlertRule => ({ ...newRule('r'), name: 'Quiet', ...change })

it('starts with a rule that only lacks its name', () => {
  expect(ruleErrors(newRule('r'))).toEqual({ name: 'Give it a name of 1 to 80 characters.' })
  expect(checkRule(named())).toEqual([])
  for (const kind of ['threshold', 'absence', 'state', 'change'] as const) expect(checkRule(fitted(named({ condition: newCondition(kind) }))).filter(({ warning }) => !warning)).toEqual([])
})

it('finds the wrong side of a gap, in both directions', () => {
  const threshold = (compare: 'above' | 'below', value: number, clearValue: number): AlertRule => named({ condition: { kind: 'threshold', metric: 'rate', windowSeconds: 60, compare, value, clearValue } })
  expect(ruleErrors(threshold('above', 100, 120))).toEqual({ 'condition.clearValue': 'It fires above 100, so it can be over at 100 or less, not at 120.' })
  expect(ruleErrors(threshold('below', 1, 0.5))).toEqual({ 'condition.clearValue': 'It fires below 1, so it can be over at 1 or more, not at 0.5.' })
  expect(ruleErrors(threshold('above', 100, 100))).toEqual({})
  expect(ruleErrors(threshold('above', Number.NaN, 100))).toEqual({ 'condition.value': 'Enter a number.' })
})

it('has a sentence for each field that may be wrong', () => {
  const wrong = named({ pendingSeconds: -1, recoverSeconds: Number.NaN, noDataSeconds: 1, advice: 'x'.repeat(1_001), schedule: { days: [], from: '8', to: '25:00', zone: '' }, condition: { kind: 'threshold', metric: 'people-in-role', windowSeconds: 0.5, compare: 'above', value: 1, clearValue: 1 } })
  const errors = ruleErrors(wrong)
  expect(Object.keys(errors).sort()).toEqual(['advice', 'condition.windowSeconds', 'noDataSeconds', 'pendingSeconds', 'recoverSeconds', 'schedule.days', 'schedule.from', 'schedule.to', 'schedule.zone', 'scope.role'])
  expect(Object.values(errors).filter((sentence) => /invalid|expected/i.test(sentence))).toEqual([])
  expect(ruleErrors(named({ condition: { kind: 'state', what: 'roster-below', value: 0 } }))).toEqual({ 'condition.value': 'A share of the roster: above 0 and at most 100 percent.' })
  expect(ruleErrors(named({ condition: { kind: 'absence', windowSeconds: 0 } }))).toHaveProperty(['condition.windowSeconds'])
})

it('leaves nothing in a field that is not shown, whatever was chosen before', () => {
  const filled = named({ pendingSeconds: 10, per: 'room', scope: { targetId: 'lincoln', namespace: '/chat', event: 'chat.*', room: 'class-*', role: 'student' } })
  for (const metric of Object.keys(metricFacts) as (keyof typeof metricFacts)[]) {
    const rule = fitted({ ...filled, condition: { kind: 'threshold', metric, windowSeconds: 60, compare: 'above', value: 10, clearValue: 5 } })
    expect(faultsInWords(checkRule(tidied(rule)))).toBe('')
    expect(perOf(rule.condition)).toContain(rule.per)
  }
  expect(fitted({ ...filled, condition: { kind: 'absence', windowSeconds: 0 } }).pendingSeconds).toBe(0)
  for (const what of Object.keys(stateFacts) as (keyof typeof stateFacts)[]) expect(faultsInWords(checkRule(fitted({ ...filled, condition: { kind: 'state', what, value: what === 'roster-below' ? 90 : null } })))).toBe('')
})

it('sends what was typed without spaces, and empty names as none', () => {
  const rule = tidied(named({ name: '  Quiet ', scope: { targetId: null, namespace: ' /chat ', event: '  ', room: null, role: null } }))
  expect([rule.name, rule.scope.namespace, rule.scope.event]).toEqual(['Quiet', '/chat', null])
  const copy = copyOfRule(named({ starter: true, name: 'n'.repeat(80) }), 'c')
  expect([alertRule.safeParse(copy).success, copy.starter, copy.id]).toEqual([true, false, 'c'])
})

it('takes the places from what the main process says', () => {
  const words = faultsInWords(checkRule(named({ scope: { targetId: null, namespace: 'chat', event: null, room: null, role: 'student' } })))
  expect(placesOf({ what: '', advice: '', details: words })).toEqual({ 'scope.namespace': 'A namespace begins with a slash.', 'scope.role': 'Events a second is not measured by role: leave it empty.' })
  expect(placesOf({ what: '', advice: '', details: 'SQLITE_FULL: database or disk is full' })).toEqual({})
})

it('reads numbers as they are typed', () => {
  expect(['1', ' 1 200 ', '0,5', '1.5', '', 'x', '-3'].map(asNumber)).toEqual([1, 1200, 0.5, 1.5, Number.NaN, Number.NaN, -3])
  expect([0, 60, 90, 120, 3_600, 5_400].map(unitFor)).toEqual(['s', 's', 's', 'min', 'h', 'min'])
})

it('asks for names that hold quotes, and reads the answers', () => {
  expect(completionQuestion('event', 'a "b" \\')).toBe('event:"a \\"b\\" \\\\')
  expect(['grade.posted', '"odd, name"', '"a \\"b\\""', '"'].map(nameOfCompletion)).toEqual(['grade.posted', 'odd, name', 'a "b"', '"'])
})

it('draws each firing within the line, and never too thin to be seen', () => {
  expect(barOf({ fromMs: 50, toMs: 75 }, 0, 100)).toEqual({ left: 50, width: 25 })
  expect(barOf({ fromMs: 90, toMs: null }, 0, 100)).toEqual({ left: 90, width: 10 })
  expect(barOf({ fromMs: -50, toMs: -40 }, 0, 100)).toEqual({ left: 0, width: 1 })
  expect(barOf({ fromMs: 500, toMs: null }, 0, 100)).toEqual({ left: 99, width: 1 })
})
