import { describe, expect, test } from 'vitest'
import type { AlertRule } from '../../../../shared/alerts.ts'
import { MINUTE_MS, newBook, START_MS } from '../alert-book-fixture.ts'
import type { AlertBook } from '../alert-book.ts'
import { RuleEngine } from './engine.ts'
import type { KnownAlert } from './engine.ts'
import { aboveTen, anywhere, lakeside, lincoln, Reports, ruleOf, TableMeasures } from './measures-fixture.ts'

function knownOf(book: AlertBook): KnownAlert[] {
  return [...book.active].flatMap(({ alert }) => (alert.ruleId === null ? [] : [{ fingerprint: alert.fingerprint, ruleId: alert.ruleId, phase: alert.phase, value: alert.value }]))
}

/** Rules on a table, with a clock that goes a second at a time. */
function setUp(rules: AlertRule[], table = new TableMeasures(), startMs = START_MS) {
  const reports = new Reports()
  const engine = new RuleEngine({ measures: table, sink: reports })
  engine.setRules(rules, startMs)
  let nowMs = startMs
  const run = (seconds: number): string[] => {
    for (let second = 0; second < seconds; second++) engine.evaluate((nowMs += 1000))
    return reports.take()
  }
  return { table, reports, engine, run, at: () => nowMs, setRules: (next: AlertRule[]) => engine.setRules(next, nowMs), goTo: (ms: number) => (nowMs = ms) }
}

describe('the life of a rule at a place', () => {
  test('pending, firing, recovering, resolved: each once', () => {
    const { table, run } = setUp([ruleOf(aboveTen, { pendingSeconds: 5, recoverSeconds: 5 })])
    table.set('sockets', 3)
    expect(run(10)).toEqual([])
    table.set('sockets', 11)
    expect(run(1)).toEqual(['pending A rule'])
    expect(run(4)).toEqual([])
    expect(run(1)).toEqual(['firing A rule'])
    // Between both values: still firing.
    table.set('sockets', 7)
    expect(run(60)).toEqual(['firing A rule'])
    table.set('sockets', 5)
    expect(run(1)).toEqual(['recovering A rule'])
    // Back between them: the time of recovery starts again, nothing fires.
    table.set('sockets', 7)
    expect(run(9)).toEqual([])
    table.set('sockets', 5)
    expect(run(4).filter((phase) => phase !== 'recovering A rule')).toEqual([])
    expect(run(1)).toEqual(['resolved A rule'])
    expect(run(20)).toEqual([])
  })

  test('what ends while pending never fires; beyond the limit while recovering fires again', () => {
    const { table, run } = setUp([ruleOf(aboveTen, { pendingSeconds: 5, recoverSeconds: 5 })])
    table.set('sockets', 20)
    run(3)
    table.set('sockets', 10)
    expect(run(1)).toEqual(['resolved A rule'])
    table.set('sockets', 20)
    expect(run(6)).toEqual(['pending A rule', 'firing A rule'])
    table.set('sockets', 1)
    run(2)
    table.set('sockets', 20)
    expect(run(1)).toEqual(['firing A rule'])
  })

  test('words: the value and the limit; a value that changes is said seldom, one that does not is not', () => {
    const { table, run, engine, at, reports } = setUp([ruleOf(aboveTen)])
    table.set('sockets', 412)
    expect(run(1)).toEqual(['firing A rule'])
    table.set('sockets', 413)
    expect(run(9)).toEqual([])
    engine.evaluate(at() + 1000)
    expect(reports.all.map(({ signal }) => signal.value)).toEqual(['413 sockets, limit 10'])
    reports.take()
    expect(run(30)).toEqual([])
  })

  test('the signal: severity, cause, school, subject, value', () => {
    const { table, engine, reports } = setUp([ruleOf(aboveTen, { per: 'namespace', severity: 'critical' })])
    table.set('sockets', 412, { targetId: 'lincoln', namespace: '/gradebook' })
    table.set('sockets', 2, { targetId: 'lincoln', namespace: '/' })
    engine.evaluate(START_MS + 1000)
    expect(reports.all).toEqual([{
      phase: 'firing', atMs: START_MS + 1000,
      signal: {
        fingerprint: '["r1","lincoln","/gradebook",null,null,null,null]', kind: 'rule', ruleId: 'r1', covers: null, severity: 'critical', cause: 'sockets-high', title: 'A rule: /gradebook', school: 'Lincoln High',
        subject: { targetId: 'lincoln', namespace: '/gradebook', event: null, room: null, role: null, serverId: null }, value: '412 sockets, limit 10',
      },
    }])
  })

  test('at most one tick a second; a clock that is set back goes on', () => {
    const { table, engine, reports } = setUp([ruleOf(aboveTen, { pendingSeconds: 5 })])
    table.set('sockets', 20)
    expect([0, 100, 900, 1000].map((ms) => engine.evaluate(START_MS + ms))).toEqual([true, false, false, true])
    expect(engine.evaluate(START_MS - 60 * MINUTE_MS)).toBe(true)
    for (let second = 1; second <= 6; second++) engine.evaluate(START_MS - 60 * MINUTE_MS + second * 1000)
    expect(reports.take()).toEqual(['pending A rule', 'firing A rule'])
  })
})

