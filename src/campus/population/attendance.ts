import { messageOf } from '../../shared/message-of.ts'
import type { Device, Person, PlatformId, School } from '../contract.ts'
import { chooseCast, SEATS_TAKEN, seatCount } from './cast.ts'
import { SeededRandom } from './random.ts'
import { createSeat, planStep } from './seat.ts'
import type { Seat } from './seat.ts'
import type { Presence } from './story.ts'
import { classesAt, schoolTime } from './timetable.ts'

/** What attendance needs of a platform. */
export interface Building {
  readonly id: PlatformId
  readonly running: boolean
  createDevice(person: Person): Device
}

export interface AttendanceOptions {
  readonly seed: number
  readonly school: School
  readonly buildings: readonly Building[]
  readonly tickMs: number
  readonly log?: (line: string) => void
}

export interface AttendanceCounts {
  readonly connected: number
  readonly connects: number
  readonly failures: number
  readonly flaps: number
}

/** Connections that are being opened at once, per platform: one that hangs cannot hold up the others. */
const CONNECTING_PER_PLATFORM_MAX = 3
const CONNECT_TIMEOUT_MS = 12_000
const STOP_WAIT_MS = 500
const RETRY_S = 2
const RETRY_MAX_S = 60
/** After a server's crash its devices come back spread over so many seconds. */
const RETURN_SPREAD_S = 5
const FAILURES_LOGGED = 20
const USUAL_SHARE = 0.6

interface Hall {
  readonly building: Building
  readonly seats: Seat[]
  readonly home: readonly Person[]
  connecting: number
  present: readonly Person[] | undefined
}

/**
 * The people's devices: who has which platform open, when they come, go and lose their network. The plan follows from
 * the seed and the number of the tick; the real connections follow the plan as fast as the machine allows.
 */
export class Attendance implements Presence {
  readonly #options: AttendanceOptions
  readonly #ticksPerSecond: number
  readonly #halls: ReadonlyMap<PlatformId, Hall>
  readonly #pending = new Set<Promise<void>>()
  #tick = 0
  #stopped = false
  #holiday = false
  #connects = 0
  #failures = 0
  #flaps = 0

  constructor(options: AttendanceOptions) {
    this.#options = options
    this.#ticksPerSecond = 1000 / options.tickMs
    const seats = seatCount(options.school.persons.length)
    this.#halls = new Map(options.buildings.map((building) => [building.id, this.#createHall(building, seats)]))
  }

