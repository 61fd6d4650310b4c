import type { Namespace } from 'socket.io'
import { expect } from 'vitest'
import type { Monitor } from '../../main/monitor/monitor.ts'
import { severityOf, stateOf } from '../../main/monitor/alerts/alert.ts'
import { RuleEngine } from '../../main/monitor/alerts/rules/engine.ts'
import { MonitorMeasures } from '../../main/monitor/alerts/rules/gauges-of-monitor.ts'
import { starterRules } from '../../main/monitor/alerts/rules/starter.ts'
import { startCampus } from '../campus.ts'
import type { Campus, CampusOptions } from '../campus.ts'
import { watchCampus } from '../test-console.ts'
import { FastClock } from './fast-clock.ts'
import type { ExpectedAlert } from './scenario.ts'

/* A campus, and the console's core with the starter rules that watches it: from real sockets to the book of alerts. For tests only. */

const SECOND_MS = 1_000

/** The console's core as the app runs it: a drain, the rules and the life of alerts at each pulse. */
export class Core {
  readonly monitor: Monitor
  readonly clock: FastClock
  readonly #measures: MonitorMeasures
  readonly #engine: RuleEngine
  /** Alert id -> cause of the alert under which it was folded. */
  readonly #parents = new Map<string, string>()

  /** @param without ids of starter rules that are off */
  constructor(monitor: Monitor, clock: FastClock, without: readonly string[]) {
    this.monitor = monitor
    this.clock = clock
    this.#measures = new MonitorMeasures(monitor.measured)
    this.#engine = new RuleEngine({ measures: this.#measures, sink: monitor.alertBook })
    this.#engine.setRules(starterRules.filter(({ id }) => !without.includes(id)), clock.now())
  }

  pulse(): void {
    const { alertBook } = this.monitor
    const nowMs = this.clock.now()
    this.monitor.drain(nowMs)
    this.#measures.step(nowMs)
    this.#engine.evaluate(nowMs)
    alertBook.tick(nowMs)
    for (const { alert } of alertBook.active) {
      const parent = alert.parentId === null ? undefined : alertBook.slot(alert.parentId)
      if (parent) this.#parents.set(alert.id, parent.alert.cause)
    }
  }

  /** So many seconds, one pulse each, as fast as they can be worked out. */
  let(seconds: number): void {
    for (let second = 0; second < seconds; second++) {
      this.clock.skip(SECOND_MS)
      this.pulse()
    }
  }

  alerts(): Required<Omit<ExpectedAlert, 'platform'> & { platform: string; value: string }>[] {
    return [...this.monitor.alertBook.all].map(({ alert }) => ({
      platform: alert.subject.targetId, kind: alert.kind, cause: alert.cause, severity: severityOf(alert), namespace: alert.subject.namespace ?? '', title: alert.title, count: alert.count,
      state: stateOf(alert) as ExpectedAlert['state'], parent: this.#parents.get(alert.id) ?? null, oddities: alert.oddities.length, value: alert.value,
    }))
  }
}

/** One campus and one console; end() stops both. */
export class WatchedCampus {
  readonly #cleanUps: (() => unknown)[] = []

  async start(options: Partial<CampusOptions>): Promise<Campus> {
    const campus = await startCampus({ portBase: 0, people: 60, eventsPerSecond: 30, seed: 4, ...options })
    this.#cleanUps.push(() => campus.stop())
    // Before the console looks, too, nothing else raises an alert.
    campus.story.calm = true
    return campus
  }

  watch(campus: Campus, clock: FastClock, { adminFeeds = false, without = [] }: { readonly adminFeeds?: boolean; readonly without?: readonly string[] } = {}): Core {
    const { monitor, targets } = watchCampus(campus, { clock, adminFeeds })
    const core = new Core(monitor, clock, without)
    const timers = [setInterval(() => core.pulse(), 20), ...(adminFeeds ? [beatFaster(campus, clock.speed)] : [])]
    this.#cleanUps.push(() => targets.stop(), () => timers.forEach((timer) => clearInterval(timer)))
    return core
  }

  async end(): Promise<void> {
    for (const cleanUp of this.#cleanUps.splice(0).toReversed()) await cleanUp()
  }
}

/** Servers tell their admin feeds every two seconds that they live: to a clock that runs fast that is seldom, so it is repeated. */
function beatFaster(campus: Campus, speed: number): NodeJS.Timeout {
  const lastOf = new WeakMap<Namespace, { readonly emit: (...args: unknown[]) => void; args: unknown[] | undefined }>()
  return setInterval(() => {
    for (const platform of campus.platforms.values()) {
      if (!platform.running) continue
      const admin = platform.io.of('/admin')
      const known = lastOf.get(admin)
      if (known) {
        if (known.args) known.emit('server_stats', ...known.args)
        continue
      }
      const emit = admin.emit.bind(admin)
      const last = { emit: (...args: unknown[]) => void emit(...(args as Parameters<typeof emit>)), args: undefined as unknown[] | undefined }
      lastOf.set(admin, last)
      admin.emit = (event, ...args) => {
        if (event === 'server_stats') last.args = args
        return emit(event, ...args)
      }
    }
  }, (2 * SECOND_MS) / speed)
}

/** All that can be connected is; as deployed SkillCore has no default namespace. */
export async function isLive(core: Core, adminFeeds: boolean, asDeployed = false): Promise<void> {
  const links = () => core.monitor.targets().flatMap(({ settings, namespaces, feedLink }) => [...namespaces, ...(adminFeeds && feedLink ? [feedLink] : [])].filter(({ state }) => state !== 'live' && state !== 'off').map(({ name, state }) => `${settings.id} ${name} ${state}`))
  const missing = asDeployed ? [expect.stringMatching(/^skillcore \/ /) as string] : []
  await expect.poll(links, { timeout: 15_000 }).toEqual(missing)
  expect(core.monitor.targets()).toHaveLength(5)
}

/** What the console must have, when the scenario has ended well. */
export async function ended(campus: Campus): Promise<readonly ExpectedAlert[]> {
  await campus.scenarios.ended
  const { state, problem, expected } = campus.scenarios.progress ?? { state: 'none', problem: '', expected: [] }
  expect({ state, problem }).toEqual({ state: 'ended', problem: '' })
  return expected
}

/** Each expected alert once, and no other. */
export function expectExactly(core: Core, expected: readonly ExpectedAlert[]): void {
  const rest = core.alerts()
  const missing = expected.filter((wanted) => {
    const at = rest.findIndex((alert) => (Object.keys(wanted) as (keyof ExpectedAlert)[]).every((field) => alert[field] === wanted[field]))
    if (at >= 0) rest.splice(at, 1)
    return at < 0
  })
  expect({ missing, unexpected: rest }).toEqual({ missing: [], unexpected: [] })
}