describe('what is not known', () => {
  const rule = ruleOf(aboveTen, { noData: 'alert', noDataSeconds: 10, recoverSeconds: 5 })

  test('is an alert of its own after a while, and ends with the first value', () => {
    const { table, run, reports } = setUp([rule])
    expect(run(10)).toEqual([])
    run(0)
    expect(run(1)).toEqual(['firing No data: A rule (no data)'])
    expect(run(30)).toEqual([])
    table.set('sockets', 3)
    expect(run(1)).toEqual(['resolved No data: A rule (no data)'])
    table.set('sockets', Number.NaN)
    run(5)
    table.set('sockets', 3)
    run(1)
    table.set('sockets', Number.NaN)
    expect(run(10)).toEqual([])
    expect(reports.all).toEqual([])
  })

  test('has its own fingerprint, is a warning, and of the cause no-data', () => {
    const { engine, reports } = setUp([{ ...rule, severity: 'critical' }])
    for (let second = 0; second <= 10; second++) engine.evaluate(START_MS + second * 1000)
    expect(reports.all.map(({ signal }) => [signal.kind, signal.severity, signal.cause, signal.fingerprint, signal.value])).toEqual([['no-data', 'warning', 'no-data', 'no-data ["r1","lincoln",null,null,null,null,null]', 'nothing known for 10 s']])
  })

  test('leaves a firing alert firing, and its recovery waiting', () => {
    const { table, run } = setUp([{ ...rule, noData: 'ignore' }])
    table.set('sockets', 20)
    run(1)
    table.set('sockets', Number.NaN)
    expect(run(60)).toEqual([])
    table.set('sockets', 3)
    expect(run(1)).toEqual(['recovering A rule'])
    table.set('sockets', Number.NaN)
    expect(run(60)).toEqual([])
    table.set('sockets', 3)
    expect(run(5)).toEqual(['resolved A rule'])
  })

  test('does not let a pending rule fire', () => {
    const { table, run } = setUp([ruleOf(aboveTen, { pendingSeconds: 5 })])
    table.set('sockets', 20)
    run(3)
    table.set('sockets', Number.NaN)
    run(20)
    table.set('sockets', 20)
    expect(run(4)).toEqual([])
    expect(run(1)).toEqual(['firing A rule'])
  })
})

