import { describe, expect, test } from 'vitest'
import { ATTENTION_ITEMS_MAX } from '../../shared/limits.ts'
import { actOn } from './alerts/alert-acts.ts'
import { intervention, namespaceDown, newBook, platformDown, ruleSignal } from './alerts/alert-book-fixture.ts'
import { AlertTally } from './alerts/alert-tally.ts'
import { Attention } from './attention.ts'
import { START_MS, viewOf } from './monitor-fixture.ts'

describe('what needs attention', () => {
  const problem = { kind: 'refused', what: 'Nothing answers at 127.0.0.1:4400.', advice: 'Check the port.', details: '' } as const
  const items = (attention: Attention, nowMs: number, book = newBook()): ReturnType<Attention['items']>['items'] => attention.items(new AlertTally(book), nowMs).items

  test('a lost target after five seconds, with its problem in words', () => {
    const attention = new Attention()
    attention.targetChanged(viewOf('t1', { name: 'Lincoln', state: 'offline', problem }))
    expect(items(attention, START_MS + 5_000)).toEqual([])
    expect(items(attention, START_MS + 5_001)).toEqual([
      { id: 'target-t1', severity: 'critical', title: 'Lincoln: not connected', detail: 'Nothing answers at 127.0.0.1:4400. Check the port.', sinceMs: START_MS, count: 3, open: { screen: 'platforms', targetId: 't1' } },
    ])
  })

  test('a new try neither takes the trouble away nor starts its time anew; live does', () => {
    const attention = new Attention()
    attention.targetChanged(viewOf('t1', { state: 'offline', problem }))
    attention.targetChanged(viewOf('t1', { state: 'connecting', sinceMs: START_MS + 4_000 }))
    attention.targetChanged(viewOf('t1', { state: 'offline', sinceMs: START_MS + 8_000, problem }))
    expect(items(attention, START_MS + 9_000).map((item) => item.sinceMs)).toEqual([START_MS])
    attention.targetChanged(viewOf('t1', { state: 'live', sinceMs: START_MS + 10_000 }))
    expect(items(attention, START_MS + 99_000)).toEqual([])
  })

  test('some namespaces down is a warning that names them', () => {
    const attention = new Attention()
    attention.targetChanged(viewOf('t1', { name: 'Lincoln', state: 'offline', namespaces: { '/': 'live', '/grades': 'offline', '/talk': 'off' }, problem }))
    expect(items(attention, START_MS + 6_000)).toMatchObject([{ severity: 'warning', title: 'Lincoln: 1 of 2 namespaces not connected', detail: '/grades. Nothing answers at 127.0.0.1:4400. Check the port.' }])
  })

  test('open alerts lead to their page; acknowledged, pending and folded ones do not wait for anybody', () => {
    const book = newBook()
    book.receive(intervention('7'), START_MS)
    book.ruleState(ruleSignal({ fingerprint: 'r1' }), 'firing', START_MS + 1)
    book.ruleState(ruleSignal({ fingerprint: 'r2' }), 'pending', START_MS + 1)
    book.receive(intervention('8'), START_MS + 2)
    actOn(book, ['a4'], { kind: 'acknowledge', owner: null, note: '', minutes: 30 }, 'j.ortiz', START_MS + 3)
    expect(items(new Attention(), START_MS + 9, book)).toEqual([
      { id: 'a1', severity: 'critical', title: 'Attendance rule chronic_absence reached', detail: 'Lincoln High, /attendance, attendance.intervention-triggered', sinceMs: START_MS, count: 1, open: { screen: 'alerts', alertId: 'a1' } },
      { id: 'a2', severity: 'warning', title: 'Few events in /gradebook', detail: 'Lincoln High, /gradebook, 0.2 a second, limit 1', sinceMs: START_MS + 1, count: 1, open: { screen: 'alerts', alertId: 'a2' } },
    ])
    book.ruleState(namespaceDown, 'firing', START_MS + 4)
    book.tick(START_MS + 4)
    expect(items(new Attention(), START_MS + 9, book).map(({ title }) => title)).toEqual(['/gradebook is not connected', 'Attendance rule chronic_absence reached'])
  })

  test.each([
    ['of the whole platform', platformDown],
    ['of a namespace', namespaceDown],
    ['that it is signed out', ruleSignal({ cause: 'signed-out' })],
  ])('a lost target is not told twice: a rule’s alert %s says so, also when somebody has it', (_which, signal) => {
    const attention = new Attention()
    attention.targetChanged(viewOf('lincoln', { state: 'offline' }))
    attention.targetChanged(viewOf('roosevelt', { state: 'offline' }))
    const book = newBook()
    const ids = (): string[] => items(attention, START_MS + 9_000, book).map(({ id }) => id)
    book.ruleState(signal, 'pending', START_MS)
    expect(ids()).toEqual(['target-lincoln', 'target-roosevelt'])
    book.ruleState(signal, 'firing', START_MS + 1)
    expect(ids().toSorted()).toEqual(['a1', 'target-roosevelt'])
    actOn(book, ['a1'], { kind: 'acknowledge', owner: null, note: '', minutes: 30 }, 'j.ortiz', START_MS + 2)
    expect(ids()).toEqual(['target-roosevelt'])
    book.ruleState(signal, 'resolved', START_MS + 3)
    expect(ids()).toEqual(['target-lincoln', 'target-roosevelt'])
  })

  test('worst first, newest first within', () => {
    const attention = new Attention()
    attention.targetChanged(viewOf('t1', { state: 'signed-out' }))
    attention.targetChanged(viewOf('t2', { state: 'reconnecting', sinceMs: START_MS + 1 }))
    const book = newBook()
    book.receive(intervention('1', { severity: 'info' }), START_MS)
    book.receive(intervention('2', { severity: 'info' }), START_MS + 5)
    book.receive(intervention('3'), START_MS - 1)
    expect(items(attention, START_MS + 60_000, book).map((item) => item.id)).toEqual(['target-t1', 'a3', 'target-t2', 'a2', 'a1'])
    attention.targetRemoved('t1')
    expect(items(attention, START_MS + 60_000).map((item) => item.id)).toEqual(['target-t2'])
  })

  test('of a storm the worst and newest; the others are a number', () => {
    const book = newBook()
    for (let number = 0; number < 5_000; number++) book.receive(intervention(`${number}`, { severity: number % 1_000 === 0 ? 'critical' : 'warning' }), START_MS + number)
    const attention = new Attention()
    attention.targetChanged(viewOf('t1', { state: 'offline' }))
    const { items: shown, leftOut } = attention.items(new AlertTally(book), START_MS + 60_000)
    expect([shown.length, leftOut]).toEqual([ATTENTION_ITEMS_MAX, 5_001 - ATTENTION_ITEMS_MAX])
    expect(shown.slice(0, 8).map(({ severity, sinceMs }) => `${severity} ${sinceMs - START_MS}`)).toEqual(['critical 4000', 'critical 3000', 'critical 2000', 'critical 1000', 'critical 0', 'critical 0', 'warning 4999', 'warning 4998'])
  })
})
