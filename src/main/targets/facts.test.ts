import { io as connectClient } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Platform, PlatformId } from '../../campus/contract.ts'
import { createPlatforms } from '../../campus/platforms/index.ts'
import { createSchool } from '../../campus/population/school.ts'
import { catalogs } from '../../shared/platforms/index.ts'
import type { Catalog } from '../../shared/catalog.ts'
import type { TargetSettings } from '../../shared/domain.ts'
import { systemClock } from './clock.ts'
import { Target } from './target.ts'
import { stopsAfterEach } from './stops-fixture.ts'
import { memoryVault, recordingSink, testSettings, testTarget, testToken, until } from './test-server.ts'
import type { TestTarget } from './test-server.ts'

/* The ten facts about the public servers that shape the console, each against the platforms as deployed. */

const school = createSchool(1, 40)
const platforms = new Map<PlatformId, Platform>()
const stops = stopsAfterEach()
const ids = ['skillcore', 'flask-lms', 'rusingacademy', 'aprendeai', 'endiapi'] as const

beforeAll(async () => {
  for (const id of ids) {
    const platform = createPlatforms[id]({ school, port: 0, asDeployed: true, adminFeed: false, adminFeedPassword: '' })
    platforms.set(id, platform)
    await platform.start()
  }
})
afterAll(() => Promise.all([...platforms.values()].map((platform) => platform.stop())))

function platformOf(id: PlatformId): Platform {
  const platform = platforms.get(id)
  if (!platform) throw new Error(`no platform ${id}`)
  return platform
}
function catalogOf(id: PlatformId): Catalog {
  const catalog = catalogs.find((known) => known.id === id)
  if (!catalog) throw new Error(`no catalog ${id}`)
  return catalog
}
function settingsFor(id: PlatformId, settings: Partial<TargetSettings> = {}): TargetSettings {
  const { url, path } = platformOf(id)
  return testSettings({ url, path, catalogId: id, authWay: catalogOf(id).auth.ways[0] ?? 'auth.token', ...settings })
}
/** A target of a platform, with a token of its admin unless another is given. */
async function targetOf(id: PlatformId, options: { token?: string; settings?: Partial<TargetSettings> } = {}): Promise<TestTarget> {
  const token = options.token ?? (await platformOf(id).issueToken(platformOf(id).admin))
  const made = testTarget(settingsFor(id, options.settings), { catalog: catalogOf(id), secrets: { token } })
  stops.push(() => made.target.stop())
  return made
}

