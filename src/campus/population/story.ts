import { messageOf } from '../../shared/message-of.ts'
import type { Activity, Device, Person, PlatformId, School, StoryContext } from '../contract.ts'
import { SeededRandom } from './random.ts'

/** What the story needs of a platform. */
export interface Stage {
  readonly id: PlatformId
  readonly running: boolean
  readonly activities: readonly Activity[]
}

/** Who is there, by platform; the story only asks. */
export interface Presence {
  present(platform: PlatformId): readonly Person[]
  deviceOf(platform: PlatformId, person: Person): Device | undefined
}

export interface StoryEvent {
  readonly tick: number
  readonly platform: PlatformId
  readonly activity: string
  /** What the activity says of itself. */
  readonly line: string
}

export interface StoryCounts {
  /** Things that happened. */
  readonly told: number
  /** Due, but nothing could happen (nobody present). */
  readonly skipped: number
  /** Activities that threw. */
  readonly failed: number
  /** Told, by `platform activity`. */
  readonly byActivity: ReadonlyMap<string, number>
}

export interface StoryOptions {
  readonly seed: number
  readonly school: School
  readonly stages: readonly Stage[]
  readonly presence: Presence
  readonly eventsPerSecond: number
  /** Length of a tick of the story, ms. */
  readonly tickMs: number
  readonly now: () => Date
  readonly onEvent?: (event: StoryEvent) => void
  /** One line for an activity that failed. */
  readonly log?: (line: string) => void
}

export const EVENTS_PER_SECOND_MAX = 10_000

/** How busy each platform is, before its activities share that out by their weights. */
const platformWeights: Record<PlatformId, number> = { skillcore: 35, 'flask-lms': 20, rusingacademy: 15, aprendeai: 20, endiapi: 10 }

/** An activity that cannot happen now makes room for another one, so many times. */
const TRIES_PER_EVENT = 4
/** Failures of one activity that are written out; the rest is only counted. */
const FAILURES_LOGGED_PER_ACTIVITY = 3

/**
 * What happens at the school: at each tick the activities that are due, chosen by weight. Which activity, and every
 * choice that it makes, follows from the seed, the number of the tick and who is present; never from the wall clock.
 */
export class Story {
  readonly #options: StoryOptions
  readonly #random: SeededRandom
  #eventsPerSecond: number
  #due = 0
  #told = 0
  #skipped = 0
  #failed = 0
  readonly #byActivity = new Map<string, number>()
  readonly #failures = new Map<string, number>()
  #going = true
  /** Nothing happens that raises an alert: a scenario tells which ones there are. */
  calm = false

  constructor(options: StoryOptions) {
    this.#options = options
    this.#random = new SeededRandom(`story ${options.seed}`)
    this.#eventsPerSecond = options.eventsPerSecond
  }

  get eventsPerSecond(): number {
    return this.#eventsPerSecond
  }
  /** @param rate events a second over all platforms, 0..EVENTS_PER_SECOND_MAX; throws a RangeError otherwise */
  set eventsPerSecond(rate: number) {
    if (!(rate >= 0 && rate <= EVENTS_PER_SECOND_MAX)) throw new RangeError(`eventsPerSecond: ${rate}`)
    this.#eventsPerSecond = rate
  }

  get going(): boolean {
    return this.#going
  }
  /** Nothing happens any more until start(); ticks go on counting. */
  stop(): void {
    this.#going = false
  }
  start(): void {
    this.#going = true
  }

  get counts(): StoryCounts {
    return { told: this.#told, skipped: this.#skipped, failed: this.#failed, byActivity: this.#byActivity }
  }

  /** Does what is due at this tick. Never throws. */
  tick(tick: number): void {
    if (!this.#going) return
    this.#due += (this.#eventsPerSecond * this.#options.tickMs) / 1000
    const count = Math.floor(this.#due)
    this.#due -= count
    for (let index = 0; index < count; index++) {
      // Each event has randomness of its own: how much one activity uses does not shift the next.
      const random = this.#random.fork(`${tick} ${index}`)
      const event = this.#happen(tick, random)
      if (event) {
        this.#told++
        const key = `${event.platform} ${event.activity}`
        this.#byActivity.set(key, (this.#byActivity.get(key) ?? 0) + 1)
        this.#options.onEvent?.(event)
      } else {
        this.#skipped++
      }
    }
  }

  #happen(tick: number, random: SeededRandom): StoryEvent | undefined {
    for (let attempt = 0; attempt < TRIES_PER_EVENT; attempt++) {
      const stage = weighted(random, this.#stages(), ({ id }) => platformWeights[id])
      const activity = stage && weighted(random, stage.activities, ({ weight, raisesAlerts }) => (this.calm && raisesAlerts ? 0 : weight))
      if (!stage || !activity) return undefined
      const line = this.#run(stage, activity, random)
      if (line !== undefined) return { tick, platform: stage.id, activity: activity.name, line }
    }
    return undefined
  }

  #stages(): readonly Stage[] {
    return this.#options.stages.filter(({ running, activities }) => running && activities.length > 0)
  }

  #run(stage: Stage, activity: Activity, random: SeededRandom): string | undefined {
    const { school, presence, now } = this.#options
    const context: StoryContext = {
      school,
      random,
      now,
      deviceOf: (person) => presence.deviceOf(stage.id, person),
      present: presence.present(stage.id),
    }
    try {
      return activity.run(context)
    } catch (error) {
      this.#failed++
      const key = `${stage.id} ${activity.name}`
      const failures = (this.#failures.get(key) ?? 0) + 1
      this.#failures.set(key, failures)
      if (failures <= FAILURES_LOGGED_PER_ACTIVITY) this.#options.log?.(`[${stage.id}] "${activity.name}" failed: ${messageOf(error)}`)
      return undefined
    }
  }
}

/** One of the items, by weight; undefined when none has a weight above zero. */
function weighted<T>(random: SeededRandom, items: readonly T[], weightOf: (item: T) => number): T | undefined {
  const total = items.reduce((sum, item) => sum + Math.max(0, weightOf(item)), 0)
  if (total <= 0) return undefined
  let rest = random.next() * total
  for (const item of items) {
    rest -= Math.max(0, weightOf(item))
    if (rest < 0) return item
  }
  return items.at(-1)
}
