import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { runFaults } from '../src/campus/faults/run.ts'
import type { FaultReport } from '../src/campus/faults/run.ts'

/*
 * 1,000 faults while notices are sent: a real console is killed, cut off, and its servers restarted. Unlike the other parts it
 * has a result: it ends with an error where a client received a notice twice or a notice ended in a state that is not true.
 */

const KILLS = bounded('BENCH_KILLS', 350, 5_000)
const FAULTS = bounded('BENCH_FAULTS', 1_000, 20_000)
const MINUTES = bounded('BENCH_MINUTES', 30, 600)
const SEED = bounded('BENCH_SEED', Date.now() % 1_000_000, 0xffff_ffff)

function bounded(name: string, otherwise: number, most: number): number {
  const value = Number(process.env[name] ?? otherwise)
  if (!Number.isFinite(value) || value <= 0 || value > most) throw new RangeError(`${name} is a number above 0, at most ${most}.`)
  return Math.round(value)
}

function print({ faults, foundBegun, foundWaiting, notices, parts, arrived, lost, untrue, seconds }: FaultReport, load: number): void {
  const { kills, killsBetween, killsOutside, cuts, restartsKept, restartsLost, trapped } = faults
  const listed = (counts: ReadonlyMap<string, number>): string => [...counts].map(([what, count]) => `${count} ${what}`).join(', ')
  const lines = [
    ['faults', String(kills + cuts + restartsKept + restartsLost)],
    ['kills by SIGKILL', `${kills}: ${killsBetween} by the console itself between two steps, ${killsOutside} from outside`],
    ['next life found', `a part handed over without an answer after ${foundBegun} kills, one that waited after ${foundWaiting}`],
    ['cuts of the console’s connections', String(cuts)],
    ['restarts of a server', `${restartsKept + restartsLost}: ${restartsKept} that knew its keys after it, ${restartsLost} that did not`],
    ['of cuts and restarts', `${trapped} while a server handled a notice`],
    ['notices', listed(notices)],
    ['their parts', listed(parts)],
    ['copies at clients', `${arrived} arrived, ${lost} lost with a server that ended behind them`],
    ['not true', String(untrue.length)],
    ['took', `${Math.round(seconds / 60)} minutes, ${cpus().length} cores, load ${load.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after, seed ${SEED}`],
  ] as const
  for (const [what, value] of lines) process.stdout.write(`${what.padEnd(36)}${value}\n`)
  for (const sentence of untrue) process.stdout.write(`NOT TRUE: ${sentence}\n`)
}

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-faults-'))
const load = loadavg()[0] ?? 0
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The console's process ends with this one.
    rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  })
}
let failed = true
let told = 0
try {
  const report = await runFaults({
    seed: SEED, kills: Math.min(KILLS, FAULTS), others: Math.max(0, FAULTS - KILLS), folder, untilMs: Date.now() + MINUTES * 60_000,
    log: (line) => {
      if (Date.now() - told < 10_000) return
      told = Date.now()
      process.stderr.write(`${line}\n`)
    },
  })
  print(report, load)
  failed = report.untrue.length > 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)
