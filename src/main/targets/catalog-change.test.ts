import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../shared/catalog.ts'
import type { TargetSecrets, TargetSettings, TargetView } from '../../shared/domain.ts'
import { stopsAfterEach } from './stops-fixture.ts'
import { ManualClock, memoryVault, recordingSink, startServer, testCatalog, testSettings, testToken, until } from './test-server.ts'
import { secretsThatStay } from './catalog-change.ts'
import { Targets } from './targets.ts'

const stops = stopsAfterEach()

async function started(first: readonly Catalog[]) {
  const server = await startServer({ namespaces: ['/', '/chat'] })
  stops.push(() => server.stop())
  const clock = new ManualClock()
  const vault = memoryVault()
  const seen: TargetView[] = []
  const state = { catalogs: first }
  const targets = new Targets({ catalogs: () => state.catalogs, vault, sink: recordingSink(), clock, random: () => 0.5, loopbackOnly: false, onChange: (view) => void seen.push(view), onWatched() {}, onRemoved() {} })
  stops.unshift(() => targets.stop())
  const view = (): TargetView | undefined => targets.views().find(({ settings }) => settings.id === 'target-1')
  const wait = (what: string, condition: () => boolean) => until(what, () => (clock.advance(50), condition()))
  return { server, targets, vault, seen, state, view, wait }
}

const main = testCatalog({ namespaces: [{ name: '/', title: 'Main', summary: '', documented: true }] })

describe('a kept platform whose catalog is not here', () => {
  it('is shown with the reason, starts when the catalog comes, and keeps its secrets', async () => {
    const { server, targets, vault, seen, state, view, wait } = await started([])
    vault.set('target-1', { token: testToken() })
    targets.addKept(testSettings({ url: server.url }))
    expect(view()).toMatchObject({ state: 'offline', secrets: 'memory', problem: { what: 'Lincoln is not connected: its catalog "test-platform" is not here.' } })
    expect(seen).toHaveLength(1)
    expect([targets.retry('target-1', null), targets.add(testSettings()), view()?.state]).toEqual([true, false, 'offline'])
    state.catalogs = [main]
    targets.catalogSaved(main, undefined)
    await wait('it is live', () => view()?.state === 'live')
    expect(targets.views()).toHaveLength(1)
  })

  it('can be given another catalog, or be removed', async () => {
    const { server, targets, view, wait } = await started([main])
    targets.addKept(testSettings({ url: server.url, catalogId: 'gone' }))
    expect(targets.update(testSettings({ url: server.url, catalogId: 'gone' }))).toBe(false)
    expect(targets.update(testSettings({ url: server.url }), { token: testToken() })).toBe(true)
    await wait('it is live', () => view()?.state === 'live')
    targets.addKept(testSettings({ id: 'target-2', catalogId: 'gone' }))
    expect([targets.remove('target-2'), targets.views().length]).toEqual([true, 1])
  })
})

describe('a catalog that is replaced', () => {
  it('costs no connection; what concerns the connection comes with the next one', async () => {
    const { server, targets, state, view, wait } = await started([main])
    targets.add(testSettings({ url: server.url }), { token: testToken() })
    await wait('it is live', () => view()?.state === 'live')

    const renamed: Catalog = { ...main, name: 'Renamed', events: [{ name: 'note.added', namespaces: ['/'], direction: 'server-to-client', args: null, meaning: 'activity', source: 'x' }] }
    state.catalogs = [renamed]
    expect(targets.catalogSaved(renamed, main)).toEqual([])
    expect([view()?.catalogName, view()?.connections, view()?.state]).toEqual(['Renamed', 1, 'live'])

    const wider: Catalog = { ...renamed, namespaces: [...main.namespaces, { name: '/chat', title: 'Chat', summary: '', documented: true }] }
    state.catalogs = [wider]
    expect(targets.catalogSaved(wider, renamed)).toEqual(['Lincoln'])
    await wait('nothing is lost', () => view()?.state === 'live')
    expect(view()?.namespaces.map(({ name }) => name)).toEqual(['/'])
    targets.retry('target-1', null)
    await wait('both namespaces are live', () => view()?.namespaces.map(({ name, state: link }) => `${name} ${link}`).join() === '/ live,/chat live')
  })

  it('is taken when the connection is lost', async () => {
    const { server, targets, state, view, wait } = await started([main])
    targets.add(testSettings({ url: server.url }), { token: testToken() })
    await wait('it is live', () => view()?.state === 'live')
    const wider: Catalog = { ...main, namespaces: [...main.namespaces, { name: '/chat', title: 'Chat', summary: '', documented: true }] }
    state.catalogs = [wider]
    targets.catalogSaved(wider, main)
    server.io.disconnectSockets(true)
    await wait('both namespaces are live', () => view()?.namespaces.map(({ name, state: link }) => `${name} ${link}`).join() === '/ live,/chat live')
  })
})

describe('secrets when a platform is read by another catalog', () => {
  const secrets = { token: 't', password: 'p', adminSecret: 'a', adminSession: 's' }
  const before = testSettings()
  const learned = { ...main, id: 'learned' }

  const cases: readonly (readonly [string, Catalog | undefined, Catalog, TargetSettings, TargetSecrets])[] = [
    ['a catalog that signs in alike', main, learned, before, secrets],
    ['one that signs in otherwise', main, { ...learned, auth: { ...main.auth, whoAmI: { id: ['uid'], role: [] } } }, before, { adminSecret: 'a', adminSession: 's' }],
    ['another host', main, learned, { ...before, url: 'http://elsewhere.example' }, {}],
    ['a catalog that was not here', undefined, learned, before, { adminSecret: 'a', adminSession: 's' }],
  ]
  it.each(cases)('%s', (_, from, to, after, stays) => {
    expect(secretsThatStay(secrets, before, from, after, to)).toEqual(stays)
  })
})
