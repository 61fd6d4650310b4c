import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlertAction, AlertState, Silence } from '../../../shared/alerts.ts'
import { ALERT_REOPEN_MS, ALERTS_OPEN_MAX, FLOOD_ALERTS, INFO_ALERT_KEPT_MS } from '../../../shared/limits.ts'
import { actOn } from './alert-acts.ts'
import { activeByFingerprint, intervention, MINUTE_MS, namespaceDown, newBook, platformDown, ruleSignal, START_MS } from './alert-book-fixture.ts'
import type { AlertBook } from './alert-book.ts'
import { severityOf, stateOf } from './alert.ts'
import type { Alert } from './alert.ts'
import type { RulePhase } from './signal.ts'

const me = 'j.ortiz'
const acknowledge: AlertAction = { kind: 'acknowledge', owner: null, note: '', minutes: 30 }
const snooze: AlertAction = { kind: 'snooze', minutes: 60 }

function only(book: AlertBook): Alert {
  const all = [...book.all]
  expect(all).toHaveLength(1)
  return (all[0] as { alert: Alert }).alert
}

function silence(change: Partial<Silence> = {}): Silence {
  return { id: 's1', matchers: [{ field: 'cause', is: 'rate-low', not: false }], reason: 'Exams, the gradebook is closed', createdBy: me, startsAtMs: START_MS, endsAtMs: START_MS + 120 * MINUTE_MS, ...change }
}

/** A step of the state machine: minutes after the start, and what happens then. */
type Step = (book: AlertBook, atMs: number) => void
const rule = (phase: RulePhase, change = {}): Step => (book, atMs) => book.ruleState(ruleSignal(change), phase, atMs)
const platform = (change = {}): Step => (book, atMs) => book.receive(intervention('7', change), atMs)
const act = (action: AlertAction): Step => (book, atMs) => void actOn(book, [only(book).id], action, me, atMs)
const silenced = (change: Partial<Silence> = {}): Step => (book, atMs) => { book.silences.set([silence(change)]); book.silencesChanged(atMs) }
const wait: Step = () => {}

