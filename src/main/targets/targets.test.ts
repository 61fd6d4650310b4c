import { describe, expect, it } from 'vitest'
import type { RoomRef, TargetView } from '../../shared/domain.ts'
import { serversAndTargets } from './stops-fixture.ts'
import { ManualClock, memoryVault, recordingSink, testCatalog, testSettings, testToken, until } from './test-server.ts'
import { Targets } from './targets.ts'
import type { TargetsOptions } from './targets.ts'

const { stops, server } = serversAndTargets()

function collection(options: Partial<TargetsOptions> = {}) {
  const clock = new ManualClock()
  const sink = recordingSink()
  const vault = memoryVault()
  const seen = { views: [] as TargetView[], joined: [] as [string, readonly RoomRef[]][], removed: [] as string[] }
  const targets = new Targets({
    catalogs: () => [testCatalog({ namespaces: ['/', '/chat'].map((name) => ({ name, title: name, summary: '', documented: true })) }), testCatalog({ id: 'other-platform' })],
    vault,
    sink,
    clock,
    random: () => 0.5,
    loopbackOnly: false,
    onChange: (view) => void seen.views.push(view),
    onWatched: (id, rooms) => void seen.joined.push([id, rooms.filter(({ state }) => state === 'joined').map(({ namespace, room }) => ({ namespace, room }))]),
    onRemoved: (id) => void seen.removed.push(id),
    ...options,
  })
  stops.unshift(() => targets.stop())
  const view = (id = 'target-1') => targets.views().find(({ settings }) => settings.id === id)
  const wait = (what: string, condition: () => boolean) => until(what, () => (clock.advance(50), condition()))
  return { targets, clock, sink, vault, seen, view, wait }
}

