import { setTimeout as wait } from 'node:timers/promises'
import type { ConsoleApp } from '../console-app.ts'
import { startBareClient } from '../firehose/children.ts'
import type { Generator } from '../firehose/children.ts'
import { highestRate } from '../firehose/highest-rate.ts'
import { painted, totalsNow } from '../firehose/painted.ts'
import { scrollFor } from '../firehose/scroll.ts'
import { cpuMsOf } from '../processes.ts'
import type { Cpu, Exact, Results, Scroll } from '../results.ts'
import type { BenchSettings } from '../settings.ts'

/* The parts that watch the firehose: one app, one generator; each begins and ends with a stream that stands still. */

/** The compiler, the log and the lists fill first. */
const WARM_UP_MS = 5_000
const EMPTY_MS = 60_000
const SHORT_SECONDS = 12
const RATE_STEP_MS = 4_000
const PROFILE_MS = 5_000
const PEOPLE_KNOWN_MS = 60_000
/** The stream names 12,000; where the list has fewer it is not what the goal means. */
const PEOPLE_MIN = 11_000

export interface Bench {
  readonly app: ConsoleApp
  readonly generator: Generator
  readonly url: string
  readonly settings: BenchSettings
  readonly log: (line: string) => void
}

/** Stops the stream and waits until all that was sent is counted; says for which names it is not. */
async function settle({ app, generator }: Bench): Promise<readonly string[]> {
  generator.write('app', 0)
  const deadlineMs = performance.now() + EMPTY_MS
  for (;;) {
    const { byName: sent } = await generator.sent('app')
    const { byName: counted } = await app.counted()
    const names = new Set([...Object.keys(sent), ...Object.keys(counted)])
    const differences = [...names].filter((name) => (sent[name] ?? 0) !== (counted[name] ?? 0)).map((name) => `${name}: sent ${sent[name] ?? 0}, counted ${counted[name] ?? 0}`)
    if (differences.length === 0 || performance.now() > deadlineMs) return differences
    await wait(200)
  }
}

/** Counts at the full rate, and what the window shows of it meanwhile. */
export async function exact(bench: Bench): Promise<Exact> {
  const { app, generator, settings: { rate, seconds, profile }, log } = bench
  generator.write('app', rate)
  await wait(WARM_UP_MS)
  await painted(app.page)
  const before = await generator.sent('app')
  const startedMs = performance.now()
  await wait(seconds * 1_000)
  const seen = await painted(app.page)
  const totals = await totalsNow(app.page)
  const after = await generator.sent('app')
  const lasted = (performance.now() - startedMs) / 1_000
  if (profile) for (const line of await app.profileMain(PROFILE_MS)) log(line)
  const differences = await settle(bench)
  const end = await totalsNow(app.page)
  return { sent: after.events - before.events, seconds: lasted, differences, totals: { ...totals, dropped: end.dropped }, leftOut: after.leftOut - before.leftOut, painted: seen }
}

/** App and bare client on the same stream at the same time. */
export async function cpu(bench: Bench): Promise<Cpu> {
  const { app, generator, url, settings } = bench
  const bare = await startBareClient(url)
  try {
    generator.write('app', settings.rate)
    generator.write('bare', settings.rate)
    await wait(WARM_UP_MS)
    const { window } = await app.processes()
    const look = async () => ({ appMs: await app.mainCpuMs(), app: (await app.counted()).events, bare: await bare.report(), windowMs: cpuMsOf(window), generator: await generator.report(), atMs: performance.now() })
    const before = await look()
    await wait(shortMs(settings))
    const after = await look()
    const appEvents = after.app - before.app
    const bareEvents = after.bare.received - before.bare.received
    const result = {
      appMicroseconds: ((after.appMs - before.appMs) * 1_000) / appEvents,
      bareMicroseconds: ((after.bare.cpuMs - before.bare.cpuMs) * 1_000) / bareEvents,
      generatorMicroseconds: ((after.generator.cpuMs - before.generator.cpuMs) * 1_000) / (appEvents + bareEvents),
      appEvents,
      bareEvents,
      windowPercent: ((after.windowMs - before.windowMs) / (after.atMs - before.atMs)) * 100,
    }
    generator.write('bare', 0)
    await settle(bench)
    return result
  } finally {
    await bare.stop()
  }
}

/** What the window costs while it is hidden. */
export async function hidden(bench: Bench): Promise<Results['hidden']> {
  const { app, generator, settings } = bench
  generator.write('app', settings.rate)
  await app.setHidden(true)
  try {
    await wait(WARM_UP_MS)
    const { window } = await app.processes()
    const [fromMs, atMs] = [cpuMsOf(window), performance.now()]
    await wait(shortMs(settings))
    return { windowPercent: ((cpuMsOf(window) - fromMs) / (performance.now() - atMs)) * 100 }
  } finally {
    await app.setHidden(false)
    await settle(bench)
  }
}

/** Everybody of the stream in the People list, scrolled with the wheel while the stream flows. */
export async function scroll(bench: Bench): Promise<Scroll> {
  const { app, generator, settings } = bench
  const { page } = app
  generator.write('app', settings.rate)
  await app.show('People')
  try {
    const list = page.getByTestId('people-list')
    await list.waitFor({ timeout: PEOPLE_KNOWN_MS })
    await page.waitForFunction((least) => Number(document.querySelector('[data-testid="people-list"]')?.getAttribute('aria-rowcount') ?? 0) > least, PEOPLE_MIN, { timeout: PEOPLE_KNOWN_MS, polling: 500 })
    const people = Number(await list.getAttribute('aria-rowcount')) - 1
    await wait(WARM_UP_MS)
    await painted(page)
    const before = await generator.sent('app')
    const startedMs = performance.now()
    const rowsPassed = await scrollFor(page, '[data-testid="people-list"]', shortMs(settings))
    const seen = await painted(page)
    const after = await generator.sent('app')
    return { people, rowsPassed, eventsPerSecond: ((after.events - before.events) * 1_000) / (performance.now() - startedMs), painted: seen }
  } finally {
    await app.show('Events')
    await settle(bench)
  }
}

/** App and bare client one after the other: each alone with the generator. */
export async function highest({ app, generator, url, settings: { rate, seconds }, log }: Bench): Promise<Results['highest']> {
  const stepMs = Math.min(RATE_STEP_MS, seconds * 1_000)
  const forApp = await highestRate(generator, { receiver: 'app', received: async () => (await app.counted()).events, lagMs: async () => (await totalsNow(app.page)).lagMs }, rate, stepMs, log)
  const bare = await startBareClient(url)
  try {
    const forBare = await highestRate(generator, { receiver: 'bare', received: async () => (await bare.report()).received, lagMs: async () => 0 }, rate, stepMs, log)
    return { app: forApp, bare: forBare }
  } finally {
    await bare.stop()
  }
}

function shortMs({ seconds }: BenchSettings): number {
  return Math.min(SHORT_SECONDS, seconds) * 1_000
}
