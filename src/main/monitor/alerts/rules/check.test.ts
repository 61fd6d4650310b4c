import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alertRule, ruleMetric } from '../../../../shared/alerts.ts'
import type { AlertRule, RuleCondition } from '../../../../shared/alerts.ts'
import { START_MS } from '../alert-book-fixture.ts'
import { checkRule, faultsInWords } from './check.ts'
import { RuleEngine } from './engine.ts'
import { aboveTen, anywhere, lakeside, lincoln, Reports, ruleOf, TableMeasures } from './measures-fixture.ts'
import { starterRules } from './starter.ts'

const threshold = (change: Partial<Extract<RuleCondition, { kind: 'threshold' }>>): RuleCondition => ({ ...(aboveTen as Extract<RuleCondition, { kind: 'threshold' }>), ...change })
const morning = { days: [1, 2, 3, 4, 5], from: '08:00', to: '09:00', zone: 'America/Chicago' }

const errors = (rule: AlertRule): string[] => checkRule(rule).filter(({ warning }) => !warning).map(({ place }) => place)
const warnings = (rule: AlertRule): string[] => checkRule(rule, { targetIds: ['lincoln'] }).filter(({ warning }) => warning).map(({ place }) => place)

test('a rule without a fault, and all of the starter set', () => {
  expect(checkRule(ruleOf(aboveTen))).toEqual([])
  for (const rule of starterRules) expect([rule.id, errors(rule), alertRule.safeParse(rule).success]).toEqual([rule.id, [], true])
  expect(new Set(starterRules.map(({ id }) => id)).size).toBe(starterRules.length)
})

