import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { latencyView, rateChartAnswer } from '../shared/rates.ts'
import type { RateChartAnswer, RateChartQuery } from '../shared/rates.ts'
import { lyceum, START_MS, viewOf, wire } from './monitor/monitor-fixture.ts'
import { Monitor } from './monitor/monitor.ts'
import { RatesDesk } from './rates-desk.ts'
import { DATABASE_FILE, openDatabase } from './store/database.ts'
import type { LocalDatabase } from './store/database.ts'
import { RateHistory } from './store/rate-history.ts'

const MINUTE = 60_000

let folder: string
const opened: LocalDatabase[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-rates-desk-'))
})
afterEach(() => {
  for (const database of opened.splice(0)) database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A run of the app on the same data folder, by a clock of its own. */
class Run {
  nowMs: number
  readonly database: LocalDatabase
  readonly monitor: Monitor
  readonly desk: RatesDesk

  constructor(startedAtMs: number, targets: readonly string[] = ['t1']) {
    this.nowMs = startedAtMs
    this.database = openDatabase({ folder, key: { kind: 'none' }, nowMs: startedAtMs })
    opened.push(this.database)
    this.monitor = new Monitor({ catalogs: [lyceum], startedAtMs })
    this.desk = new RatesDesk({ monitor: this.monitor, database: this.database, now: () => this.nowMs })
    for (const id of targets) this.monitor.targetChanged(viewOf(id, { namespaces: { '/grades': 'live', '/talk': 'live' } }), startedAtMs)
  }

  /** Lets so many seconds pass; in each, so many events of each name arrive in /grades. */
  pass(seconds: number, perSecond: Readonly<Record<string, number>> = {}): this {
    for (let second = 0; second < seconds; second++) {
      for (const [name, count] of Object.entries(perSecond)) for (let n = 0; n < count; n++) this.monitor.event(wire(name, [], { atMs: this.nowMs }))
      this.monitor.drain(this.nowMs)
      this.desk.tick(this.nowMs)
      this.nowMs += 1_000
    }
    return this
  }

  /** The app is quit. */
  end(): void {
    this.desk.close(this.nowMs)
    this.database.close()
  }

  /** kill -9: nothing more is written. */
  kill(): void {
    this.database.close()
  }

  async chart(change: Partial<RateChartQuery> = {}): Promise<RateChartAnswer> {
    const answer = await this.desk.handlers()['rates:chart']({ targetId: null, namespace: null, text: '', group: 'namespace', windowMinutes: 60, compare: 'none', ...change })
    return rateChartAnswer.parse(answer)
  }
}

/** Runs of equal values: `6x2 3xnull`. */
function shape(values: readonly (number | null)[] | undefined): string {
  const parts: { value: string; count: number }[] = []
  for (const each of values ?? []) {
    const value = each === null ? 'null' : String(Math.round(each * 100) / 100)
    const last = parts.at(-1)
    if (last?.value === value) last.count++
    else parts.push({ value, count: 1 })
  }
  return parts.map(({ value, count }) => `${count}x${value}`).join(' ')
}

function line(answer: RateChartAnswer, key: string): string {
  const found = answer.lines.find((each) => each.key === key)
  return found ? `${shape(found.perSecond)} = ${found.total}` : 'none'
}

describe('the chart continues after a restart', () => {
  test('minutes of the run before are drawn, the time between is a gap, and totals are exact', async () => {
    new Run(START_MS).pass(10 * 60, { 'grade.posted': 3 }).end()
    const second = new Run(START_MS + 15 * MINUTE).pass(5 * 60, { 'grade.posted': 1 })

    const hour = await second.chart()
    expect(hour.stepMs).toBe(10_000)
    expect(line(hour, 't1 /grades')).toBe(`${6 * 40}xnull ${6 * 10}x3 ${6 * 5}xnull ${6 * 5}x1 = ${1_800 + 300}`)
    expect(line(hour, 't1 /talk')).toBe(`${6 * 40}xnull ${6 * 10}x0 ${6 * 5}xnull ${6 * 5}x0 = 0`)
    expect([hour.historyFromMs, hour.before, hour.remark]).toEqual([START_MS, null, 'Before this start of Rollcall each minute is drawn with its mean.'])

    const sixHours = await second.chart({ windowMinutes: 360 })
    expect(line(sixHours, 't1 /grades')).toBe(`340xnull 10x3 5xnull 5x1 = 2100`)
    expect(sixHours.remark).toBe('')
    const day = await second.chart({ windowMinutes: 1440, group: 'target' })
    expect(line(day, 't1')).toBe('284xnull 2x3 1xnull 1x1 = 2100')
    second.end()
  })

  test('the minute in which one run ended and the next began is counted once', async () => {
    new Run(START_MS).pass(90, { 'grade.posted': 4 }).end()
    // 20 seconds later, in the same minute.
    const second = new Run(START_MS + 110_000).pass(130, { 'grade.posted': 1 })
    expect(line(await second.chart({ windowMinutes: 360 }), 't1 /grades')).toBe(`356xnull 1x4 1x${Math.round(((30 * 4 + 10) / 40) * 100) / 100} 2x1 = ${360 + 130}`)
    // Shorter steps: the run before has its mean up to the step in which this run began.
    expect(line(await second.chart({ windowMinutes: 15 }), 't1 /grades')).toBe(`66xnull ${6 + 5}x4 13x1 = ${360 + 130}`)
    expect(line(await second.chart({ windowMinutes: 1440 }), 't1 /grades')).toBe('none')
    second.pass(60, { 'grade.posted': 1 })
    const [day] = (await second.chart({ windowMinutes: 1440 })).lines
    expect([day?.total, shape(day?.perSecond)]).toEqual([550, `287xnull 1x${Math.round((550 / 280) * 100) / 100}`])
    second.end()
    expect(new RateHistory(openAgain()).rows).toBeGreaterThan(0)
  })

  test('kill -9 loses the running minute and nothing else', async () => {
    new Run(START_MS).pass(150, { 'grade.posted': 2 }).kill()
    const second = new Run(START_MS + 3 * MINUTE).pass(60)
    expect(line(await second.chart({ windowMinutes: 360 }), 't1 /grades')).toBe('356xnull 2x2 1xnull 1x0 = 240')
  })

  test('by event, with the busiest of both runs, and "other" for what has no line', async () => {
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`event-${index}`, 1]))
    new Run(START_MS).pass(60, { 'grade.posted': 5, ...many }).end()
    const second = new Run(START_MS + MINUTE).pass(60, { 'grade.posted': 1, late: 3 })
    const chart = await second.chart({ group: 'event', windowMinutes: 360 })
    expect(chart.lines.map(({ key, total }) => `${key} ${total}`).slice(0, 2)).toEqual(['t1 /grades grade.posted 360', 't1 /grades late 180'])
    expect(line(chart, 't1 /grades grade.posted')).toBe('358xnull 1x5 1x1 = 360')
    // More names were busy than are kept: whether there was a "late" in the first minute is not known.
    expect(line(chart, 't1 /grades late')).toBe('359xnull 1x3 = 180')
    expect(chart.lines.reduce((sum, { total }) => sum + total, 0)).toBe(60 * 75 + 60 * 4)
    expect([chart.lines.length, chart.lines.at(-1)?.key]).toEqual([7, 'other'])
    expect(chart.lines[2]).toMatchObject({ label: 'School t1 /grades event-0', filter: expect.stringMatching(/event:event-0$/) })
    second.end()
  })

  test('narrowed by name, namespace and target', async () => {
    const first = new Run(START_MS, ['t1', 't2'])
    for (let n = 0; n < 60; n++) first.monitor.event(wire('message', [], { targetId: 't2', namespace: '/talk', atMs: START_MS }))
    first.pass(60, { 'grade.posted': 2, 'alarm.raised': 1 }).end()
    const second = new Run(START_MS + MINUTE, ['t1', 't2']).pass(60)
    const total = async (change: Partial<RateChartQuery>): Promise<string[]> => (await second.chart({ windowMinutes: 15, ...change })).lines.map((each) => `${each.key} ${each.total}`)
    expect(await total({ text: 'ALARM' })).toEqual(['t1 /grades 60'])
    expect(await total({ text: 'alarm', group: 'target' })).toEqual(['t1 60'])
    expect(await total({ targetId: 't2', group: 'event' })).toEqual(['t2 /talk message 60'])
    expect(await total({ namespace: '/grades', group: 'target' })).toEqual(['t1 180', 't2 0'])
    expect((await second.chart({ group: 'room', compare: 'yesterday' })).remark).toBe('Rates of rooms are not kept over a restart. History has no rates of rooms to compare with.')
    expect((await second.pass(60).chart({ group: 'room', windowMinutes: 1 })).remark).toBe('')
    second.end()
  })

  test('a namespace that nobody watched is a gap, not zero', async () => {
    const first = new Run(START_MS)
    first.pass(60, { 'grade.posted': 1 })
    first.monitor.targetChanged(viewOf('t1', { namespaces: { '/grades': 'reconnecting', '/talk': 'live' } }), first.nowMs)
    first.pass(120).end()
    const second = new Run(START_MS + 3 * MINUTE).pass(60)
    const chart = await second.chart({ windowMinutes: 360 })
    expect(line(chart, 't1 /grades')).toBe('356xnull 1x1 2xnull 1x0 = 60')
    expect(line(chart, 't1 /talk')).toBe('356xnull 4x0 = 0')
  })
})

