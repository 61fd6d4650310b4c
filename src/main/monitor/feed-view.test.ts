import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventRow } from '../../shared/domain.ts'
import { feedFrame } from '../../shared/ipc.ts'
import type { FeedView } from './feed-view.ts'
import { grade, monitorWithTarget, START_MS, viewOf, wire } from './monitor-fixture.ts'
import type { Monitor } from './monitor.ts'

const log = { capacity: 10, bytes: 1_000_000, perSecond: 1_000_000 }

function feedOf(capacity = 10): { monitor: Monitor; feed: FeedView; arrive: (...numbers: number[]) => void } {
  const monitor = monitorWithTarget({ log: { ...log, capacity } })
  const arrive = (...numbers: number[]): void => {
    for (const number of numbers) monitor.event(wire(number % 2 === 0 ? 'even' : 'odd', [{ n: number }]))
    monitor.drain(START_MS)
  }
  return { monitor, feed: monitor.feed, arrive }
}

const numbers = (rows: readonly EventRow[]): number[] => rows.map((row) => Number(row.preview.slice(3)))
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)

test('rows by ordinal; rows that left are missing at the front', () => {
  const { feed, arrive } = feedOf()
  arrive(...range(0, 25))
  const state = feed.frame(3)
  expect([state.first, state.end, state.tail.map((row) => row.ordinal), numbers(state.tail)]).toEqual([15, 25, [22, 23, 24], [22, 23, 24]])
  const { from, rows } = feed.rows(state.revision, 10, 8)
  expect([from, numbers(rows)]).toEqual([15, [15, 16, 17]])
  expect(feed.rows(state.revision - 1, 15, 5).rows).toEqual([])
  expect(numbers(feed.rows(state.revision, 23, 50).rows)).toEqual([23, 24])
  expect(numbers(feed.tail(2))).toEqual([23, 24])
})

describe('filter', () => {
  test('starts a new revision, counts from zero and goes on with what arrives', () => {
    const { feed, arrive } = feedOf()
    arrive(...range(0, 6))
    const old = feed.frame(1).revision
    feed.setFilter('ODD')
    const first = feed.frame(10)
    expect([first.revision > old, first.first, first.end, numbers(first.tail)]).toEqual([true, 0, 3, [1, 3, 5]])
    arrive(6, 7)
    expect(numbers(feed.frame(10).tail)).toEqual([1, 3, 5, 7])
    feed.setFilter('')
    expect(numbers(feed.frame(10).tail)).toEqual(range(0, 8))
  })

  test('a matching row leaves the list when it leaves the log, although few rows match', () => {
    const { feed, arrive } = feedOf()
    arrive(...range(0, 10))
    feed.setFilter('{"n":3}')
    expect(numbers(feed.frame(10).tail)).toEqual([3])
    arrive(...range(100, 110))
    expect(feed.frame(10)).toMatchObject({ first: 1, end: 1, tail: [] })
  })

  test.each(['grade.POSTED', '/grades', 'school t1', 'class_7b', 'u-1', 'maria rossi', 'G-12"'])('%s is found in names, room, person, target or raw payload', (text) => {
    const { monitor, feed } = feedOf()
    monitor.event(wire('other', [], { namespace: '/talk', targetId: 't2' }))
    monitor.event(grade(12))
    monitor.drain(START_MS)
    feed.setFilter(text)
    expect(feed.frame(5).tail.map((row) => row.event)).toEqual(['grade.posted'])
  })

  test('what it finds by a name does not show the name', () => {
    const { monitor, feed } = feedOf()
    monitor.event(grade(12))
    monitor.drain(START_MS)
    feed.setFilter('Maria Rossi')
    expect(feed.tail(5)).toHaveLength(1)
    expect(JSON.stringify([feed.tail(5), monitor.detail(1)])).not.toContain('Rossi')
  })

  test('a text that is no filter changes nothing', () => {
    const { feed, arrive } = feedOf()
    arrive(1, 2)
    feed.setFilter('odd', 'highlight')
    const before = feed.frame(5)
    expect(feed.setFilter('even size:>x')).toMatchObject({ ok: false, from: 10, to: 12 })
    expect(feed.frame(5)).toEqual(before)
  })

  test('another spelling of the same filter is told, and keeps the rows where they are', () => {
    const { feed, arrive } = feedOf()
    arrive(...range(0, 6))
    feed.setFilter('event:odd')
    const { revision } = feed.frame(1)
    const { version } = feed
    feed.setFilter(' EVENT:odd ')
    expect(feed.frame(1)).toMatchObject({ revision, filter: { text: ' EVENT:odd ', mode: 'hide' } })
    expect(feed.version).toBeGreaterThan(version)
  })

  test('role: and person: know what the monitor knows, and show none of it', () => {
    const { monitor, feed } = feedOf()
    const teacher = { id: 'u-1', role: 'TEACHER', name: 'Maria Rossi', email: 'm.rossi@t1.example' }
    monitor.socketUp('t1', { namespace: '/grades', id: 's1', device: 'd1', transport: 'websocket', address: 'IPv4', agent: undefined, rooms: [], person: teacher, connectedAtMs: START_MS, own: false }, START_MS)
    monitor.event(grade(1))
    monitor.event(grade(2, { teacher: 'u-2' }))
    monitor.drain(START_MS)
    for (const text of ['role:teacher', 'person:u-1', 'person:m.rossi@t1.example', '-person:u-2']) {
      expect(feed.setFilter(text)).toEqual({ ok: true })
      expect(feed.tail(5).map((row) => row.seq)).toEqual([1])
    }
    expect(JSON.stringify(feed.frame(5).tail)).not.toMatch(/rossi|teacher/i)
  })

  test.each(['"*"', '(', '[n', '\\', '^', '$'])('%s is text, not a pattern', (text) => {
    const { feed, arrive } = feedOf()
    arrive(1)
    feed.setFilter(text)
    expect(feed.tail(5)).toEqual([])
  })
})

