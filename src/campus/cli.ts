import { ADMIN_FEED_USER, CampusError, startCampus } from './campus.ts'
import type { Campus } from './campus.ts'
import { parseCli, usage } from './cli-options.ts'
import type { CliOptions } from './cli-options.ts'
import { startControl } from './control.ts'
import type { Control } from './control.ts'
import { joinParent } from './parent.ts'
import { plainTable, startPlain } from './plain/plain-cli.ts'
import { PlainServerError } from './plain/plain-server.ts'

/* `npm run campus`: starts the five platforms and their people, says where they are, and runs until it is stopped. */

const REPORT_EVERY_MS = 30_000
/** A stop that takes longer is cut off. */
const STOP_MAX_MS = 1_800

const out = (text: string) => process.stdout.write(`${text}\n`)
// The reader of a pipe may leave first; that is no reason to fail.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

let end: ((code: number) => void) | undefined
const ended = new Promise<number>((resolve) => (end = resolve))
const parent = joinParent(() => end?.(0))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end?.(0))

// The platforms share this process although they play five: an error in one must not take the others along. It is a bug
// all the same, so it is written out and the campus ends with 1.
let bugs = 0
process.on('uncaughtException', (error) => {
  bugs++
  process.stderr.write(`${error.stack ?? String(error)}\n`)
})

const code = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  return 1
})
process.exitCode = code === 0 && bugs > 0 ? 1 : code
// Sockets that are still closing, or a parent's open channel, must not keep the program alive.
process.exit()

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseCli(args)
  switch (parsed.kind) {
    case 'help':
      out(usage)
      return 0
    case 'wrong':
      process.stderr.write(`${parsed.problem}\nSee: npm run campus -- --help\n`)
      return 2
    case 'run':
      return parsed.options.plain === undefined ? await run(parsed.options) : await runPlain(parsed.options.plain, parsed.options)
  }
}

async function run(options: CliOptions): Promise<number> {
  const { quiet, story, controlPort, portBase, scenario } = options
  let campus: Campus | undefined
  try {
    const started = await startCampus({
      ...options,
      ...(!quiet && { log: out }),
      ...(story && { onStory: ({ tick, platform, activity, line }) => out(`${tick} [${platform}] ${activity}: ${line}`) }),
    })
    campus = started
    const control = await startControl(started, controlPort, portBase)
    if (scenario) started.scenarios.start(scenario.name, scenario.speed, 'watched')
    if (!quiet || !parent) out(table(started, control, options))
    parent?.post({ type: 'campus-ready', control: { url: control.url, token: control.token }, platforms: started.describe() })
    const report = quiet ? undefined : setInterval(reporter(started), REPORT_EVERY_MS)
    const exitCode = await ended
    clearInterval(report)
    await Promise.race([Promise.all([control.stop(), started.stop()]), new Promise((resolve) => setTimeout(resolve, STOP_MAX_MS))])
    return exitCode
  } catch (error) {
    await campus?.stop()
    if (!(error instanceof CampusError)) throw error
    process.stderr.write(`${error.message}\n`)
    parent?.post({ type: 'campus-failed', message: error.message })
    return 1
  }
}

/** Instead of the campus: one plain server, as anybody may have. */
async function runPlain(sockets: number, options: CliOptions): Promise<number> {
  try {
    const plain = await startPlain(sockets, options)
    if (!options.quiet || !parent) out(plainTable(plain, sockets))
    const { url, path, adminNamespace, auth } = plain
    parent?.post({ type: 'plain-ready', url, path, adminNamespace, auth })
    const exitCode = await ended
    await Promise.race([plain.stop(), new Promise((resolve) => setTimeout(resolve, STOP_MAX_MS))])
    return exitCode
  } catch (error) {
    if (!(error instanceof PlainServerError)) throw error
    process.stderr.write(`${error.message}\n`)
    parent?.post({ type: 'campus-failed', message: error.message })
    return 1
  }
}

function table(campus: Campus, control: Control, { asDeployed, adminFeed, seed }: CliOptions): string {
  const rows = [['Platform', 'URL', 'Path', 'E-mail', 'Password'], ...campus.describe().map(({ name, url, path, email, password }) => [name, url, path, email, password])]
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}`)
  return [
    `${campus.school.name}: ${campus.school.persons.length} people, ${campus.school.classes.length} classes, seed ${seed}${asDeployed ? ', behaving as deployed' : ''}`,
    '',
    ...lines,
    '',
    adminFeed ? `Admin feed: namespace /admin, user ${ADMIN_FEED_USER}, password ${campus.adminFeedPassword}` : 'Admin feed: off',
    `Control: ${control.url}/status, token ${control.token}`,
    'Stop with Ctrl+C.',
  ].join('\n')
}

/** Writes what happened since the last report. */
function reporter(campus: Campus): () => void {
  let toldBefore = 0
  return () => {
    const { told, skipped, failed } = campus.story.counts
    const { connected, flaps } = campus.attendance
    const perSecond = ((told - toldBefore) / (REPORT_EVERY_MS / 1000)).toFixed(1)
    toldBefore = told
    out(`${connected} devices connected, ${perSecond} events a second, ${told} so far (${skipped} could not happen, ${failed} failed), ${flaps} flaps`)
  }
}
