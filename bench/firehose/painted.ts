import type { Page } from 'playwright'
import { quantile, taskP99 } from '../report/figures.ts'

/* Instruments inside the page: when what was received was painted, and how long the window's tasks were. */

export interface Painted {
  /** From receipt on the socket until the row was painted; every row that a frame brought, 1 ms steps. */
  readonly rowP50Ms: number
  readonly rowP99Ms: number
  readonly rows: number
  /** The same for the counters: any event of the stream, also those that the list samples out, until a frame that counts it was painted. */
  readonly countP50Ms: number
  readonly countP99Ms: number
  readonly frames: number
  /** Between two frames that were painted. */
  readonly frameEveryMs: number
  /** Tasks of 50 ms and more; shorter ones are not reported by the browser. */
  readonly longTasks: number
  readonly longestTaskMs: number
  /** Duration below which 99 of 100 painted frames had their longest task; 0: below 50 ms, not reported. */
  readonly taskP99Ms: number
}

interface Instruments {
  liveNamespaces: number
  received: number
  lagMs: number
  lagMaxMs: number
  dropped: number
  rowMs: number[]
  countMs: number[]
  paintedAtMs: number[]
  tasks: number[]
}

interface Bench {
  benchFrames?: Instruments
  rollcall: {
    request(channel: string, args: unknown): Promise<unknown>
    onFrame(listener: (frame: Told) => void): unknown
  }
}

interface Told {
  readonly atMs: number
  readonly totals: { readonly received: number; readonly lagMs: number; readonly dropped: number }
  readonly targets?: readonly { readonly namespaces: readonly { readonly state: string }[] }[]
  readonly feed?: { readonly revision: number; readonly end: number; readonly tail: readonly { readonly ordinal: number; readonly atMs: number }[] }
}

export interface Totals {
  readonly received: number
  readonly lagMs: number
  readonly lagMaxMs: number
  readonly dropped: number
}

/** Puts the instruments in and asks for a snapshot. */
export async function instrument(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const here = globalThis as unknown as Bench
    const bench: Instruments = { liveNamespaces: 0, received: 0, lagMs: 0, lagMaxMs: 0, dropped: 0, rowMs: [], countMs: [], paintedAtMs: [], tasks: [] }
    here.benchFrames = bench
    // Bounded, should somebody read them late.
    const MOST = 500_000
    let shownTo = -1
    let revision = -1
    let countedToMs = Date.now()
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) if (bench.tasks.length < MOST) bench.tasks.push(duration)
    }).observe({ entryTypes: ['longtask'] })
    here.rollcall.onFrame((frame) => {
      const { totals, targets, feed } = frame
      bench.received = totals.received
      bench.lagMs = totals.lagMs
      bench.lagMaxMs = Math.max(bench.lagMaxMs, totals.lagMs)
      bench.dropped = totals.dropped
      if (targets) bench.liveNamespaces = targets[0]?.namespaces.filter(({ state }) => state === 'live').length ?? 0
      if (feed && feed.revision !== revision) {
        revision = feed.revision
        shownTo = feed.end - feed.tail.length
      }
      const rowsAtMs = feed ? feed.tail.filter(({ ordinal }) => ordinal >= shownTo).map(({ atMs }) => atMs) : []
      if (feed) shownTo = feed.end
      const fromMs = countedToMs
      countedToMs = frame.atMs
      // The macrotask after an animation frame runs once that frame was painted.
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        const onPainted = (): void => {
          channel.port1.close()
          const nowMs = Date.now()
          if (bench.rowMs.length > MOST || bench.countMs.length > MOST) return
          for (const atMs of rowsAtMs) bench.rowMs.push(nowMs - atMs)
          // Events come evenly: ten of them stand for all between two frames.
          for (let part = 0; part < 10; part++) bench.countMs.push(nowMs - (fromMs + ((frame.atMs - fromMs) * (part + 0.5)) / 10))
          bench.paintedAtMs.push(nowMs)
        }
        channel.port1.addEventListener('message', onPainted)
        channel.port1.start()
        channel.port2.postMessage(null)
      })
    })
    await here.rollcall.request('frame:resync', null)
  })
}

/** What the instruments say since the last look. */
export async function painted(page: Page): Promise<Painted> {
  const raw = await page.evaluate(() => {
    const bench = (globalThis as unknown as Bench).benchFrames
    if (!bench) throw new Error('no instruments')
    const { rowMs, countMs, paintedAtMs, tasks } = bench
    Object.assign(bench, { rowMs: [], countMs: [], paintedAtMs: [], tasks: [], lagMaxMs: 0 })
    return { rowMs, countMs, paintedAtMs, tasks }
  })
  const { rowMs, countMs, paintedAtMs, tasks } = raw
  const frames = paintedAtMs.length
  return {
    rowP50Ms: quantile(rowMs, 0.5) ?? 0,
    rowP99Ms: quantile(rowMs, 0.99) ?? 0,
    rows: rowMs.length,
    countP50Ms: Math.round(quantile(countMs, 0.5) ?? 0),
    countP99Ms: Math.round(quantile(countMs, 0.99) ?? 0),
    frames,
    frameEveryMs: frames < 2 ? 0 : Math.round(((paintedAtMs.at(-1) ?? 0) - (paintedAtMs[0] ?? 0)) / (frames - 1)),
    longTasks: tasks.length,
    longestTaskMs: Math.round(Math.max(0, ...tasks)),
    taskP99Ms: Math.round(taskP99(tasks, frames)),
  }
}

export async function totalsNow(page: Page): Promise<Totals> {
  return await page.evaluate(() => {
    const bench = (globalThis as unknown as Bench).benchFrames
    if (!bench) throw new Error('no instruments')
    const { received, lagMs, lagMaxMs, dropped } = bench
    return { received, lagMs, lagMaxMs, dropped }
  })
}
