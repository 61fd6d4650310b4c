import type { Platform, PlatformId, Random, School } from '../contract.ts'

/*
 * What can go wrong at the school, as data: what happens at which second, how it ends by itself, and which alerts a
 * console must have then. Seconds are those of the scenario's own course, which may run faster than the clock.
 */

export const scenarioNames = ['absence-spike', 'outage', 'reconnect-storm', 'rate-limit', 'quiet'] as const
export type ScenarioName = (typeof scenarioNames)[number]

/** One alert that a console with the starter rules and this account must have when the course is over, exactly once. */
export interface ExpectedAlert {
  readonly platform: PlatformId
  readonly kind: 'platform' | 'rule' | 'no-data'
  readonly cause: string
  readonly severity: 'critical' | 'warning' | 'info'
  /** Where the alert is about one namespace. */
  readonly namespace?: string
  readonly title?: string
  /** Times received by the console's own account; an admin feed shows it the copies for others as well. */
  readonly count?: number
  readonly state: 'open' | 'recovering' | 'resolved'
  /** Cause of the alert under which it was folded; null: never under any. */
  readonly parent: string | null
  /** How many of its oddities: other content under one id, a clock that is off. */
  readonly oddities?: number
}

/** One thing that happens. */
export interface Step {
  readonly second: number
  readonly platform: PlatformId
  /** A line for the log and the progress; empty for one of many alike. */
  readonly what: string
  /** The next step waits for it. */
  readonly run: () => void | Promise<void>
}

/** A scenario made out for one campus. All that is random was drawn: the same seed gives the same plan. */
export interface ScenarioPlan {
  readonly steps: readonly Step[]
  readonly expected: readonly ExpectedAlert[]
  /** Puts back what the steps changed; called at the end, also after a stop in the middle or a failure. */
  readonly putBack?: () => void | Promise<void>
}

/** What a scenario can do to the campus. */
export interface ScenarioStage {
  readonly school: School
  readonly random: Random & { shuffle<T>(items: readonly T[]): T[] }
  readonly asDeployed: boolean
  /** Part of every id that is sent, so that a second run is not taken for the first. */
  readonly mark: string
  readonly now: () => Date
  /** Throws for a platform that this campus does not have; `needs` says which are asked for. */
  platform(id: PlatformId): Platform
  /** Resolves at that second of the course, at once when it is past; false: the scenario was stopped. */
  until(second: number): Promise<boolean>
  /** Goes on beside the steps; the scenario does not end before it does. */
  inBackground(work: Promise<void>): void
  /** Everybody goes home and nothing happens, until they are back. */
  readonly setHoliday: (on: boolean) => void
}

export interface Scenario {
  readonly name: ScenarioName
  /** What happens, in a sentence. */
  readonly title: string
  readonly needs: readonly PlatformId[]
  /** Length of the course, with the time that a console needs to notice the end. */
  readonly seconds: number
  plan(stage: ScenarioStage): ScenarioPlan
}
