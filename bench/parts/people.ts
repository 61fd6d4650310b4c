import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright'
import type { PlainServer } from '../../src/campus/plain/plain-server.ts'
import { ConsoleApp } from '../console-app.ts'
import { plainForm } from '../plain-target.ts'
import type { People } from '../results.ts'

/* Thousands of sockets on a server that is not ours: first table, reconnect, the window's tasks, search and sort. */

const FULL_MS = 120_000
const CALM_MS = 1_500
/** Work that a snapshot leaves behind is over by then. */
const AFTER_MS = 2_000

/** Longest task of 50 ms and more in the window since the last look; 0: none. */
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

/** Begins to watch how long the page's event loop is away; a tick every 4 ms is the finest that timers give. */
async function watchGaps(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched = globalThis as unknown as { longestGapMs: number }
    watched.longestGapMs = 0
    let lastMs = performance.now()
    setInterval(() => {
      const nowMs = performance.now()
      watched.longestGapMs = Math.max(watched.longestGapMs, nowMs - lastMs)
      lastMs = nowMs
    }, 4)
  })
}

/** Longest time between two ticks so far: no task was longer. */
async function longestGap(page: Page): Promise<number> {
  return await page.evaluate(() => (globalThis as unknown as { longestGapMs: number }).longestGapMs)
}

export async function people(server: PlainServer, sockets: number, started: (app: ConsoleApp) => Promise<void>): Promise<People> {
  const app = await ConsoleApp.launch('people')
  const { page } = app
  try {
    await started(app)
    await wait(CALM_MS)
    await longestTask(page)
    await page.evaluate(() => {
      interface Told { readonly targets?: readonly { readonly feed: { readonly snapshotAtMs: number | null } | null }[] }
      const here = globalThis as unknown as { lastSnapshot?: number; rollcall: { onFrame(listener: (frame: Told) => void): unknown } }
      here.rollcall.onFrame((frame) => {
        for (const target of frame.targets ?? []) here.lastSnapshot = target.feed?.snapshotAtMs ?? 0
      })
    })
    await watchGaps(page)
    const startedMs = performance.now()
    const targetId = await app.add(plainForm(server))
    await page.waitForFunction((count) => Number(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount') ?? 0) > count, sockets, { timeout: FULL_MS, polling: 'raf' })
    const firstTableMs = performance.now() - startedMs
    await wait(AFTER_MS)
    const longestTaskMs = await longestTask(page)
    const longestGapMs = await longestGap(page)

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
    await app.ask('target:retry', { targetId, namespace: server.adminNamespace })
    await page.waitForFunction((at) => ((globalThis as unknown as { lastSnapshot?: number }).lastSnapshot ?? 0) > at, before, { timeout: FULL_MS })
    const reconnectMs = performance.now() - reconnectFromMs
    await wait(AFTER_MS)
    return { sockets, firstTableMs, longestTaskMs, longestGapMs, reconnectMs, reconnectLongestTaskMs: await longestTask(page), searchMs, sortMs }
  } finally {
    await app.close()
  }
}
