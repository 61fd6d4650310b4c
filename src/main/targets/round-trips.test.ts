import { afterEach, describe, expect, it } from 'vitest'
import type { Catalog } from '../../shared/catalog.ts'
import { id, isoTime, obj } from '../../shared/payload-schema.ts'
import { DELAYED_AFTER_MS } from '../../shared/limits.ts'
import type { LatencyView } from '../../shared/rates.ts'
import { START_MS } from '../monitor/monitor-fixture.ts'
import { Monitor } from '../monitor/monitor.ts'
import { ManualClock, memoryVault, startServer, testCatalog, testSettings, testToken, until } from './test-server.ts'
import type { ServerOptions, TestServer } from './test-server.ts'
import { Targets } from './targets.ts'

/* From a real server to what the window is told of latency. */

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const catalog: Catalog = testCatalog({
  namespaces: ['/', '/grades', '/talk'].map((name) => ({ name, title: name, summary: '', documented: true })),
  ping: { send: 'ping', answer: 'pong' },
  events: [
    { name: 'ping', namespaces: ['/', '/talk'], direction: 'client-to-server', args: [], meaning: 'heartbeat', source: 'test' },
    { name: 'pong', namespaces: ['/', '/talk'], direction: 'server-to-client', args: [], meaning: 'heartbeat', source: 'test' },
    { name: 'grade.posted', namespaces: ['/grades'], direction: 'server-to-client', args: [obj({ gradeId: id, postedAt: isoTime })], meaning: 'activity', source: 'test' },
    { name: 'class:join', namespaces: ['/grades'], direction: 'client-to-server', args: [obj({ classId: id })], ack: [obj({ room: id })], meaning: 'room', source: 'test' },
  ],
  rooms: [{ pattern: 'class_{classId}', kind: 'class', namespace: '/grades', title: 'Class', autoJoined: false, join: [{ event: 'class:join', args: [{ classId: '{classId}' }], ack: true, ackHolds: '{room}' }], leave: [], source: 'test' }],
})

interface Watched {
  readonly server: TestServer
  readonly clock: ManualClock
  readonly monitor: Monitor
  readonly targets: Targets
  readonly latency: (namespace: string) => LatencyView['namespaces'][number] | undefined
  /** Turns the clock until the condition holds. */
  wait(what: string, condition: () => boolean, stepMs?: number): Promise<void>
}

async function watch(onConnection: NonNullable<ServerOptions['onConnection']>, used = catalog): Promise<Watched> {
  const server = await startServer({ namespaces: used.namespaces.map(({ name }) => name), onConnection })
  ends.push(() => server.stop())
  const clock = new ManualClock(START_MS)
  const monitor = new Monitor({ catalogs: [used], startedAtMs: clock.now() })
  const targets = new Targets({
    catalogs: () => [used], vault: memoryVault({ 'target-1': { token: testToken() } }), sink: monitor, clock, random: () => 0.5, loopbackOnly: false,
    onChange: (view) => monitor.targetChanged(view, clock.now()),
    onWatched: () => undefined,
    onRemoved: (targetId) => monitor.targetRemoved(targetId),
  })
  ends.push(() => targets.stop())
  targets.add(testSettings({ url: server.url, watchedRooms: [{ namespace: '/grades', room: 'class_7b' }] }))
  const watched: Watched = {
    server, clock, monitor, targets,
    latency(namespace) {
      monitor.drain(clock.now())
      return monitor.latency(null, clock.now()).find((each) => each.namespace === namespace)
    },
    wait: (what, condition, stepMs = 25) =>
      until(what, () => {
        if (condition()) return true
        clock.advance(stepMs)
        return false
      }),
  }
  return watched
}