describe.each<[what: string, place: string, rule: AlertRule]>([
  ['over above the limit', 'condition.clearValue', ruleOf(threshold({ value: 10, clearValue: 11 }))],
  ['over below the limit of "below"', 'condition.clearValue', ruleOf(threshold({ compare: 'below', value: 10, clearValue: 9 }))],
  ['below a negative value', 'condition.value', ruleOf(threshold({ compare: 'below', value: -1, clearValue: 5 }))],
  ['below zero', 'condition.value', ruleOf(threshold({ compare: 'below', value: 0, clearValue: 5 }))],
  ['above a negative value', 'condition.value', ruleOf(threshold({ value: -1, clearValue: -1 }))],
  ['never over', 'condition.clearValue', ruleOf(threshold({ value: 3, clearValue: -1 }))],
  ['a limit that is no number', 'condition.value', ruleOf(threshold({ value: Number.NaN }))],
  ['a limit without end', 'condition.value', ruleOf(threshold({ value: Number.POSITIVE_INFINITY, clearValue: 0 }))],
  ['people by namespace', 'per', ruleOf(threshold({ metric: 'people-online' }), { per: 'namespace' })],
  ['people of an event', 'scope.event', ruleOf(threshold({ metric: 'people-online' }), { scope: { ...anywhere, event: 'grade.updated' } })],
  ['people in no role', 'scope.role', ruleOf(threshold({ metric: 'people-in-role' }))],
  ['a role of events', 'scope.role', ruleOf(threshold({ metric: 'rate' }), { scope: { ...anywhere, role: 'teacher' } })],
  ['lag of one platform', 'scope.targetId', ruleOf(threshold({ metric: 'lag' }), { scope: { ...anywhere, targetId: 'lincoln' } })],
  ['drops that are waited for longer than they are counted', 'pendingSeconds', ruleOf(threshold({ metric: 'dropped', windowSeconds: 60, value: 0, clearValue: 0 }), { pendingSeconds: 60 })],
  ['room members by platform', 'per', ruleOf(threshold({ metric: 'room-members' }))],
  ['absence without time and schedule', 'condition.windowSeconds', ruleOf({ kind: 'absence', windowSeconds: 0 })],
  ['absence of a moment', 'condition.windowSeconds', ruleOf({ kind: 'absence', windowSeconds: 2 })],
  ['absence longer than its schedule', 'condition.windowSeconds', ruleOf({ kind: 'absence', windowSeconds: 7200 }, { schedule: morning })],
  ['a verdict that waits', 'pendingSeconds', ruleOf({ kind: 'absence', windowSeconds: 0 }, { schedule: morning, pendingSeconds: 5 })],
  ['absence of every event there is', 'scope.event', ruleOf({ kind: 'absence', windowSeconds: 60 }, { per: 'event' })],
  ['a roster without percent', 'condition.value', ruleOf({ kind: 'state', what: 'roster-below', value: null }, { per: 'room' })],
  ['a roster above all', 'condition.value', ruleOf({ kind: 'state', what: 'roster-below', value: 101 }, { per: 'room' })],
  ['a roster by platform', 'per', ruleOf({ kind: 'state', what: 'roster-below', value: 90 })],
  ['a state with a value', 'condition.value', ruleOf({ kind: 'state', what: 'signed-out', value: 3 })],
  ['a namespace that is down, by platform', 'per', ruleOf({ kind: 'state', what: 'namespace-down', value: null })],
  ['more than usual', 'condition.percent', ruleOf({ kind: 'change', windowMinutes: 5, against: 'yesterday', compare: 'above', percent: 80, floor: 10 })],
  ['less than usual', 'condition.percent', ruleOf({ kind: 'change', windowMinutes: 5, against: 'yesterday', compare: 'below', percent: 120, floor: 10 })],
  ['change without a floor', 'condition.floor', ruleOf({ kind: 'change', windowMinutes: 5, against: 'yesterday', compare: 'above', percent: 200, floor: 0 })],
  ['change of a room', 'per', ruleOf({ kind: 'change', windowMinutes: 5, against: 'yesterday', compare: 'above', percent: 200, floor: 10 }, { per: 'room' })],
  ['a namespace without slash', 'scope.namespace', ruleOf(aboveTen, { scope: { ...anywhere, namespace: 'gradebook' } })],
  ['a namespace with a star', 'scope.namespace', ruleOf(aboveTen, { scope: { ...anywhere, namespace: '/grade*' } })],
  ['a star alone', 'scope.event', ruleOf(threshold({ metric: 'rate' }), { scope: { ...anywhere, event: '**' } })],
  ['an empty name', 'scope.event', ruleOf(threshold({ metric: 'rate' }), { scope: { ...anywhere, event: '' } })],
  ['a group that does not exist', 'scope.event', ruleOf(threshold({ metric: 'rate' }), { scope: { ...anywhere, event: 'meaning:nonsense' } })],
  ['room and event', 'scope.event', ruleOf(threshold({ metric: 'rate' }), { scope: { ...anywhere, event: 'a', room: 'b' } })],
  ['connections by event', 'per', ruleOf(threshold({ metric: 'rate' }), { per: 'event', scope: { ...anywhere, event: 'socket:connect' } })],
  ['bytes of connections', 'scope.event', ruleOf(threshold({ metric: 'bytes-rate' }), { scope: { ...anywhere, event: 'socket:connect' } })],
  ['an unknown zone', 'schedule.zone', ruleOf(aboveTen, { schedule: { ...morning, zone: 'Mars/Olympus' } })],
  ['a day twice', 'schedule.days', ruleOf(aboveTen, { schedule: { ...morning, days: [1, 1] } })],
  ['no day', 'schedule.days', ruleOf(aboveTen, { schedule: { ...morning, days: [] } })],
  ['no time', 'schedule.to', ruleOf(aboveTen, { schedule: { ...morning, to: '08:00' } })],
  ['waits longer than its schedule', 'pendingSeconds', ruleOf(aboveTen, { schedule: morning, pendingSeconds: 3600 })],
])('%s', (_what, place, rule) => {
  test(place, () => {
    expect(errors(rule)).toContain(place)
    expect(faultsInWords(checkRule(rule))).toMatch(new RegExp(`^${place.replace('.', '\\.')}: [A-Z"].*\\.$`, 'm'))
  })
})

test('what may be meant is a warning: a platform that is not there, a wait beyond the window, no gap', () => {
  expect(warnings(ruleOf(aboveTen, { scope: { ...anywhere, targetId: 'gone' } }))).toEqual(['scope.targetId'])
  expect(warnings(ruleOf(aboveTen, { scope: { ...anywhere, targetId: 'lincoln' } }))).toEqual([])
  expect(warnings(ruleOf(aboveTen, { pendingSeconds: 7200 }))).toEqual(['pendingSeconds'])
  expect(warnings(ruleOf(threshold({ value: 10, clearValue: 10 })))).toEqual(['condition.clearValue'])
})

