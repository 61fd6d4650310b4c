import { expect, test } from 'vitest'
import { badNetwork, DiskError, FaultyDatabase, FaultyWays, Killed, Life } from './faults-fixture.ts'
import { draftOf, memoryTables, MemoryServer, School, SECOND_MS, settle, students } from './notices-fixture.ts'
import { randomOf } from './random-fixture.ts'
import type { NoticeView } from '../../shared/notices.ts'

/* The fault model in random orders of steps; torn-writes.test.ts has every place of some orders, faults-of-life.test.ts all that a person does. */

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
    const mortal = new Life()
    const left = isLast ? Number.POSITIVE_INFINITY : pick(70)
    if (life > 0) mortal.left = left
    const refusals = isLast || random() < 0.6 ? 0 : 0.05
    mortal.refuses = () => random() < refusals
    const database = new FaultyDatabase(sql, mortal)
    const waiting: (() => void)[] = []
    const ways = new FaultyWays(server, mortal, badNetwork(random, waiting))
    let school: School
    try {
      school = new School({ database, server, ways, targets, startedAtMs: nowMs, sockets: students(2) })
    } catch (error) {
      if (!(error instanceof Killed) && !(error instanceof DiskError)) throw error
      kills++
      continue
    }
    try {
      mortal.left = left
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
        if (random() < 0.1) waiting.shift()?.()
        await settle()
        if (mortal.isDead) throw new Killed('killed')
      }
      for (const answer of waiting.splice(0)) answer()
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
  const after = new School({ database: new FaultyDatabase(sql, new Life()), server, targets, startedAtMs: nowMs })
  await after.pass(30 * SECOND_MS, 1_000)
  const answer = await after.handlers['notices:get']({ id: draft.id })
  return { view: answer.ok ? answer.value : undefined, server, kills }
}
