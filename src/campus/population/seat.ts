import type { Device, Person } from '../contract.ts'
import type { SeededRandom } from './random.ts'

/** Times are in ticks. The plan (who comes and goes when) follows from the seed alone; the connection follows the plan. */
export interface Seat {
  readonly random: SeededRandom
  /** Stays with its person; students take turns. */
  readonly fixed: boolean
  /** A bad network: comes and goes within seconds. */
  readonly flaky: boolean
  person: Person
  /** Somebody should sit here now. */
  wanted: boolean
  /** When the plan changes next. */
  dueTick: number
  /** From when on the story may count on the person; a connection takes a moment. */
  presentFromTick: number
  /** The next person is another one. */
  changes: boolean
  device: Device | undefined
  connecting: boolean
  wasConnected: boolean
  failures: number
  retryTick: number
}

/** What a planned change asks for. */
export type Step = { readonly kind: 'come'; readonly changes: boolean } | { readonly kind: 'leave'; readonly how: 'graceful' | 'abrupt'; readonly flap: boolean }

/** All in seconds. */
const RAMP: Span = [0, 8]
const STAY: Span = [120, 600]
const STAY_FLAKY: Span = [8, 40]
const AWAY: Span = [30, 150]
const AWAY_FLAP: Span = [1, 4]
const SETTLING_S = 2

const FLAKY_SHARE = 0.08
/** A usual device that only loses its network for a moment, instead of leaving. */
const FLAP_SHARE = 0.15
/** A laptop that is shut instead of a tab that is closed. */
const ABRUPT_SHARE = 0.3

type Span = readonly [number, number]

/** @param takenAtStart share of seats that fill up within the first seconds */
export function createSeat(person: Person, fixed: boolean, random: SeededRandom, ticksPerSecond: number, takenAtStart: number): Seat {
  const flaky = !fixed && random.chance(FLAKY_SHARE)
  const early = fixed || random.chance(takenAtStart)
  return {
    random, fixed, flaky, person, wanted: false, dueTick: ticks(early ? RAMP : AWAY, random, ticksPerSecond), presentFromTick: 0, changes: false,
    device: undefined, connecting: false, wasConnected: false, failures: 0, retryTick: 0,
  }
}

/** Moves the plan on when its time has come. */
export function planStep(seat: Seat, tick: number, ticksPerSecond: number): Step | undefined {
  if (tick < seat.dueTick) return undefined
  const { random } = seat
  if (!seat.wanted) {
    seat.wanted = true
    seat.presentFromTick = tick + SETTLING_S * ticksPerSecond
    seat.dueTick = tick + ticks(seat.flaky ? STAY_FLAKY : STAY, random, ticksPerSecond)
    const changes = seat.changes
    seat.changes = false
    return { kind: 'come', changes }
  }
  const flap = seat.flaky || random.chance(FLAP_SHARE)
  const how = flap || random.chance(ABRUPT_SHARE) ? 'abrupt' : 'graceful'
  seat.wanted = false
  seat.changes = !flap && !seat.fixed
  seat.dueTick = tick + ticks(flap ? AWAY_FLAP : AWAY, random, ticksPerSecond)
  return { kind: 'leave', how, flap }
}

function ticks([min, max]: Span, random: SeededRandom, ticksPerSecond: number): number {
  return random.int(min * ticksPerSecond, max * ticksPerSecond)
}
