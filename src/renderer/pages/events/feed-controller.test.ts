import { describe, expect, it } from 'vitest'
import type { EventRow } from '../../../shared/domain.ts'
import type { FeedFrame } from '../../../shared/ipc.ts'
import { rowAsText } from './copy-row.ts'
import { FeedController, type FeedSurroundings } from './feed-controller.ts'
import { RowCache } from './row-cache.ts'

const ROW_PX = 24
const VIEW_PX = 240

function row(ordinal: number, seq = ordinal): EventRow {
  return { ordinal, seq, atMs: seq, targetId: 't', namespace: '/', direction: 'in', event: 'x', room: null, person: null, bytes: 1, preview: '', cut: false, own: false, feed: false, severity: null, highlighted: false }
}
function rows(from: number, to: number, seqShift = 0): EventRow[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => row(from + index, from + index + seqShift))
}
function feed(first: number, end: number, more: Partial<FeedFrame> = {}): FeedFrame {
  return { revision: 1, first, end, tail: rows(Math.max(first, end - 20), end), paused: null, filter: { text: '', mode: 'hide' }, matching: end - first, showOwn: false, hiddenOwn: 0, cleared: null, ...more }
}

/** A list in a page: a viewport that clamps as a browser does, and a main process that answers at once. */
function setUp(start: FeedFrame) {
  let following = true
  let selected: number | null = null
  const asked: string[] = []
  let main = { revision: start.revision, first: start.first, end: start.end, seqShift: 0 }
  const around: FeedSurroundings = {
    fetchRows: (revision, from, count) => {
      asked.push(`rows ${from}+${count}`)
      if (revision !== main.revision) return Promise.resolve({ revision: main.revision, from: 0, rows: [] })
      return Promise.resolve({ revision, from, rows: rows(Math.max(from, main.first), Math.min(from + count, main.end), main.seqShift) })
    },
    locate: (seq) => {
      asked.push(`locate ${seq}`)
      const all = rows(main.first, main.end, main.seqShift)
      const found = all.find((each) => each.seq >= seq)
      return Promise.resolve({ revision: main.revision, ordinal: found?.ordinal ?? null, exact: found?.seq === seq })
    },
    pause: (paused) => {
      asked.push(paused ? 'pause' : 'resume')
      return Promise.resolve(null)
    },
    isFollowing: () => following,
    setFollowing: (value) => { following = value },
    selectedSeq: () => selected,
    report: (problem) => { throw new Error(problem) },
  }
  const control = new FeedController(start, ROW_PX, around)
  let top = 0
  const viewport = {
    get scrollHeight() { return ROW_PX + (control.getState().feed.end - control.getState().feed.first) * ROW_PX },
    clientHeight: VIEW_PX,
    get scrollTop() { return Math.min(top, Math.max(0, this.scrollHeight - VIEW_PX)) },
    set scrollTop(value: number) { top = Math.max(0, Math.min(value, this.scrollHeight - VIEW_PX)) },
  }
  control.attach(viewport, ROW_PX)
  control.settle()
  return {
    control, viewport, asked,
    select: (seq: number | null) => { selected = seq },
    frame(next: FeedFrame, seqShift = 0) {
      main = { revision: next.revision, first: next.first, end: next.end, seqShift }
      control.receive(next)
      control.settle()
    },
    scrollBy(px: number) {
      viewport.scrollTop = viewport.scrollTop + px
      control.scrolled()
    },
    topOrdinal: () => control.getState().feed.first + Math.floor(viewport.scrollTop / ROW_PX),
  }
}
const settled = () => new Promise((resolve) => { setTimeout(resolve, 0) })

describe('follow', () => {
  it('stays at the newest row while rows arrive', () => {
    const list = setUp(feed(0, 100))
    list.frame(feed(0, 130))
    expect(list.viewport.scrollTop).toBe(list.viewport.scrollHeight - VIEW_PX)
    expect(list.control.getState().following).toBe(true)
  })

  it('ends with any upward scroll and counts what is new since', () => {
    const list = setUp(feed(0, 100))
    list.scrollBy(-60)
    list.frame(feed(0, 228))
    expect([list.control.getState().following, list.control.getState().newRows]).toEqual([false, 128])
  })

  it('does not end when the list gets shorter and the browser moves the position', () => {
    const list = setUp(feed(0, 100))
    list.frame(feed(0, 40, { revision: 2 }))
    list.control.scrolled()
    expect(list.control.getState().following).toBe(true)
  })

  it('resumes on demand, or when the reader scrolls to the end with nothing selected', () => {
    const list = setUp(feed(0, 100))
    list.scrollBy(-100)
    list.control.follow()
    expect([list.control.getState().following, list.viewport.scrollTop]).toEqual([true, list.viewport.scrollHeight - VIEW_PX])
    list.scrollBy(-100)
    list.scrollBy(5_000)
    expect(list.control.getState().following).toBe(true)
    list.select(90)
    list.scrollBy(-100)
    list.scrollBy(5_000)
    expect(list.control.getState().following).toBe(false)
  })
})