describe('schedules', () => {
  // 14 September 2026 is a Monday; START_MS is 9:00 UTC.
  const schedule = { days: [1], from: '09:01', to: '09:02', zone: 'UTC' }

  test('nothing outside; a firing alert recovers at the end, whatever its value', () => {
    const { table, run } = setUp([ruleOf(aboveTen, { schedule, recoverSeconds: 5 })])
    table.set('sockets', 20)
    expect(run(59)).toEqual([])
    expect(run(1)).toEqual(['firing A rule'])
    run(58)
    table.set('sockets', Number.NaN)
    run(1)
    expect(run(1)).toEqual(['recovering A rule'])
    expect(run(5)).toEqual(['resolved A rule'])
  })

  test('no data is none outside', () => {
    const { run } = setUp([ruleOf(aboveTen, { schedule, noData: 'alert', noDataSeconds: 10 })])
    expect(run(60)).toEqual([])
    expect(run(10)).toEqual(['firing No data: A rule (no data)'])
    expect(run(49)).toEqual([])
    expect(run(1)).toEqual(['resolved No data: A rule (no data)'])
  })

  test('silence counts only within the schedule', () => {
    const { table, run } = setUp([ruleOf({ kind: 'absence', windowSeconds: 30 }, { schedule, scope: { ...anywhere, event: 'attendance.marked' } })])
    table.seconds = [1]
    expect(run(89)).toEqual([])
    expect(run(1)).toEqual(['firing A rule'])
  })

  test('none between from and to is judged at the end, and over with the next event', () => {
    const { table, run } = setUp([ruleOf({ kind: 'absence', windowSeconds: 0 }, { schedule, scope: { ...anywhere, event: 'attendance.marked' } })])
    expect(run(119)).toEqual([])
    expect(run(11)).toEqual(['firing A rule'])
    table.seconds = [Math.floor(START_MS / 1000) + 135]
    expect(run(30)).toEqual(['resolved A rule'])
  })

  test('judged at the end: one event is enough; half a window that was not watched is no verdict', () => {
    const there = setUp([ruleOf({ kind: 'absence', windowSeconds: 0 }, { schedule, noData: 'alert' })])
    there.table.seconds = [Math.floor(START_MS / 1000) + 70]
    expect(there.run(300)).toEqual([])
    const half = setUp([ruleOf({ kind: 'absence', windowSeconds: 0 }, { schedule, noData: 'alert', scope: { ...anywhere, event: 'attendance.marked' } })])
    half.table.watchedFromMs = START_MS + 90_000
    expect(half.run(300)).toEqual(['firing No data: A rule (no data)'])
  })
})

