import { afterEach, expect, test, vi } from 'vitest'
import { startControl } from '../control.ts'
import { countsOf, ScenarioFixture } from './scenario-fixture.ts'

/* What absence-spike sends, and how scenarios are started: real servers, real clients. */

const fixture = new ScenarioFixture()
afterEach(() => fixture.end())

test('absence-spike: 13 interventions, each on three namespaces, some again, some odd; the same for a seed', async () => {
  const told: unknown[][] = []
  for (const seed of [7, 7, 8]) {
    const campus = await fixture.start({ seed })
    const { received } = await fixture.adminAt(campus, ['/', '/attendance', '/notifications'])
    campus.scenarios.start('absence-spike', 100)
    expect(campus.story.calm).toBe(true)
    await campus.scenarios.ended
    expect(campus.story.calm).toBe(false)
    expect(campus.scenarios.progress).toMatchObject({ state: 'ended', problem: '' })
    const marked = received.filter(({ event }) => event === '/attendance attendance.marked')
    expect(marked.length).toBeGreaterThan(30)
    const rest = received.filter((each) => !marked.includes(each))
    await vi.waitFor(() => expect(countsOf(rest)).toEqual({
      // 13, three again, one changed, two without an id, four that cannot be read.
      '/attendance attendance.intervention-triggered': 23,
      '/attendance attendance.intervention-dreamed': 1,
      '/notifications notification.new': 17,
      '/ notification.new': 16,
    }))
    const sent = campus.platforms.get('skillcore')!.sentTo(campus.platforms.get('skillcore')!.admin.userId)
    expect(sent).toEqual(new Map(Object.entries(countsOf(received))))
    const platformAlerts = campus.scenarios.progress!.expected.filter(({ kind }) => kind === 'platform')
    // All but the event that is not documented and the empty notification reach an alert.
    expect(platformAlerts.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(23 + 16 + 16)
    expect(platformAlerts).toHaveLength(16)
    told.push(rest.map(({ event, args }) => [event, ...args].join(' ') + JSON.stringify(args, (key, value: unknown) => (key === 'createdAt' ? '' : value))))
  }
  expect(told[0]).toEqual(told[1])
  expect(told[0]).not.toEqual(told[2])
})

test('absence-spike as deployed: one notification each, patterns, and a class in one event', async () => {
  const campus = await fixture.start({ asDeployed: true })
  const { received } = await fixture.adminAt(campus, ['/attendance', '/notifications'])
  campus.scenarios.start('absence-spike', 100)
  await campus.scenarios.ended
  await vi.waitFor(() => expect(countsOf(received)).toEqual({
    '/attendance attendance.bulk-marked': 3,
    '/attendance attendance.intervention-triggered': 23,
    '/attendance attendance.intervention-dreamed': 1,
    '/attendance attendance.pattern-detected': 2,
    '/notifications notification.received': 17,
  }))
})

test('what comes again is word for word what came before, but for the one that was changed', async () => {
  const campus = await fixture.start()
  const { received } = await fixture.adminAt(campus, ['/attendance', '/notifications'])
  campus.scenarios.start('absence-spike', 100)
  await campus.scenarios.ended
  const texts = new Map<string, Set<string>>()
  for (const { event, args } of received) {
    const payload = args[0] as { interventionId?: string; relatedEntity?: { id: string } } | null
    const id = payload?.interventionId ?? payload?.relatedEntity?.id
    if (!id?.startsWith('spike-') || event.endsWith('dreamed')) continue
    const key = `${event} ${id}`
    texts.set(key, (texts.get(key) ?? new Set()).add(JSON.stringify(payload)))
  }
  expect([...texts].filter(([, different]) => different.size > 1).map(([key]) => key)).toEqual(['/attendance attendance.intervention-triggered spike-1-4'])
})

test('a second run has ids of its own; two at a time are refused', async () => {
  const campus = await fixture.start()
  campus.scenarios.start('absence-spike', 1)
  expect(() => campus.scenarios.start('quiet')).toThrow('absence-spike runs already: stop it first.')
  await campus.scenarios.stop()
  expect(campus.scenarios.progress?.state).toBe('stopped')
  expect(campus.story.calm).toBe(false)
  const { received } = await fixture.adminAt(campus, ['/attendance'])
  campus.scenarios.start('absence-spike', 100)
  await campus.scenarios.ended
  await vi.waitFor(() => expect(received.some(({ args }) => JSON.stringify(args).includes('"spike-1-2-1"'))).toBe(true))
  const alone = await fixture.start({ only: ['endiapi'] })
  expect(() => alone.scenarios.start('outage')).toThrow('outage needs skillcore, which does not run.')
})

test('the control server starts, shows and stops scenarios', async () => {
  const campus = await fixture.start()
  const control = await startControl(campus, 0, 0)
  fixture.later(() => control.stop())
  const ask = async (method: string, path: string) => {
    const response = await fetch(control.url + path, { method, headers: { authorization: `Bearer ${control.token}` } })
    return { status: response.status, json: (await response.json()) as { newest: { state: string } | null; scenarios: unknown[]; error?: string } }
  }
  expect((await ask('GET', '/scenario')).json).toMatchObject({ newest: null, scenarios: [{ name: 'absence-spike', seconds: 80 }, {}, {}, {}, {}] })
  expect((await ask('POST', '/scenario/earthquake')).json.error).toBe('No such scenario; there are absence-spike, outage, reconnect-storm, rate-limit, quiet.')
  expect((await ask('POST', '/scenario/quiet?speed=x')).json.error).toBe('speed is a number from 0.1 to 100.')
  expect((await ask('POST', '/scenario/reconnect-storm')).json.error).toBe('reconnect-storm needs flask-lms, which does not run.')
  expect(await ask('POST', '/scenario/absence-spike?speed=2')).toMatchObject({ status: 200, json: { newest: { state: 'running', speed: 2 } } })
  expect(await ask('POST', '/scenario/quiet')).toMatchObject({ status: 409, json: { error: 'absence-spike runs already: stop it first.' } })
  expect((await ask('POST', '/scenario/stop')).json.newest?.state).toBe('stopped')
  expect((await ask('GET', '/scenario/stop')).status).toBe(404)
  const started = await ask('POST', '/scenario/absence-spike?speed=100')
  expect(started.json.newest).toMatchObject({ expected: expect.arrayContaining([{ platform: 'skillcore', kind: 'rule', cause: 'drift', severity: 'info', state: 'open', parent: null }]) as unknown })
  await vi.waitFor(async () => expect((await ask('GET', '/scenario')).json.newest?.state).toBe('ended'), { timeout: 5_000 })
})

test('of the command line it begins with the first console, and the campus stays calm', async () => {
  const campus = await fixture.start({ devices: true })
  campus.scenarios.start('absence-spike', 100, 'watched')
  await vi.waitFor(() => expect(campus.attendance.connected).toBeGreaterThan(1), { timeout: 10_000 })
  expect(campus.scenarios.progress?.state).toBe('waiting')
  const { sockets: [socket] } = await fixture.adminAt(campus, ['/messages'])
  await socket!.emitWithAck('room:join', { room: 'conv-staff-room' })
  await campus.scenarios.ended
  expect(campus.scenarios.progress?.state).toBe('ended')
  expect(campus.story.calm).toBe(true)
}, 20_000)
