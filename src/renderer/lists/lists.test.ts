import { describe, expect, it } from 'vitest'
import type { ListState } from '../../shared/presence.ts'
import { fitColumns, gridTemplate } from './fit-columns.ts'
import { Hold } from './hold.ts'
import { Latest } from './latest.ts'
import { ListCache, PAGE_ROWS, pageAround } from './list-cache.ts'
import { ListController } from './list-controller.ts'
import { indexOf, lineAt, lineCount } from './list-lines.ts'

interface Row {
  readonly id: string
  readonly word: string
}
function state(revision: number, count: number, more: Partial<ListState> = {}): ListState {
  return { revision, count, of: count, groups: [], notRemembered: 0, ...more }
}
const settle = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** A main process whose list the test changes; answers wait until they are let through. */
function setUp() {
  const main = { revision: 1, rows: Array.from({ length: 500 }, (_, index): Row => ({ id: `p${index}`, word: 'old' })) }
  const asked: string[] = []
  let gate: Promise<void> = Promise.resolve()
  let open = (): void => undefined
  const problems: string[] = []
  const control = new ListController<Row>({
    fetchRows: async (revision, from, count) => {
      asked.push(`r${revision} ${from}+${count}`)
      const { revision: now, rows } = main
      await gate
      return revision === now ? { revision: now, from, rows: rows.slice(from, from + count) } : { revision: now, from: 0, rows: [] }
    },
    keyOf: (row) => row.id,
    report: (problem) => { problems.push(problem) },
  })
  return {
    control, main, asked, problems,
    close: () => { gate = new Promise((resolve) => { open = resolve }) },
    open: () => { open(); gate = Promise.resolve() },
    drawn: () => `r${control.getView().list?.revision} ${control.getView().list?.count}`,
  }
}

describe('list controller', () => {
  it('draws a list once its rows are here', async () => {
    const t = setUp()
    t.control.receive(state(1, 500))
    expect(t.control.getView().list).toBeNull()
    await settle()
    expect([t.drawn(), t.control.rowAt(0)?.id, t.asked]).toEqual(['r1 500', 'p0', [`r1 0+${PAGE_ROWS}`]])
  })

  it('keeps the old order whole until the new one is here: count and rows change together', async () => {
    const t = setUp()
    t.control.receive(state(1, 500))
    await settle()
    t.close()
    t.main.revision = 2
    t.main.rows = t.main.rows.toReversed().slice(0, 400)
    t.control.receive(state(2, 400))
    await settle()
    expect([t.drawn(), t.control.rowAt(0)?.id]).toEqual(['r1 500', 'p0'])
    t.open()
    await settle()
    expect([t.drawn(), t.control.rowAt(0)?.id, t.control.ordinalOf('p499')]).toEqual(['r2 400', 'p499', 0])
  })

  it('asks again for what is on screen when the same order has news', async () => {
    const t = setUp()
    t.control.receive(state(1, 500))
    await settle()
    t.main.rows = t.main.rows.map((row) => ({ ...row, word: 'new' }))
    t.control.receive(state(1, 500))
    expect(t.control.rowAt(3)?.word).toBe('old')
    await settle()
    expect(t.control.rowAt(3)?.word).toBe('new')
    const before = t.asked.length
    t.control.refresh()
    await settle()
    expect(t.asked.length).toBe(before + 1)
  })

  it('asks for rows that come on screen, and not for those that are here', async () => {
    const t = setUp()
    t.control.receive(state(1, 500))
    await settle()
    t.control.want(10, 40)
    expect(t.asked.length).toBe(1)
    t.control.want(300, 330)
    await settle()
    expect([t.asked.length, t.control.rowAt(310)?.id]).toEqual([2, 'p310'])
  })

  it('ignores a list that came late, and an answer for an order that is gone', async () => {
    const t = setUp()
    t.control.receive(state(1, 500))
    await settle()
    t.close()
    t.main.revision = 2
    t.control.receive(state(2, 500))
    t.main.revision = 3
    t.control.receive(state(3, 500))
    t.control.receive(state(2, 7))
    t.open()
    await settle()
    expect(t.drawn()).toBe('r3 500')
  })

  it('empties at once, without asking', async () => {
    const t = setUp()
    t.control.receive(state(1, 500))
    await settle()
    const before = t.asked.length
    t.control.receive(state(2, 0, { of: 500 }))
    expect([t.drawn(), t.control.rowAt(0), t.asked.length]).toEqual(['r2 0', undefined, before])
  })

  it('goes on after a request that failed', async () => {
    const t = setUp()
    const good = t.main.rows
    t.main.rows = null as unknown as Row[]
    t.control.receive(state(1, 500))
    await settle()
    t.main.rows = good
    t.control.refresh()
    await settle()
    expect([t.problems.length, t.drawn()]).toEqual([1, 'r1 500'])
  })
})