describe('compared with the same time before', () => {
  test('yesterday and last week, as far as history has it', async () => {
    const day = 24 * 60
    new Run(START_MS).pass(1).end()
    const database = openAgain()
    const history = new RateHistory(database)
    const minute = START_MS / MINUTE
    // Half of the hour of yesterday, two namespaces; last week one minute.
    for (let n = 0; n < 30; n++) {
      history.write(['/grades', '/talk'].map((namespace) => ({ minute: minute - day + n, targetId: 't1', namespace, event: '', count: 120, bytes: 1, seconds: 60 })))
      history.write([{ minute: minute - day + n, targetId: 't1', namespace: '/grades', event: 'grade.posted', count: 60, bytes: 1, seconds: 60 }])
    }
    history.write([{ minute: minute - 7 * day, targetId: 't1', namespace: '/talk', event: '', count: 30, bytes: 1, seconds: 30 }])
    database.close()

    const run = new Run(START_MS).pass(60 * 60)
    const yesterday = (await run.chart({ compare: 'yesterday' })).before
    expect([yesterday?.compare, shape(yesterday?.perSecond), yesterday?.total, yesterday?.covered]).toEqual(['yesterday', '180x4 180xnull', 7_200, 0.5])
    const lastWeek = (await run.chart({ compare: 'last-week', windowMinutes: 360 })).before
    expect([shape(lastWeek?.perSecond), lastWeek?.total, lastWeek?.covered]).toEqual(['300xnull 1x1 59xnull', 30, 1 / 360])
    // Narrowed by name: where the namespace was watched and the event did not come, it is zero.
    expect(shape((await run.chart({ compare: 'yesterday', text: 'grade' })).before?.perSecond)).toBe('180x1 180xnull')
    expect(shape((await run.chart({ compare: 'yesterday', text: 'nobody' })).before?.perSecond)).toBe('180x0 180xnull')
    expect((await run.chart({ compare: 'yesterday', windowMinutes: 1 })).before).toBeNull()
    expect(shape((await run.chart({ compare: 'yesterday', windowMinutes: 1440 })).before?.perSecond)).toBe('276xnull 6x4 6xnull')
    // The window moves on: what was read before is still right.
    run.pass(10 * 60)
    expect(shape((await run.chart({ compare: 'yesterday' })).before?.perSecond)).toBe('120x4 240xnull')
    expect((await run.chart()).historyFromMs).toBe(START_MS - 7 * day * MINUTE)
  })
})

