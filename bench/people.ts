import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright'
import type { ElectronApplication, Page } from 'playwright'
import { createPlainServer } from '../src/campus/plain/plain-server.ts'
import type { PlainServer } from '../src/campus/plain/plain-server.ts'

/*
 * 12,000 sockets on one server that is not ours: how long until the first full table, what the window's longest task is,
 * and how fast search and sort answer. Three runs, medians. Loopback only; ends by itself.
 */

const SOCKETS = Number(process.env['BENCH_SOCKETS'] ?? 12_000)
const RUNS = Number(process.env['BENCH_RUNS'] ?? 3)
const root = join(import.meta.dirname, '..')

interface Run {
  readonly firstTableMs: number
  readonly longestTaskMs: number
  readonly reconnectMs: number
  readonly reconnectLongestTaskMs: number
  readonly searchMs: number
  readonly sortMs: number
}

/** Long tasks of the window since the last look, longest first. */
async function longestTask(page: Page): Promise<number> {
  return await page.evaluate(() => {
    const watched = globalThis as unknown as { longTasks?: number[] }
    if (!watched.longTasks) {
      const tasks: number[] = []
      watched.longTasks = tasks
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ['longtask'] })
    }
    return Math.max(0, ...watched.longTasks.splice(0))
  })
}

async function untilFull(page: Page): Promise<void> {
  await page.waitForFunction((count) => Number(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount') ?? 0) > count, SOCKETS, { timeout: 120_000, polling: 'raf' })
}

async function run(server: PlainServer): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
  const args = [...(JSON.parse(process.env['ROLLCALL_ELECTRON_ARGS'] ?? '[]') as string[]), root, `--data-folder=${folder}`, '--demo=never', '--screen=people']
  const app: ElectronApplication = await _electron.launch({ executablePath: process.env['ROLLCALL_ELECTRON'] ?? '', args, cwd: root })
  try {
    const page = await app.firstWindow()
    await page.waitForLoadState('domcontentloaded')
    await page.waitForTimeout(1_500)
    await longestTask(page)
    await page.evaluate(() => {
      interface Told { readonly targets?: readonly { readonly feed: { readonly snapshotAtMs: number | null } | null }[] }
      const here = globalThis as unknown as { lastSnapshot?: number; rollcall: { onFrame(listener: (frame: Told) => void): unknown } }
      here.rollcall.onFrame((frame) => {
        for (const target of frame.targets ?? []) here.lastSnapshot = target.feed?.snapshotAtMs ?? 0
      })
    })
    const auth = server.auth === false ? undefined : server.auth
    const settings = {
      name: 'Plain server', catalogId: 'any', url: server.url, path: server.path, transports: ['websocket'], environment: 'test', readOnly: false, authWay: 'none', signIn: 'none', email: '',
      disabledNamespaces: ['/'], extraNamespaces: [], watchedRooms: [], caCertificate: '', adminFeed: { on: true, namespace: server.adminNamespace, auth: 'basic', username: auth?.username ?? '' },
    }
    const ask = (channel: string, value: unknown) => page.evaluate(async ([name, argument]) => await (globalThis as unknown as { rollcall: { request(name: string, args: unknown): Promise<unknown> } }).rollcall.request(name, argument), [channel, value] as const)
    const startedMs = performance.now()
    const added = (await ask('target:add', { settings, secrets: { adminSecret: auth?.password ?? '' } })) as { value: { targetId: string } }
    await untilFull(page)
    const firstTableMs = performance.now() - startedMs
    await page.waitForTimeout(2_000)
    const longestTaskMs = await longestTask(page)

    const query = { text: '', targetId: null, status: null, role: null, room: null, sort: 'name', descending: false, group: 'none', showOwn: false }
    const timed = async (change: object) => await page.evaluate(async (value) => {
      const { rollcall } = globalThis as unknown as { rollcall: { request(name: string, args: unknown): Promise<{ revision: number }> } }
      const from = performance.now()
      const list = await rollcall.request('people:query', value)
      await rollcall.request('people:rows', { revision: list.revision, from: 0, count: 50 })
      return performance.now() - from
    }, { ...query, ...change })
    const searchMs = Math.max(await timed({ text: '77' }), await timed({ text: 'a 1' }), await timed({ text: 'room-7' }))
    const sortMs = Math.max(await timed({ sort: 'rooms', descending: true }), await timed({ sort: 'since' }), await timed({ group: 'status' }))
    await timed({})

    await longestTask(page)
    const reconnectFromMs = performance.now()
    const before = await page.evaluate(() => Date.now())
    await ask('target:retry', { targetId: added.value.targetId, namespace: server.adminNamespace })
    await page.waitForFunction((at) => ((globalThis as unknown as { lastSnapshot?: number }).lastSnapshot ?? 0) > at, before, { timeout: 60_000 })
    const reconnectMs = performance.now() - reconnectFromMs
    await page.waitForTimeout(2_000)
    return { firstTableMs, longestTaskMs, reconnectMs, reconnectLongestTaskMs: await longestTask(page), searchMs, sortMs }
  } finally {
    await app.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

const server = await createPlainServer({ clients: SOCKETS, changesPerSecond: 100 })
const runs: Run[] = []
try {
  for (let index = 0; index < RUNS; index++) runs.push(await run(server))
} finally {
  await server.stop()
}
const line = (name: string, key: keyof Run, goal: string) => ({ line: name, 'median ms': Math.round(median(runs.map((each) => each[key]))), 'all ms': runs.map((each) => Math.round(each[key])).join(' '), goal })
const table = [
  line('connect to first full table', 'firstTableMs', '<= 3000'),
  line('longest task in the window meanwhile', 'longestTaskMs', '<= 50'),
  line('reconnect to the new snapshot', 'reconnectMs', '<= 3000'),
  line('longest task in the window meanwhile', 'reconnectLongestTaskMs', '<= 50'),
  line('slowest of three searches, first rows', 'searchMs', '<= 50'),
  line('slowest of three sorts, first rows', 'sortMs', ''),
]
process.stdout.write(`${SOCKETS} sockets, ${RUNS} runs, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})\n`)
console.table(table)
writeFileSync(join(root, 'test-results', 'bench-people.json'), JSON.stringify({ sockets: SOCKETS, runs }, undefined, 2))
process.exit(0)