const text = fc.oneof(fc.constantFrom('/', '/gradebook', '*', 'grade.*', 'meaning:error', 'meaning:', 'socket:connect', '', '__proto__', 'a'.repeat(80)), fc.string({ maxLength: 20 }))
const optional = fc.option(text, { nil: null, freq: 1 })
const number = fc.oneof(fc.constantFrom(0, -1, 1, 0.5, 90, 1e300, Number.NaN, Number.POSITIVE_INFINITY), fc.double())
const time = fc.constantFrom('00:00', '02:30', '08:00', '09:00', '23:59')
const condition: fc.Arbitrary<RuleCondition> = fc.oneof(
  fc.record({ kind: fc.constant('threshold' as const), metric: fc.constantFrom(...ruleMetric.options), windowSeconds: fc.constantFrom(1, 10, 300, 86_400), compare: fc.constantFrom('above' as const, 'below' as const), value: number, clearValue: number }),
  fc.record({ kind: fc.constant('absence' as const), windowSeconds: fc.constantFrom(0, 5, 60, 86_400) }),
  fc.record({ kind: fc.constant('state' as const), what: fc.constantFrom('target-down' as const, 'namespace-down' as const, 'signed-out' as const, 'node-stale' as const, 'joins-refused' as const, 'rate-limited' as const, 'drift' as const, 'roster-below' as const), value: fc.option(number, { nil: null }) }),
  fc.record({ kind: fc.constant('change' as const), windowMinutes: fc.constantFrom(1, 60, 1440), against: fc.constantFrom('yesterday' as const, 'last-week' as const), compare: fc.constantFrom('above' as const, 'below' as const), percent: number, floor: fc.integer({ min: -1, max: 100 }) }),
)
const anyRule: fc.Arbitrary<AlertRule> = fc.record({
  id: fc.string({ minLength: 1, maxLength: 10 }), name: fc.constant('Any'), enabled: fc.constant(true), severity: fc.constantFrom('critical' as const, 'warning' as const, 'info' as const),
  scope: fc.record({ targetId: fc.constantFrom(null, 'lincoln', 'gone'), namespace: optional, event: optional, room: optional, role: optional }),
  per: fc.constantFrom('target' as const, 'namespace' as const, 'event' as const, 'room' as const),
  condition,
  schedule: fc.option(fc.record({ days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }), from: time, to: time, zone: fc.constantFrom('local', 'America/Chicago', 'Australia/Lord_Howe', 'Nowhere/At_All') }), { nil: null }),
  pendingSeconds: fc.constantFrom(0, 1, 60), recoverSeconds: fc.constantFrom(0, 1, 60), noData: fc.constantFrom('alert' as const, 'ignore' as const), noDataSeconds: fc.constantFrom(10, 60), advice: fc.constant(''), starter: fc.constant(false),
})

describe('a rule that passes', () => {
  const step = fc.record({ seconds: fc.constantFrom(1, 2, 30, 3600, -7200), value: fc.oneof(fc.double(), fc.constantFrom(Number.NaN, 0, 1)), targets: fc.constantFrom([lincoln], [lincoln, lakeside], []), past: fc.constantFrom(null, undefined, 0, 50), events: fc.boolean() })

  let evaluated = 0

  test('never throws in evaluation, whatever is measured, and leaves nothing that fires when it is off', () => {
    fc.assert(
      fc.property(anyRule, fc.array(step, { maxLength: 25 }), (rule, steps) => {
        if (errors(rule).length > 0) return
        evaluated++
        const table = new TableMeasures()
        table.named.events = [{ namespace: '/', name: 'grade.updated', meaning: 'error' }]
        table.named.rooms = [{ namespace: '/', name: 'class-7b' }]
        table.named.rosters = table.named.rooms
        const reports = new Reports()
        const engine = new RuleEngine({ measures: table, sink: reports })
        let nowMs = START_MS
        engine.setRules([rule], nowMs)
        for (const { seconds, value, targets, past, events } of steps) {
          nowMs += seconds * 1000
          table.list = [...targets]
          table.past = past
          table.seconds = events ? [Math.floor(nowMs / 1000) - 1] : []
          for (const what of [...ruleMetric.options, 'target-down', 'namespace-down', 'signed-out', 'node-stale', 'joins-refused', 'rate-limited', 'drift', 'roster-below']) table.set(what, value)
          engine.evaluate(nowMs)
        }
        engine.setRules([], nowMs)
        const last = new Map(reports.all.map(({ signal, phase }) => [signal.fingerprint, phase]))
        expect([...last.values()].filter((phase) => phase !== 'resolved')).toEqual([])
        expect([engine.subjects, engine.gauges]).toEqual([0, 0])
      }),
      { numRuns: 3_000 },
    )
    // Most invented rules are impossible; enough of them are not.
    expect(evaluated).toBeGreaterThan(100)
  })
})