describe('the ten facts', () => {
  it.each(['rusingacademy', 'endiapi', 'aprendeai', 'flask-lms', 'skillcore'] as const)('fact 1: refusal has three wire forms; all of them end in "Signed out" (%s)', async (id) => {
    const t = await targetOf(id, { token: testToken() })
    t.target.start()
    const states = new Set<string>()
    await t.wait('signed out', () => (states.add(t.view().state), t.view().state === 'signed-out'))
    expect([...states]).not.toContain('live')
    expect(t.view().problem?.kind).toMatch(/^token-/)
  })

  it.each(ids)('fact 2: a bad token is no hot loop: at most 10 connects in 60 s (%s)', async (id) => {
    const platform = platformOf(id)
    const before = platform.connectsSeen
    const t = await targetOf(id, { token: testToken(), settings: { signIn: 'token' } })
    t.target.start()
    await t.clock.run(60_000, 250)
    expect(platform.connectsSeen.packets - before.packets).toBeLessThanOrEqual(10)
    expect(platform.connectsSeen.transports - before.transports).toBeLessThanOrEqual(10)
    expect(t.view().state).toBe('signed-out')
  })

  it('fact 3: the client does not retry after a server disconnect; the console does', async () => {
    const t = await targetOf('endiapi')
    t.target.start()
    await t.become('live')
    platformOf('endiapi').io.disconnectSockets()
    await t.wait('dropped', () => t.view().state === 'reconnecting')
    expect(t.view()).toMatchObject({ problem: { kind: 'dropped-by-server' } })
    expect(t.view().nextTryAtMs).not.toBeNull()
    await t.become('live')
  })

  it('fact 4: Flask-SocketIO sends events before CONNECT; none is missed', async () => {
    const t = await targetOf('flask-lms')
    t.target.start()
    await t.become('live')
    expect(t.sink.names().filter((name) => name === 'connected')).toHaveLength(1)
  })

  it('fact 5: an `error` of a refused attempt is not replayed at the next, successful one', async () => {
    const t = await targetOf('flask-lms', { token: testToken() })
    t.target.start()
    await t.become('signed-out')
    const errors = () => t.sink.names().filter((name) => name === 'error').length
    const refused = errors()
    t.target.signIn({ token: await platformOf('flask-lms').issueToken(platformOf('flask-lms').admin) })
    await t.become('live')
    await t.clock.run(2_000)
    expect([refused, errors()]).toEqual([1, 1])
  })

  it('fact 6: a null payload ends the real process; it is refused here and the server lives', async () => {
    const t = await targetOf('rusingacademy')
    t.target.start()
    await t.become('live')
    for (const args of [[null], [], [undefined]]) expect(t.target.send('/', 'chat:typing', args).ok).toBe(false)
    expect(t.target.send('/', 'chat:typing', [{ roomId: 'room-1', isTyping: true }]).ok).toBe(true)
    await t.clock.run(2_000)
    expect(platformOf('rusingacademy').running).toBe(true)
    expect(t.view()).toMatchObject({ state: 'live', connections: 1 })
  })

  it('fact 7: acks come in several shapes; no ack is not a failure, and a success that names the wrong room is no success', async () => {
    const roomsOf = (id: PlatformId) => platformOf(id).rooms.slice(0, 2).map(({ namespace, room }) => ({ namespace, room }))
    const settle = async (id: PlatformId) => {
      const watchedRooms = roomsOf(id)
      const t = await targetOf(id, { settings: { watchedRooms } })
      t.target.start()
      await t.wait(`${id} decided`, () => {
        const { wanted, joined, unconfirmed, refused } = t.view().rooms
        return t.view().state !== 'connecting' && wanted > 0 && joined + unconfirmed + refused === wanted
      }, 250)
      return t.view().rooms
    }
    expect(await settle('aprendeai')).toMatchObject({ wanted: 2, joined: 2 })
    expect(await settle('flask-lms')).toMatchObject({ wanted: 2, joined: 2 })
    const silent = await settle('rusingacademy')
    expect(silent).toMatchObject({ joined: 0, refused: 0 })
    expect(silent.unconfirmed).toBe(silent.wanted)
  })

  it('fact 8: a token that is checked at every message is renewed before it ends, and every message is accepted', async () => {
    const platform = createPlatforms['aprendeai']({ school, port: 0, asDeployed: true, adminFeed: false, adminFeedPassword: '', tokenSeconds: 4 })
    await platform.start()
    const sink = recordingSink()
    const settings = testSettings({ url: platform.url, path: platform.path, signIn: 'password', email: platform.admin.email })
    const target = new Target(settings, { catalog: catalogOf('aprendeai'), vault: memoryVault({ 'target-1': { password: platform.admin.password } }), sink, clock: systemClock, random: Math.random, loopbackOnly: true, onChange() {}, onWatched() {} })
    stops.push(() => target.stop())
    target.start()
    await until('live', () => target.view.state === 'live')
    const firstEndMs = target.view.tokenEndsAtMs ?? 0
    await until('past the end of the first token', () => Date.now() > firstEndMs + 500)
    await until('live with a new token', () => target.view.state === 'live' && (target.view.tokenEndsAtMs ?? 0) > Date.now())
    target.update({ ...settings, watchedRooms: platform.rooms.slice(0, 1) })
    await until('joined', () => target.view.rooms.joined === 1)
    expect(sink.names()).not.toContain('exception')
    target.stop()
    await platform.stop()
  })

  it('fact 9: presence is never complete: repeated joins arrive each time, a dropped socket is told to nobody', async () => {
    const platform = platformOf('aprendeai')
    const [watched] = platform.rooms
    const other = platform.accounts[5]
    if (!watched || !other) throw new Error('the campus has no room or no person')
    const t = await targetOf('aprendeai', { settings: { watchedRooms: [{ ...watched }] } })
    t.target.start()
    await t.wait('joined', () => t.view().rooms.joined === 1)
    const client = connectClient(`${platform.url}${watched.namespace}`, { auth: { token: await platform.issueToken(other) }, forceNew: true, transports: ['websocket'], reconnection: false })
    stops.push(() => client.disconnect())
    const sessionId = watched.room.replace('session:', '')
    await client.emitWithAck('joinSession', { sessionId })
    await client.emitWithAck('joinSession', { sessionId })
    await t.wait('told twice', () => t.sink.names().filter((name) => name === 'userJoined').length === 2)
    client.disconnect()
    await until('the server saw the drop', () => platform.io.of(watched.namespace).sockets.size === 1)
    platform.io.of(watched.namespace).to(watched.room).emit('afterwards')
    await t.wait('a later event', () => t.sink.names().includes('afterwards'))
    expect(t.sink.names()).not.toContain('userLeft')
  })

  it('fact 10: no platform documents a way for a client to announce: no catalog has one to send', () => {
    const notices = catalogs.flatMap(({ id, events }) => events.filter(({ meaning, direction }) => meaning === 'notice' && direction !== 'server-to-client').map(({ name }) => `${id} ${name}`))
    expect(notices).toEqual([])
  })
})