describe('list cache', () => {
  it('asks for a page around the screen, inside the list', () => {
    expect(pageAround(0, 30, 10)).toEqual({ from: 0, count: 10 })
    expect(pageAround(490, 500, 500)).toEqual({ from: 500 - PAGE_ROWS, count: PAGE_ROWS })
    expect(pageAround(0, 30, 0)).toBeUndefined()
    const middle = pageAround(200, 230, 500)
    expect(middle !== undefined && middle.from <= 200 && middle.from + middle.count >= 230).toBe(true)
  })

  it('stays bounded and lets the farthest rows go', () => {
    const cache = new ListCache<number>()
    for (let from = 0; from < 9_000; from += 100) cache.put(from, Array.from({ length: 100 }, (_, index) => from + index))
    expect(cache.size).toBeLessThanOrEqual(2_000)
    expect([cache.get(8_999), cache.get(0)]).toEqual([8_999, undefined])
  })
})

describe('lines with groups', () => {
  const list = { count: 5, groups: [{ label: 'ADMIN', from: 0, count: 2 }, { label: 'STUDENT', from: 2, count: 3 }] }
  it('puts a head before each group and leaves every ordinal in its place', () => {
    const words = Array.from({ length: lineCount(list) }, (_, index) => {
      const line = lineAt(list, index)
      return line.is === 'group' ? line.group.label : line.ordinal
    })
    expect(words).toEqual(['ADMIN', 0, 1, 'STUDENT', 2, 3, 4])
    for (let ordinal = 0; ordinal < list.count; ordinal++) expect(lineAt(list, indexOf(list, ordinal))).toEqual({ is: 'row', ordinal })
  })
})

describe('hold', () => {
  function holding() {
    const sent: boolean[] = []
    const timers: (() => void)[] = []
    const hold = new Hold({
      send: (value) => { sent.push(value) },
      afterMs: (callback) => {
        timers.push(callback)
        return () => { timers.splice(timers.indexOf(callback), 1) }
      },
    })
    return { hold, sent, timers }
  }

  it('says what changed, once', () => {
    const { hold, sent } = holding()
    hold.pointer(true)
    hold.pointer(true)
    hold.menu(true)
    hold.pointer(false)
    expect([sent, hold.isHeld()]).toEqual([[true], true])
    hold.menu(false)
    expect(sent).toEqual([true, false])
  })

  it('holds a moment after a key, counted from the last one', () => {
    const { hold, sent, timers } = holding()
    hold.key()
    hold.key()
    expect([sent, timers.length]).toEqual([[true], 1])
    timers[0]?.()
    expect(sent).toEqual([true, false])
  })

  it('lets go with the screen, whatever held it', () => {
    const { hold, sent, timers } = holding()
    hold.key()
    hold.pointer(true)
    hold.release()
    expect([sent, timers]).toEqual([[true, false], []])
  })
})

describe('columns', () => {
  const columns = [{ key: 'a', minPx: 100, grow: 1, rank: 0 }, { key: 'b', minPx: 100, grow: 0, rank: 2 }, { key: 'c', minPx: 100, grow: 0, rank: 1 }]
  it('keeps their order and drops the least important', () => {
    expect([1_000, 340, 250, 10].map((width) => fitColumns(columns, width).map((column) => column.key).join(''))).toEqual(['abc', 'ac', 'ac', 'ac'])
    expect(gridTemplate(columns)).toBe('minmax(100px, 1fr) 100px 100px')
  })
})

it('sends the newest of several values and skips what was overtaken', async () => {
  const sent: string[] = []
  const latest = new Latest<string>(async (value) => {
    sent.push(value)
    await settle()
  })
  for (const value of ['m', 'ma', 'mar', 'mari', 'maria']) latest.put(value)
  await settle()
  await settle()
  await settle()
  expect(sent).toEqual(['m', 'maria'])
})
