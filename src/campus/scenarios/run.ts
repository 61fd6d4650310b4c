import { messageOf } from '../../shared/message-of.ts'
import type { ExpectedAlert, Scenario, ScenarioPlan, ScenarioStage, Step } from './scenario.ts'

export type ScenarioState = 'waiting' | 'running' | 'ended' | 'stopped' | 'failed'

export interface ScenarioProgress {
  readonly name: string
  readonly title: string
  /** waiting: for the first console. */
  readonly state: ScenarioState
  /** Second of its course. */
  readonly second: number
  readonly seconds: number
  readonly speed: number
  readonly done: readonly { readonly second: number; readonly platform: string; readonly what: string }[]
  /** Why it failed; empty: it did not. */
  readonly problem: string
  /** What the console must have when the state is `ended`. */
  readonly expected: readonly ExpectedAlert[]
}

export type StageParts = Omit<ScenarioStage, 'until' | 'inBackground'>

interface Waiter {
  readonly timer: NodeJS.Timeout
  readonly resolve: (goesOn: boolean) => void
}

/** One course of a scenario, from its first step to the end of its time. Runs once. */
export class ScenarioRun {
  readonly ended: Promise<void>
  readonly #scenario: Scenario
  readonly #plan: ScenarioPlan
  readonly #speed: number
  readonly #log: (line: string) => void
  readonly #done: Step[] = []
  readonly #waiters = new Set<Waiter>()
  readonly #background: Promise<void>[] = []
  #state: ScenarioState = 'waiting'
  #problem = ''
  #startedAtMs = 0
  #endSecond = 0
  #resolveEnded: () => void = () => {}

  /** @param speed seconds of the course in one second of the clock */
  constructor(scenario: Scenario, parts: StageParts, speed: number, log: (line: string) => void) {
    this.#scenario = scenario
    this.#speed = speed
    this.#log = log
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve))
    this.#plan = scenario.plan({
      ...parts,
      until: (second) => this.#until(second),
      inBackground: (work) => void this.#background.push(work),
    })
  }

  get state(): ScenarioState {
    return this.#state
  }

  get progress(): ScenarioProgress {
    const { name, title, seconds } = this.#scenario
    return {
      name, title, state: this.#state, second: Math.round(this.#second * 10) / 10, seconds, speed: this.#speed,
      done: this.#done.map(({ second, platform, what }) => ({ second, platform, what })), problem: this.#problem, expected: this.#plan.expected,
    }
  }

  /** Begins the course; nothing when it has begun or was stopped. */
  start(): void {
    if (this.#state !== 'waiting') return
    this.#state = 'running'
    this.#startedAtMs = performance.now()
    this.#log(`scenario ${this.#scenario.name} begins: ${this.#scenario.title} ${Math.round(this.#scenario.seconds / this.#speed)} s.`)
    void this.#run()
  }

  /** Ends it now; resolves when the campus is as before. */
  async stop(): Promise<void> {
    if (this.#state === 'waiting') {
      this.#state = 'stopped'
      this.#resolveEnded()
    }
    if (this.#state === 'running') this.#finish('stopped')
    await this.ended
  }

  async #run(): Promise<void> {
    try {
      for (const step of this.#plan.steps.toSorted((one, other) => one.second - other.second)) {
        if (!(await this.#until(step.second))) break
        if (step.what !== '') {
          this.#done.push(step)
          this.#log(`${step.second} s [${step.platform}] ${step.what}`)
        }
        await step.run()
      }
      await this.#until(this.#scenario.seconds)
      await Promise.all(this.#background)
    } catch (error) {
      this.#problem = messageOf(error)
      this.#finish('failed')
      await Promise.allSettled(this.#background)
    }
    try {
      await this.#plan.putBack?.()
    } catch (error) {
      this.#problem ||= messageOf(error)
      this.#finish('failed')
    }
    this.#finish('ended')
    this.#log(`scenario ${this.#scenario.name} ${this.#state}${this.#problem === '' ? '' : `: ${this.#problem}`}`)
    this.#resolveEnded()
  }

  /** The first word counts: what was stopped does not end as if nothing had happened. */
  #finish(state: ScenarioState): void {
    if (this.#state !== 'running') return
    this.#endSecond = this.#second
    this.#state = state
    for (const { timer, resolve } of this.#waiters) {
      clearTimeout(timer)
      resolve(false)
    }
    this.#waiters.clear()
  }

  get #second(): number {
    if (this.#state === 'waiting') return 0
    return this.#state === 'running' ? ((performance.now() - this.#startedAtMs) / 1000) * this.#speed : this.#endSecond
  }

  async #until(second: number): Promise<boolean> {
    if (this.#state !== 'running') return false
    const leftMs = ((second - this.#second) * 1000) / this.#speed
    if (leftMs <= 0) return true
    return await new Promise((resolve) => {
      const waiter: Waiter = { resolve, timer: setTimeout(() => (this.#waiters.delete(waiter), resolve(true)), leftMs) }
      this.#waiters.add(waiter)
    })
  }
}