describe('the life of an alert', () => {
  const table: readonly (readonly [string, readonly (readonly [number, Step])[], AlertState])[] = [
    ['a rule that holds is pending', [[0, rule('pending')]], 'pending'],
    ['and fires', [[0, rule('pending')], [1, rule('firing')]], 'open'],
    ['below its threshold it recovers', [[0, rule('firing')], [1, rule('recovering')]], 'recovering'],
    ['and resolves', [[0, rule('firing')], [1, rule('recovering')], [2, rule('resolved')]], 'resolved'],
    ['or fires again', [[0, rule('firing')], [1, rule('recovering')], [2, rule('firing')]], 'open'],
    ['a firing one never goes back to pending', [[0, rule('firing')], [1, rule('pending')]], 'open'],
    ['what comes back within ten minutes is the same', [[0, rule('firing')], [1, rule('resolved')], [9, rule('firing')]], 'open'],
    ['the platform’s own fires at once', [[0, platform()]], 'open'],
    ['and never ends by itself', [[0, platform()], [7 * 24 * 60, wait]], 'open'],
    ['but for news, after a day', [[0, platform({ severity: 'info' })], [INFO_ALERT_KEPT_MS / MINUTE_MS, wait]], 'resolved'],
    ['acknowledged', [[0, platform()], [1, act(acknowledge)]], 'acknowledged'],
    ['until it expires back to open', [[0, platform()], [1, act(acknowledge)], [31, wait]], 'open'],
    ['not a minute before', [[0, platform()], [1, act(acknowledge)], [30, wait]], 'acknowledged'],
    ['acknowledged stays while it recovers', [[0, rule('firing')], [1, act(acknowledge)], [2, rule('recovering')]], 'acknowledged'],
    ['a repeat leaves it with its owner', [[0, platform()], [1, act(acknowledge)], [2, platform()]], 'acknowledged'],
    ['unacknowledged', [[0, platform()], [1, act(acknowledge)], [2, act({ kind: 'unacknowledge' })]], 'open'],
    ['undone within ten seconds', [[0, platform()], [1, act(acknowledge)], [1.1, act({ kind: 'undo' })]], 'open'],
    ['not after', [[0, platform()], [1, act(acknowledge)], [2, act({ kind: 'undo' })]], 'acknowledged'],
    ['snoozed', [[0, platform({ severity: 'warning' })], [1, act(snooze)]], 'snoozed'],
    ['snoozed stays through a repeat', [[0, platform({ severity: 'warning' })], [1, act(snooze)], [2, platform({ severity: 'warning' })]], 'snoozed'],
    ['until it is worse', [[0, platform({ severity: 'warning' })], [1, act(snooze)], [2, platform()]], 'open'],
    ['or many more', [[0, platform()], [1, act(snooze)], [2, platform()], [3, platform()], [4, platform()]], 'open'],
    ['or its time is over', [[0, platform()], [1, act(snooze)], [61, wait]], 'open'],
    ['silenced while a silence holds', [[0, rule('firing')], [1, silenced()]], 'silenced'],
    ['a silence that comes later does not count yet', [[0, rule('firing')], [1, silenced({ startsAtMs: START_MS + 60 * MINUTE_MS })]], 'open'],
    ['but then', [[0, rule('firing')], [1, silenced({ startsAtMs: START_MS + 60 * MINUTE_MS })], [61, wait]], 'silenced'],
    ['and ends', [[0, rule('firing')], [1, silenced()], [121, wait]], 'open'],
    ['a silence of another cause does nothing', [[0, rule('firing')], [1, silenced({ matchers: [{ field: 'cause', is: 'other', not: false }] })]], 'open'],
    ['silenced goes before acknowledged', [[0, rule('firing')], [1, act(acknowledge)], [2, silenced()]], 'silenced'],
    ['resolved by hand', [[0, platform()], [1, act({ kind: 'resolve', note: 'Spoke with the family.' })]], 'resolved'],
    ['its twin a minute later does not open it', [[0, platform()], [1, act({ kind: 'resolve', note: '' })], [2, platform()]], 'resolved'],
    ['what is worse does', [[0, platform({ severity: 'warning' })], [1, act({ kind: 'resolve', note: '' })], [2, platform()]], 'open'],
    ['resolved by hand, undone', [[0, platform()], [1, act({ kind: 'resolve', note: '' })], [1.1, act({ kind: 'undo' })]], 'open'],
    ['a false alarm of the platform is resolved', [[0, platform()], [1, act({ kind: 'false-alarm', note: '' })]], 'resolved'],
    ['one of a rule fires on until its rule says otherwise', [[0, rule('firing')], [1, act({ kind: 'false-alarm', note: '' })]], 'open'],
    ['escalated is nobody’s again', [[0, rule('firing')], [1, act(acknowledge)], [2, act({ kind: 'escalate', note: 'Nobody answers.' })]], 'open'],
    ['handed over stays acknowledged', [[0, rule('firing')], [1, act(acknowledge)], [2, act({ kind: 'hand-over', owner: 'M. Tran', note: 'My shift ends.' })]], 'acknowledged'],
  ]

  it.each(table)('%s', (_name, steps, state) => {
    const book = newBook()
    for (const [minutes, step] of steps) {
      const atMs = START_MS + minutes * MINUTE_MS
      book.tick(atMs)
      step(book, atMs)
      book.tick(atMs)
    }
    expect(stateOf(only(book))).toBe(state)
  })
})

