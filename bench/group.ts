import { createPlainServer } from '../src/campus/plain/plain-server.ts'
import { ConsoleApp } from './console-app.ts'
import { startGenerator } from './firehose/children.ts'
import { costPerEvent } from './firehose/cost-per-event.ts'
import { instrument } from './firehose/painted.ts'
import { adminEvents } from './parts/admin-events.ts'
import { adminPeople } from './parts/admin-people.ts'
import { cpu, exact, hidden, highest, scroll } from './parts/firehose.ts'
import type { Bench } from './parts/firehose.ts'
import { memory } from './parts/memory.ts'
import { ownLoad } from './parts/own-load.ts'
import { people } from './parts/people.ts'
import type { GroupNews, Results } from './results.ts'
import { groups, readSettings } from './settings.ts'
import type { GroupName, PartName } from './settings.ts'

/* One group of parts, once, in a process of its own: what hangs or dies here leaves the rest of the bench alone. */

const settings = readSettings(process.env, [])
const [group = 'cost', names = ''] = process.argv.slice(2)
const wanted = new Set(names.split(','))
const firehose = { exact, cpu, hidden, scroll, highest, memory } as const satisfies { [P in PartName]?: (bench: Bench) => Promise<Results[P]> }

function tell(news: GroupNews): Promise<void> {
  return new Promise((resolve) => process.send?.(news, undefined, undefined, () => resolve()) ?? resolve())
}

function log(line: string): void {
  process.stderr.write(`  ${line}\n`)
}

/** Runs a part where it is wanted; says what came of it, and never rejects. */
async function attempt<P extends PartName>(part: P, run: () => Results[P] | Promise<Results[P]>): Promise<void> {
  if (!wanted.has(part)) return
  try {
    await tell({ is: 'result', part, value: await run() })
  } catch (error) {
    await tell({ is: 'failed', part, reason: String(error instanceof Error ? error.message : error).split('\n')[0]?.slice(0, 200) ?? '' })
  }
}

const started = async (app: ConsoleApp) => await tell({ is: 'versions', versions: await app.versions() })

async function withFirehose(): Promise<void> {
  const generator = await startGenerator()
  try {
    const app = await ConsoleApp.launch('events')
    try {
      await started(app)
      await instrument(app.page)
      await app.watch(generator.ready.url)
      const bench: Bench = { app, generator, url: generator.ready.url, settings, log }
      for (const [part, run] of Object.entries(firehose) as [keyof typeof firehose, (bench: Bench) => Promise<never>][]) await attempt(part, () => run(bench))
    } finally {
      await app.close()
    }
  } finally {
    await generator.stop()
  }
}

async function withPeople(): Promise<void> {
  // All in the main namespace. This matters to admin-ui's page, which searches the lists of a namespace for each socket: docs/performance.md.
  const server = await createPlainServer({ clients: settings.sockets, namespaces: ['/'], changesPerSecond: 100, auth: false })
  try {
    await attempt('people', () => people(server, settings.sockets, started))
    await attempt('admin-people', () => adminPeople(server, settings.sockets))
  } finally {
    await server.stop()
  }
}

async function run(name: GroupName): Promise<void> {
  switch (name) {
    case 'cost': return await attempt('cost', () => costPerEvent(settings.rate))
    case 'firehose':
    case 'memory': return await withFirehose()
    case 'people': return await withPeople()
    case 'admin-events': return await attempt('admin-events', () => adminEvents(settings.seconds, log, started))
    case 'own-load': return await attempt('own-load', () => ownLoad(settings.seconds, started))
    default: return name satisfies never
  }
}

// The bench is gone, however it ended.
process.on('disconnect', () => process.exit(1))
if (!Object.hasOwn(groups, group)) throw new RangeError(`no group ${group}`)
await run(group as GroupName)
process.exit(0)
