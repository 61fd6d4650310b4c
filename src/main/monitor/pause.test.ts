import { expect, test } from 'vitest'
import type { EventRow } from '../../shared/domain.ts'
import { EVENT_LOG_CAPACITY, FEED_PAGE_ROWS_MAX, FRAME_INTERVAL_MS } from '../../shared/limits.ts'
import type { FeedFrame } from '../../shared/ipc.ts'
import { monitorWithTarget, START_MS, wire } from './monitor-fixture.ts'
import type { Monitor } from './monitor.ts'

const PER_SECOND = 5_000
const PER_DRAIN = (PER_SECOND * FRAME_INTERVAL_MS) / 1_000

/** Events with rising numbers at 5,000 a second through a monitor with its usual bounds; time is given, nobody waits. */
class Stream {
  readonly monitor: Monitor = monitorWithTarget()
  nowMs = START_MS
  sent = 0

  run(seconds: number): void {
    for (let drain = 0; drain < (seconds * 1_000) / FRAME_INTERVAL_MS; drain++) {
      for (let index = 0; index < PER_DRAIN; index++) {
        this.monitor.event(wire('tick', [{ n: this.sent++ }], { atMs: this.nowMs + Math.floor((index * FRAME_INTERVAL_MS) / PER_DRAIN) }))
      }
      this.nowMs += FRAME_INTERVAL_MS
      this.monitor.drain(this.nowMs)
    }
  }

  get frame(): FeedFrame {
    return this.monitor.feed.frame(100)
  }

  /** All rows that can be asked for from an ordinal on, page by page as the window asks. */
  rowsFrom(revision: number, from: number): EventRow[] {
    const all: EventRow[] = []
    for (let at = from; ; ) {
      const page = this.monitor.feed.rows(revision, at, FEED_PAGE_ROWS_MAX)
      if (page.rows.length === 0) return all
      all.push(...page.rows)
      at = page.from + page.rows.length
    }
  }
}

const numberOf = (row: EventRow): number => Number(row.preview.slice(3))
const rise = (values: readonly number[], first: number, count: number): boolean => values.length === count && values.every((value, index) => value === first + index)

test('two minutes of pause at 5,000 events/s: the buffer says what it keeps, and both ways of resuming have it', () => {
  const stream = new Stream()
  const { feed } = stream.monitor
  stream.run(2)
  feed.pause(stream.nowMs)
  const frozen = stream.frame
  expect([frozen.first, frozen.end, frozen.paused]).toEqual([0, 10_000, { sinceMs: stream.nowMs, waiting: 0, fill: 0, overwritten: 0 }])

  stream.run(4)
  expect(stream.frame.paused).toMatchObject({ waiting: 20_000, fill: 20_000 / EVENT_LOG_CAPACITY, overwritten: 0 })
  stream.run(6)
  expect(stream.frame.paused).toMatchObject({ waiting: 50_000, fill: 1, overwritten: 0 })
  stream.run(110)
  const paused = stream.frame
  expect(paused.paused).toEqual({ sinceMs: START_MS + 2_000, waiting: 600_000, fill: 1, overwritten: 600_000 - EVENT_LOG_CAPACITY })
  expect(stream.monitor.totals(stream.nowMs)).toMatchObject({ received: 610_000, kept: EVENT_LOG_CAPACITY, overwritten: 560_000, sampledOut: 0, dropped: 0 })

  // What was frozen stayed, every row of it, with the place that it had.
  expect([paused.revision, paused.first, paused.end]).toEqual([frozen.revision, 0, 10_000])
  const held = stream.rowsFrom(paused.revision, 0)
  expect([rise(held.map(numberOf), 0, 10_000), rise(held.map(({ ordinal }) => ordinal), 0, 10_000)]).toEqual([true, true])

  feed.resume()
  const live = stream.frame
  const kept = (paused.paused?.waiting ?? 0) - (paused.paused?.overwritten ?? 0)
  expect([live.revision, live.paused, live.end]).toEqual([paused.revision, null, paused.end + 600_000])

  // Resume here: from the row after the frozen ones; what was overwritten is missing at the front, and nothing else.
  expect(live.first).toBe(paused.end + (paused.paused?.overwritten ?? 0))
  const here = stream.rowsFrom(live.revision, live.first)
  expect([rise(here.map(({ ordinal }) => ordinal), live.end - kept, kept), rise(here.map(numberOf), 610_000 - kept, kept)]).toEqual([true, true])
  expect(new Set(here.map(({ seq }) => seq)).size).toBe(kept)

  // Jump to now: the newest rows are on the frame, and end with the last event.
  expect(rise(live.tail.map(numberOf), 609_900, 100)).toBe(true)
  stream.run(1)
  const later = stream.frame
  expect([later.end, numberOf(later.tail.at(-1) as EventRow)]).toEqual([live.end + PER_SECOND, 614_999])
})

test('a pause that fits loses nothing: resumed where it was, the rows go on without a gap', () => {
  const stream = new Stream()
  const { feed } = stream.monitor
  stream.run(1)
  feed.pause(stream.nowMs)
  const { revision, end } = stream.frame
  stream.run(8)
  expect(stream.frame.paused).toMatchObject({ waiting: 40_000, fill: 0.8, overwritten: 0 })
  feed.resume()
  const rows = stream.rowsFrom(revision, end)
  expect([rise(rows.map(({ ordinal }) => ordinal), end, 40_000), rise(rows.map(numberOf), 5_000, 40_000)]).toEqual([true, true])
})
