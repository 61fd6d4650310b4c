import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { atMost, startChild } from '../child.ts'
import type { BenchChild } from '../child.ts'
import { ConsoleApp } from '../console-app.ts'
import { plainForm } from '../plain-target.ts'
import type { AdminEvents, RateStep } from '../results.ts'
import { AdminPage } from '../rival/admin-page.ts'
import { ADMIN_NAMESPACE, EVENT, PATH, SOCKETS } from '../rival/messages.ts'
import type { ClientsNews, ClientsOrder, ServerNews, ServerOrder } from '../rival/messages.ts'
import { climb, isHeld } from '../rival/rates.ts'
import { standing, watchPage } from '../rival/standing.ts'

/*
 * The events view of admin-ui's own page and of the console, one after the other, on the same instrumented server with
 * the same clients: the highest rate at which the page still paints a frame a second and is not behind.
 */

/* admin-ui keeps 1,000 events and draws all of them: both start with that many, as after some minutes of use. */
const FILL_EVENTS = 1_000
const FILL_RATE = 250
const ADMIN_UI_RATES = [0.5, 1, 2, 5, 10, 20, 50, 100, 200]
const CONSOLE_RATES = [2_000, 4_000, 8_000, 16_000, 22_400, 32_000, 44_800, 64_000, 90_000]
const ADMIN_UI_STEP_MS = 8_000
const CONSOLE_STEP_MS = 5_000
/** A page that does not come back for so long is given up. */
const FROZEN_MS = 30_000
const LIVE_MS = 30_000
const LOOK_MS = 50

type RivalServer = BenchChild<ServerOrder, ServerNews>

/** A page and how far it is. */
interface Watcher {
  readonly page: ConsoleApp['page']
  /** Whether it has all events that were sent until now. */
  readonly caughtUp: (sent: number) => Promise<boolean>
}

export async function adminEvents(seconds: number, log: (line: string) => void, started: (app: ConsoleApp) => Promise<void>): Promise<AdminEvents> {
  const server: RivalServer = await startChild(join(import.meta.dirname, '../rival/server.ts'), [])
  try {
    const clients = await startChild<ClientsOrder, ClientsNews>(join(import.meta.dirname, '../rival/clients.ts'), [server.ready.url])
    try {
      const target = { url: server.ready.url, path: PATH, adminNamespace: ADMIN_NAMESPACE, auth: false } as const
      const adminUi = await ofAdminUi(server, target, Math.min(ADMIN_UI_STEP_MS, seconds * 1_000), log)
      const ofIt = await ofConsole(server, target, Math.min(CONSOLE_STEP_MS, seconds * 1_000), log, started)
      return { adminUi: adminUi.steps, console: ofIt.steps, adminUiRate: adminUi.rate, consoleRate: ofIt.rate, serverWasTheLimit: ofIt.serverWasTheLimit, lowestRate: ADMIN_UI_RATES[0] ?? 0 }
    } finally {
      await clients.stop()
    }
  } finally {
    await server.stop()
  }
}

async function ofAdminUi(server: RivalServer, target: Parameters<typeof AdminPage.launch>[0], stepMs: number, log: (line: string) => void): ReturnType<typeof climb> {
  const admin = await AdminPage.launch(target)
  try {
    const opened = await admin.open(SOCKETS, LIVE_MS)
    if (opened.gaveUp) throw new Error('the page of admin-ui did not connect')
    await emitFor(server, FILL_RATE, (FILL_EVENTS / FILL_RATE) * 1_000 + 500)
    await until('the page of admin-ui did not take 1,000 events', async () => (await admin.known()).events >= FILL_EVENTS)
    const drawn = await admin.openEvents(FROZEN_MS)
    log(`admin-ui: events view with ${FILL_EVENTS} events, longest task ${drawn.longestTaskMs} ms`)
    if (drawn.gaveUp) throw new Error('the events view of admin-ui was not drawn')
    const watcher: Watcher = { page: admin.page, caughtUp: async (sent) => (await admin.known()).lastSerial >= sent }
    return await climb(ADMIN_UI_RATES, async (rate) => await tryRate('admin-ui', server, watcher, rate, stepMs, log))
  } finally {
    await admin.close()
  }
}

async function ofConsole(server: RivalServer, target: Parameters<typeof plainForm>[0], stepMs: number, log: (line: string) => void, started: (app: ConsoleApp) => Promise<void>): ReturnType<typeof climb> {
  const app = await ConsoleApp.launch('events')
  try {
    await started(app)
    const counted = async () => (await app.counted()).byName[`/ ${EVENT}`] ?? 0
    await app.untilLive(await app.add(plainForm(target)), true)
    await emitFor(server, FILL_RATE, (FILL_EVENTS / FILL_RATE) * 1_000)
    await wait(1_000)
    // Those for admin-ui were sent before it was there.
    const missed = (await server.report()).sent - (await counted())
    await app.page.evaluate(watchPage)
    const watcher: Watcher = { page: app.page, caughtUp: async (sent) => (await counted()) >= sent - missed }
    return await climb(CONSOLE_RATES, async (rate) => await tryRate('console', server, watcher, rate, stepMs, log))
  } finally {
    await app.close()
  }
}

async function tryRate(who: string, server: RivalServer, { page, caughtUp }: Watcher, rate: number, stepMs: number, log: (line: string) => void): Promise<RateStep> {
  const before = (await server.report()).sent
  const startedMs = performance.now()
  server.order({ do: 'emit', eventsPerSecond: rate })
  let stoppedMs = 0
  let caughtUpMs = 0
  let sent = 0
  const stood = await standing(page, stepMs + FROZEN_MS, async () => {
    if (performance.now() - startedMs < stepMs) return false
    if (stoppedMs === 0) {
      server.order({ do: 'emit', eventsPerSecond: 0 })
      stoppedMs = performance.now()
      sent = (await server.report()).sent
    }
    if (!(await caughtUp(sent))) return false
    caughtUpMs = performance.now()
    return true
  }).finally(() => server.order({ do: 'emit', eventsPerSecond: 0 }))
  const endedMs = performance.now()
  if (stoppedMs === 0) sent = (await server.report()).sent
  const behindMs = Math.round((caughtUpMs || endedMs) - (stoppedMs || startedMs))
  const step = { ...stood, ordered: rate, sent: ((sent - before) * 1_000) / ((stoppedMs || endedMs) - startedMs), behindMs, held: isHeld({ ...stood, behindMs }) }
  log(`${who}: ${rate}/s ordered, ${step.sent.toFixed(1)}/s sent, longest task ${stood.longestTaskMs} ms, longest without a frame ${stood.longestFrameGapMs} ms, behind ${behindMs} ms${stood.gaveUp ? ', given up' : ''}: ${step.held ? 'held' : 'lost'}`)
  return step
}

async function emitFor(server: RivalServer, eventsPerSecond: number, forMs: number): Promise<void> {
  server.order({ do: 'emit', eventsPerSecond })
  await wait(forMs)
  server.order({ do: 'emit', eventsPerSecond: 0 })
}

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + LIVE_MS
  while (!(await atMost(LIVE_MS, what, done()))) {
    if (performance.now() > deadlineMs) throw new Error(what)
    await wait(LOOK_MS)
  }
}