describe('places', () => {
  test('each namespace is its own alert; one that goes is resolved', () => {
    const { table, run } = setUp([ruleOf(aboveTen, { per: 'namespace' })], new TableMeasures([lincoln, lakeside]))
    table.set('sockets', 20)
    expect(run(1)).toEqual(['firing A rule: /', 'firing A rule: /gradebook', 'firing A rule: /'])
    table.list = [{ ...lincoln, namespaces: ['/'] }, lakeside]
    expect(run(1)).toEqual(['resolved A rule: /gradebook'])
    table.list = [lakeside]
    expect(run(1)).toEqual(['resolved A rule: /'])
  })

  test('servers, rooms, events by pattern, and the console as a whole', () => {
    const table = new TableMeasures([lakeside])
    table.named.rooms = [{ namespace: '/', name: 'class-7b' }, { namespace: '/', name: 'class-8a' }, { namespace: '/', name: 'staff' }]
    table.named.events = [{ namespace: '/', name: 'grade.updated' }, { namespace: '/', name: 'chat' }, { namespace: '/', name: 'oops', meaning: 'error' }]
    table.set('node-stale', 1)
    table.set('room-members', 20)
    table.set('bytes-rate', 20)
    table.set('dropped', 20)
    const { run } = setUp(
      [
        ruleOf({ kind: 'state', what: 'node-stale', value: null }, { id: 'a', name: 'Node' }),
        ruleOf({ ...aboveTen, metric: 'room-members' } as AlertRule['condition'], { id: 'b', name: 'Room', per: 'room', scope: { ...anywhere, room: 'class-*' } }),
        ruleOf({ ...aboveTen, metric: 'bytes-rate' } as AlertRule['condition'], { id: 'c', name: 'Event', per: 'event', scope: { ...anywhere, event: 'grade.*' } }),
        ruleOf({ ...aboveTen, metric: 'bytes-rate' } as AlertRule['condition'], { id: 'd', name: 'Errors', per: 'event', scope: { ...anywhere, event: 'meaning:error' } }),
        ruleOf({ ...aboveTen, metric: 'dropped' } as AlertRule['condition'], { id: 'e', name: 'Dropped' }),
      ],
      table,
    )
    expect(run(1)).toEqual(['firing Node: node 1', 'firing Node: node 2', 'firing Room: class-7b of /', 'firing Room: class-8a of /', 'firing Event: grade.updated of /', 'firing Errors: oops of /', 'firing Dropped'])
  })

  test('a room is found within ten seconds, and one that goes is resolved', () => {
    const { table, run } = setUp([ruleOf({ ...aboveTen, metric: 'room-members' } as AlertRule['condition'], { per: 'room' })])
    table.set('room-members', 20)
    run(5)
    table.named.rooms = [{ namespace: '/', name: 'class-7b' }]
    expect(run(10)).toEqual(['firing A rule: class-7b of /'])
    table.named.rooms = []
    expect(run(10)).toEqual(['resolved A rule: class-7b of /'])
  })

  test('names that look like addresses are masked, and still two alerts', () => {
    const table = new TableMeasures()
    table.named.rooms = ['tamsin.okafor@lincoln.example', 'theo.okafor@lincoln.example'].map((name) => ({ namespace: '/', name }))
    table.set('room-members', 20)
    const { engine, reports } = setUp([ruleOf({ ...aboveTen, metric: 'room-members' } as AlertRule['condition'], { per: 'room' })], table)
    engine.evaluate(START_MS + 1000)
    expect(new Set(reports.all.map(({ signal }) => signal.fingerprint)).size).toBe(2)
    expect(JSON.stringify(reports.all)).not.toMatch(/tamsin|theo/)
  })

  test('rules that look at the same number read it once', () => {
    const { table, run, engine } = setUp(Array.from({ length: 50 }, (_, n) => ruleOf(aboveTen, { id: `r${n}` })))
    table.set('sockets', 3)
    run(1)
    expect([table.reads, engine.gauges, engine.subjects]).toEqual([1, 1, 50])
  })
})

describe('changed rules', () => {
  test('what still fits goes on, what does not is resolved, what is off ends', () => {
    const book = newBook()
    const table = new TableMeasures([lincoln, lakeside])
    table.set('sockets', 20)
    let nowMs = START_MS
    const engine = new RuleEngine({ measures: table, sink: book, known: () => knownOf(book), orphaned: (alert, atMs) => resolveInBook(book, alert, atMs) })
    const rule = ruleOf(aboveTen)
    const tick = (seconds: number) => {
      for (let second = 0; second < seconds; second++) engine.evaluate((nowMs += 1000))
      return [...book.active].map(({ alert }) => `${alert.phase} ${alert.school} ${alert.count}`)
    }
    engine.setRules([rule], nowMs)
    expect(tick(2)).toEqual(['firing Lincoln High 1', 'firing Lakeside Middle 1'])
    engine.setRules([{ ...rule, name: 'Another name', scope: { ...anywhere, targetId: 'lakeside' } }], nowMs)
    expect(tick(130)).toEqual(['firing Lakeside Middle 1'])
    engine.setRules([{ ...rule, enabled: false }], nowMs)
    expect(tick(1)).toEqual([])
    expect([engine.subjects, engine.gauges]).toEqual([0, 0])
  })

  test('a rule that goes on unchanged does not start again', () => {
    const { table, run, setRules } = setUp([ruleOf(aboveTen, { pendingSeconds: 10 })])
    table.set('sockets', 20)
    run(5)
    setRules([ruleOf(aboveTen, { pendingSeconds: 10 }), ruleOf(aboveTen, { id: 'other', name: 'Other', enabled: false })])
    expect(run(6)).toEqual(['firing A rule'])
  })
})