describe('pause', () => {
  test('freezes the rows, counts what waits, and goes on from the same ordinals', () => {
    const { feed, arrive } = feedOf()
    arrive(...range(0, 5))
    feed.pause(START_MS + 7)
    arrive(5, 6, 7)
    expect([numbers(feed.frame(10).tail), feed.frame(10).paused]).toEqual([range(0, 5), { sinceMs: START_MS + 7, waiting: 3, fill: 0.3, overwritten: 0 }])
    const { revision } = feed.frame(1)
    feed.resume()
    const after = feed.frame(10)
    expect([after.revision, after.paused, numbers(after.tail), numbers(feed.rows(revision, 4, 2).rows)]).toEqual([revision, null, range(0, 8), [4, 5]])
  })

  test('frozen rows and their payloads stay readable when the log has moved on', () => {
    const { monitor, feed, arrive } = feedOf()
    arrive(...range(0, 10))
    feed.pause(START_MS)
    arrive(...range(10, 34))
    const state = feed.frame(100)
    expect([state.first, state.end, numbers(state.tail), state.paused]).toEqual([0, 10, range(0, 10), { sinceMs: START_MS, waiting: 24, fill: 1, overwritten: 14 }])
    expect(monitor.detail(1)?.row).toMatchObject({ seq: 1, ordinal: 0, preview: 'n: 0' })
    feed.resume()
    expect([feed.frame(1).first, feed.frame(1).end, monitor.detail(1)]).toEqual([24, 34, undefined])
  })

  test('a filter can change while it lasts', () => {
    const { feed, arrive } = feedOf()
    arrive(...range(0, 6))
    feed.pause(START_MS)
    arrive(6, 7, 8)
    feed.setFilter('odd')
    expect(feed.frame(10)).toMatchObject({ first: 0, end: 3, paused: { waiting: 1, overwritten: 0 } })
    expect(numbers(feed.frame(10).tail)).toEqual([1, 3, 5])
    feed.resume()
    expect(numbers(feed.frame(10).tail)).toEqual([1, 3, 5, 7])
  })

  test('twice is once', () => {
    const { feed } = feedOf()
    feed.pause(START_MS)
    const { revision } = feed.frame(1)
    feed.pause(START_MS + 9)
    expect(feed.frame(1)).toMatchObject({ revision, paused: { sinceMs: START_MS } })
  })
})

