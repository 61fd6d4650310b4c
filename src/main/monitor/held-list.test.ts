import { beforeEach, expect, test } from 'vitest'
import { listState } from '../../shared/presence.ts'
import { LIST_REFRESH_MS } from '../../shared/limits.ts'
import { HeldList } from './held-list.ts'
import type { Found } from './held-list.ts'
import { START_MS } from './monitor-fixture.ts'

/** Marks of pupils, best first: the smallest list there can be. */
class Marks extends HeldList<string, { readonly least: number }, string> {
  readonly marks = new Map([['Ada', 3], ['Ben', 7], ['Cem', 5]])
  revision = 0
  lookups = 0
  before: readonly string[] = []

  protected found({ least }: { readonly least: number }, before: readonly string[]): Found<string> {
    this.lookups++
    this.before = before
    const items = [...this.marks].filter(([, mark]) => mark >= least).sort(([, a], [, b]) => b - a).map(([name]) => name)
    return { items, groups: [], of: this.marks.size }
  }

  protected rowOf(name: string): string | undefined {
    const mark = this.marks.get(name)
    return mark === undefined ? undefined : `${name} ${mark} at ${this.nowMs - START_MS}`
  }

  protected changes(): number {
    return this.revision
  }

  protected notRemembered(): number {
    return 4
  }

  set(name: string, mark: number): void {
    this.marks.set(name, mark)
    this.revision++
  }
}

let list: Marks
const rows = (): string[] => list.rows(list.state().revision, 0, 9).rows

beforeEach(() => {
  list = new Marks({ least: 0 }, START_MS)
})

test('nothing is looked up before somebody asks', () => {
  list.at(START_MS + 1)
  expect([list.lookups, list.state()]).toEqual([0, { revision: 1, count: 0, of: 0, groups: [], notRemembered: 4 }])
  expect(listState.parse(list.refresh(START_MS + 2))).toMatchObject({ count: 3, of: 3 })
})

test('between two orders, and while it is held, places stay and rows are of now', () => {
  const first = list.query({ least: 4 })
  expect([first.count, first.of, rows()]).toEqual([2, 3, ['Ben 7 at 0', 'Cem 5 at 0']])
  list.set('Cem', 9)
  expect(list.refresh(START_MS + LIST_REFRESH_MS - 1)).toEqual(first)
  list.hold(true)
  expect(list.refresh(START_MS + LIST_REFRESH_MS)).toEqual(first)
  expect(rows()).toEqual([`Ben 7 at ${LIST_REFRESH_MS}`, `Cem 9 at ${LIST_REFRESH_MS}`])
  list.hold(false)
  const next = list.refresh(START_MS + LIST_REFRESH_MS)
  expect([next.revision - first.revision, rows().map((row) => row.slice(0, 3)), list.before]).toEqual([1, ['Cem', 'Ben'], ['Ben', 'Cem']])
  expect(list.rows(first.revision, 0, 9)).toEqual({ revision: next.revision, from: 0, rows: [] })
})

test('an order that is the same keeps its revision; one that a query asked for never does', () => {
  const first = list.query({ least: 0 })
  expect(list.refresh(START_MS + LIST_REFRESH_MS)).toEqual(first)
  expect(list.query({ least: 0 }).revision).toBe(first.revision + 1)
})

test('the version rises when a row could show something else, and with every new order, held or not', () => {
  list.query({ least: 0 })
  list.refresh(START_MS)
  const versions = [list.version]
  const look = (afterMs: number): void => {
    list.refresh(START_MS + afterMs)
    versions.push(list.version)
  }
  look(1)
  list.set('Ada', 4)
  look(2)
  look(3)
  list.hold(true)
  look(LIST_REFRESH_MS)
  const from = versions[0] as number
  expect(versions.map((version) => version - from)).toEqual([0, 0, 1, 1, 2])
})

test('a query and a target that went order a held list at once', () => {
  list.query({ least: 0 })
  list.hold(true)
  expect(list.query({ least: 6 }).count).toBe(1)
  list.marks.clear()
  list.targetGone()
  expect([list.state().count, rows()]).toEqual([0, []])
})

test('what is not known any more has no row, and the others keep their places', () => {
  const { revision } = list.query({ least: 0 })
  list.marks.delete('Cem')
  expect([rows().map((row) => row.slice(0, 3)), list.rows(revision, 2, 1).rows]).toEqual([['Ben', 'Ada'], ['Ada 3 at 0']])
})

test('a clock that was set back does not freeze the order', () => {
  list.query({ least: 0 })
  list.refresh(START_MS)
  list.set('Ada', 9)
  list.refresh(START_MS - LIST_REFRESH_MS)
  expect(rows()[0]).toMatch(/^Ada/)
})
