import { expect, test } from 'vitest'
import type { Device, Person, PlatformId } from '../contract.ts'
import { Attendance } from './attendance.ts'
import type { Building } from './attendance.ts'
import { createSchool } from './school.ts'

const TICK_MS = 100
const school = createSchool(1, 300)
const ids: readonly PlatformId[] = ['skillcore', 'flask-lms', 'rusingacademy', 'aprendeai', 'endiapi']

interface Recorded {
  readonly what: string
  readonly platform: PlatformId
  readonly person: number
}

/** A building whose devices connect at once; `connect` may be another way. */
function building(id: PlatformId, records: Recorded[], connect: (person: Person) => Promise<void> = async () => {}) {
  const devices: (Device & { drop(): void })[] = []
  const state = { id, running: true, devices, connecting: 0, mostConnecting: 0 }
  const createDevice = (person: Person): Device => {
    let live = false
    const note = (what: string) => records.push({ what, platform: id, person: person.number })
    const device = {
      person,
      get connected() {
        return live
      },
      connect: async () => {
        state.mostConnecting = Math.max(state.mostConnecting, ++state.connecting)
        await connect(person).finally(() => state.connecting--)
        live = true
        note('connect')
      },
      disconnect: (how: string) => {
        if (live) note(how)
        live = false
      },
      drop: () => (live = false),
    }
    devices.push(device)
    return device
  }
  return Object.assign(state, { createDevice })
}

/** Runs ticks first..last as a timer would: promises settle in between. */
async function pass(attendance: Attendance, first: number, last: number): Promise<void> {
  for (let tick = first; tick <= last; tick++) {
    attendance.tick(tick)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function create(buildings: readonly Building[], seed = 1) {
  const log: string[] = []
  return { log, attendance: new Attendance({ seed, school, buildings, tickMs: TICK_MS, log: (line) => log.push(line) }) }
}

test('300 people have about 120 devices within ten seconds, never the admin', async () => {
  const records: Recorded[] = []
  const buildings = ids.map((id) => building(id, records))
  const { attendance } = create(buildings)
  await pass(attendance, 0, 20)
  expect(attendance.counts.connected).toBeLessThan(90)
  await pass(attendance, 21, 120)
  expect(attendance.counts.connected).toBeGreaterThan(100)
  expect(attendance.counts.connected).toBeLessThan(150)
  expect(records.some(({ person }) => person === 1)).toBe(false)
  for (const one of buildings) expect(one.mostConnecting).toBeLessThanOrEqual(3)
  for (const id of ids) {
    const present = attendance.present(id)
    expect(present.length).toBeGreaterThan(15)
    expect(new Set(present).size).toBe(present.length)
    expect(present.some(({ kind }) => kind === 'teacher')).toBe(true)
    for (const person of present) expect(attendance.deviceOf(id, person)?.connected).toBe(true)
  }
  await attendance.stop()
  expect(attendance.counts.connected).toBe(0)
})

test('people come, go, take turns and flap, in the same way for the same seed', async () => {
  const run = async (seed: number) => {
    const records: Recorded[] = []
    const { attendance } = create(ids.map((id) => building(id, records)), seed)
    const there: string[] = []
    for (let from = 0; from < 9_000; from += 100) {
      await pass(attendance, from, from + 99)
      there.push(ids.map((id) => attendance.present(id).map(({ number }) => number).join()).join(' '))
    }
    const { connected, flaps } = attendance.counts
    await attendance.stop()
    return { records, there, connected, flaps }
  }
  const one = await run(1)
  expect(one.connected).toBeGreaterThan(90)
  expect(one.connected).toBeLessThan(155)
  expect(one.flaps).toBeGreaterThan(50)
  expect(one.records.filter(({ what }) => what === 'graceful').length).toBeGreaterThan(50)
  expect(new Set(one.records.map(({ person }) => person)).size).toBeGreaterThan(100)
  const again = await run(1)
  expect(again.there).toEqual(one.there)
  expect((await run(2)).there).not.toEqual(one.there)
})

test('a device that flaps is cut off and back within seconds', async () => {
  const records: (Recorded & { tick: number })[] = []
  let now = 0
  const watched: Recorded[] = []
  watched.push = (record: Recorded) => records.push({ ...record, tick: now })
  const { attendance } = create([building('skillcore', watched)])
  for (now = 0; now < 3_000; now++) {
    attendance.tick(now)
    await Promise.resolve()
    await Promise.resolve()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const backWithinFiveSeconds = records.some(
    ({ what, person, tick }) => what === 'abrupt' && records.some((later) => later.what === 'connect' && later.person === person && later.tick > tick && later.tick - tick <= 50),
  )
  expect(backWithinFiveSeconds).toBe(true)
  await attendance.stop()
})

test('a device that fails, hangs or throws does not stop the others, and is tried again ever less often', async () => {
  const records: Recorded[] = []
  const attempts = new Map<number, number>()
  const buildings = [
    building('skillcore', records, async (person) => {
      attempts.set(person.number, (attempts.get(person.number) ?? 0) + 1)
      if (person.number % 4 === 0) throw new Error('refused')
    }),
    building('endiapi', records, async () => await new Promise<void>(() => {})),
    { ...building('aprendeai', records), id: 'aprendeai' as const, createDevice: () => { throw new Error('no account') } },
  ]
  const { attendance, log } = create(buildings)
  await pass(attendance, 0, 600)
  expect(attendance.present('skillcore').length).toBeGreaterThan(12)
  expect(attendance.present('skillcore').every(({ number }) => number % 4 !== 0)).toBe(true)
  // 60 seconds: after 2, 4, 8, 16 and 32 seconds, not at every tick.
  for (const [person, count] of attempts) if (person % 4 === 0) expect(count).toBeLessThanOrEqual(10)
  expect(attendance.counts.failures).toBeGreaterThan(10)
  expect(log.length).toBeLessThanOrEqual(20)
  expect(log.some((line) => line.includes('no account'))).toBe(true)
  await attendance.stop()
})

test('after a crash the devices wait for the server, then come back one after the other', async () => {
  const records: Recorded[] = []
  const skillcore = building('skillcore', records)
  const { attendance } = create([skillcore])
  await pass(attendance, 0, 110)
  const before = attendance.present('skillcore').length
  skillcore.running = false
  for (const device of skillcore.devices) device.drop()
  const connects = attendance.counts.connects
  await pass(attendance, 111, 200)
  expect(attendance.counts.connects).toBe(connects)
  expect(attendance.present('skillcore')).toHaveLength(0)
  skillcore.running = true
  await pass(attendance, 201, 203)
  expect(attendance.counts.connects - connects).toBeLessThan(before / 2)
  await pass(attendance, 204, 290)
  expect(attendance.present('skillcore').length).toBeGreaterThan(before * 0.7)
  await attendance.stop()
})

test('a device that is still connecting at the stop is closed when it is through', async () => {
  const records: Recorded[] = []
  let open: () => void = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  const { attendance } = create([building('skillcore', records, async () => await gate)])
  await pass(attendance, 0, 100)
  const stopping = attendance.stop()
  open()
  await stopping
  expect(records.filter(({ what }) => what === 'connect').length).toBeGreaterThan(0)
  expect(records.filter(({ what }) => what !== 'connect')).toHaveLength(records.filter(({ what }) => what === 'connect').length)
})
