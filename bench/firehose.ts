import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startBareClient, startGenerator } from './firehose/children.ts'
import type { Generator } from './firehose/children.ts'
import { ConsoleApp, cpuMsOf } from './firehose/console-app.ts'
import { costPerEvent } from './firehose/cost-per-event.ts'
import type { Cost } from './firehose/cost-per-event.ts'
import { highestRate } from './firehose/highest-rate.ts'
import { instrument, painted, totalsNow } from './firehose/painted.ts'
import type { Painted, Totals } from './firehose/painted.ts'

/*
 * 50,000 events a second on the real app: exact counts, CPU beside a bare client, highest rate, receipt to pixel, memory.
 * Three runs, medians. Loopback only; ends by itself. BENCH_RUNS, BENCH_SECONDS, BENCH_RATE and BENCH_PARTS (exact, cpu,
 * hidden, highest, memory, cost) make a quick look of it; BENCH_LONG=1 watches memory for 10 minutes instead of 2;
 * BENCH_PROFILE=1 prints what the main process does meanwhile.
 */

const RATE = Number(process.env['BENCH_RATE'] ?? 50_000)
const RUNS = Number(process.env['BENCH_RUNS'] ?? 3)
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60)
const LONG = process.env['BENCH_LONG'] === '1'
const parts = new Set((process.env['BENCH_PARTS'] ?? 'exact,cpu,hidden,highest,memory,cost').split(','))
const CPU_SECONDS = Math.min(20, SECONDS)
const HIDDEN_SECONDS = Math.min(20, SECONDS)
const RATE_STEP_MS = 5_000
/** The compiler, the log and the lists fill first. */
const WARM_UP_MS = 5_000
const EMPTY_MS = 60_000
const resultFile = join(import.meta.dirname, '..', 'test-results', 'bench-firehose.json')

interface Run {
  exact?: { readonly sent: number; readonly differences: readonly string[]; readonly totals: Totals; readonly leftOut: number; readonly painted: Painted }
  cpu?: { readonly appMicroseconds: number; readonly bareMicroseconds: number; readonly generatorMicroseconds: number; readonly appEvents: number; readonly bareEvents: number; readonly windowPercent: number }
  hidden?: { readonly windowPercent: number }
  highest?: { readonly app: number; readonly bare: number }
  versions?: Awaited<ReturnType<ConsoleApp['versions']>>
  /** Of the machine when the run began. */
  readonly load: number
}

interface Memory {
  readonly fromMinute: number
  readonly toMinute: number
  readonly samples: readonly { readonly second: number; readonly memoryMb: number; readonly mainMb: number }[]
  readonly growthMb: number
}

