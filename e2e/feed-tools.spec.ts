import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import type { EventRow } from '../src/shared/domain.ts'
import type { ExportRequest, ExportState } from '../src/shared/feed-tools.ts'
import { auditRecords, expect, test } from './fixtures.ts'
import type { Console } from './fixtures.ts'

/* Marks, diff, saved filters and export as the window asks for them, in the real app with its demo. */

let folder: string
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-feed-'))
})
test.afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))

/** The save dialog answers at once: this file, or nothing. */
async function chooseInDialog(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === '', filePath: chosen })
  }, filePath)
}

/** All rows of the paused feed once it has so many. */
async function pausedRows(request: Console['request'], atLeast: number): Promise<EventRow[]> {
  const rowsNow = async (): Promise<EventRow[]> => {
    const { revision } = await request('feed:locate', { seq: 0 })
    return (await request('feed:rows', { revision, from: 0, count: 500 })).rows
  }
  await expect.poll(async () => (await rowsNow()).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(atLeast)
  await request('feed:pause', { paused: true })
  return await rowsNow()
}

async function exported(request: Console['request'], args: Partial<ExportRequest> = {}): Promise<ExportState> {
  const begun = await request('export:start', { format: 'ndjson', scope: { kind: 'shown' }, reveal: null, ...args })
  if (!begun.ok) throw new Error(begun.problem.what)
  await expect.poll(async () => (await request('export:state', null))?.state).not.toBe('running')
  return (await request('export:state', null)) as ExportState
}

test('the rows of the paused feed are exported, in three formats that others read, masked unless it is in the audit log', async ({ launch }) => {
  test.setTimeout(120_000)
  const { app, request, complaints } = await launch()
  const rows = await pausedRows(request, 60)
  const expected = rows.map(({ event, namespace, person, room, bytes }) => ({ event, namespace, person, room, bytes }))

  await chooseInDialog(app, '')
  expect(await request('export:start', { format: 'csv', scope: { kind: 'shown' }, reveal: null })).toEqual({ ok: true, value: null })

  await chooseInDialog(app, join(folder, 'feed.ndjson'))
  expect(await exported(request)).toMatchObject({ state: 'done', fileName: 'feed.ndjson', total: rows.length, written: rows.length })
  const lines = (await readFile(join(folder, 'feed.ndjson'), 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as EventRow)
  expect(lines.map(({ event, namespace, person, room, bytes }) => ({ event, namespace, person, room, bytes }))).toEqual(expected)

  await chooseInDialog(app, join(folder, 'feed.csv'))
  await exported(request, { format: 'csv' })
  const cells: Record<string, string>[] = parse(await readFile(join(folder, 'feed.csv'), 'utf8'), { columns: true })
  expect(cells.map(({ event, namespace, person, room, bytes }) => ({ event, namespace, person: person === '' ? null : person, room: room === '' ? null : room, bytes: Number(bytes) }))).toEqual(expected)

  await chooseInDialog(app, join(folder, 'feed.har'))
  await exported(request, { format: 'har' })
  const har = JSON.parse(await readFile(join(folder, 'feed.har'), 'utf8')) as { log: { entries: { _webSocketMessages: unknown[] }[] } }
  expect(har.log.entries.flatMap((entry) => entry._webSocketMessages)).toHaveLength(rows.length)

  expect(await auditRecords(request, 5)).toEqual([])
  await chooseInDialog(app, join(folder, 'clear.ndjson'))
  await exported(request, { reveal: { reason: 'incident', note: 'Ticket 4190' } })
  expect(await auditRecords(request, 5)).toMatchObject([{ action: 'export events', reason: 'incident: Ticket 4190', result: 'confirmed', detail: `Wrote ${rows.length} events.` }])
  expect((await readFile(join(folder, 'clear.ndjson'), 'utf8')).length).not.toBe((await readFile(join(folder, 'feed.ndjson'), 'utf8')).length)

  await chooseInDialog(app, folder)
  expect(await exported(request)).toMatchObject({ state: 'failed', sentence: expect.stringMatching(/is a folder/) })
  expect((await readdir(folder)).toSorted()).toEqual(['clear.ndjson', 'feed.csv', 'feed.har', 'feed.ndjson'])
  expect(complaints).toEqual([])
})

test('marks and diff over the channels', async ({ launch }) => {
  test.setTimeout(120_000)
  const { request, complaints } = await launch()
  const rows = await pausedRows(request, 100)
  const first = rows[5]
  const second = rows[20]
  if (!first || !second) throw new Error('no rows')
  expect(await request('feed:mark', { seq: first.seq, on: true })).toEqual({ marked: true })
  expect(await request('feed:mark', { seq: second.seq, on: true })).toEqual({ marked: true })
  expect((await request('feed:marks', null)).marks.map(({ row, inLog }) => [row.seq, row.marked, inLog])).toEqual([[first.seq, true, true], [second.seq, true, true]])
  expect([await request('feed:next-mark', { seq: null, direction: 'older' }), await request('feed:next-mark', { seq: second.seq, direction: 'older' }), await request('feed:next-mark', { seq: second.seq, direction: 'newer' })]).toEqual([{ seq: second.seq }, { seq: first.seq }, { seq: null }])
  expect(await request('feed:mark', { seq: first.seq, on: false })).toEqual({ marked: false })

  const again = rows.findLast((row, index) => rows.slice(0, index).some((each) => sameKey(each, row)))
  if (!again) throw new Error('no event came twice')
  const before = rows.findLast((row) => row.seq < again.seq && sameKey(row, again))
  const diff = await request('feed:diff', { seq: again.seq })
  expect(diff.ok && diff.value.before?.row.seq).toBeGreaterThanOrEqual(before?.seq ?? 0)
  expect(diff.ok && diff.value.changes.length + diff.value.same).toBeGreaterThan(0)
  expect(complaints).toEqual([])
})

const sameKey = (a: EventRow, b: EventRow): boolean => a.event === b.event && a.namespace === b.namespace && a.targetId === b.targetId && a.direction === b.direction

test('saved filters and the history outlive the app; a text that is no filter is not saved', async ({ launch }) => {
  test.setTimeout(120_000)
  const filter = { id: 'f-1', name: 'Large chat', text: 'event:chat.* size:>1kb', mode: 'highlight' } as const
  const first = await launch({ dataFolder: folder, args: ['--demo=never'] })
  expect(await first.request('filters:save', filter)).toEqual({ ok: true })
  expect(await first.request('filters:save', { ...filter, id: 'f-2', text: 'size:>abc' })).toMatchObject({ ok: false, problem: { details: 'size:>abc\n     ^^^^' } })
  for (const text of ['event:ping', 'ns:/grades', 'event:ping']) await first.request('filters:used', { text })
  await first.app.close()

  const second = await launch({ dataFolder: folder, args: ['--demo=never'] })
  expect(await second.request('filters:list', null)).toEqual({ saved: [filter], history: ['event:ping', 'ns:/grades'] })
  await second.request('filters:forget-history', null)
  expect((await second.request('filters:list', null)).history).toEqual([])
})
