import type { Platform, PlatformId, School } from '../contract.ts'
import { SeededRandom } from '../population/random.ts'
import { absenceSpike } from './absence-spike.ts'
import { outage } from './outage.ts'
import { quiet } from './quiet.ts'
import { rateLimit } from './rate-limit.ts'
import { reconnectStorm } from './reconnect-storm.ts'
import { ScenarioRun } from './run.ts'
import type { ScenarioProgress } from './run.ts'
import type { ExpectedAlert, Scenario, ScenarioName, ScenarioPlan } from './scenario.ts'

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = { 'absence-spike': absenceSpike, outage, 'reconnect-storm': reconnectStorm, 'rate-limit': rateLimit, quiet }

export const SCENARIO_SPEED_MIN = 0.1
export const SCENARIO_SPEED_MAX = 100
/** How often it is looked whether a console is there. */
const LOOK_EVERY_MS = 100

export interface ScenariosOptions {
  readonly seed: number
  readonly school: School
  readonly asDeployed: boolean
  /** Of several processes each: scenarios do not run there. */
  readonly clustered: boolean
  readonly platforms: ReadonlyMap<PlatformId, Platform>
  /** Nothing that raises an alert happens by itself. */
  readonly setCalm: (on: boolean) => void
  readonly setHoliday: (on: boolean) => void
  readonly log: (line: string) => void
}

/** A scenario that cannot be started; the message says what to do. */
export class ScenarioError extends Error {}

/** The scenarios of a campus: one at a time. */
export class Scenarios {
  readonly #options: ScenariosOptions
  #run: ScenarioRun | undefined
  #runs = 0
  #look: NodeJS.Timeout | undefined

  constructor(options: ScenariosOptions) {
    this.#options = options
  }

  /** The newest one; undefined: none was started. */
  get progress(): ScenarioProgress | undefined {
    return this.#run?.progress
  }

  /** Resolves when the newest one has ended or was stopped. */
  get ended(): Promise<void> {
    return this.#run?.ended ?? Promise.resolve()
  }

  /**
   * Starts a scenario now, or when the first console has connected. Throws a ScenarioError when one runs already, or the
   * campus lacks what it needs.
   *
   * @param speed seconds of its course in one second of the clock
   * @param when watched: the campus then stays calm after the end, so that a console keeps exactly what is expected
   */
  start(name: ScenarioName, speed = 1, when: 'now' | 'watched' = 'now'): ScenarioProgress {
    const scenario = scenarios[name]
    const { seed, school, asDeployed, clustered, platforms, setHoliday, log } = this.#options
    if (this.#run?.state === 'running' || this.#run?.state === 'waiting') throw new ScenarioError(`${this.#run.progress.name} runs already: stop it first.`)
    if (clustered) throw new ScenarioError('Scenarios do not run with --nodes.')
    if (!(speed >= SCENARIO_SPEED_MIN && speed <= SCENARIO_SPEED_MAX)) throw new ScenarioError(`speed is a number from ${SCENARIO_SPEED_MIN} to ${SCENARIO_SPEED_MAX}.`)
    const missing = scenario.needs.filter((id) => !platforms.get(id)?.running)
    if (missing.length > 0) throw new ScenarioError(`${name} needs ${missing.join(', ')}, which does not run.`)
    this.#runs++
    const platform = (id: PlatformId): Platform => {
      const found = platforms.get(id)
      if (!found) throw new ScenarioError(`${id} does not run on this campus`)
      return found
    }
    const mark = this.#runs === 1 ? String(seed) : `${seed}-${this.#runs}`
    const plan: Scenario['plan'] = (stage) => withStanding(scenario.plan(stage), asDeployed && platforms.has('skillcore'))
    const run = new ScenarioRun({ ...scenario, plan }, { school, asDeployed, mark, random: new SeededRandom(`scenario ${seed} ${name}`), now: () => new Date(), platform, setHoliday }, speed, log)
    this.#run = run
    this.#options.setCalm(true)
    if (when === 'now') {
      void run.ended.then(() => this.#options.setCalm(false))
      run.start()
    } else this.#startWhenWatched(run, scenario.needs)
    return run.progress
  }

  /** Ends the newest one; resolves when the campus is as before. */
  async stop(): Promise<void> {
    clearInterval(this.#look)
    await this.#run?.stop()
  }

  #startWhenWatched(run: ScenarioRun, needs: readonly PlatformId[]): void {
    // Whatever reaches the console's account is a sign of it: no device of the population signs in with it.
    const watched = [...this.#options.platforms.values()].filter(({ id }) => needs.includes(id))
    this.#options.log(`scenario ${run.progress.name} begins when a console has connected`)
    const look = setInterval(() => {
      if (run.state === 'waiting' && !watched.some((platform) => platform.sentTo(platform.admin.userId).size > 0)) return
      clearInterval(look)
      run.start()
    }, LOOK_EVERY_MS)
    this.#look = look
  }
}

/** As deployed SkillCore has no default namespace: a console that asks for it is told so all the time. */
const noRoot: ExpectedAlert = { platform: 'skillcore', kind: 'rule', cause: 'namespace-down', severity: 'warning', namespace: '/', state: 'open', parent: null }

function withStanding(plan: ScenarioPlan, hasNoRoot: boolean): ScenarioPlan {
  const isListed = plan.expected.some(({ cause, namespace }) => cause === noRoot.cause && namespace === noRoot.namespace)
  return hasNoRoot && !isListed ? { ...plan, expected: [...plan.expected, noRoot] } : plan
}
