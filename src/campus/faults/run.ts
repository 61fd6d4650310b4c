import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NoticeDraft } from '../../shared/notices.ts'
import { messageOf } from '../../shared/message-of.ts'
import type { Clock } from '../../main/targets/clock.ts'
import { fastClock } from './fast-clock.ts'
import { Faults } from './fault-mix.ts'
import type { FaultCounts } from './fault-mix.ts'
import { Life } from './life.ts'
import type { LifeReport } from './orders.ts'
import { FaultPlatform } from './platform.ts'
import { between, oneOf, randomOf } from '../../main/notices/random-fixture.ts'
import type { Random } from '../../main/notices/random-fixture.ts'
import { receiversOf } from './receivers.ts'
import type { Receiver } from './receivers.ts'
import { platformIds, someNotice, timed } from './school.ts'
import type { PlatformId } from './school.ts'
import { missing, twice, untrue, untrueAudit } from './truth.ts'
import type { World } from './truth.ts'

export interface FaultPlan {
  readonly seed: number
  /** How often the console is killed by SIGKILL. */
  readonly kills: number
  /** Cuts of its connections and restarts of servers, together. */
  readonly others: number
  /** An empty folder; the database file is made in it. */
  readonly folder: string
  /** No round begins later, on the wall. */
  readonly untilMs: number
  readonly log?: (line: string) => void
}

export interface FaultReport {
  readonly faults: FaultCounts
  /** Kills after which the next life found a part that was handed over or about to be, or one that waited. */
  readonly foundBegun: number
  readonly foundWaiting: number
  /** How notices and their parts ended. */
  readonly notices: ReadonlyMap<string, number>
  readonly parts: ReadonlyMap<string, number>
  /** Copies that reached clients, and those that were lost with a server that ended behind them. */
  readonly arrived: number
  readonly lost: number
  /** What is not true; empty: all is. */
  readonly untrue: readonly string[]
  readonly seconds: number
}

type Notices = LifeReport['notices']
const OPEN_MS = 3_000
const END_MS = 15_000
const ARRIVE_MS = 5_000
const LOOK_EVERY_MS = 10
/** For a kill that waits for a step. */
const LAST_CHANCE_MS = 200
const UNTRUE_MAX = 20

/** Kills, cuts and restarts at random moments of sending, and what became of every notice. Ends all that it started, however it ends. */
export async function runFaults(plan: FaultPlan): Promise<FaultReport> {
  const run = new FaultRun(plan)
  try {
    return await run.all()
  } catch (error) {
    throw new Error(`seed ${plan.seed}: ${messageOf(error)}`, { cause: error })
  } finally {
    await run.stop()
  }
}

class FaultRun {
  readonly #plan: FaultPlan
  readonly #random: Random
  readonly #platforms: FaultPlatform[]
  readonly #faults: Faults
  #receivers: Receiver[] = []
  readonly #startedAtMs = Date.now()
  readonly #clock: Clock
  /** When each life began, by its own clock. */
  readonly #begins: number[] = []
  #life: Life | undefined
  #spare: Life | undefined
  /** All notices, by id. */
  readonly #drafts = new Map<string, NoticeDraft>()
  /** Of the last round. */
  #latest: string[] = []
  /** Of which nothing left: a person may send them again. */
  #again: string[] = []
  readonly #checked = new Map<FaultPlatform, number>()
  readonly #untrue: string[] = []
  #arrived = 0
  #lost = 0
  #foundBegun = 0
  #foundWaiting = 0

  constructor(plan: FaultPlan) {
    this.#plan = plan
    this.#random = randomOf(plan.seed)
    this.#platforms = platformIds.map((id, index) => new FaultPlatform(id, randomOf(plan.seed * 10 + index)))
    this.#clock = fastClock(this.#startedAtMs)
    this.#faults = new Faults(this.#platforms, this.#random)
  }

