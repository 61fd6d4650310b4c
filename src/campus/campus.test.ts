import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { io } from 'socket.io-client'
import { afterEach, expect, test, vi } from 'vitest'
import { CampusError, startCampus } from './campus.ts'
import type { Campus, CampusOptions } from './campus.ts'
import { platformIds } from './contract.ts'
import { startControl } from './control.ts'
import { createTestPlatforms } from './test-platform.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function start(options: Partial<CampusOptions> = {}): Promise<Campus> {
  const campus = await startCampus({ portBase: 0, people: 60, create: createTestPlatforms, ...options })
  cleanUps.push(() => campus.stop())
  return campus
}

test('five platforms run with people on each, and the story reaches a watching admin exactly as counted', async () => {
  const campus = await start()
  expect([...campus.platforms.keys()]).toEqual(platformIds)
  expect(new Set(campus.describe().map(({ url }) => url)).size).toBe(5)
  const skillcore = campus.platforms.get('skillcore')!
  const received = new Map<string, number>()
  const socket = io(skillcore.url, { auth: { token: skillcore.admin.userId }, transports: ['websocket'] })
  cleanUps.push(() => socket.close())
  socket.onAny((event: string) => received.set(`/ ${event}`, (received.get(`/ ${event}`) ?? 0) + 1))
  for (const id of platformIds) {
    await vi.waitFor(() => expect(campus.story.counts.byActivity.get(`${id} hand raised`)).toBeGreaterThan(0), { timeout: 15_000 })
  }
  campus.story.stop()
  await vi.waitFor(() => expect(received).toEqual(skillcore.sentTo(skillcore.admin.userId)))
  expect(received.get('/ notice')).toBeGreaterThan(0)
  expect(received.get('/ hand')).toBeGreaterThan(0)
  // No device of the population signs in as the admin.
  expect((await skillcore.io.fetchSockets()).filter(({ data }) => data.userId === skillcore.admin.userId)).toHaveLength(1)
})

test('a platform that crashed comes back on its port, with its people; the others never notice', async () => {
  const campus = await start({ only: ['skillcore', 'endiapi'], eventsPerSecond: 0 })
  const [skillcore, endiapi] = [campus.platforms.get('skillcore')!, campus.platforms.get('endiapi')!]
  const people = async () => (skillcore.running ? (await skillcore.io.fetchSockets()).length : 0)
  await vi.waitFor(async () => expect(await people()).toBeGreaterThan(2), { timeout: 10_000 })
  const url = skillcore.url
  const watcher = io(endiapi.url, { auth: { token: endiapi.admin.userId }, transports: ['websocket'], reconnection: false })
  cleanUps.push(() => watcher.close())
  await vi.waitFor(() => expect(watcher.connected).toBe(true))
  const dropped = vi.fn<() => void>()
  watcher.on('disconnect', dropped)
  await campus.crashPlatform('skillcore')
  expect(skillcore.running).toBe(false)
  await campus.startPlatform('skillcore')
  expect(skillcore.url).toBe(url)
  await vi.waitFor(async () => expect(await people()).toBeGreaterThan(2), { timeout: 10_000 })
  expect(dropped).not.toHaveBeenCalled()
  await campus.stopPlatform('skillcore')
  expect(skillcore.running).toBe(false)
  await expect(campus.startPlatform('flask-lms')).rejects.toThrow('flask-lms does not run')
})

test('the description names the admin account of each platform and no other', async () => {
  const campus = await start({ only: ['flask-lms'], devices: false, eventsPerSecond: 0 })
  const admin = campus.school.persons[0]!
  expect(campus.describe()).toEqual([
    { id: 'flask-lms', name: 'Flask LMS', url: campus.platforms.get('flask-lms')!.url, path: '/socket.io', email: admin.email, password: 'password-1', rooms: [{ namespace: '/', room: 'everybody' }], adminFeed: { username: 'admin', password: campus.adminFeedPassword } },
  ])
  expect((await start({ only: ['endiapi'], devices: false, adminFeed: false })).describe()[0]?.adminFeed).toBeNull()
})