  get counts(): AttendanceCounts {
    let connected = 0
    for (const { seats } of this.#halls.values()) connected += seats.filter((seat) => seat.device?.connected).length
    return { connected, connects: this.#connects, failures: this.#failures, flaps: this.#flaps }
  }

  present(platform: PlatformId): readonly Person[] {
    const hall = this.#halls.get(platform)
    if (!hall) return []
    hall.present ??= hall.seats
      .filter((seat) => seat.wanted && seat.presentFromTick <= this.#tick && seat.device?.connected)
      .map(({ person }) => person)
      .sort((one, other) => one.number - other.number)
    return hall.present
  }

  deviceOf(platform: PlatformId, person: Person): Device | undefined {
    const device = this.#halls.get(platform)?.seats.find((seat) => seat.person === person)?.device
    return device?.connected ? device : undefined
  }

  /** Everybody leaves, and nobody comes before it is over; then they return over some seconds. */
  set holiday(on: boolean) {
    this.#holiday = on
    if (!on) return
    for (const { seats } of this.#halls.values()) for (const seat of seats) this.#close(seat.device, 'graceful')
  }

  /** Lets people come and go as planned for this tick, and opens connections that are missing. Never throws. */
  tick(tick: number): void {
    if (this.#stopped) return
    this.#tick = tick
    for (const hall of this.#halls.values()) {
      hall.present = undefined
      for (const seat of hall.seats) {
        this.#followPlan(hall, seat)
        if (!this.#holiday) this.#followConnection(hall, seat)
      }
    }
  }

  /** Closes every device; one that is still connecting is closed as soon as it is through. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const { seats } of this.#halls.values()) {
      for (const seat of seats) {
        seat.wanted = false
        this.#close(seat.device, 'graceful')
      }
    }
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_WAIT_MS)))
    await Promise.race([Promise.allSettled(this.#pending), enough])
    clearTimeout(timer)
  }

  #createHall(building: Building, seatsWanted: number): Hall {
    const { seed, school } = this.#options
    const random = new SeededRandom(`attendance ${seed} ${building.id}`)
    const cast = chooseCast(school, seatsWanted, random.fork('cast'))
    const seat = (person: Person, fixed: boolean, index: number) => createSeat(person, fixed, random.fork(index), this.#ticksPerSecond, SEATS_TAKEN)
    const people = [...cast.staff, ...cast.students]
    return { building, home: cast.home, connecting: 0, present: undefined, seats: people.map((person, index) => seat(person, index < cast.staff.length, index)) }
  }

  #followPlan(hall: Hall, seat: Seat): void {
    const step = planStep(seat, this.#tick, this.#ticksPerSecond)
    if (!step) return
    switch (step.kind) {
      case 'come':
        if (step.changes) this.#seatAnother(hall, seat)
        seat.failures = 0
        seat.retryTick = this.#tick
        return
      case 'leave':
        if (step.flap) this.#flaps++
        seat.wasConnected = false
        this.#close(seat.device, step.how)
        return
    }
  }

  /** Another student takes the seat: one of the platform's usual groups, or one who has a lesson now by the timetable. */
  #seatAnother(hall: Hall, seat: Seat): void {
    const seated = new Set(hall.seats.map(({ person }) => person))
    const { weekday, period } = schoolTime(this.#tick / this.#ticksPerSecond)
    const usual = seat.random.chance(USUAL_SHARE)
    const students = usual ? hall.home : classesAt(this.#options.school.classes, weekday, period).flatMap((schoolClass) => schoolClass.students)
    const free = students.filter((person) => !seated.has(person))
    if (free.length === 0) return
    seat.person = seat.random.pick(free)
    seat.device = undefined
  }

  #followConnection(hall: Hall, seat: Seat): void {
    if (!seat.wanted || seat.connecting || !hall.building.running) return
    if (seat.device?.connected) {
      seat.wasConnected = true
      return
    }
    if (seat.wasConnected) {
      // The server went away or threw it out; all of them at once would be a stampede.
      seat.wasConnected = false
      seat.retryTick = this.#tick + Math.round((((seat.person.number * 7) % 50) / 50) * RETURN_SPREAD_S * this.#ticksPerSecond)
    }
    if (this.#tick < seat.retryTick || hall.connecting >= CONNECTING_PER_PLATFORM_MAX) return
    const connecting = this.#connect(hall, seat)
    this.#pending.add(connecting)
    void connecting.finally(() => this.#pending.delete(connecting))
  }

  async #connect(hall: Hall, seat: Seat): Promise<void> {
    seat.connecting = true
    hall.connecting++
    let device: Device | undefined
    let timer: NodeJS.Timeout | undefined
    try {
      device = seat.device ??= hall.building.createDevice(seat.person)
      const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no connection in time')), CONNECT_TIMEOUT_MS)))
      await Promise.race([device.connect(), late])
      this.#connects++
      seat.failures = 0
    } catch (error) {
      this.#failed(hall, seat, error)
      this.#close(device, 'abrupt')
    } finally {
      clearTimeout(timer)
      seat.connecting = false
      hall.connecting--
    }
    // The person left, a holiday began or the campus stopped while the connection was being made.
    if (!seat.wanted || seat.device !== device || this.#holiday) this.#close(device, 'graceful')
  }

  #failed(hall: Hall, seat: Seat, error: unknown): void {
    this.#failures++
    seat.failures++
    const waitS = Math.min(RETRY_MAX_S, RETRY_S * 2 ** (seat.failures - 1))
    seat.retryTick = this.#tick + Math.round(waitS * this.#ticksPerSecond) + (seat.person.number % 20)
    if (this.#stopped || this.#failures > FAILURES_LOGGED) return
    this.#options.log?.(`[${hall.building.id}] device of #${seat.person.number}: ${messageOf(error)}`)
  }

  #close(device: Device | undefined, how: 'graceful' | 'abrupt'): void {
    try {
      device?.disconnect(how)
    } catch (error) {
      this.#options.log?.(`a device did not close: ${messageOf(error)}`)
    }
  }
}