describe('one matter, one alert', () => {
  it('counts what comes again, takes the worse words, and says what is odd', () => {
    const book = newBook()
    book.receive(intervention('7', { severity: 'warning', cause: 'tardy_pattern', title: 'Attendance rule tardy_pattern reached' }), START_MS)
    book.receive(intervention('7', { content: { event: 'notification.new', digest: 'n' }, saidAtMs: START_MS + 26 * 60 * MINUTE_MS }), START_MS + 1000)
    book.receive(intervention('7', { content: { event: 'notification.new', digest: 'other' } }), START_MS + 2000)
    const alert = only(book)
    expect(alert).toMatchObject({ count: 3, cause: 'chronic_absence', firedAtMs: START_MS, lastAtMs: START_MS + 2000 })
    expect(severityOf(alert)).toBe('critical')
    expect(alert.oddities).toEqual(['The platform’s time is 26 h ahead of this computer’s; the time of receipt is shown.', 'notification.new came again under the same id with other content.'])
  })

  it('begins a new one when the old one was resolved long ago', () => {
    const book = newBook()
    book.ruleState(ruleSignal(), 'firing', START_MS)
    book.ruleState(ruleSignal(), 'resolved', START_MS + 1000)
    book.ruleState(ruleSignal(), 'firing', START_MS + 1000 + ALERT_REOPEN_MS)
    expect([...book.all].map(({ alert }) => stateOf(alert))).toEqual(['resolved', 'open'])
    expect(activeByFingerprint(book)).toEqual(new Map([[ruleSignal().fingerprint, 1]]))
  })

  it('forgets what never fired', () => {
    const book = newBook()
    book.ruleState(ruleSignal(), 'pending', START_MS)
    book.ruleState(ruleSignal(), 'resolved', START_MS + 1000)
    expect([...book.all]).toEqual([])
    expect(book.takeForgotten()).toEqual(['a1'])
  })
})

describe('folding', () => {
  it('folds children under the widest parent and unfolds what is still wrong after it', () => {
    const book = newBook()
    book.ruleState(namespaceDown, 'firing', START_MS)
    book.ruleState(ruleSignal(), 'firing', START_MS)
    book.receive(intervention('7'), START_MS)
    book.tick(START_MS)
    book.ruleState(platformDown, 'firing', START_MS + 1000)
    book.tick(START_MS + 1000)
    const parents = (): Record<string, string | null> => Object.fromEntries([...book.all].map(({ alert }) => [alert.cause, alert.parentId === null ? null : (book.slot(alert.parentId)?.alert.cause ?? 'gone')]))
    expect(parents()).toEqual({ 'namespace-down': 'target-down', 'rate-low': 'target-down', chronic_absence: null, 'target-down': null })
    book.ruleState(platformDown, 'resolved', START_MS + 2000)
    book.tick(START_MS + 2000)
    expect(parents()).toEqual({ 'namespace-down': null, 'rate-low': 'namespace-down', chronic_absence: null, 'target-down': null })
  })

  it('tells of the parent alone, and of a child that outlives it', () => {
    const book = newBook()
    book.ruleState(platformDown, 'firing', START_MS)
    book.ruleState(ruleSignal(), 'firing', START_MS)
    expect(book.takeNews().news.map(({ what, alert }) => `${what} ${alert.cause}`)).toEqual(['fired target-down'])
    book.ruleState(platformDown, 'resolved', START_MS + 1000)
    book.tick(START_MS + 1000)
    expect(book.takeNews().news.map(({ what, alert }) => `${what} ${alert.cause}`)).toEqual(['resolved target-down', 'fired rate-low'])
  })
})

describe('floods', () => {
  it('begins above ten in ten minutes and ends when there are half as many', () => {
    const book = newBook()
    for (let number = 0; number < FLOOD_ALERTS; number++) book.receive(intervention(String(number)), START_MS)
    expect(book.flood).toBeNull()
    book.receive(intervention('more'), START_MS + 1000)
    expect(book.flood).toEqual({ sinceMs: START_MS + 1000, alerts: 11 })
    book.tick(START_MS + 11 * MINUTE_MS)
    expect(book.flood).toBeNull()
  })

  it('keeps a storm of 10,000 in a second and counts what is above the cap', () => {
    const book = newBook()
    for (let number = 0; number < 10_000; number++) book.receive(intervention(String(number)), START_MS)
    expect([...book.active]).toHaveLength(10_000)
    expect(book.dropped).toBe(0)
    for (let number = 10_000; number < ALERTS_OPEN_MAX + 5; number++) book.receive(intervention(String(number)), START_MS)
    expect([...book.active]).toHaveLength(ALERTS_OPEN_MAX)
    expect(book.dropped).toBe(5)
  })
})