  async all(): Promise<FaultReport> {
    const { kills, others, untilMs, log } = this.#plan
    await Promise.all(this.#platforms.map((platform) => platform.start()))
    this.#receivers = this.#platforms.flatMap(receiversOf)
    const { counts } = this.#faults
    while ((counts.kills < kills || this.#faults.others < others) && Date.now() < untilMs && this.#untrue.length < UNTRUE_MAX) {
      const left = Math.max(0, others - this.#faults.others)
      await this.#round(Math.min(left, counts.kills < kills ? Math.ceil((left / (kills - counts.kills)) * 1.3) : 8), counts.kills < kills)
      log?.(`${counts.kills} kills, ${counts.cuts} cuts, ${counts.restartsKept + counts.restartsLost} restarts, ${this.#drafts.size} notices, ${this.#untrue.length} untrue`)
    }
    return await this.#end()
  }

  async stop(): Promise<void> {
    await Promise.all([this.#life?.kill(), this.#spare?.kill()])
    for (const receiver of this.#receivers) receiver.close()
    await this.#faults.settled()
    await Promise.all(this.#platforms.map((platform) => platform.stop()))
  }

  /** Some notices, and faults while they are sent. @param mortal the round ends with a kill */
  async #round(others: number, mortal: boolean): Promise<void> {
    const random = this.#random
    const life = this.#life ?? (await this.#nextLife(mortal && random() < 0.15 ? between(random, 0, 40) : null))
    life.order({ do: 'retry' })
    // With a server that is down, too: what cannot be sent then is not sent.
    if (random() < 0.85) await this.#until(OPEN_MS, async () => (await life.report([]))?.open.length !== platformIds.length && life.runs)
    const ids = this.#plannedIds()
    const windowMs = between(random, 350, 700)
    const timeline: [number, () => void][] = ids.map((id) => [random() * windowMs * 0.5, () => this.#send(life, id)])
    for (const id of ids) if (random() < 0.2) timeline.push([random() * windowMs, () => life.order({ do: random() < 0.5 ? 'undo' : 'stop', id })])
    // Windows and schedules, also of earlier rounds.
    for (const id of [...this.#drafts].flatMap(([id, { when }]) => (when.kind === 'now' ? [] : [id])).slice(-6)) {
      if (random() < 0.15) timeline.push([random() * windowMs, () => life.order(random() < 0.5 ? { do: 'cancel', id } : { do: 'step', id, step: oneOf(random, ['in-progress', 'completed', 'cancelled'] as const) })])
    }
    for (let index = 0; index < others; index++) timeline.push([(0.15 + random() * 0.85) * windowMs, () => this.#faults.cause()])
    for (const share of [0.3, 0.6]) timeline.push([share * windowMs, () => life.order({ do: 'retry' })])
    const kill = mortal ? this.#planKill(life, windowMs) : undefined
    if (kill) timeline.push(kill)
    const startedMs = performance.now()
    for (const [atMs, run] of timeline.sort(([one], [other]) => one - other)) {
      await Promise.race([sleep(Math.max(0, startedMs + atMs - performance.now())), life.ended])
      if (!life.runs) break
      run()
    }
    this.#latest = ids
    if (mortal) await this.#kill(life)
    else await this.#settle(life, ids)
    this.#noteFailure(life)
    await this.#arrive(mortal)
    if (!mortal) await this.#hold(life, ids)
  }

  /** Between two of its steps, by itself; while a server has its notice; or at any moment, at last at the end of the round. */
  #planKill(life: Life, windowMs: number): [number, () => void] | undefined {
    const random = this.#random
    const atMs = (0.15 + random() * 0.5) * windowMs
    if (random() < 0.45) return [atMs, () => life.order({ do: 'die', after: Math.floor(random() ** 2 * 120) })]
    if (random() < 0.4) {
      const platform = oneOf(random, this.#platforms)
      return [atMs, () => platform.trap(random() < 0.3 ? 'arrival' : 'sent', () => life.strike())]
    }
    return [(0.1 + random() * 0.9) * windowMs, () => life.strike()]
  }

  #plannedIds(): string[] {
    const random = this.#random
    const fresh = Array.from({ length: between(random, 3, 5) }, () => {
      const id = `n-${this.#drafts.size + 1}`
      this.#drafts.set(id, someNotice(id, random))
      return id
    })
    return [...fresh, ...this.#again.filter(() => random() < 0.5).slice(0, 3)]
  }

  #send(life: Life, id: string): void {
    const draft = this.#drafts.get(id)
    if (draft) life.order({ do: 'send', draft: timed(draft, this.#clock.now()) })
  }

  async #kill(life: Life): Promise<void> {
    if (life.runs) await Promise.race([sleep(LAST_CHANCE_MS), life.ended])
    const isOutside = life.isStruck || life.runs
    await life.kill()
    this.#faults.counts[isOutside ? 'killsOutside' : 'killsBetween']++
    this.#faults.counts.kills++
    this.#life = undefined
  }

  /** The next life on the same file; what the last one left is true as soon as it is open. */
  async #nextLife(dieAfter: number | null): Promise<Life> {
    const cache = join(this.#plan.folder, 'compiled')
    const life = this.#spare ?? new Life(cache)
    this.#spare = undefined
    this.#life = life
    await life.loaded
    const urls = Object.fromEntries(this.#platforms.map(({ id, url }) => [id, url])) as Record<PlatformId, string>
    this.#begins.push(this.#clock.now())
    life.order({ do: 'open', folder: this.#plan.folder, startedAtMs: this.#startedAtMs, urls, dieAfter })
    const found = await this.#hold(life, this.#latest)
    const details = found.flatMap(({ view }) => view?.parts.map(({ detail }) => detail) ?? [])
    if (details.some((detail) => detail.startsWith('Rollcall ended after'))) this.#foundBegun++
    if (details.some((detail) => detail.startsWith('Rollcall ended before'))) this.#foundWaiting++
    this.#spare = new Life(cache)
    return life
  }

  /** What a life says of notices, held against what is so. */
  async #hold(life: Life, ids: readonly string[]): Promise<Notices> {
    const report = await life.report(ids)
    if (!report) return []
    const world = this.#world()
    for (const notice of report.notices) this.#untrue.push(...untrue(notice, world))
    this.#again = report.notices.flatMap(({ id, view }) => (view === null || view.state === 'draft' || (view.state === 'failed' && view.draft.when.kind !== 'window') ? [id] : []))
    return report.notices
  }

  #world(): World {
    const file = join(this.#plan.folder, 'begun.txt')
    return { platforms: this.#platforms, receivers: this.#receivers, begins: this.#begins, begun: new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) }
  }

  /** All notices come to an end. */
  async #settle(life: Life, ids: readonly string[]): Promise<void> {
    let going: string[] = []
    const isOver = await this.#until(END_MS, async () => {
      const report = await life.report(ids)
      going = (report?.notices ?? []).flatMap(({ id, view }) => (view && (['undoable', 'sending'].includes(view.state) || view.parts.some(({ state }) => state === 'waiting' || state === 'begun')) ? [id] : []))
      return going.length > 0
    })
    if (!isOver) this.#untrue.push(`${going.join(', ')} did not come to an end within ${END_MS / 1_000} s`)
  }

  /** Everything is up again, and what was under way has arrived. */
  async #arrive(killed: boolean): Promise<void> {
    this.#faults.disarm()
    await this.#faults.settled()
    const isBack = await this.#until(ARRIVE_MS, () => this.#receivers.some(({ isConnected }) => !isConnected) || (killed && this.#platforms.some(({ consoles }) => consoles > 0)))
    if (!isBack) {
      const away = this.#receivers.filter(({ isConnected }) => !isConnected).map(({ name }) => name)
      const stayed = killed ? this.#platforms.filter(({ consoles }) => consoles > 0).map(({ id, consoles }) => `${consoles} at ${id}`) : []
      this.#untrue.push(`clients did not come back: ${away.join(', ') || 'none'}; connections of a killed console stayed: ${stayed.join(', ') || 'none'}`)
    }
    for (const platform of this.#platforms) {
      const sent = platform.deliveries.all.slice(this.#checked.get(platform) ?? 0)
      this.#checked.set(platform, platform.deliveries.all.length)
      await this.#until(ARRIVE_MS, () => missing(platform, this.#receivers, sent).problems.length > 0)
      const { problems, arrived, lost } = missing(platform, this.#receivers, sent)
      this.#untrue.push(...problems)
      this.#arrived += arrived
      this.#lost += lost
    }
  }

  async #end(): Promise<FaultReport> {
    const life = this.#life ?? (await this.#nextLife(null))
    // What waits for its time waits no more.
    const waits = await life.report([...this.#drafts.keys()])
    for (const { id, view } of waits?.notices ?? []) if (view?.state === 'scheduled') life.order({ do: 'cancel', id })
    await this.#settle(life, [...this.#drafts.keys()])
    const notices = await this.#hold(life, [...this.#drafts.keys()])
    const audit = await life.audit()
    const world = this.#world()
    this.#noteFailure(life)
    this.#untrue.push(...twice(world), ...(audit ? untrueAudit(audit, notices, world) : ['the last life ended']))
    return {
      faults: this.#faults.counts, foundBegun: this.#foundBegun, foundWaiting: this.#foundWaiting, arrived: this.#arrived, lost: this.#lost, untrue: this.#untrue,
      notices: tally(notices.map(({ view }) => view?.state ?? 'never confirmed')),
      parts: tally(notices.flatMap(({ view }) => view?.parts.map(({ state }) => state) ?? [])),
      seconds: (Date.now() - this.#startedAtMs) / 1_000,
    }
  }

  #noteFailure(life: Life): void {
    if (life.failure !== undefined) this.#untrue.push(life.failure)
    if (!life.runs && this.#life === life) this.#life = undefined
  }

  /** Looks until it is not so any more. @returns false: the time was over */
  async #until(ms: number, isStill: () => boolean | Promise<boolean>): Promise<boolean> {
    for (const endMs = performance.now() + ms; await isStill(); ) {
      if (performance.now() > endMs) return false
      await sleep(LOOK_EVERY_MS)
    }
    return true
  }
}

function tally(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words.toSorted()) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