function resolveInBook(book: AlertBook, alert: KnownAlert, atMs: number): void {
  const found = [...book.active].find((slot) => slot.alert.fingerprint === alert.fingerprint)
  if (found) book.ruleState({ ...found.alert, kind: 'rule', ruleId: alert.ruleId, severity: found.alert.baseSeverity, value: 'gone' }, 'resolved', atMs)
}

describe('restart', () => {
  function restarted(value: number | undefined, minutes = 3) {
    const book = newBook()
    const rule = ruleOf(aboveTen, { recoverSeconds: 5 })
    const table = new TableMeasures()
    table.set('sockets', 20)
    const first = new RuleEngine({ measures: table, sink: book })
    first.setRules([rule], START_MS)
    first.evaluate(START_MS + 1000)
    if (value === undefined) table.list = []
    else table.set('sockets', value)
    const second = new RuleEngine({ measures: table, sink: book, known: () => knownOf(book), orphaned: (alert, atMs) => resolveInBook(book, alert, atMs) })
    second.setRules([rule], START_MS + MINUTE_MS)
    for (let at = 1; at <= minutes * 60; at++) second.evaluate(START_MS + MINUTE_MS + at * 1000)
    return [...book.all].map(({ alert }) => `${alert.phase} ${alert.count}`)
  }

  test('a rule that still holds does not fire a second time', () => {
    expect(restarted(20)).toEqual(['firing 1'])
  })

  test('one that holds no longer recovers', () => {
    expect(restarted(3)).toEqual(['resolved 1'])
  })

  test('an alert whose place does not come back is resolved after a while, not at once', () => {
    expect(restarted(undefined, 1)).toEqual(['firing 1'])
    expect(restarted(undefined)).toEqual(['resolved 1'])
  })
})

test('what a person resolved stays so until it was over', () => {
  const book = newBook()
  const table = new TableMeasures()
  const engine = new RuleEngine({ measures: table, sink: book, known: () => knownOf(book) })
  engine.setRules([ruleOf(aboveTen)], START_MS)
  table.set('sockets', 20)
  engine.evaluate(START_MS)
  const [slot] = [...book.active]
  book.resolveByHand(slot!, START_MS, 'Ms. Ortiz', '')
  for (let second = 1; second < 60; second++) {
    table.set('sockets', 20 + second)
    engine.evaluate(START_MS + second * 1000)
  }
  expect([...book.active]).toEqual([])
  table.set('sockets', 0)
  engine.evaluate(START_MS + 61_000)
  table.set('sockets', 20)
  engine.evaluate(START_MS + 62_000)
  expect([...book.active]).toHaveLength(1)
})

test('change against yesterday: percent, floor, and what history does not know', () => {
  const { table, run, reports, engine } = setUp([ruleOf({ kind: 'change', windowMinutes: 1, against: 'yesterday', compare: 'above', percent: 500, floor: 10 }, { noData: 'alert', noDataSeconds: 10 })])
  table.past = undefined
  expect(run(11)).toEqual(['firing No data: A rule (no data)'])
  table.past = 9
  table.seconds = Array.from({ length: 120 }, (_, n) => Math.floor(START_MS / 1000) + n)
  expect(run(60)).toEqual(['resolved No data: A rule (no data)'])
  table.past = 11
  // A window of a minute is read every other second.
  for (const second of [72, 73]) engine.evaluate(START_MS + second * 1000)
  expect(reports.all.map(({ signal, phase }) => `${phase}: ${signal.value}`)).toEqual(['firing: 60 events in 1 min, 545 % of yesterday’s 11'])
})