describe('place', () => {
  it('does not move when the oldest rows leave the log', () => {
    const list = setUp(feed(0, 1_000))
    list.scrollBy(-12_000)
    const before = list.topOrdinal()
    list.frame(feed(200, 1_200))
    expect(list.topOrdinal()).toBe(before)
  })

  it('does not move when the list gets shorter under a reader at its end', () => {
    const list = setUp(feed(0, 1_000))
    list.control.stopFollowing()
    const before = list.topOrdinal()
    list.frame(feed(8, 1_000))
    expect(list.topOrdinal()).toBe(before)
  })

  it('does not undo a scroll that the browser has not reported yet', () => {
    const list = setUp(feed(0, 1_000))
    list.scrollBy(-2_400)
    list.viewport.scrollTop -= 480
    const meant = list.topOrdinal()
    list.frame(feed(100, 1_100))
    expect(list.topOrdinal()).toBe(meant)
  })

  it('survives pausing, although ordinals of two revisions do not compare', async () => {
    const list = setUp(feed(0, 1_000))
    list.scrollBy(-240)
    list.control.want(list.topOrdinal(), list.topOrdinal() + 11)
    await settled()
    const seq = list.control.rowAt(list.topOrdinal())?.seq
    list.control.pause(true, 'here')
    list.frame(feed(0, 900, { revision: 2, tail: rows(880, 900, 100), paused: { sinceMs: 0, waiting: 0, fill: 0, overwritten: 0 } }), 100)
    await settled()
    await settled()
    list.control.settle()
    expect(list.control.rowAt(list.topOrdinal())?.seq).toBe(seq)
    expect(list.asked).toContain('pause')
  })

  it('keeps the selected event in view when the filter is removed', async () => {
    const list = setUp(feed(0, 50))
    list.control.stopFollowing()
    list.select(712)
    list.frame(feed(0, 1_000, { revision: 2, tail: rows(980, 1_000) }))
    for (let wait = 0; wait < 30 && list.control.ordinalOf(712) === undefined; wait++) await settled()
    await settled()
    list.control.settle()
    expect(Math.abs(list.topOrdinal() - 712)).toBeLessThanOrEqual(VIEW_PX / ROW_PX)
  })
})

it('finds an event that is newer than what the window knew when it was asked for', async () => {
  const list = setUp(feed(0, 100))
  list.control.stopFollowing()
  list.control.reveal(450)
  await settled()
  list.frame(feed(0, 1_000))
  for (let wait = 0; wait < 5; wait++) await settled()
  list.control.settle()
  expect(Math.abs(list.topOrdinal() - 450)).toBeLessThanOrEqual(VIEW_PX / ROW_PX)
})

describe('paging', () => {
  it('asks for rows that are not here, one request at a time, and clamps to what exists', async () => {
    const list = setUp(feed(0, 1_000))
    list.control.want(0, 30)
    list.control.want(0, 31)
    expect(list.asked.filter((each) => each.startsWith('rows'))).toHaveLength(1)
    await settled()
    expect(list.control.rowAt(0)?.ordinal).toBe(0)
    list.control.want(-10, 5)
    expect(list.asked.filter((each) => each.startsWith('rows'))).toHaveLength(1)
  })

  it('keeps a bounded number of rows, those near the reader', () => {
    const cache = new RowCache()
    cache.reset(1)
    for (let from = 0; from < 20_000; from += 100) cache.put(rows(from, from + 100), from)
    expect(cache.size).toBeLessThanOrEqual(3_000)
    expect(cache.get(19_999)).toBeDefined()
    expect(cache.get(0)).toBeUndefined()
  })
})

it('copies a row as one line, as masked as it is shown', () => {
  const text = rowAsText({ ...row(1), event: 'message.new', room: 'class_7', person: 'M••• R.', preview: '{"text":"••••"}', bytes: 31, atMs: Date.UTC(2026, 10, 20, 10, 42, 7, 5) }, 'Lincoln', 'UTC')
  expect(text).toBe('20 Nov 2026, 10:42:07.005\treceived\tmessage.new\tclass_7\tM••• R.\t31 B\tLincoln /\t{"text":"••••"}')
})
