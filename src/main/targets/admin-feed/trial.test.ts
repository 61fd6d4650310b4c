import { describe, expect, it } from 'vitest'
import type { TargetSettings, TargetView } from '../../../shared/domain.ts'
import { catalogs } from '../../../shared/platforms/index.ts'
import { anyServer } from '../../../shared/platforms/any-server.ts'
import { catalogSchema } from '../../../shared/catalog.ts'
import { Targets } from '../targets.ts'
import { stopsAfterEach } from '../stops-fixture.ts'
import { memoryVault, recordingSink, startServer, testCatalog, testSettings, testToken, until } from '../test-server.ts'
import { ALL_FEATURES, PASSWORD, basicAuth, client, connected, feedTarget, presenceTable, serialized, startInstrumented, startStandIn } from './feed-fixture.ts'

const stops = stopsAfterEach()
function stopping<T extends { stop(): Promise<void> | void }>(thing: T): T {
  stops.push(() => thing.stop())
  return thing
}
function collection() {
  const vault = memoryVault()
  const sink = recordingSink()
  const presence = presenceTable()
  const views = new Map<string, TargetView>()
  const targets = new Targets({ catalogs: () => [...catalogs, testCatalog()], vault, sink, presence, loopbackOnly: false, onChange: (view) => views.set(view.settings.id, view), onWatched() {}, onRemoved() {} })
  stops.unshift(() => targets.stop())
  return { targets, vault, sink, presence, view: () => views.get('target-1') as TargetView }
}
const feed = (parts: Partial<TargetSettings['adminFeed']> = {}): TargetSettings['adminFeed'] => ({ on: true, namespace: '/admin', auth: 'none', username: 'admin', ...parts })
const form = (kept: TargetSettings, secrets = {}) => {
  const { id: _, ...settings } = kept
  return { settings, secrets }
}

describe('any Socket.IO server', () => {
  it('is a valid catalog at the end of the list, with nothing on by itself', () => {
    expect(catalogSchema.parse(anyServer)).toEqual(anyServer)
    expect(catalogs.map(({ id }) => id)).toEqual(['skillcore', 'flask-lms', 'rusingacademy', 'aprendeai', 'endiapi', 'any'])
  })

  it('with only an admin feed is a full target: people, rooms, events; one connection, never "off"', async () => {
    const server = stopping(await startInstrumented())
    const { targets, view, presence, sink } = collection()
    targets.add(testSettings({ catalogId: 'any', url: server.url, authWay: 'none', signIn: 'none', adminFeed: feed() }))
    expect(view().state).toBe('connecting')
    await until('live', () => view().state === 'live')
    const pupil = client(server, '/chat')
    stops.unshift(() => void pupil.disconnect())
    await connected(pupil)
    pupil.emit('hello', { text: 'x' })
    await until('its event', () => sink.events.length === 1 && presence.sockets.has(`/chat ${pupil.id}`))
    expect(view()).toMatchObject({ connections: 1, adminFeed: 'available', transport: 'websocket', problem: null, feed: { mode: 'development' } })
    expect(view().namespaces).toMatchObject([{ name: '/', state: 'off' }])
    expect(server.connects).toBe(1)
    expect((await targets.command('target-1', { kind: 'disconnect', sockets: [{ namespace: '/chat', id: pupil.id ?? '' }] })).result).toBe('confirmed')
    expect(await targets.command('nobody', { kind: 'disconnect', sockets: [] })).toEqual({ result: 'failed', detail: 'This platform is no longer there.' })
    targets.remove('target-1')
    await until('nobody is connected', () => server.io.engine.clientsCount === 0)
  })

  it('forms give the admin secret to the vault and to the feed, and leave the others alone', async () => {
    const server = stopping(await startInstrumented({ instrument: { auth: basicAuth() } }))
    const { targets, view, vault } = collection()
    const settings = testSettings({ catalogId: 'any', url: server.url, adminFeed: feed({ auth: 'basic' }) })
    targets.add(settings, { adminSecret: PASSWORD, token: 'app' })
    await until('live', () => view().feedLink?.state === 'live')
    expect(vault.get('target-1')).toMatchObject({ adminSecret: PASSWORD, token: 'app', adminSession: expect.any(String) })
    targets.update(settings, { adminSecret: 'wrong' })
    await until('refused', () => view().feedLink?.state === 'signed-out')
    expect(vault.get('target-1')).toEqual({ adminSecret: 'wrong', token: 'app' })
    targets.signIn('target-1', { adminSecret: PASSWORD })
    await until('live again', () => view().feedLink?.state === 'live')
    targets.rebuildAll()
    await until('live after a rebuild', () => view().feedLink?.state === 'live' && view().connections === 4)
  })
})

