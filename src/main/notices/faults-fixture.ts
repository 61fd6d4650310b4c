import { LocalDatabase } from '../store/database.ts'
import type { SqlValue } from '../store/database.ts'
import type { NoticeSettings, WayReport } from '../../shared/notices.ts'
import { memoryTables, onDisk } from './notices-fixture.ts'
import type { MemoryServer } from './notices-fixture.ts'
import type { Packet, PacketOutcome, Ways } from './way.ts'

/* The fault model: a run ends between any two steps (each write of the database, each packet), the disk refuses, ways answer late, never or with garbage. */

export class Killed extends Error {}
export class DiskError extends Error {}

/** One run of the process: after its end nothing of it reaches disk or network. */
export class Life {
  isDead = false
  /** Writes that came by: a transaction is one. */
  writes = 0
  /** Those places between two steps that differ in what is on the disk or has left. */
  readonly places: number[] = []
  passed = 0
  #changed = true
  /** Steps until the end; Infinity: it lives on. */
  left = Number.POSITIVE_INFINITY
  /** Of a write, by its number: whether the disk takes it. */
  refuses: (write: number) => boolean = () => false

  /** A place between two steps. */
  point(): void {
    if (this.#changed) this.places.push(this.passed)
    this.#changed = false
    this.passed++
    if (this.isDead || this.left-- <= 0) {
      this.isDead = true
      throw new Killed('killed')
    }
  }

  write(): void {
    if (this.refuses(this.writes++)) throw new DiskError('database or disk is full')
  }

  /** Something is on the disk, or has left, that was not before. */
  changed(): void {
    this.#changed = true
  }
}

/** A disk that is gone with its run, and that may refuse a write, or a transaction at its end. */
export class FaultyDatabase extends LocalDatabase {
  readonly #life: Life
  #isWithin = false

  constructor(sql: ReturnType<typeof memoryTables>, life: Life) {
    super(sql, onDisk)
    this.#life = life
  }

  override run(statement: string, ...values: readonly SqlValue[]): number {
    this.#life.point()
    if (!this.#isWithin) this.#life.write()
    const result = super.run(statement, ...values)
    if (!this.#isWithin) this.#life.changed()
    this.#life.point()
    return result
  }

  override all(query: string, ...values: readonly SqlValue[]): unknown[] {
    if (this.#life.isDead) throw new Killed('killed')
    return super.all(query, ...values)
  }

  override transaction<T>(fn: () => T): T {
    this.#life.point()
    this.#isWithin = true
    try {
      const result = super.transaction(() => {
        const made = fn()
        this.#life.write()
        return made
      })
      this.#life.changed()
      this.#life.point()
      return result
    } finally {
      this.#isWithin = false
    }
  }
}

/** The network as one run sees it. */
export class FaultyWays implements Ways {
  readonly #server: MemoryServer
  readonly #life: Life
  readonly #answer: (packet: Packet, left: () => void) => Promise<PacketOutcome>

  /** @param answer what a packet comes to; `left` puts it on the server */
  constructor(server: MemoryServer, life: Life, answer: (packet: Packet, left: () => void) => Promise<PacketOutcome>) {
    this.#server = server
    this.#life = life
    this.#answer = answer
  }

  report(settings: NoticeSettings): WayReport {
    return this.#server.report(settings)
  }

  test(settings: NoticeSettings): Promise<WayReport> {
    return this.#server.test(settings)
  }

  send(packet: Packet): Promise<PacketOutcome> {
    this.#life.point()
    return this.#answer(packet, () => {
      void this.#server.send(packet)
      this.#life.changed()
      this.#life.point()
    })
  }
}

/** Answers as a bad network gives them. @param waiting answers that come some ticks later */
export function badNetwork(random: () => number, waiting: (() => void)[]): (packet: Packet, left: () => void) => Promise<PacketOutcome> {
  return (_, left) => {
    const which = random()
    // Before it left: a cut, an error of the library.
    if (which < 0.08) return Promise.resolve({ result: 'failed', delivered: null, detail: 'Not connected.' })
    left()
    if (which < 0.14) throw new Error('broke off')
    const outcome = ((): PacketOutcome => {
      if (which < 0.5) return { result: 'confirmed', delivered: 2, detail: '' }
      if (which < 0.6) return { result: 'sent', delivered: null, detail: '' }
      if (which < 0.7) return { result: 'not-confirmed', delivered: null, detail: '' }
      if (which < 0.8) return { result: 'unknown', delivered: null, detail: 'cut' }
      return { nonsense: true } as unknown as PacketOutcome
    })()
    if (which > 0.95) return new Promise(() => {})
    if (which > 0.9) return Promise.reject(new Error('cut'))
    return new Promise((resolve) => {
      const answer = (): void => resolve(outcome)
      if (random() < 0.5) answer()
      else waiting.push(answer)
    })
  }
}
