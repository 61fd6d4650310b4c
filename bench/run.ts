import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { linesOf } from './report/lines.ts'
import { markdownTable, replaceBetween, rowOf } from './report/table.ts'
import type { Outcome, Run, Versions } from './results.ts'
import { endGroup, runGroup } from './run-group.ts'
import { groups, readSettings } from './settings.ts'
import type { BenchSettings, GroupName, PartName } from './settings.ts'

/*
 * `npm run bench`: every line of the table, three times, one part after the other, on loopback. It measures and asserts
 * nothing; a part that fails says why and the others go on. docs/performance.md says how each line is measured.
 */

const root = join(import.meta.dirname, '..')
const results = join(import.meta.dirname, 'results')
const README_BEGIN = '<!-- bench: begin -->'
const README_END = '<!-- bench: end -->'

function log(line: string): void {
  process.stderr.write(`${line}\n`)
}

function settingsOrUsage(): BenchSettings {
  try {
    return readSettings(process.env, process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    log(error.message)
    process.exit(2)
  }
}

/** All groups once; memory in the first run alone. */
async function oneRun(index: number, settings: BenchSettings, untilMs: number, sawVersions: (versions: Versions) => void): Promise<Run> {
  const load = loadavg()[0] ?? 0
  const startedAt = new Date().toISOString()
  const outcomes: Partial<Record<PartName, Outcome<PartName>>> = {}
  for (const [group, members] of Object.entries(groups) as [GroupName, readonly PartName[]][]) {
    const parts = members.filter((part) => settings.parts.has(part))
    if (parts.length === 0 || (group === 'memory' && index > 0)) continue
    if (performance.now() > untilMs) {
      for (const part of parts) outcomes[part] = { ok: false, reason: `not every run: the bench's ${settings.endAfterMinutes} minutes were over` }
      continue
    }
    const startedMs = performance.now()
    log(`Run ${index + 1} of ${settings.runs}: ${parts.join(', ')} (load ${(loadavg()[0] ?? 0).toFixed(1)})`)
    const { outcomes: found, versions } = await runGroup(group, parts, settings)
    if (versions) sawVersions(versions)
    for (const [part, outcome] of found) {
      outcomes[part] = outcome
      if (!outcome.ok) log(`  ${part} failed: ${outcome.reason}`)
    }
    log(`  ${Math.round((performance.now() - startedMs) / 1_000)} s`)
  }
  return { load, startedAt, outcomes: outcomes as Run['outcomes'] }
}

function report(runs: readonly Run[], settings: BenchSettings, versions: Versions | undefined, minutes: number): void {
  const rows = linesOf(runs, settings).map(rowOf)
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model.trim() ?? 'unknown', platform: process.platform, node: process.versions.node, ...(versions && { electron: versions.electron, chrome: versions.chrome, electronNode: versions.node }) }
  const heading = [
    `${machine.cores} cores (${machine.cpu}), Node ${machine.node}, Electron ${versions?.electron ?? 'not run'}${versions ? ` (Node ${versions.node}, Chromium ${versions.chrome})` : ''}.`,
    `${runs.length} run${runs.length === 1 ? '' : 's'} in ${minutes.toFixed(0)} minutes on ${runs[0]?.startedAt.slice(0, 10) ?? ''}; load of the machine when each began: ${runs.map(({ load }) => load.toFixed(1)).join(', ')}.`,
  ].join(' ')
  const markdown = `${heading}\n\n${markdownTable(rows)}`
  process.stdout.write(`${heading}\n`)
  console.table(rows)
  mkdirSync(results, { recursive: true })
  const { parts, ...rest } = settings
  writeFileSync(join(results, 'latest.json'), JSON.stringify({ machine, settings: { ...rest, parts: [...parts] }, rows, runs }, undefined, 2))
  writeFileSync(join(results, 'latest.md'), `${markdown}\n`)
  log('Also in bench/results: latest.json, latest.md')
  if (!settings.readme) return
  const readme = join(root, 'README.md')
  const changed = replaceBetween(readFileSync(readme, 'utf8'), README_BEGIN, README_END, markdown)
  if (changed === undefined) log(`README.md has no ${README_BEGIN} and ${README_END}.`)
  else writeFileSync(readme, changed)
}

const settings = settingsOrUsage()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void endGroup().finally(() => process.exit(130)))
const startedMs = performance.now()
const runs: Run[] = []
let versions: Versions | undefined
for (let index = 0; index < settings.runs; index++) {
  runs.push(await oneRun(index, settings, startedMs + settings.endAfterMinutes * 60_000, (seen) => {
    versions = seen
  }))
}
report(runs, settings, versions, (performance.now() - startedMs) / 60_000)
process.exit(0)
