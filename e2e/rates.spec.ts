import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RateChartAnswer, RateChartQuery } from '../src/shared/rates.ts'
import { rateChartAnswer } from '../src/shared/rates.ts'
import { openDatabase } from '../src/main/store/database.ts'
import { MINUTE_MS, RateHistory } from '../src/main/store/rate-history.ts'
import { expect, test } from './fixtures.ts'
import type { Console } from './fixtures.ts'

const TARGET = 'demo-skillcore'
const GRADES_PER_MINUTE = 120
const CHAT_PER_MINUTE = 30
const MINUTES_PER_DAY = 24 * 60
/** Seeded minutes of today end so many minutes before now: the gap that the console was off. */
const OFF_MINUTES = 3

/** Rates of the last three hours and of the same hours of the two days before. */
function seed(folder: string, nowMs: number): void {
  const database = openDatabase({ folder, key: { kind: 'none' }, nowMs })
  const history = new RateHistory(database)
  const now = Math.floor(nowMs / MINUTE_MS)
  for (const [day, times] of [[0, 1], [1, 2], [2, 3]] as const) {
    const rows = []
    // Over a change to or from summer time the same time is 23 or 25 hours before: seeded with an hour to spare.
    for (let minute = now - day * MINUTES_PER_DAY - 180; minute < now - day * MINUTES_PER_DAY + (day === 0 ? -OFF_MINUTES : 120); minute++) {
      const row = { minute, targetId: TARGET, seconds: 60 }
      const grades = GRADES_PER_MINUTE * times
      const chat = CHAT_PER_MINUTE * times
      rows.push(
        { ...row, namespace: '/gradebook', event: '', count: grades, bytes: grades * 210 },
        { ...row, namespace: '/gradebook', event: 'grade.updated', count: grades, bytes: grades * 210 },
        { ...row, namespace: '/chat', event: '', count: chat, bytes: chat * 180 },
        { ...row, namespace: '/chat', event: 'message', count: chat, bytes: chat * 180 },
      )
    }
    history.write(rows)
  }
  database.close()
}

async function chart(console: Console, change: Partial<RateChartQuery> = {}): Promise<RateChartAnswer> {
  const answer = await console.request('rates:chart', { targetId: TARGET, namespace: null, text: '', group: 'namespace', windowMinutes: 60, compare: 'yesterday', ...change })
  return rateChartAnswer.parse(answer)
}

/** The line's value half an hour ago. */
function halfAnHourAgo(answer: RateChartAnswer, key: string): number | null | undefined {
  return answer.lines.find((line) => line.key === key)?.perSecond[answer.timesMs.length / 2]
}

test('rates outlive kill -9: the chart continues, with the same time yesterday', async ({ launch }) => {
  test.setTimeout(60_000)
  const dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-rates-'))
  try {
    seed(dataFolder, Date.now())
    const first = await launch({ dataFolder, args: ['--demo=always'] })
    await expect.poll(async () => halfAnHourAgo(await chart(first), `${TARGET} /gradebook`), { timeout: 30_000 }).toBe(GRADES_PER_MINUTE / 60)
    // Live events on top of the minutes that are kept.
    await expect.poll(async () => (await first.request('counts:list', null)).some(({ targetId, count }) => targetId === TARGET && count > 0), { timeout: 30_000 }).toBe(true)
    const ended = new Promise((resolve) => first.app.process().once('exit', resolve))
    first.app.process().kill('SIGKILL')
    await ended

    const second = await launch({ dataFolder, args: ['--demo=always'] })
    await expect.poll(async () => halfAnHourAgo(await chart(second), `${TARGET} /gradebook`), { timeout: 30_000 }).toBe(GRADES_PER_MINUTE / 60)
    const hour = await chart(second)
    expect(halfAnHourAgo(hour, `${TARGET} /chat`)).toBe(CHAT_PER_MINUTE / 60)
    expect(hour.before).toMatchObject({ compare: 'yesterday', covered: 1 })
    expect(hour.before?.perSecond).toEqual(hour.timesMs.map(() => (2 * (GRADES_PER_MINUTE + CHAT_PER_MINUTE)) / 60))
    expect(hour.before?.total).toBe(60 * 2 * (GRADES_PER_MINUTE + CHAT_PER_MINUTE))
    expect(hour.historyFromMs).toBeLessThan(Date.now() - 48 * 60 * MINUTE_MS)
    expect(hour.remark).toContain('Before this start of Rollcall each minute is drawn with its mean.')
    // The minutes in which the console was off are a gap in every line.
    const offAtMs = (Math.floor(Date.now() / MINUTE_MS) - 2) * MINUTE_MS - MINUTE_MS / 2
    const off = hour.timesMs.findLastIndex((timeMs) => timeMs <= offAtMs)
    expect(hour.lines.map(({ perSecond }) => perSecond[off])).toEqual(hour.lines.map(() => null))

    const byEvent = await chart(second, { group: 'event', text: 'grade', windowMinutes: 360, compare: 'none' })
    expect(byEvent.lines.find(({ key }) => key === `${TARGET} /gradebook grade.updated`)?.total).toBeGreaterThanOrEqual((180 - OFF_MINUTES) * GRADES_PER_MINUTE)
    expect(second.complaints).toEqual([])
  } finally {
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
})
