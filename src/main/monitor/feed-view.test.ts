import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventRow } from '../../shared/domain.ts'
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

  test.each(['.*', '(', '[n', '\\', '^', '$'])('%s is text, not a pattern', (text) => {
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

test('against a plain list: ordinals, waiting and overwritten are right whatever happens', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 99 }).map((number) => ({ do: 'arrive' as const, number })) },
    { weight: 1, arbitrary: fc.constantFrom({ do: 'pause' as const }, { do: 'resume' as const }) },
    { weight: 1, arbitrary: fc.constantFrom('', 'odd', 'even').map((text) => ({ do: 'filter' as const, text })) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 12 }), (steps, capacity) => {
      const { feed, arrive } = feedOf(capacity)
      const arrived: number[] = []
      let filter = ''
      let frozenAt: number | undefined
      let knownSince = 0
      const fits = (number: number): boolean => filter === '' || (number % 2 === 0) === (filter === 'even')
      for (const each of steps) {
        switch (each.do) {
          case 'arrive':
            arrived.push(each.number)
            arrive(each.number)
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
            if (each.text === filter) break
            filter = each.text
            feed.setFilter(filter)
            knownSince = Math.max(0, arrived.length - capacity)
            break
        }
        const end = frozenAt ?? arrived.length
        const shown = arrived.slice(Math.max(0, end - capacity), end).filter(fits)
        const state = feed.frame(100)
        expect(numbers(state.tail)).toEqual(shown)
        expect(state.tail.map((row) => row.ordinal)).toEqual(range(state.first, state.end))
        expect(feed.rows(state.revision, state.first, 100)).toEqual({ revision: state.revision, from: state.first, rows: state.tail })
        if (frozenAt === undefined) {
          expect(state.paused).toBeNull()
          continue
        }
        // A filter that changed during the pause cannot know what had left the log before.
        const since = arrived.slice(Math.max(frozenAt, knownSince)).filter(fits)
        const still = arrived.slice(Math.max(frozenAt, arrived.length - capacity)).filter(fits)
        expect(state.paused).toEqual({ sinceMs: START_MS, waiting: since.length, fill: Math.min(1, (arrived.length - frozenAt) / capacity), overwritten: since.length - still.length })
      }
    }),
  )
})