describe('highlight', () => {
  test('all events are rows, and those that match say so', () => {
    const { monitor, feed, arrive } = feedOf()
    arrive(...range(0, 6))
    feed.setFilter('event:odd', 'highlight')
    arrive(6, 7)
    const state = feed.frame(10)
    expect([numbers(state.tail), numbers(state.tail.filter((row) => row.highlighted))]).toEqual([range(0, 8), [1, 3, 5, 7]])
    expect(feedFrame.parse(state)).toEqual(state)
    expect(state).toMatchObject({ first: 0, end: 8, matching: 4, filter: { text: 'event:odd', mode: 'highlight' } })
    expect(feed.rows(state.revision, 1, 2).rows.map((row) => row.highlighted)).toEqual([true, false])
    expect([monitor.detail(2)?.row.highlighted, monitor.detail(3)?.row.highlighted]).toEqual([true, false])
    arrive(...range(10, 15))
    expect(feed.frame(10)).toMatchObject({ first: 3, end: 13, matching: 5 })
    feed.setFilter('event:odd', 'hide')
    expect(feed.frame(10)).toMatchObject({ first: 0, end: 5, matching: 5 })
    expect(feed.tail(10).some((row) => row.highlighted)).toBe(false)
  })

  test('without a filter nothing is highlighted and all match', () => {
    const { feed, arrive } = feedOf()
    arrive(1, 2)
    const { revision } = feed.frame(1)
    feed.setFilter('', 'highlight')
    expect(feed.frame(5)).toMatchObject({ revision, matching: 2, filter: { text: '', mode: 'highlight' } })
    expect(feed.tail(5).some((row) => row.highlighted)).toBe(false)
  })

  test('a pause freezes the number of matches', () => {
    const { feed, arrive } = feedOf()
    feed.setFilter('odd', 'highlight')
    arrive(1, 2, 3)
    feed.pause(START_MS)
    arrive(5, 7)
    expect(feed.frame(5)).toMatchObject({ matching: 2, paused: { waiting: 2 } })
    feed.resume()
    expect(feed.frame(5).matching).toBe(4)
  })
})

describe('clear', () => {
  test('hides what was there, goes on with what arrives, and can be undone', () => {
    const { feed, arrive } = feedOf()
    arrive(...range(0, 6))
    const { revision, cleared } = feed.frame(1)
    expect(cleared).toBeNull()
    feed.clear(START_MS + 5)
    expect(feed.frame(5)).toMatchObject({ first: 0, end: 0, tail: [], matching: 0, cleared: { atMs: START_MS + 5, rows: 6 } })
    expect(feed.frame(5).revision).toBeGreaterThan(revision)
    arrive(6, 7)
    expect(numbers(feed.tail(9))).toEqual([6, 7])
    feed.unclear()
    expect([numbers(feed.tail(9)), feed.frame(1).cleared]).toEqual([range(0, 8), null])
  })

  test('brings back no more than is still kept, and says how much that would be', () => {
    const { feed, arrive } = feedOf()
    arrive(...range(0, 10))
    feed.clear(START_MS)
    arrive(...range(10, 16))
    expect(feed.frame(1).cleared?.rows).toBe(4)
    feed.setFilter('event:odd')
    expect([feed.frame(9).cleared?.rows, numbers(feed.tail(9))]).toEqual([2, [11, 13, 15]])
    feed.unclear()
    expect(numbers(feed.tail(9))).toEqual([7, 9, 11, 13, 15])
  })

  test('during a pause it takes the frozen rows, not those that wait', () => {
    const { feed, arrive } = feedOf()
    arrive(0, 1)
    feed.pause(START_MS)
    arrive(2, 3)
    feed.clear(START_MS)
    expect(feed.frame(5)).toMatchObject({ first: 0, end: 0, paused: { waiting: 2, overwritten: 0 }, cleared: { rows: 2 } })
    feed.resume()
    expect(numbers(feed.tail(5))).toEqual([2, 3])
  })
})