/** Other tests run beside this one and take ports as well. */
async function takenPortAfterAFreeOne(): Promise<{ taken: Server; port: number }> {
  const listen = (server: Server, port: number) => new Promise<boolean>((resolve) => server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)))
  for (;;) {
    const taken = createServer()
    await listen(taken, 0)
    const { port } = taken.address() as AddressInfo
    const before = createServer()
    const free = await listen(before, port - 1)
    if (free) await new Promise((resolve) => before.close(resolve))
    if (free) return { taken, port }
    taken.close()
  }
}

test('a port that is taken is named, with the way out, and nothing stays behind', async () => {
  const { taken, port } = await takenPortAfterAFreeOne()
  cleanUps.push(() => taken.close())
  // The second platform's port is the taken one.
  const failed = start({ portBase: port - 1, only: ['skillcore', 'flask-lms'] })
  await expect(failed).rejects.toThrow(CampusError)
  await expect(failed).rejects.toThrow(new RegExp(`^Flask LMS cannot start: port ${port} is taken.*--port-base`))
  const again = createServer()
  cleanUps.push(() => again.close())
  await expect(new Promise<void>((resolve, reject) => again.once('error', reject).listen(port - 1, '127.0.0.1', resolve))).resolves.toBeUndefined()
})

test('the control server tells and changes what runs, and asks for its token', async () => {
  const campus = await start({ only: ['skillcore', 'endiapi'], devices: false, eventsPerSecond: 200 })
  const control = await startControl(campus, 0, 0)
  cleanUps.push(() => control.stop())
  const ask = async (method: string, path: string, headers: Record<string, string> = { authorization: `Bearer ${control.token}` }) => {
    const response = await fetch(control.url + path, { method, headers })
    return { status: response.status, json: (await response.json()) as Record<string, unknown> }
  }
  const running = (json: Record<string, unknown>) => (json['platforms'] as { id: string; running: boolean }[]).map(({ running: one }) => one)

  expect(control.url).toMatch(/^http:\/\/127\.0\.0\.1:/)
  const { status, json } = await ask('GET', '/status', {})
  expect(status).toBe(200)
  expect(json).toMatchObject({ school: campus.school.name, people: 60, platforms: [{ ...campus.describe()[0], connectsSeen: { packets: 0, transports: 0 } }, { id: 'endiapi' }] })
  expect((await ask('POST', '/stop/skillcore', {})).status).toBe(401)
  expect((await ask('POST', '/stop/skillcore', { authorization: 'Bearer no' })).status).toBe(401)
  expect(campus.platforms.get('skillcore')?.running).toBe(true)
  expect(running((await ask('POST', '/stop/skillcore')).json)).toEqual([false, true])
  expect(running((await ask('POST', '/start/skillcore')).json)).toEqual([true, true])
  expect(running((await ask('POST', '/crash/endiapi')).json)).toEqual([true, false])
  expect((await ask('POST', '/start/moodle')).json).toEqual({ error: 'No such platform on this campus; it has skillcore, endiapi.' })
  expect((await ask('POST', '/pace?eventsPerSecond=3.5')).json).toMatchObject({ story: { eventsPerSecond: 3.5 } })
  expect((await ask('POST', '/pace?eventsPerSecond=x')).status).toBe(400)
  expect((await ask('POST', '/story/stop')).json).toMatchObject({ story: { going: false } })
  expect((await ask('DELETE', '/status')).status).toBe(405)
  for (const path of ['/', '/sent', '/sent/flask-lms', '/status/x', '/stop/endiapi', '/a/b/c']) expect((await ask('GET', path)).status).toBe(404)
  const skillcore = campus.platforms.get('skillcore')!
  expect((await ask('GET', '/sent/skillcore')).json).toEqual(Object.fromEntries(skillcore.sentTo(skillcore.admin.userId)))
})
