import { expect, test } from 'vitest'
import { LocalDatabase } from '../store/database.ts'
import type { SqlValue } from '../store/database.ts'
import { draftOf, memoryTables, MemoryServer, onDisk, School, SECOND_MS, settle, students } from './notices-fixture.ts'
import type { Packet, PacketOutcome, Ways } from './way.ts'
import type { NoticeSettings, NoticeView, WayReport } from '../../shared/notices.ts'

/* The fault model: a run ends between any two steps (each write of the database, each packet), the disk refuses, ways answer late, never or with garbage. */

class Killed extends Error {}
class DiskError extends Error {}

/** One run of the process: after its end nothing of it reaches disk or network. */
class Life {
  isDead = false
  /** Steps until the end; Infinity: it lives on. */
  left: number
  readonly #random: () => number
  readonly #refusals: number

  constructor(left: number, refusals: number, random: () => number) {
    this.left = left
    this.#refusals = refusals
    this.#random = random
  }

  /** A place between two steps. */
  point(): void {
    if (this.isDead || this.left-- <= 0) {
      this.isDead = true
      throw new Killed('killed')
    }
  }

  refuses(): boolean {
    return this.#random() < this.#refusals
  }
}

/** A disk that is gone with its run, and that may refuse a write. */
class FaultyDatabase extends LocalDatabase {
  readonly #life: Life

  constructor(sql: ReturnType<typeof memoryTables>, life: Life) {
    super(sql, onDisk)
    this.#life = life
  }