describe('own traffic', () => {
  const own = (monitor: Monitor): void => {
    monitor.event(wire('message', [{}], { direction: 'out', namespace: '/talk' }))
    monitor.event(wire('pong'))
    monitor.event(wire('message', [{}], { direction: 'out', namespace: '/talk', feedSocketId: 's9' }))
    monitor.event(wire('pong', [], { feedSocketId: 's9' }))
    monitor.drain(START_MS)
  }

  test('is hidden with heartbeats, and counted; what others sent is not', () => {
    const { monitor, feed, arrive } = feedOf()
    own(monitor)
    arrive(1)
    expect(feed.frame(5)).toMatchObject({ first: 0, end: 2, showOwn: false, hiddenOwn: 3 })
    expect(feed.tail(5).map((row) => [row.event, row.own])).toEqual([['message', false], ['odd', false]])
    feed.setOwn(true)
    expect(feed.frame(5)).toMatchObject({ first: 0, end: 5, showOwn: true, hiddenOwn: 0 })
    feed.setOwn(false)
    feed.setFilter('event:pong')
    expect(feed.frame(5)).toMatchObject({ end: 0, hiddenOwn: 2 })
  })

  test('that leaves the log is not counted any more; a hidden event is told to the window', () => {
    const { monitor, feed, arrive } = feedOf()
    const { version } = feed
    own(monitor)
    expect(feed.version).toBe(version + 4)
    arrive(...range(0, 8))
    expect(feed.frame(1).hiddenOwn).toBe(1)
    expect(monitor.detail(4)?.row).toMatchObject({ event: 'pong', ordinal: -1 })
  })
})

describe('locate', () => {
  test('says where an event is, else the nearest newer one', () => {
    const { feed, arrive } = feedOf()
    arrive(...range(0, 14))
    const { revision } = feed.frame(1)
    // Numbers begin at 1, so the event with the payload n has the number n + 1.
    expect([feed.locate(6), feed.locate(1), feed.locate(14), feed.locate(15)]).toEqual([
      { revision, ordinal: 5, exact: true },
      { revision, ordinal: 4, exact: false },
      { revision, ordinal: 13, exact: true },
      { revision, ordinal: null, exact: false },
    ])
  })

  test('with a filter put on and taken off the event stays findable', () => {
    const { feed, arrive } = feedOf()
    arrive(...range(0, 9))
    feed.setFilter('odd')
    expect([feed.locate(4), feed.locate(5), feed.locate(9)]).toMatchObject([{ ordinal: 1, exact: true }, { ordinal: 2, exact: false }, { ordinal: null }])
    feed.setFilter('')
    expect(feed.locate(4)).toMatchObject({ ordinal: 3, exact: true })
  })

  test('among frozen rows', () => {
    const { feed, arrive } = feedOf()
    arrive(...range(0, 10))
    feed.pause(START_MS)
    arrive(...range(10, 25))
    expect([feed.locate(3), feed.locate(20)]).toMatchObject([{ ordinal: 2, exact: true }, { ordinal: null }])
  })
})

test('a removed target takes its rows along, the others stay', () => {
  const { monitor, feed } = feedOf()
  monitor.targetChanged(viewOf('t2'), START_MS)
  for (const targetId of ['t1', 't2', 't1']) monitor.event(wire('x', [{ n: 1 }], { targetId }))
  monitor.drain(START_MS)
  const { revision } = feed.frame(1)
  monitor.targetRemoved('t1')
  expect(feed.frame(10).tail.map((row) => [row.targetId, row.seq])).toEqual([['t2', 2]])
  expect(feed.frame(1).revision).toBeGreaterThan(revision)
})

