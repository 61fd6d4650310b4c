import { expect, test } from 'vitest'
import type { NoticeDraft, NoticeView } from '../../shared/notices.ts'
import { payloadOf } from '../monitor/raw-payload.ts'
import { FaultyDatabase, FaultyWays, Life } from './faults-fixture.ts'
import { twice, untrueAudit, untrueNotice } from './faults-truth.ts'
import { draftOf, HOUR_MS, memoryTables, MemoryServer, MINUTE_MS, School, SECOND_MS, settle, START_MS, students } from './notices-fixture.ts'
import type { Packet, PacketOutcome } from './way.ts'

/*
 * Where two writes belong together. Each row is played once for every place between two of its steps, at which the process is
 * killed, and twice for every write that the disk refuses: that one and some more, and all from it on until the row is over.
 */

interface Stage {
  readonly school: School
  /** What the next packets come to; they reach the server all the same. */
  answer: (packet: Packet) => Promise<PacketOutcome>
  /** A person who is told that it did not work tries it once more. */
  readonly twice: (what: () => unknown) => Promise<void>
}

const zone = 'America/Chicago'
const both = draftOf({ audience: { include: ['t1', 't2'].map((targetId) => ({ kind: 'target' as const, targetId })), exclude: [] } })
const spaces = draftOf({ audience: { include: ['/', '/talk'].map((namespace) => ({ kind: 'namespace' as const, targetId: 't1', namespace })), exclude: [] } })
const inAnHour: NoticeDraft['when'] = { kind: 'at', atMs: START_MS + HOUR_MS, zone }
const window = draftOf({ kind: 'maintenance', when: { kind: 'window', startMs: START_MS + 2 * MINUTE_MS, endMs: START_MS + 4 * MINUTE_MS, zone, reminderMinutes: 1 } })
const outcome = (result: PacketOutcome['result']) => (): Promise<PacketOutcome> => Promise.resolve({ result, delivered: null, detail: '' })
const unknownPart = async (school: School): Promise<string> => {
  const answer = await school.handlers['notices:get']({ id: 'n-1' })
  return answer.ok ? (answer.value.parts.find(({ state }) => state === 'unknown')?.id ?? '') : ''
}

function arrives(school: School): void {
  school.monitor.event({ targetId: 't1', namespace: '/', name: 'bulletin', direction: 'in', atMs: school.nowMs, payload: payloadOf([{ noticeId: 'else', title: 'Snow', body: 'School closes at noon.' }]) })
  school.monitor.drain(school.nowMs)
}