describe('a database that fails', () => {
  test('memory instead of a file: nothing is written, and the chart says so', async () => {
    const holder = openAgain()
    const run = new Run(START_MS).pass(130, { 'grade.posted': 1 })
    const chart = await run.chart({ windowMinutes: 15 })
    expect([run.database.durable, chart.remark]).toEqual([false, 'History is not written in this run: the local database could not be used. Only this run is in the picture.'])
    expect(chart.lines[0]?.total).toBe(130)
    expect(run.database.all('SELECT count(*) AS n FROM minute_rates')).toEqual([{ n: 0 }])
    run.end()
    holder.close()
  })

  test('a full disk is said once, counting goes on, and what waited is written when it works again', async () => {
    const run = new Run(START_MS).pass(30, { 'grade.posted': 1 })
    const [{ page_count: pages }] = run.database.all('PRAGMA page_count') as [{ page_count: number }]
    run.database.all(`PRAGMA max_page_count=${pages}`)
    // Nothing fits any more: names fill the last free pages at once.
    const names = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${index} ${'x'.repeat(190)}`, 1]))
    run.pass(5 * 60, names)
    const said = run.monitor.remarks().map(({ text }) => text)
    expect(said).toEqual([expect.stringMatching(/^The history of rates could not be written \(.*full.*\)\. Counting goes on/)])
    expect((await run.chart({ windowMinutes: 15 })).remark).toMatch(/History is not written now \(.*full.*\)\./)
    expect(run.monitor.totals(run.nowMs).received).toBe(30 + 300 * 60)
    run.database.all('PRAGMA max_page_count=1000000')
    run.pass(60)
    expect(run.monitor.remarks().map(({ text }) => text).at(-1)).toBe('The history of rates is written again. Nothing is missing.')
    expect(run.database.all("SELECT sum(count) AS n FROM minute_rates JOIN rate_keys ON id = key_id WHERE event = ''")).toEqual([{ n: 30 + 300 * 60 }])
    run.end()
  })

  test('closed under its feet: no request throws', async () => {
    const run = new Run(START_MS).pass(30, { 'grade.posted': 1 })
    run.database.close()
    run.pass(60).desk.targetRemoved('t1')
    expect((await run.chart({ windowMinutes: 15, compare: 'yesterday' })).remark).toMatch(/The history could not be read/)
  })
})

test('with a platform its history goes', async () => {
  const first = new Run(START_MS, ['t1', 't2']).pass(120, { 'grade.posted': 1 })
  first.monitor.targetRemoved('t1')
  first.desk.targetRemoved('t1')
  first.pass(60).end()
  const database = openAgain()
  expect(database.all('SELECT DISTINCT target_id FROM rate_shelves')).toEqual([{ target_id: 't2' }])
})

test('latency: round trips and ages of all platforms or one, and the servers of their admin feeds', () => {
  const run = new Run(START_MS, ['t1', 't2'])
  const server = { serverId: 'a-1', hostname: 'app-1', pid: 12, uptimeSeconds: 60, clients: 3, pollingClients: 0, lastAtMs: START_MS, stale: false, namespaces: [] }
  const feed = { namespace: '/admin', mode: 'development' as const, readOnly: false, actions: [], servers: [server], sockets: 3, ownSockets: 1, snapshotAtMs: START_MS, difference: null, warnings: [], bytesPerSecond: 0 }
  run.monitor.targetChanged({ ...viewOf('t2', { namespaces: { '/talk': 'live' } }), feed }, START_MS)
  run.monitor.roundTrip({ targetId: 't1', namespace: '/grades', by: 'ping', ms: 12, atMs: START_MS })
  run.monitor.event(wire('grade.posted', [{ postedAt: new Date(START_MS - 40).toISOString() }], { atMs: START_MS }))
  run.pass(1)
  const latency = (targetId: string | null) => latencyView.parse(run.desk.handlers()['latency:get']({ targetId }))
  expect(latency(null).namespaces.map(({ targetId, namespace, roundTrip, age }) => [targetId, namespace, roundTrip?.lastMs, age?.lastMs])).toEqual([
    ['t1', '/grades', 12, 40], ['t1', '/talk', undefined, undefined], ['t2', '/talk', undefined, undefined],
  ])
  expect(latency(null).servers).toEqual([{ targetId: 't2', server }])
  expect(latency('t1')).toMatchObject({ atMs: run.nowMs, namespaces: [{ namespace: '/grades' }, { namespace: '/talk' }], servers: [] })
  expect(latency('nobody')).toMatchObject({ namespaces: [], servers: [] })
})

function openAgain(): LocalDatabase {
  const database = openDatabase({ folder, key: { kind: 'none' }, nowMs: START_MS })
  opened.push(database)
  if (!database.durable) throw new Error(`${DATABASE_FILE} is in use`)
  return database
}
