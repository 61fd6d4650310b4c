import { setTimeout as wait } from 'node:timers/promises'
import { createPlainServer } from '../../src/campus/plain/plain-server.ts'
import type { PlainServer } from '../../src/campus/plain/plain-server.ts'
import { ConsoleApp } from '../console-app.ts'
import { plainForm } from '../plain-target.ts'
import { cpuMsOf } from '../processes.ts'
import type { OwnLoad, Watched } from '../results.ts'

/*
 * What watching costs the watched: CPU of the process of one instrumented server under the same load of
 * joins, leaves, messages and reconnects, with nobody there, with the console as a client, and with its admin feed.
 */

const SOCKETS = 1_000
const CHANGES_PER_SECOND = 1_000
/* In turn and then in the opposite order: what drifts meanwhile, in the machine or in the load, meets each of them. */
const ORDERS: readonly (readonly Watched[])[] = [['nobody', 'client', 'feed'], ['feed', 'client', 'nobody']]
const MEASURED_SECONDS = 4
/** Rooms fill at this rate first: a message to a fuller room costs the server more. */
const WARM_UP_CHANGES_PER_SECOND = 4_000
const WARM_UP_MS = 8_000
/** After the console came or went. */
const CALM_MS = 1_500

const modes = ['production', 'development'] as const
const states = ['nobody', 'client', 'feed'] as const satisfies readonly Watched[]
type State = OwnLoad['states'][number]

export async function ownLoad(seconds: number, started: (app: ConsoleApp) => Promise<void>): Promise<OwnLoad> {
  const app = await ConsoleApp.launch('overview')
  try {
    await started(app)
    const measured: State[] = []
    for (const mode of modes) measured.push(...(await ofMode(app, mode, Math.min(MEASURED_SECONDS, seconds) * 1_000)))
    return { sockets: SOCKETS, states: measured }
  } finally {
    await app.close()
  }
}

async function ofMode(app: ConsoleApp, mode: State['mode'], forMs: number): Promise<readonly State[]> {
  const server = await createPlainServer({ clients: SOCKETS, changesPerSecond: CHANGES_PER_SECOND, mode, auth: false })
  try {
    server.busy(WARM_UP_CHANGES_PER_SECOND)
    await wait(WARM_UP_MS)
    server.busy(CHANGES_PER_SECOND)
    const seen: Record<Watched, Used[]> = { nobody: [], client: [], feed: [] }
    for (const order of ORDERS) {
      for (const watched of order) {
        const targetId = watched === 'nobody' ? undefined : await app.add(plainForm(server, watched))
        if (targetId !== undefined) await app.untilLive(targetId, watched === 'feed')
        await wait(CALM_MS)
        seen[watched].push(await measure(server, forMs))
        if (targetId !== undefined) await app.ask('target:remove', { targetId })
      }
    }
    return states.map((watched) => ({ mode, watched, ...ofAll(seen[watched]) }))
  } finally {
    await server.stop()
  }
}

/** What the server's process used in a stretch of time. */
interface Used {
  readonly cpuMs: number
  readonly lastedMs: number
  readonly changes: number
}

async function measure(server: PlainServer, forMs: number): Promise<Used> {
  const look = async () => {
    const { joins, leaves, messages, reconnects } = await server.counts()
    return { changes: joins + leaves + messages + reconnects, cpuMs: cpuMsOf(server.nodes[0]?.pid ?? 0), atMs: performance.now() }
  }
  const before = await look()
  await wait(forMs)
  const after = await look()
  return { cpuMs: after.cpuMs - before.cpuMs, lastedMs: after.atMs - before.atMs, changes: after.changes - before.changes }
}

function ofAll(used: readonly Used[]): Omit<State, 'mode' | 'watched'> {
  const sum = (of: (one: Used) => number) => used.reduce((total, one) => total + of(one), 0)
  const [cpuMs, lastedMs, changes] = [sum(({ cpuMs: ms }) => ms), sum(({ lastedMs: ms }) => ms), sum(({ changes: count }) => count)]
  return { corePercent: (cpuMs / lastedMs) * 100, changesPerSecond: (changes * 1_000) / lastedMs, microsecondsPerChange: (cpuMs * 1_000) / changes }
}