const plays: { readonly [what: string]: (stage: Stage) => Promise<void> } = {
  'sent to two platforms': async ({ school, twice: tried }) => {
    await tried(() => school.send(both))
    await school.pass(12 * SECOND_MS, 500)
  },
  'a drill by itself and an emergency with a second person': async ({ school, twice: tried }) => {
    await tried(() => school.send({ ...both, id: 'n-2', kind: 'emergency' }, { approval: { kind: 'second-person', targetId: 't1', email: 'second@lincoln.example', password: 'right' } }))
    await tried(() => school.send({ ...both, drill: true }))
    await school.pass(12 * SECOND_MS, 500)
  },
  'undone, and sent all the same': async ({ school, twice: tried }) => {
    await school.send(both)
    await school.pass(2 * SECOND_MS, SECOND_MS)
    await tried(() => school.handlers['notices:undo']({ id: 'n-1' }))
    await school.pass(SECOND_MS, SECOND_MS)
    await school.send(both)
    await school.pass(12 * SECOND_MS, SECOND_MS)
  },
  'undone and removed': async ({ school, twice: tried }) => {
    await school.send(both)
    await tried(() => school.handlers['notices:undo']({ id: 'n-1' }))
    await tried(() => school.handlers['notices:remove-draft']({ id: 'n-1' }))
    await school.pass(12 * SECOND_MS, SECOND_MS)
  },
  'stopped between two packets': async ({ school, twice: tried }) => {
    await school.send(spaces)
    await school.pass(10_250, 250)
    await tried(() => school.handlers['notices:stop']({ id: 'n-1' }))
    await school.pass(2 * SECOND_MS, 500)
  },
  'stopped while the first packet has no answer': async (stage) => {
    const { school } = stage
    let answer = (): void => {}
    stage.answer = () => new Promise((resolve) => (answer = () => resolve({ result: 'confirmed', delivered: 2, detail: '' })))
    await school.send(spaces)
    await school.pass(10_250, 250)
    await school.handlers['notices:stop']({ id: 'n-1' })
    await school.pass(SECOND_MS, 250)
    answer()
    await school.pass(SECOND_MS, 250)
  },
  'an answer after silence': async (stage) => {
    const { school } = stage
    let answer = (): void => {}
    stage.answer = () => new Promise((resolve) => (answer = () => resolve({ result: 'confirmed', delivered: 2, detail: '' })))
    await school.send(draftOf())
    await school.pass(60 * SECOND_MS, 2 * SECOND_MS)
    answer()
    await school.pass(2 * SECOND_MS, SECOND_MS)
  },
  'what was unknown is found out': async (stage) => {
    const { school, twice: tried } = stage
    stage.answer = outcome('unknown')
    await school.send(draftOf({ kind: 'emergency' }))
    await school.pass(2 * SECOND_MS, SECOND_MS)
    const partId = await unknownPart(school)
    await tried(() => school.handlers['notices:found-out']({ id: 'n-1', partId, arrived: true, note: 'Room 12 saw it' }))
    await school.pass(SECOND_MS, SECOND_MS)
  },
  'a receipt of what was unknown': async (stage) => {
    const { school } = stage
    stage.answer = outcome('unknown')
    await school.send(draftOf({ kind: 'emergency', audience: { include: [{ kind: 'target', targetId: 't2' }], exclude: [] } }))
    await school.pass(2 * SECOND_MS, SECOND_MS)
    school.desk.receipts.onEvent('t2', payloadOf([{ key: await unknownPart(school), noticeId: 'n-1', delivered: 3 }]))
    await school.pass(4 * SECOND_MS, SECOND_MS)
  },
  'held back': async ({ school }) => {
    await school.send(both)
    await school.pass(2 * SECOND_MS, SECOND_MS)
    arrives(school)
    await school.pass(12 * SECOND_MS, 2 * SECOND_MS)
  },
  'for a time, put off, and cancelled': async ({ school, twice: tried }) => {
    await tried(() => school.send({ ...both, when: inAnHour }))
    await tried(() => school.send({ ...both, when: { ...inAnHour, atMs: START_MS + 2 * HOUR_MS } }))
    await tried(() => school.handlers['notices:cancel']({ id: 'n-1' }))
    await school.pass(3 * HOUR_MS, 10 * MINUTE_MS)
  },
  'at its time': async ({ school, twice: tried }) => {
    await tried(() => school.send({ ...both, when: { ...inAnHour, atMs: START_MS + 20 * SECOND_MS } }))
    await school.pass(25 * SECOND_MS, 2_500)
  },
  'a window with all its steps': async ({ school, twice: tried }) => {
    await tried(() => school.send(window))
    await school.pass(5 * MINUTE_MS, 15 * SECOND_MS)
  },
  'a window that is cancelled, and people are told': async ({ school, twice: tried }) => {
    await tried(() => school.send(window))
    await school.pass(80 * SECOND_MS, 5 * SECOND_MS)
    await tried(() => school.handlers['notices:step']({ id: 'n-1', step: 'in-progress' }))
    await school.pass(SECOND_MS, SECOND_MS)
    await tried(() => school.handlers['notices:cancel']({ id: 'n-1' }))
    await tried(() => school.handlers['notices:step']({ id: 'n-1', step: 'cancelled' }))
    await school.pass(4 * MINUTE_MS, 20 * SECOND_MS)
  },
  'taken back, and sent again to whom it failed': async (stage) => {
    const { school } = stage
    stage.answer = ({ targetId, noticeId }) => Promise.resolve({ result: targetId === 't2' && noticeId === 'n-1' ? 'not-confirmed' : 'confirmed', delivered: null, detail: '' })
    await school.send(both)
    await school.pass(12 * SECOND_MS, 500)
    for (const how of ['resend', 'retract'] as const) {
      const answer = await school.handlers['notices:follow-up']({ id: 'n-1', how })
      if (answer.ok) await school.send(answer.value.draft)
      await school.pass(12 * SECOND_MS, 500)
    }
  },
}

/** A disk that takes nothing until it is said to. */
function fullDisk(school: School): () => void {
  const { database } = school
  const [run, transaction] = [database.run.bind(database), database.transaction.bind(database)]
  database.run = () => { throw new Error('database or disk is full') }
  database.transaction = () => { throw new Error('database or disk is full') }
  return () => Object.assign(database, { run, transaction })
}

test('Stop while the disk takes nothing: it says so, nothing more leaves, and it is stopped as soon as there is room', async () => {
  const school = new School()
  await school.send(spaces)
  await school.pass(10_250)
  const repaired = fullDisk(school)
  expect((await school.handlers['notices:stop']({ id: 'n-1' })).ok).toBe(false)
  repaired()
  await school.pass(2 * SECOND_MS)
  expect(school.server.packets).toHaveLength(1)
  expect(await school.get('n-1')).toMatchObject({ state: 'stopped', parts: [{ state: 'confirmed' }, { state: 'stopped' }] })
  expect(school.audit.list(null, 1)[0]).toMatchObject({ result: 'sent', detail: expect.stringContaining('1 stopped') })
})

