import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Answer, Args } from '../shared/ipc.ts'
import { requests } from '../shared/ipc.ts'
import { FILTER_HISTORY_MAX, MARKS_MAX } from '../shared/limits.ts'
import { FeedDesk } from './feed-desk.ts'
import { grade, monitorWithTarget, START_MS, wire } from './monitor/monitor-fixture.ts'
import type { Monitor } from './monitor/monitor.ts'
import { AuditLog } from './store/audit.ts'
import { openDatabase } from './store/database.ts'
import type { LocalDatabase } from './store/database.ts'

let folder: string
let database: LocalDatabase
let monitor: Monitor
let desk: FeedDesk

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-feed-desk-'))
  database = openDatabase({ folder, key: { kind: 'none' }, nowMs: START_MS })
  monitor = monitorWithTarget({ log: { capacity: 10, bytes: 1_000_000, perSecond: 1_000_000 } })
  desk = new FeedDesk({ monitor, database, audit: new AuditLog(database, START_MS), osUser: 'jlee', version: '9.9.9', now: () => START_MS, chooseFile: () => Promise.resolve(join(folder, 'out.csv')) })
})
afterEach(() => {
  desk.close()
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

type Channel = keyof ReturnType<FeedDesk['handlers']>

/** Asks as the window does; argument and answer are held against the contract. */
async function ask<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>> {
  const handler = desk.handlers()[channel] as (parsed: unknown) => unknown
  return requests[channel].answer.parse(await handler(requests[channel].args.parse(args))) as Answer<C>
}

function arrive(count: number, name = 'tick'): void {
  for (let number = 0; number < count; number++) monitor.event(wire(name, [{ n: number }]))
  monitor.drain(START_MS)
}

test('marks: oldest first, whether the feed can go there, and a step to the next that is a row', async () => {
  arrive(4)
  arrive(6, 'tock')
  for (const seq of [8, 2, 5]) expect(await ask('feed:mark', { seq, on: true })).toEqual({ marked: true })
  const next = async (seq: number | null, direction: 'older' | 'newer'): Promise<number | null> => (await ask('feed:next-mark', { seq, direction })).seq
  expect([await next(null, 'older'), await next(8, 'older'), await next(5, 'older'), await next(2, 'older'), await next(null, 'newer'), await next(3, 'newer'), await next(8, 'newer')]).toEqual([8, 5, 2, null, 2, 5, null])
  // What the filter hides is no row.
  monitor.feed.setFilter('event:tock')
  expect([await next(8, 'older'), await next(5, 'older'), await next(null, 'newer')]).toEqual([5, null, 5])
  monitor.feed.setFilter('')
  arrive(3)
  const { marks, capacity } = await ask('feed:marks', null)
  expect([capacity, marks.map(({ row, inLog }) => [row.seq, row.marked, row.ordinal, inLog])]).toEqual([MARKS_MAX, [[2, true, -1, false], [5, true, 4, true], [8, true, 7, true]]])
  expect(await next(5, 'older')).toBeNull()
})

describe('diff', () => {
  test('with the event before of the same target, namespace, name and direction', async () => {
    monitor.event(grade(1))
    monitor.event(wire('grade.posted', [{ score: 1 }], { namespace: '/talk' }))
    monitor.event(wire('grade.posted', [{ score: 2 }], { direction: 'out' }))
    monitor.event(grade(2, { teacher: 'u-9' }))
    monitor.drain(START_MS)
    const answer = await ask('feed:diff', { seq: 4 })
    expect(answer).toMatchObject({ ok: true, value: { before: { row: { seq: 1, person: 'u-1' } }, changes: [{ path: 'gradeId', kind: 'changed', before: '"g-1"', after: '"g-2"' }, { path: 'postedBy.id', kind: 'changed', before: '"u-1"', after: '"u-9"' }], leftOut: 0, same: 4 } })
    expect(JSON.stringify(answer)).not.toContain('Rossi')
    expect(await ask('feed:diff', { seq: 1 })).toEqual({ ok: true, value: { before: null, changes: [], leftOut: 0, same: 0 } })
  })

  test('a marked event that left the log has none before it; an unknown one is a failure in words', async () => {
    arrive(2)
    await ask('feed:mark', { seq: 2, on: true })
    arrive(20, 'tock')
    expect(await ask('feed:diff', { seq: 2 })).toMatchObject({ ok: true, value: { before: null } })
    expect(await ask('feed:diff', { seq: 1 })).toMatchObject({ ok: false, problem: { what: 'This event is no longer kept.' } })
  })

  test('frozen rows are compared with frozen rows', async () => {
    arrive(10)
    monitor.feed.pause(START_MS)
    arrive(30)
    expect(await ask('feed:diff', { seq: 5 })).toMatchObject({ ok: true, value: { before: { row: { seq: 4 } }, changes: [{ path: 'n', before: '3', after: '4' }] } })
  })
})

describe('filters', () => {
  const filter = { id: 'f-1', name: 'Large chat', text: 'event:chat.* size:>1kb', mode: 'hide' } as const

  test('are saved by name, replaced by id, and removed', async () => {
    expect(await ask('filters:save', filter)).toEqual({ ok: true })
    await ask('filters:save', { ...filter, id: 'f-2', name: 'Alarms' })
    await ask('filters:save', { ...filter, mode: 'highlight' })
    expect((await ask('filters:list', null)).saved).toEqual([{ ...filter, id: 'f-2', name: 'Alarms' }, { ...filter, mode: 'highlight' }])
    expect(await ask('filters:remove', { id: 'f-2' })).toEqual({ ok: true })
    expect((await ask('filters:list', null)).saved).toHaveLength(1)
  })

  test('a text that is no filter is refused, with its place', async () => {
    const answer = await ask('filters:save', { ...filter, text: 'event:x size:>abc' })
    expect(answer).toMatchObject({ ok: false, problem: { what: expect.stringMatching(/size/i) as unknown, advice: 'Change ">abc", character 14 of the filter. It was not saved.', details: 'event:x size:>abc\n             ^^^^' } })
    expect(await ask('filters:save', { ...filter, text: '  ' })).toMatchObject({ ok: false, problem: { what: 'This filter is empty.' } })
    expect((await ask('filters:list', null)).saved).toEqual([])
  })

  test('history: what was used and is a filter; forgotten when asked', async () => {
    for (const text of ['event:a', ' ns:/b ', 'size:>abc', '', '   ', 'event:a']) await ask('filters:used', { text })
    expect((await ask('filters:list', null)).history).toEqual(['event:a', 'ns:/b'])
    for (let index = 0; index < FILTER_HISTORY_MAX + 5; index++) await ask('filters:used', { text: `event:e${index}` })
    expect((await ask('filters:list', null)).history).toHaveLength(FILTER_HISTORY_MAX)
    await ask('filters:forget-history', null)
    expect((await ask('filters:list', null)).history).toEqual([])
  })

  test('a database that cannot be written: told where the user can act, silent where they only filter', async () => {
    database.close()
    expect(await ask('filters:save', filter)).toMatchObject({ ok: false, problem: { what: 'The local database could not be written.' } })
    expect(await ask('filters:used', { text: 'event:a' })).toBeNull()
    expect(await ask('filters:forget-history', null)).toBeNull()
    expect(monitor.remarks().map(({ text }) => text)).toEqual([expect.stringContaining('could not be deleted')])
  })
})

test('export over the channels: started, asked for, cancelled too late', async () => {
  arrive(5)
  expect(await ask('export:state', null)).toBeNull()
  const begun = await ask('export:start', { format: 'csv', scope: { kind: 'shown' }, reveal: null })
  expect(begun).toMatchObject({ ok: true, value: { fileName: 'out.csv', state: 'running', total: 5 } })
  await expect.poll(async () => (await ask('export:state', null))?.state).toBe('done')
  expect(await ask('export:cancel', { id: (begun.ok && begun.value?.id) || '' })).toBeNull()
  expect((await ask('export:state', null))?.state).toBe('done')
  expect(readFileSync(join(folder, 'out.csv'), 'utf8').split('\r\n')).toHaveLength(7)
})