describe('Targets', () => {
  it('keeps several apart: one that fails costs the others nothing', async () => {
    const good = await server({ namespaces: ['/', '/chat'] })
    const bad = await server({ namespaces: ['/', '/chat'], accept: () => 'Invalid token' })
    const { targets, view, wait, sink } = collection()
    expect(targets.add(testSettings({ url: good.url }), { token: testToken() })).toBe(true)
    expect(targets.add(testSettings({ id: 'target-2', url: bad.url }), { token: testToken() })).toBe(true)
    expect(targets.add(testSettings({ id: 'target-3', url: 'http://127.0.0.1:1' }), { token: testToken() })).toBe(true)
    await wait('each has its state', () => view()?.state === 'live' && view('target-2')?.state === 'signed-out' && view('target-3')?.state === 'offline')
    good.io.emit('hello')
    await wait('its event', () => sink.events.some(({ name, targetId }) => name === 'hello' && targetId === 'target-1'))
    expect(view()?.connections).toBe(1)
  })

  it('says no to an unknown catalog, a taken id and an unknown target', () => {
    const { targets } = collection()
    expect(targets.add(testSettings({ catalogId: 'nobody' }))).toBe(false)
    expect(targets.add(testSettings())).toBe(true)
    expect(targets.add(testSettings())).toBe(false)
    expect([targets.retry('x', null), targets.signIn('x', {}), targets.remove('x'), targets.update(testSettings({ id: 'x' }))]).toEqual([false, false, false, false])
    expect([targets.setNamespace('x', '/', true), targets.watch('x', { namespace: '/', room: 'r' }), targets.send('x', '/', 'e', [1])]).toEqual([undefined, undefined, undefined])
  })

  it('a change of name, tag or read-only does not reconnect; an address does', async () => {
    const [first, second] = [await server({ namespaces: ['/', '/chat'] }), await server({ namespaces: ['/', '/chat'] })]
    const { targets, view, wait, seen } = collection()
    const settings = testSettings({ url: first.url })
    targets.add(settings, { token: testToken() })
    await wait('live', () => view()?.state === 'live')
    targets.update({ ...settings, name: 'Lincoln High', environment: 'production', readOnly: true })
    await wait('told', () => seen.views.at(-1)?.settings.name === 'Lincoln High')
    expect(view()).toMatchObject({ connections: 1, state: 'live' })
    expect(first.connects).toBe(2)
    targets.update({ ...settings, url: second.url })
    await wait('moved', () => second.connects === 2 && view()?.state === 'live')
    await wait('the first one is left', () => first.io.engine.clientsCount === 0)
  })

  it('sends secrets only to the host that they were entered for', async () => {
    const tokens: unknown[] = []
    const s = await server({ accept: ({ handshake }) => void tokens.push(handshake.auth['token']) })
    const { targets, view, wait, vault } = collection()
    const settings = testSettings({ url: 'http://live.lincoln.invalid', disabledNamespaces: ['/chat'] })
    targets.add(settings, { token: testToken(), password: 'secret-word' })
    targets.update({ ...settings, url: s.url })
    await wait('asks again', () => view()?.state === 'signed-out')
    expect([tokens, vault.get('target-1')]).toEqual([[], {}])
    targets.update({ ...settings, url: s.url }, { token: 'typed' })
    await wait('live', () => view()?.state === 'live')
    targets.update({ ...settings, url: `${s.url}/` })
    await wait('kept at the same host', () => tokens.length === 2)
    expect(tokens).toEqual(['typed', 'typed'])
  })

  it('a sign-in that is overtaken by another one keeps its token to itself', async () => {
    let answer: (() => void) | undefined
    const s = await server({
      accept: ({ handshake }) => (handshake.auth['token'] === 'typed' ? undefined : 'Invalid token'),
      http: (_, response) => void (answer = () => void response.end('{"access_token":"old"}')),
    })
    const signIn = [{ method: 'POST' as const, path: '/login', body: { p: '{password}' }, accessToken: [{ in: 'body' as const, path: 'access_token' }], refreshToken: [] }]
    const { targets, view, wait, vault } = collection({ catalogs: () => [testCatalog({ auth: { ...testCatalog().auth, signIn } })] })
    targets.add(testSettings({ url: s.url, signIn: 'password', email: 'maria@lincoln.example' }), { password: 'secret-word' })
    await wait('asked', () => answer !== undefined)
    targets.signIn('target-1', { token: 'typed' })
    answer?.()
    await wait('live', () => view()?.state === 'live')
    expect(vault.get('target-1')?.token).toBe('typed')
  })

  it('gives back settings to store for namespaces and rooms', async () => {
    const s = await server({ namespaces: ['/', '/chat', '/extra'] })
    const { targets, view, wait } = collection()
    targets.add(testSettings({ url: s.url }), { token: testToken() })
    expect(targets.setNamespace('target-1', '/chat', false)?.disabledNamespaces).toEqual(['/chat'])
    expect(targets.setNamespace('target-1', '/chat', true)).toMatchObject({ disabledNamespaces: [], extraNamespaces: [] })
    expect(targets.setNamespace('target-1', '/extra', true)?.extraNamespaces).toEqual(['/extra'])
    const room = { namespace: '/', room: 'r' }
    expect(targets.watch('target-1', room)?.watchedRooms).toEqual([room])
    expect(targets.watch('target-1', { ...room })?.watchedRooms).toEqual([room])
    expect(targets.unwatch('target-1', { ...room })?.watchedRooms).toEqual([])
    await wait('live', () => view()?.state === 'live')
    expect(view()?.namespaces.map(({ name, state }) => [name, state])).toEqual([['/', 'live'], ['/chat', 'live'], ['/extra', 'live']])
  })

  it('removes a target with its secrets and its sockets', async () => {
    const s = await server({ namespaces: ['/', '/chat'] })
    const { targets, view, wait, vault, seen, clock } = collection()
    targets.add(testSettings({ url: s.url }), { token: testToken() })
    await wait('live', () => view()?.state === 'live')
    expect(targets.remove('target-1')).toBe(true)
    expect([targets.views(), [...vault.secrets.keys()], seen.removed]).toEqual([[], [], ['target-1']])
    await until('gone', () => s.io.engine.clientsCount === 0)
    expect(clock.pending).toBe(0)
  })

  it('never shows a secret in a view', async () => {
    const s = await server({ namespaces: ['/', '/chat'], accept: ({ handshake }) => `Invalid token ${String(handshake.auth['token'])}` })
    const { targets, view, wait } = collection()
    for (const token of [testToken(), 'an-opaque-token']) {
      targets.add(testSettings({ url: s.url }), { token, password: 'secret-word', refreshToken: 'refresh-word' })
      await wait('signed out', () => view()?.state === 'signed-out')
      expect(JSON.stringify(view())).not.toMatch(new RegExp(`${token.slice(0, 30)}|secret-word|refresh-word`))
      targets.remove('target-1')
    }
  })

  it('rebuilds all of them', async () => {
    const s = await server({ namespaces: ['/', '/chat'] })
    const { targets, view, wait } = collection()
    targets.add(testSettings({ url: s.url }), { token: testToken() })
    targets.add(testSettings({ id: 'target-2', url: s.url }), { token: testToken() })
    const live = () => view()?.state === 'live' && view('target-2')?.state === 'live'
    await wait('live', live)
    targets.rebuildAll()
    await wait('live again', () => live() && view()?.connections === 2 && view('target-2')?.connections === 2)
    await wait('old ones gone', () => s.io.engine.clientsCount === 2)
  })
})