test('Undo while the disk takes nothing: nothing leaves, and it is a draft as soon as there is room', async () => {
  const school = new School()
  await school.send(spaces)
  await school.pass(5 * SECOND_MS)
  const repaired = fullDisk(school)
  expect((await school.handlers['notices:undo']({ id: 'n-1' })).ok).toBe(false)
  await school.pass(30 * SECOND_MS)
  repaired()
  await school.pass(SECOND_MS)
  expect(school.server.packets).toEqual([])
  expect(await school.get('n-1')).toMatchObject({ state: 'draft', sentence: 'Draft. Undone: nothing was sent.', parts: [] })
  expect(school.audit.list(null, 1)[0]).toMatchObject({ result: 'failed', detail: 'Undone within 10 seconds. Nothing was sent.' })
})

interface Fault {
  readonly kill?: number
  readonly refuse?: readonly [from: number, to: number]
}

/** @returns what is not true, and the places and writes that came by */
async function run(play: (stage: Stage) => Promise<void>, fault: Fault): Promise<{ wrong: string[]; places: number[]; writes: number }> {
  const sql = memoryTables()
  const server = new MemoryServer()
  const life = new Life()
  const stage: { answer: Stage['answer'] } = { answer: outcome('confirmed') }
  const options = { server, targets: ['t1', 't2'], sockets: students(2), parts: { signIn: () => Promise.resolve({ ok: true as const, id: 'u-2', role: 'PRINCIPAL' }) } }
  const send = (packet: Packet, left: () => void): Promise<PacketOutcome> => {
    left()
    return stage.answer(packet)
  }
  const school = new School({ ...options, startedAtMs: START_MS, database: new FaultyDatabase(sql, life), ways: new FaultyWays(server, life, send) })
  if (fault.kill !== undefined) life.left = fault.kill - life.passed
  const start = life.writes
  const { refuse } = fault
  if (refuse) life.refuses = (write) => write - start >= refuse[0] && write - start < refuse[1]
  const first = life.places.length
  try {
    await play(Object.assign(stage, {
      school,
      twice: async (what: () => unknown) => {
        const answer = (await what()) as { ok: boolean }
        if (!answer.ok && !life.isDead) await what()
      },
    }))
  } catch (error) {
    if (!life.isDead) throw error
  }
  const counts = { places: life.places.slice(first), writes: life.writes - start }
  life.refuses = () => false
  const wrong: string[] = []
  let now = school
  if (!life.isDead) {
    await school.pass(65 * SECOND_MS, 5 * SECOND_MS)
    wrong.push(...(await look(school, server)).map((what) => `in the same run: ${what}`))
    school.desk.close()
  }
  // The next start is killed as well, at a place that differs with the first.
  for (const left of [fault.kill === undefined ? Number.POSITIVE_INFINITY : fault.kill % 7, Number.POSITIVE_INFINITY]) {
    const next = new Life()
    next.left = left
    try {
      now = new School({ ...options, startedAtMs: school.nowMs + SECOND_MS, database: new FaultyDatabase(sql, next), ways: new FaultyWays(server, next, send) })
    } catch (error) {
      if (!next.isDead) throw error
    }
  }
  await now.pass(10 * SECOND_MS, SECOND_MS)
  wrong.push(...(await look(now, server)))
  return { wrong, ...counts }
}

async function look(school: School, server: MemoryServer): Promise<string[]> {
  await settle()
  const records = school.audit.list(null, 1_000)
  const ids = new Set(['n-1', 'n-2', ...records.flatMap(({ scope }) => /notice (\S+?)[;,]/.exec(scope)?.[1] ?? [])])
  const views = new Map<string, NoticeView | undefined>()
  for (const id of ids) {
    const answer = await school.handlers['notices:get']({ id })
    views.set(id, answer.ok ? answer.value : undefined)
  }
  return [...twice(server), ...[...views.values()].flatMap((view) => (view ? untrueNotice(view, server, school.nowMs) : [])), ...untrueAudit(records, views, server)]
}

test.each(Object.entries(plays))('%s', async (_, play) => {
  const whole = await run(play, {})
  expect(whole.wrong).toEqual([])
  expect(whole.places.length).toBeGreaterThan(3)
  const wrong = new Map<string, string>()
  const note = async (fault: Fault): Promise<void> => {
    for (const what of (await run(play, fault)).wrong) wrong.set(what.replace(/\d+/g, '#').slice(0, 60), `${JSON.stringify(fault)}: ${what}`)
  }
  for (const kill of whole.places) await note({ kill })
  for (let write = 0; write < whole.writes; write++) {
    await note({ refuse: [write, write + (write % 5) + 1] })
    await note({ refuse: [write, Number.POSITIVE_INFINITY] })
  }
  expect([...wrong.values()]).toEqual([])
})