describe('round trip of a namespace', () => {
  it('is the time to its own pong, in each namespace that has the ping', async () => {
    const pings: Record<string, (() => void)[]> = { '/': [], '/talk': [], '/grades': [] }
    const watched = await watch((socket, namespace) => void socket.on('ping', () => pings[namespace]?.push(() => socket.emit('pong'))))
    const { clock, latency } = watched
    await watched.wait('a ping in both', () => pings['/']?.length === 1 && pings['/talk']?.length === 1)
    const before = { root: latency('/'), talk: latency('/talk') }
    expect(before).toMatchObject({ root: { by: 'ping → pong', roundTrip: null }, talk: { roundTrip: null } })
    // Only one answers: its pong is no answer to the other's ping.
    clock.advance(700)
    pings['/talk']?.shift()?.()
    await until('measured', () => latency('/talk')?.roundTrip !== null)
    const first = latency('/talk')?.roundTrip
    expect(first?.samples).toBe(1)
    expect(first?.lastMs).toBeGreaterThanOrEqual(700)
    expect(first?.lastMs).toBeLessThan(30_000)
    expect(latency('/')?.roundTrip).toBeNull()
    expect(watched.targets.views()[0]?.roundTripMs).toBe(first?.lastMs)
    // The next one takes three seconds.
    await watched.wait('the next ping', () => pings['/talk']?.length === 1, 250)
    clock.advance(3_000)
    pings['/talk']?.shift()?.()
    await until('measured again', () => latency('/talk')?.roundTrip?.samples === 2)
    expect(latency('/talk')?.roundTrip?.lastMs).toBeGreaterThanOrEqual(3_000)
    expect(pings['/grades']).toEqual([])
    expect(latency('/grades')?.by).toBe('join acknowledgement')
  })

  it('is late while a pong is out too long, and only after the server had answered once', async () => {
    let answers = false
    const asked: string[] = []
    const watched = await watch((socket, namespace) => {
      socket.on('ping', () => {
        asked.push(namespace)
        if (answers || namespace === '/') socket.emit('pong')
      })
    })
    await watched.wait('one measured', () => watched.latency('/')?.roundTrip !== null)
    await watched.wait('a minute and more', () => asked.filter((name) => name === '/').length >= 4, 500)
    // The one that never answered is asked once, and is not late.
    expect(asked.filter((name) => name === '/talk')).toEqual(['/talk'])
    expect(watched.latency('/talk')).toMatchObject({ roundTrip: null, late: false })
    answers = true
    watched.targets.rebuildAll()
    await watched.wait('the other measured', () => watched.latency('/talk')?.roundTrip !== null)
    answers = false
    await watched.wait('late', () => watched.latency('/talk')?.late === true, 500)
    expect(watched.latency('/')?.late).toBe(false)
    answers = true
    await watched.wait('asked again after it was given up', () => watched.latency('/talk')?.late === false, 500)
  })

  it('comes from acknowledged joins where there is no ping', async () => {
    let acknowledge: (() => void) | undefined
    const watched = await watch((socket) => void socket.on('class:join', (_, answer: (body: unknown) => void) => (acknowledge = () => answer({ room: 'class_7b' }))))
    await watched.wait('a join', () => acknowledge !== undefined)
    watched.clock.advance(400)
    acknowledge?.()
    await until('measured', () => watched.latency('/grades')?.roundTrip !== null)
    const grades = watched.latency('/grades')
    expect(grades).toMatchObject({ by: 'join acknowledgement', late: false, roundTrip: { samples: 1 } })
    expect(grades?.roundTrip?.lastMs).toBeGreaterThanOrEqual(400)
    expect(grades?.roundTrip?.lastMs).toBeLessThan(DELAYED_AFTER_MS)
    watched.clock.advance(5 * 60_000)
    expect(watched.latency('/grades')?.roundTrip).toBeNull()
  })

  it('never takes more than a quarter of what the platform lets through', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `/n${index}`)
    const pingedAtMs: number[] = []
    let clock: ManualClock | undefined
    const many = testCatalog({ ...catalog, namespaces: names.map((name) => ({ name, title: name, summary: '', documented: true })), events: catalog.events.map((event) => ({ ...event, namespaces: ['*'] })), rooms: [], limits: { connectionsPerUser: null, eventsPerMinute: 60, roomJoinsPerMinute: null } })
    const watched = await watch((socket) => {
      socket.on('ping', () => {
        pingedAtMs.push(clock?.now() ?? 0)
        socket.emit('pong')
      })
    }, many)
    clock = watched.clock
    await watched.wait('all measured', () => names.every((name) => watched.latency(name)?.roundTrip !== null), 10)
    const beforePings = pingedAtMs.length
    const fromMs = clock.now()
    await clock.run(5 * 60_000, 1_000)
    const perMinute = (pingedAtMs.length - beforePings) / ((clock.now() - fromMs) / 60_000)
    expect(perMinute).toBeGreaterThan(6)
    expect(perMinute).toBeLessThanOrEqual(12)
  })

  it('is null where the platform has no ping, and nothing is sent', async () => {
    const sent: unknown[] = []
    const watched = await watch((socket) => void socket.onAny((...message) => sent.push(message)), testCatalog({ ...catalog, ping: null, rooms: [] }))
    await watched.wait('live', () => watched.targets.views()[0]?.state === 'live')
    await watched.clock.run(90_000, 5_000)
    expect(watched.monitor.latency(null, watched.clock.now()).map(({ namespace, by, roundTrip }) => [namespace, by, roundTrip])).toEqual([['/', null, null], ['/grades', null, null], ['/talk', null, null]])
    expect(sent).toEqual([])
  })
})

it('of a server whose clock is an hour ahead, events are an hour younger than new', async () => {
  let now = (): number => START_MS
  const watched = await watch((socket, namespace) => {
    if (namespace === '/grades') socket.on('class:join', () => socket.emit('grade.posted', { gradeId: 1, postedAt: new Date(now() + 3_600_000).toISOString() }))
  })
  now = () => watched.clock.now()
  await watched.wait('an age', () => watched.latency('/grades')?.age !== null)
  const age = watched.latency('/grades')?.age
  expect(age).toMatchObject({ samples: 1, from: 'grade.posted postedAt' })
  expect(age?.p50Ms).toBeLessThan(-3_590_000)
  expect(age?.p50Ms).toBeGreaterThanOrEqual(-3_600_000)
})