describe('the test of a form', () => {
  /** The trial has its own clock turned beside it. */
  async function tried(c: ReturnType<typeof collection>, ...args: Parameters<Targets['test']>) {
    let done = false
    const report = c.targets.test(...args).finally(() => (done = true))
    await c.wait('report', () => done)
    return report
  }

  it('says who, how many namespaces and whether there is an admin feed; keeps and leaves nothing', async () => {
    const s = await server({ namespaces: ['/', '/chat'] })
    s.io.of('/admin').use((_, next) => next(new Error('invalid credentials')))
    const c = collection()
    const report = await tried(c, { settings: testSettings({ url: s.url, environment: 'production', watchedRooms: [{ namespace: '/', room: 'r' }] }), secrets: { token: testToken() } }, null)
    expect(report).toMatchObject({ sentence: 'Signed in as maria (TEACHER), 2 of 2 namespaces, admin feed available', adminFeed: 'available', transport: 'websocket', signedInAs: { id: 'maria' } })
    await until('closed', () => s.io.engine.clientsCount === 0)
    expect([c.vault.secrets.size, c.targets.views().length, c.clock.pending, c.sink.events.length]).toEqual([0, 0, 0, 0])
  })

  it('names what failed, namespace by namespace', async () => {
    const s = await server()
    const c = collection()
    const form = { settings: testSettings({ url: s.url }), secrets: { token: testToken() } }
    expect(await tried(c, form, null)).toMatchObject({
      sentence: 'Signed in as maria (TEACHER), 1 of 2 namespaces, admin feed absent',
      namespaces: [{ name: '/', ok: true, problem: null }, { name: '/chat', ok: false, problem: { kind: 'namespace-unknown' } }],
    })
    await s.crash()
    expect(await tried(c, form, null)).toMatchObject({ sentence: expect.stringContaining('refuses connections'), signedInAs: null, namespaces: [{ ok: false, problem: { kind: 'refused' } }, { ok: false }] })
  })

  it('uses kept secrets where none were typed, and never a kept refresh token', async () => {
    let refreshes = 0
    const s = await server({
      namespaces: ['/', '/chat'],
      accept: ({ handshake }) => (handshake.auth['token'] === 'kept' ? undefined : 'Invalid token'),
      http: (_, response) => {
        refreshes++
        response.end('{}')
      },
    })
    const refresh = [{ method: 'POST' as const, path: '/refresh', body: { r: '{refreshToken}' }, accessToken: [], refreshToken: [] }]
    const c = collection({ catalogs: () => [testCatalog({ auth: { ...testCatalog().auth, refresh } })] })
    c.vault.set('target-1', { token: 'kept', refreshToken: 'r1' })
    const settings = testSettings({ url: s.url })
    c.targets.add({ ...settings, disabledNamespaces: ['/'] })
    expect((await tried(c, { settings, secrets: {} }, 'target-1'))?.sentence).toMatch(/^Connected, 1 of 1/)
    expect((await tried(c, { settings, secrets: { token: 'typed' } }, 'target-1'))?.namespaces[0]).toMatchObject({ ok: false, problem: { kind: 'token-malformed' } })
    expect([refreshes, c.vault.get('target-1')]).toEqual([0, { token: 'kept', refreshToken: 'r1' }])
  })

  it('is refused for an unknown catalog', async () => {
    expect(await collection().targets.test({ settings: testSettings({ catalogId: 'nobody' }), secrets: {} }, null)).toBeUndefined()
  })
})