  override run(statement: string, ...values: readonly SqlValue[]): number {
    this.#life.point()
    if (this.#life.refuses()) throw new DiskError('disk full')
    const result = super.run(statement, ...values)
    this.#life.point()
    return result
  }

  override all(query: string, ...values: readonly SqlValue[]): unknown[] {
    if (this.#life.isDead) throw new Killed('killed')
    return super.all(query, ...values)
  }

  override transaction<T>(fn: () => T): T {
    this.#life.point()
    const result = super.transaction(fn)
    this.#life.point()
    return result
  }
}

/** The network as one run sees it. */
class FaultyWays implements Ways {
  readonly #server: MemoryServer
  readonly #life: Life
  readonly #random: () => number
  /** Answers that come some ticks later. */
  readonly waiting: (() => void)[] = []

  constructor(server: MemoryServer, life: Life, random: () => number) {
    this.#server = server
    this.#life = life
    this.#random = random
  }

  report(settings: NoticeSettings): WayReport {
    return this.#server.report(settings)
  }

  test(settings: NoticeSettings): Promise<WayReport> {
    return this.#server.test(settings)
  }

  send(packet: Packet): Promise<PacketOutcome> {
    this.#life.point()
    const random = this.#random()
    // Before it left: a cut, an error of the library.
    if (random < 0.08) return Promise.resolve({ result: 'failed', delivered: null, detail: 'Not connected.' })
    void this.#server.send(packet)
    this.#life.point()
    if (random < 0.14) throw new Error('broke off')
    const outcome = ((): PacketOutcome => {
      if (random < 0.5) return { result: 'confirmed', delivered: 2, detail: '' }
      if (random < 0.6) return { result: 'sent', delivered: null, detail: '' }
      if (random < 0.7) return { result: 'not-confirmed', delivered: null, detail: '' }
      if (random < 0.8) return { result: 'unknown', delivered: null, detail: 'cut' }
      return { nonsense: true } as unknown as PacketOutcome
    })()
    if (random > 0.95) return new Promise(() => {})
    if (random > 0.9) return Promise.reject(new Error('cut'))
    return new Promise((resolve) => {
      const answer = (): void => resolve(outcome)
      if (this.#random() < 0.5) answer()
      else this.waiting.push(answer)
    })
  }
}

function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const RUNS = 1_000

test(`${RUNS} random faults: no packet is handed over twice, and every notice ends in a true state`, async () => {
  const ends = new Map<string, number>()
  let killed = 0
  for (let seed = 1; seed <= RUNS; seed++) {
    const { view, server, kills } = await runOne(seed)
    killed += kills
    const context = `seed ${seed}: ${JSON.stringify(view)}`
    ends.set(view?.state ?? 'never written', (ends.get(view?.state ?? 'never written') ?? 0) + 1)
    // Nobody receives it twice: neither the same packet, nor another one for the same people.
    for (const [, count] of server.handed) expect(count, context).toBe(1)
    const places = server.packets.map(({ noticeId, targetId, namespace }) => `${noticeId} ${targetId} ${namespace}`)
    expect(new Set(places).size, context).toBe(places.length)
    isTrue(view, server, context)
  }
  expect(killed).toBeGreaterThan(RUNS / 2)
  // The faults reach every end that there is.
  for (const state of ['sent', 'unknown', 'stopped', 'failed', 'draft']) expect(ends.get(state) ?? 0, `${state} of ${JSON.stringify([...ends])}`).toBeGreaterThan(0)
}, 120_000)

/** What is said of each part against what the server has. */
function isTrue(view: NoticeView | undefined, server: MemoryServer, context: string): void {
  if (!view) {
    expect(server.packets, context).toEqual([])
    return
  }
  expect(['sent', 'unknown', 'stopped', 'failed', 'draft'], context).toContain(view.state)
  for (const part of view.parts) {
    const arrived = server.handed.has(part.id)
    expect(['waiting', 'begun'], context).not.toContain(part.state)
    // Said to have left: it did. Said not to have left: it did not. What nobody knows is called unknown.
    if (['sent', 'confirmed', 'not-confirmed'].includes(part.state)) expect(arrived, context).toBe(true)
    if (part.state === 'stopped' || part.state === 'failed') expect(arrived, context).toBe(false)
  }
  for (const key of server.handed.keys()) expect(view.parts.map(({ id }) => id), context).toContain(key)
  if (view.state === 'draft' || view.state === 'failed') expect(server.packets, context).toEqual([])
  if (view.state === 'sent') expect(view.parts.every(({ state }) => state !== 'unknown' && state !== 'stopped'), context).toBe(true)
  if (view.state === 'stopped') expect(view.parts.some(({ state }) => state === 'stopped'), context).toBe(true)
  if (view.state === 'unknown') expect(view.parts.some(({ state }) => state === 'unknown'), context).toBe(true)
}

async function runOne(seed: number): Promise<{ view: NoticeView | undefined; server: MemoryServer; kills: number }> {
  const random = randomOf(seed)
  const sql = memoryTables()
  const server = new MemoryServer()
  const pick = (count: number): number => Math.floor(random() * count)
  const targets = random() < 0.5 ? ['t1'] : ['t1', 't2']
  const namespaces = random() < 0.5 ? ['/'] : ['/', '/talk']
  const draft = draftOf({
    kind: random() < 0.3 ? 'emergency' : 'urgent',
    audience: { include: targets.flatMap((targetId) => namespaces.map((namespace) => ({ kind: 'namespace' as const, targetId, namespace }))), exclude: [] },
  })
  let kills = 0
  let nowMs = 1_795_428_000_000
  const action = ['none', 'none', 'none', 'undo', 'stop'][pick(5)]
  const actionAtTick = pick(60)
  let confirmed = false
  for (let life = 0; life < 4; life++) {
    // The settings are made before the faults begin; the last life sees none.
    const isLast = life === 3
    const run = new Life(Number.POSITIVE_INFINITY, 0, random)
    const faulty = new Life(isLast ? Number.POSITIVE_INFINITY : pick(70), isLast || random() < 0.6 ? 0 : 0.05, random)
    const database = new FaultyDatabase(sql, life === 0 ? run : faulty)
    const ways = new FaultyWays(server, life === 0 ? run : faulty, random)
    let school: School
    try {
      school = new School({ database, server, ways, targets, startedAtMs: nowMs, sockets: students(2) })
    } catch (error) {
      if (!(error instanceof Killed) && !(error instanceof DiskError)) throw error
      kills++
      continue
    }
    try {
      if (life === 0) {
        run.left = faulty.left
      }
      const mortal = life === 0 ? run : faulty
      if (!confirmed || random() < 0.3) {
        // A person who finds a draft, or nothing, sends it; who finds it confirmed does not.
        const before = await school.handlers['notices:get']({ id: draft.id })
        if (!before.ok || before.value.state === 'draft') confirmed = (await school.send(draft)).ok || confirmed
        if (mortal.isDead) throw new Killed('killed')
      }
      for (let tick = 0; tick < 70; tick++) {
        nowMs = school.nowMs += 250
        school.desk.tick(school.nowMs)
        if (tick === actionAtTick && action === 'undo') void school.handlers['notices:undo']({ id: draft.id })
        if (tick === actionAtTick && action === 'stop') void school.handlers['notices:stop']({ id: draft.id })
        if (random() < 0.1) ways.waiting.shift()?.()
        await settle()
        if (mortal.isDead) throw new Killed('killed')
      }
      for (const answer of ways.waiting.splice(0)) answer()
      await settle()
      await school.pass(60 * SECOND_MS, 5_000)
      nowMs = school.nowMs
      if (mortal.isDead) throw new Killed('killed')
      if (isLast || !mortal.isDead) school.desk.close()
    } catch (error) {
      if (!(error instanceof Killed)) throw error
      kills++
    }
  }
  const after = new School({ database: new FaultyDatabase(sql, new Life(Number.POSITIVE_INFINITY, 0, random)), server, targets, startedAtMs: nowMs })
  await after.pass(30 * SECOND_MS, 1_000)
  const answer = await after.handlers['notices:get']({ id: draft.id })
  return { view: answer.ok ? answer.value : undefined, server, kills }
}