describe('Test', () => {
  it('names the feed beside the namespaces, with what it costs', async () => {
    const server = stopping(await startInstrumented({ instrument: { auth: basicAuth() }, server: { namespaces: ['/'] } }))
    const { targets, vault } = collection()
    const report = await targets.test(form(testSettings({ url: server.url, adminFeed: feed({ auth: 'basic' }) }), { token: testToken(), adminSecret: PASSWORD }), null)
    expect(report).toMatchObject({ adminFeed: 'available', sentence: expect.stringMatching(/^Signed in as maria \(TEACHER\), 1 of 1 namespaces, admin feed available \(development mode: it sends every event of every socket, about 1\.9 MB\/s/) })
    expect(vault.secrets.size).toBe(0)
    await until('nothing stays connected', () => server.io.engine.clientsCount === 0)
  })

  it.each([
    ['a wrong password', { auth: 'basic' }, { adminSecret: 'wrong' }, 'available', 'did not accept the sign-in to the admin feed'],
    ['no password', { auth: 'basic' }, {}, 'available', 'nothing was entered'],
    ['a wrong namespace', { namespace: '/console' }, {}, 'absent', 'has no namespace /console'],
    ["somebody else's namespace", { namespace: '/' }, {}, 'absent', '/ is not an admin namespace'],
  ] as const)('says why there is none: %s', async (_, parts, secrets, adminFeed, words) => {
    const server = stopping(await startInstrumented({ instrument: { auth: basicAuth() }, server: { namespaces: ['/'] } }))
    const { targets } = collection()
    const report = await targets.test(form(testSettings({ url: server.url, adminFeed: feed(parts) }), { token: testToken(), ...secrets }), null)
    expect(report?.sentence).toContain('1 of 1 namespaces, admin feed not available: ')
    expect(report).toMatchObject({ adminFeed, sentence: expect.stringContaining(words) })
  })

  it('of a server with only a feed: its sentence is about the feed', async () => {
    const server = stopping(await startInstrumented({ instrument: { mode: 'production' } }))
    const { targets } = collection()
    const settings = testSettings({ catalogId: 'any', url: server.url, signIn: 'none', authWay: 'none', adminFeed: feed() })
    expect(await targets.test(form(settings), null)).toMatchObject({ sentence: 'Admin feed available (production mode: counts only)', namespaces: [], adminFeed: 'available' })
    const nothing = stopping(await startServer({ namespaces: ['/'] }))
    expect((await targets.test(form({ ...settings, url: nothing.url }), null))?.sentence).toMatch(/^Admin feed not available: 127\.0\.0\.1:\d+ has no namespace \/admin$/)
  })

  it('tries the kept password where none was typed, and never the kept session', async () => {
    const seen: unknown[] = []
    const server = stopping(await startStandIn((socket) => void (seen.push(socket.handshake.auth), socket.emit('config', { supportedFeatures: ALL_FEATURES }))))
    const { targets, vault } = collection()
    targets.add(testSettings({ catalogId: 'any', url: server.url }))
    vault.set('target-1', { adminSecret: 'kept', adminSession: 'session', password: 'p' })
    const settings = testSettings({ catalogId: 'any', url: server.url, adminFeed: feed({ auth: 'basic' }) })
    await targets.test(form(settings), 'target-1')
    await targets.test(form(settings, { password: 'typed' }), 'target-1')
    expect(seen).toEqual([{ username: 'admin', password: 'kept' }, { username: 'admin', password: 'kept' }])
  })
})

describe('own sockets', () => {
  it('are those of a test of a form too: whoever signs in there is nobody of the server', async () => {
    const server = stopping(await startInstrumented())
    const { targets, presence, view } = collection()
    const settings = testSettings({ catalogId: 'any', url: server.url, authWay: 'none', signIn: 'none', disabledNamespaces: ['/'], adminFeed: feed() })
    targets.add(settings)
    await until('live', () => view().state === 'live')
    const others: string[] = []
    const socketUp = presence.socketUp.bind(presence)
    presence.socketUp = (targetId, socket, atMs) => {
      others.push(`${socket.namespace} own ${socket.own}`)
      socketUp(targetId, socket, atMs)
    }
    await targets.test(form({ ...settings, disabledNamespaces: [], extraNamespaces: ['/'], adminFeed: { ...feed(), on: false } }), null)
    await until('the feed showed it', () => others.includes('/ own true'))
    expect(others.filter((other) => !other.endsWith('own true'))).toEqual([])
  })

  it('are known by their ids too, where a server does not send headers; late is not too late', async () => {
    let admin: { emit(name: string, ...args: unknown[]): unknown } | undefined
    const server = stopping(
      await startStandIn(
        (socket) => {
          admin = socket
          socket.emit('config', { supportedFeatures: ALL_FEATURES })
          socket.emit('all_sockets', [])
        },
        { onConnection: (socket) => void admin?.emit('socket_connected', serialized(socket.id, { handshake: {} })) },
      ),
    )
    const t = feedTarget(server.url, { settings: { disabledNamespaces: ['/'] } })
    stops.unshift(() => t.target.stop())
    t.target.start()
    await t.live()
    t.target.update({ ...t.target.settings, disabledNamespaces: [] })
    await t.wait('the own socket', () => t.feed().ownSockets === 1)
    const [own] = t.presence.sockets.values()
    expect(own).toMatchObject({ own: true, namespace: '/' })
    admin?.emit('event_sent', '/', own?.id, ['to-us'], '2026-11-20T11:08:36.263Z')
    admin?.emit('event_sent', '/', 'somebody', ['to-them'], '2026-11-20T11:08:36.263Z')
    await t.wait('the event of the other', () => t.sink.events.length === 1)
    expect(t.sink.events[0]?.name).toBe('to-them')
  })
})
