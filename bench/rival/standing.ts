import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright'
import { atMost } from '../child.ts'
import type { Stood } from '../results.ts'

/*
 * How a page stands a load, whoever's it is: its long tasks and the longest time without a painted frame, told by itself
 * when it is free again; a page that never is, is watched from outside and given up after a while.
 */

const BEAT_EVERY_MS = 100
/** Long tasks are reported a moment after they ended. */
const REPORT_MS = 300

interface Watch {
  tasks: number[]
  gapMs: number
  lastFrameMs: number
}

/** Runs in the page, once; as an init script or by evaluate. */
export function watchPage(): void {
  const here = globalThis as unknown as { benchWatch?: Watch }
  if (here.benchWatch) return
  const watch: Watch = { tasks: [], gapMs: 0, lastFrameMs: performance.now() }
  here.benchWatch = watch
  new PerformanceObserver((list) => watch.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ['longtask'] })
  const onFrame = (): void => {
    const nowMs = performance.now()
    watch.gapMs = Math.max(watch.gapMs, nowMs - watch.lastFrameMs)
    watch.lastFrameMs = nowMs
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)
}

/** Forgets what was seen until now. */
async function begin(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { benchWatch } = globalThis as unknown as { benchWatch?: Watch }
    if (benchWatch) Object.assign(benchWatch, { tasks: [], gapMs: 0, lastFrameMs: performance.now() })
  })
}

async function look(page: Page): Promise<{ readonly taskMs: number; readonly gapMs: number }> {
  return await page.evaluate(() => {
    const { benchWatch } = globalThis as unknown as { benchWatch?: Watch }
    if (!benchWatch) return { taskMs: 0, gapMs: 0 }
    return { taskMs: Math.max(0, ...benchWatch.tasks), gapMs: Math.max(benchWatch.gapMs, performance.now() - benchWatch.lastFrameMs) }
  })
}

/**
 * Watches a page until `done` says so, at most `capMs`. `done` is asked again and again and may ask the page.
 * @param fresh the page begins to watch itself now; false for one that is just being loaded
 */
export async function standing(page: Page, capMs: number, done: () => Promise<boolean>, fresh = true): Promise<Stood> {
  const deadlineMs = performance.now() + capMs
  const bounded = async <T>(promise: Promise<T>) => await atMost(Math.max(1, deadlineMs - performance.now()), 'frozen', promise)
  let answeredMs = performance.now()
  try {
    if (fresh) await bounded(begin(page))
    for (;;) {
      answeredMs = performance.now()
      if (await bounded(done())) break
      if (performance.now() > deadlineMs) throw new Error('not done')
      await wait(BEAT_EVERY_MS)
    }
    await wait(REPORT_MS)
    const { taskMs, gapMs } = await bounded(look(page))
    return { longestTaskMs: Math.round(taskMs), longestFrameGapMs: Math.round(gapMs), gaveUp: false }
  } catch (error) {
    if (!(error instanceof Error) || !/^(?:frozen|not done)$/.test(error.message)) throw error
    const frozenMs = Math.round(performance.now() - answeredMs)
    return { longestTaskMs: frozenMs, longestFrameGapMs: frozenMs, gaveUp: true }
  }
}