describe('whatever happens', () => {
  const fingerprints = ['1', '2', '3']
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 20 * MINUTE_MS }),
    what: fc.oneof(
      fc.record({ kind: fc.constant('receive' as const), id: fc.constantFrom(...fingerprints), severity: fc.constantFrom('critical' as const, 'warning' as const, 'info' as const) }),
      fc.record({ kind: fc.constant('rule' as const), id: fc.constantFrom(...fingerprints), phase: fc.constantFrom<RulePhase>('pending', 'firing', 'recovering', 'resolved'), covers: fc.constantFrom(null, 'target' as const, 'namespace' as const) }),
      fc.record({ kind: fc.constant('act' as const), pick: fc.nat(20), action: fc.constantFrom<AlertAction>(acknowledge, snooze, { kind: 'unacknowledge' }, { kind: 'resolve', note: '' }, { kind: 'undo' }, { kind: 'false-alarm', note: '' }, { kind: 'escalate', note: 'now' }) }),
      fc.record({ kind: fc.constant('silence' as const), on: fc.boolean() }),
      fc.record({ kind: fc.constant('restart' as const) }),
    ),
  })

  it('no sequence loses an alert or leaves two of one fingerprint', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let book = newBook()
        let restarts = 0
        let nowMs = START_MS
        /** Alerts that fired and were not resolved by their rule, their age or a person. */
        for (const { afterMs, what } of steps) {
          nowMs += afterMs
          book.tick(nowMs)
          const before = new Map([...book.active].filter(({ alert }) => alert.firedAtMs !== null).map(({ alert }) => [alert.id, alert.kind]))
          let mayEnd = false
          switch (what.kind) {
            case 'receive': {
              book.receive(intervention(what.id, { severity: what.severity }), nowMs)
              const kept = [...book.all].find(({ alert }) => alert.fingerprint === intervention(what.id).fingerprint && nowMs - alert.lastAtMs === 0)
              expect(kept).toBeDefined()
              break
            }
            case 'rule':
              mayEnd = what.phase === 'resolved'
              book.ruleState(ruleSignal({ fingerprint: `rule ${what.id}`, covers: what.covers }), what.phase, nowMs)
              if (what.phase === 'firing') expect(activeByFingerprint(book).get(`rule ${what.id}`)).toBe(1)
              break
            case 'act': {
              const all = [...book.all]
              const slot = all[what.pick % Math.max(1, all.length)]
              mayEnd = what.action.kind === 'resolve' || what.action.kind === 'false-alarm' || what.action.kind === 'undo'
              if (slot) actOn(book, [slot.alert.id], what.action, me, nowMs)
              break
            }
            case 'silence':
              book.silences.set(what.on ? [silence({ startsAtMs: nowMs, endsAtMs: nowMs + 5 * MINUTE_MS })] : [])
              book.silencesChanged(nowMs)
              break
            case 'restart': {
              const kept = JSON.parse(JSON.stringify([...book.all].map(({ alert, entries }) => ({ alert, entries })))) as Parameters<AlertBook['load']>[0]
              const silences = book.silences.all
              restarts++
              let number = 0
              const next = new (book.constructor as new (newId: () => string) => AlertBook)(() => `r${restarts}-${++number}`)
              next.silences.set(silences)
              next.load(kept)
              book = next
              book.tick(nowMs)
              break
            }
          }
          for (const count of activeByFingerprint(book).values()) expect(count).toBe(1)
          if (!mayEnd) for (const id of before.keys()) expect([...book.active].some(({ alert }) => alert.id === id)).toBe(true)
          for (const { alert } of book.active) {
            const parent = alert.parentId === null ? undefined : book.slot(alert.parentId)
            if (alert.parentId !== null && parent) expect(parent.alert.parentId).not.toBe(alert.id)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