test('against a plain list: rows, ordinals and numbers are right whatever happens', () => {
  const step = fc.oneof(
    { weight: 12, arbitrary: fc.tuple(fc.integer({ min: 0, max: 99 }), fc.boolean(), fc.boolean()).map(([number, ...own]) => ({ do: 'arrive' as const, number, own: own.every(Boolean) })) },
    { weight: 2, arbitrary: fc.constantFrom({ do: 'pause' as const }, { do: 'resume' as const }) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom('', 'odd', 'even'), fc.constantFrom('hide' as const, 'highlight' as const)).map(([text, mode]) => ({ do: 'filter' as const, text, mode })) },
    { weight: 1, arbitrary: fc.constantFrom({ do: 'clear' as const }, { do: 'unclear' as const }, { do: 'own' as const, show: true }, { do: 'own' as const, show: false }) },
  )
  interface Arrived {
    readonly number: number
    readonly own: boolean
    readonly seq: number
  }
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 12 }), (steps, capacity) => {
      const { monitor, feed } = feedOf(capacity)
      const arrived: Arrived[] = []
      let filter = ''
      let mode: 'hide' | 'highlight' = 'hide'
      let showOwn = false
      let clearedBelow = 0
      let frozenAt: number | undefined
      let knownSince = 0
      const fits = ({ number }: Arrived): boolean => filter === '' || (number % 2 === 0) === (filter === 'even')
      const passes = (each: Arrived): boolean => mode === 'highlight' || fits(each)
      const hidden = ({ own }: Arrived): boolean => own && !showOwn
      const isRow = (each: Arrived): boolean => passes(each) && !hidden(each) && each.seq >= clearedBelow
      for (const each of steps) {
        switch (each.do) {
          case 'arrive':
            arrived.push({ number: each.number, own: each.own, seq: arrived.length + 1 })
            monitor.event(wire(each.number % 2 === 0 ? 'even' : 'odd', [{ n: each.number }], { direction: each.own ? 'out' : 'in' }))
            monitor.drain(START_MS)
            break
          case 'pause':
            feed.pause(START_MS)
            frozenAt ??= arrived.length
            break
          case 'resume':
            feed.resume()
            frozenAt = undefined
            break
          case 'filter':
            feed.setFilter(each.text, each.mode)
            if (each.text !== filter || (each.mode !== mode && filter !== '')) knownSince = Math.max(0, arrived.length - capacity)
            filter = each.text
            mode = each.mode
            break
          case 'clear':
            feed.clear(START_MS)
            clearedBelow = (frozenAt ?? arrived.length) + 1
            knownSince = Math.max(0, arrived.length - capacity)
            break
          case 'unclear':
            feed.unclear()
            if (clearedBelow > 0) knownSince = Math.max(0, arrived.length - capacity)
            clearedBelow = 0
            break
          case 'own':
            feed.setOwn(each.show)
            if (each.show !== showOwn) knownSince = Math.max(0, arrived.length - capacity)
            showOwn = each.show
            break
        }
        const end = frozenAt ?? arrived.length
        const inView = arrived.slice(Math.max(0, end - capacity), end)
        const rows = inView.filter(isRow)
        const state = feed.frame(100)
        expect(numbers(state.tail)).toEqual(rows.map((row) => row.number))
        expect(state.tail.map((row) => row.highlighted)).toEqual(rows.map((row) => mode === 'highlight' && filter !== '' && fits(row)))
        expect(state.tail.map((row) => row.ordinal)).toEqual(range(state.first, state.end))
        expect(feed.rows(state.revision, state.first, 100)).toEqual({ revision: state.revision, from: state.first, rows: state.tail })
        expect(state).toMatchObject({
          filter: { text: filter, mode },
          matching: rows.filter(fits).length,
          showOwn,
          hiddenOwn: inView.filter((one) => passes(one) && hidden(one)).length,
          cleared: clearedBelow === 0 ? null : { rows: inView.filter((one) => passes(one) && !hidden(one) && one.seq < clearedBelow).length },
        })
        for (const { seq } of inView) {
          const at = rows.findIndex((row) => row.seq >= seq)
          expect(feed.locate(seq)).toEqual({ revision: state.revision, ordinal: at < 0 ? null : state.first + at, exact: rows[at]?.seq === seq })
        }
        if (frozenAt === undefined) {
          expect(state.paused).toBeNull()
          continue
        }
        // A filter that changed during the pause cannot know what had left the log before.
        const since = arrived.slice(Math.max(frozenAt, knownSince)).filter(isRow)
        const still = arrived.slice(Math.max(frozenAt, arrived.length - capacity)).filter(isRow)
        expect(state.paused).toEqual({ sinceMs: START_MS, waiting: since.length, fill: Math.min(1, (arrived.length - frozenAt) / capacity), overwritten: since.length - still.length })
      }
    }),
    { numRuns: 300 },
  )
})