function log(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Stops the stream and waits until all that was sent is counted; says for which names it is not. */
async function settle(app: ConsoleApp, generator: Generator): Promise<readonly string[]> {
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

async function exact(app: ConsoleApp, generator: Generator): Promise<NonNullable<Run['exact']>> {
  generator.write('app', RATE)
  await wait(WARM_UP_MS)
  await painted(app.page)
  const before = await generator.sent('app')
  await wait(SECONDS * 1_000)
  const seen = await painted(app.page)
  const totals = await totalsNow(app.page)
  const after = await generator.sent('app')
  if (process.env['BENCH_PROFILE'] === '1') for (const line of await app.profileMain(5_000)) log(line)
  const differences = await settle(app, generator)
  const end = await totalsNow(app.page)
  return { sent: after.events - before.events, differences, totals: { ...totals, dropped: end.dropped }, leftOut: after.leftOut - before.leftOut, painted: seen }
}

async function cpu(app: ConsoleApp, generator: Generator, url: string): Promise<NonNullable<Run['cpu']>> {
  const bare = await startBareClient(url)
  try {
    generator.write('app', RATE)
    generator.write('bare', RATE)
    await wait(WARM_UP_MS)
    const { window } = await app.processes()
    const look = async () => ({ appMs: await app.mainCpuMs(), app: (await app.counted()).events, bare: await bare.report(), windowMs: cpuMsOf(window), generator: await generator.report(), atMs: performance.now() })
    const before = await look()
    await wait(CPU_SECONDS * 1_000)
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
    await settle(app, generator)
    return result
  } finally {
    await bare.stop()
  }
}

async function hidden(app: ConsoleApp, generator: Generator): Promise<NonNullable<Run['hidden']>> {
  generator.write('app', RATE)
  await app.setHidden(true)
  await wait(WARM_UP_MS)
  const { window } = await app.processes()
  const [fromMs, atMs] = [cpuMsOf(window), performance.now()]
  await wait(HIDDEN_SECONDS * 1_000)
  const windowPercent = ((cpuMsOf(window) - fromMs) / (performance.now() - atMs)) * 100
  await app.setHidden(false)
  await settle(app, generator)
  return { windowPercent }
}

async function highest(app: ConsoleApp, generator: Generator, url: string): Promise<NonNullable<Run['highest']>> {
  const forApp = await highestRate(generator, { receiver: 'app', received: async () => (await app.counted()).events, lagMs: async () => (await totalsNow(app.page)).lagMs }, RATE, RATE_STEP_MS, log)
  const bare = await startBareClient(url)
  try {
    const forBare = await highestRate(generator, { receiver: 'bare', received: async () => (await bare.report()).received, lagMs: async () => 0 }, RATE, RATE_STEP_MS, log)
    return { app: forApp, bare: forBare }
  } finally {
    await bare.stop()
  }
}

async function oneRun(): Promise<Run> {
  const run: Run = { load: loadavg()[0] ?? 0 }
  const generator = await startGenerator()
  try {
    const { url } = generator.ready
    const app = await ConsoleApp.launch('events')
    try {
      await instrument(app.page)
      await app.watch(url)
      run.versions = await app.versions()
      if (parts.has('exact')) run.exact = await exact(app, generator)
      if (parts.has('cpu')) run.cpu = await cpu(app, generator, url)
      if (parts.has('hidden')) run.hidden = await hidden(app, generator)
      if (parts.has('highest')) run.highest = await highest(app, generator, url)
    } finally {
      await app.close()
    }
  } finally {
    await generator.stop()
  }
  log(JSON.stringify(run))
  return run
}

async function memory(): Promise<Memory> {
  const [fromMinute, toMinute] = LONG ? [2, 10] : [1, 2]
  const generator = await startGenerator()
  try {
    const app = await ConsoleApp.launch('events')
    try {
      await instrument(app.page)
      await app.watch(generator.ready.url)
      generator.write('app', RATE)
      const startedMs = performance.now()
      const samples: { second: number; memoryMb: number; mainMb: number }[] = []
      while (performance.now() - startedMs < toMinute * 60_000) {
        await wait(5_000)
        const { memoryMb, mainMb } = await app.processes()
        samples.push({ second: Math.round((performance.now() - startedMs) / 1_000), memoryMb: Math.round(memoryMb), mainMb: Math.round(mainMb) })
        // The instruments keep what was painted until somebody reads it.
        await painted(app.page)
      }
      const near = (minute: number) => median(samples.filter(({ second }) => Math.abs(second - minute * 60) <= 15).map(({ memoryMb }) => memoryMb))
      return { fromMinute, toMinute, samples, growthMb: near(toMinute) - near(fromMinute) }
    } finally {
      await app.close()
    }
  } finally {
    await generator.stop()
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

interface Line {
  readonly line: string
  readonly median: string
  readonly all: string
  readonly goal: string
}

/** One line a figure; runs without it are left out. */
function lineOf(line: string, values: readonly (number | undefined)[], goal: string, digits = 0): Line[] {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? [] : [{ line, median: median(known).toFixed(digits), all: known.map((value) => value.toFixed(digits)).join(' '), goal }]
}

function spread(costs: readonly Cost[]): number {
  const values = costs.map(({ microsecondsPerEvent }) => microsecondsPerEvent)
  return values.length === 0 ? 0 : (Math.max(...values) / Math.min(...values) - 1) * 100
}

const costs: (readonly Cost[])[] = []
if (parts.has('cost')) for (let index = 0; index < RUNS; index++) costs.push(costPerEvent(RATE))
const runs: Run[] = []
if (['exact', 'cpu', 'hidden', 'highest'].some((part) => parts.has(part))) for (let index = 0; index < RUNS; index++) runs.push(await oneRun())
const remembered = parts.has('memory') ? await memory() : undefined

const medianCosts: Cost[] = (costs[0] ?? []).map((cost, index) => ({ ...cost, microsecondsPerEvent: median(costs.map((each) => each[index]?.microsecondsPerEvent ?? 0)) }))
const table: Line[] = [
  ...lineOf('events sent', runs.map(({ exact: part }) => part?.sent), `${RATE * SECONDS}`),
  ...lineOf('names whose count differs from what was sent', runs.map(({ exact: part }) => part?.differences.length), '0'),
  ...lineOf('dropped', runs.map(({ exact: part }) => part?.totals.dropped), '0'),
  ...lineOf('largest lag, ms', runs.map(({ exact: part }) => part?.totals.lagMaxMs), ''),
  ...lineOf('CPU per event, app: main process, us', runs.map(({ cpu: part }) => part?.appMicroseconds), '', 2),
  ...lineOf('CPU per event, bare client, us', runs.map(({ cpu: part }) => part?.bareMicroseconds), '', 2),
  ...lineOf('CPU per event, app / bare client', runs.map(({ cpu: part }) => part && part.appMicroseconds / part.bareMicroseconds), '<= 0.75', 2),
  ...lineOf('highest rate without lag, app, events/s', runs.map(({ highest: part }) => part?.app), ''),
  ...lineOf('highest rate without lag, bare client, events/s', runs.map(({ highest: part }) => part?.bare), ''),
  ...lineOf('highest rate, app / bare client', runs.map(({ highest: part }) => part && part.app / part.bare), '>= 1.4', 2),
  ...lineOf('receipt to painted row, p50 ms', runs.map(({ exact: part }) => part?.painted.rowP50Ms), '<= 75'),
  ...lineOf('receipt to painted row, p99 ms', runs.map(({ exact: part }) => part?.painted.rowP99Ms), '<= 200'),
  ...lineOf('receipt to painted count, any event, p50 ms', runs.map(({ exact: part }) => part?.painted.countP50Ms), ''),
  ...lineOf('receipt to painted count, any event, p99 ms', runs.map(({ exact: part }) => part?.painted.countP99Ms), ''),
  ...lineOf('time between two painted frames, ms', runs.map(({ exact: part }) => part?.painted.frameEveryMs), ''),
  ...lineOf('longest task of a painted frame, p99 ms (0: below 50)', runs.map(({ exact: part }) => part?.painted.taskP99Ms), '<= 50'),
  ...lineOf('longest task, ms (0: below 50)', runs.map(({ exact: part }) => part?.painted.longestTaskMs), ''),
  ...lineOf('window CPU while following, % of a core', runs.map(({ cpu: part }) => part?.windowPercent), '', 1),
  ...lineOf('window CPU while hidden, % of a core', runs.map(({ hidden: part }) => part?.windowPercent), '<= 2', 1),
  ...lineOf(`memory of main and window, growth from minute ${remembered?.fromMinute} to ${remembered?.toMinute}, MB`, [remembered?.growthMb], LONG ? '<= 20' : '<= 20 (minute 2 to 10)'),
  ...medianCosts.map(({ people, rooms, screen, microsecondsPerEvent }, index) => ({ line: `core per event, ${people} people, ${rooms} rooms, ${screen}, us`, median: microsecondsPerEvent.toFixed(2), all: costs.map((each) => each[index]?.microsecondsPerEvent.toFixed(2)).join(' '), goal: '' })),
  ...(['events', 'overview'] as const).flatMap((screen) => lineOf(`core per event, dearest over cheapest, ${screen}, %`, medianCosts.length === 0 ? [] : [spread(medianCosts.filter((cost) => cost.screen === screen))], '<= 20')),
]
process.stdout.write(`${RATE} events/s for ${SECONDS} s, ${runs.length} runs, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}, Electron ${runs[0]?.versions?.electron ?? 'not run'}, load when a run began ${runs.map(({ load }) => load.toFixed(1)).join(' ')}\n`)
console.table(table)
mkdirSync(join(resultFile, '..'), { recursive: true })
writeFileSync(resultFile, JSON.stringify({ rate: RATE, seconds: SECONDS, table, runs, memory: remembered, costs }, undefined, 2))
process.exit(0)
