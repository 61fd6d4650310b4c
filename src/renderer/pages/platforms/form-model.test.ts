import { describe, expect, it } from 'vitest'
import { catalogs } from './catalogs.ts'
import { draftOf, fieldErrors, formOf, newDraft, tokenIn, withCatalog, withEnvironment, withPaste, type Draft } from './form-model.ts'

const [first, second] = catalogs
if (first === undefined || second === undefined) throw new Error('the app comes with catalogs')
const good: Draft = (() => {
  const draft = newDraft(first)
  return { ...draft, settings: { ...draft.settings, name: 'Lincoln', url: 'https://live.lincoln.example', signIn: 'password', email: 'maria@lincoln.example' }, password: 'correct horse' }
})()
const change = (settings: Partial<Draft['settings']>): Draft => ({ ...good, settings: { ...good.settings, ...settings } })

describe('platform form', () => {
  it('finds nothing wrong with a good one', () => {
    expect(fieldErrors(good, false)).toEqual({})
  })

  it.each([
    ['name', change({ name: '   ' })],
    ['name', change({ name: 'x'.repeat(81) })],
    ['url', change({ url: 'wss://live.lincoln.example' })],
    ['url', change({ url: 'not an address' })],
    ['url', change({ url: 'https://live.lincoln.example/socket.io' })],
    ['path', change({ path: 'socket.io' })],
    ['transports', change({ transports: [] })],
    ['email', change({ email: '' })],
    ['caCertificate', change({ caCertificate: 'hello' })],
    ['password', { ...good, password: '' }],
    ['token', { ...change({ signIn: 'token' }), token: ' ' }],
    ['token', { ...change({ signIn: 'token' }), token: 'x'.repeat(20_000) }],
  ] as const)('says in a sentence what is wrong with %s', (field, draft) => {
    const errors = fieldErrors(draft, false)
    expect(Object.keys(errors)).toEqual([field])
    expect(errors[field]).toMatch(/^[A-Z].*\.$/)
  })

  it('lets kept secrets stay empty', () => {
    expect(fieldErrors({ ...good, password: '' }, true)).toEqual({})
  })

  it('sends only secrets that were typed and that the way to sign in needs', () => {
    expect(formOf({ ...good, token: 'left over' }).secrets).toEqual({ password: 'correct horse' })
    expect(formOf({ ...good, password: '' }).secrets).toEqual({})
    expect(formOf({ ...change({ signIn: 'none' }), token: 'x' }).secrets).toEqual({})
  })

  it('trims what people paste with blanks and slashes', () => {
    expect(formOf(change({ name: ' Lincoln ', url: ' https://live.lincoln.example/ ' })).settings).toMatchObject({ name: 'Lincoln', url: 'https://live.lincoln.example' })
  })

  it('never brings a secret into the form of a kept platform', () => {
    expect(draftOf({ ...good.settings, id: 'x' })).toMatchObject({ token: '', password: '', adminSecret: '' })
  })

  it('starts read-only in production and keeps it in step with the environment', () => {
    expect(newDraft(first).settings).toMatchObject({ environment: 'production', readOnly: true })
    expect(withEnvironment(good, 'test').settings.readOnly).toBe(false)
    expect(withEnvironment(withEnvironment(good, 'test'), 'production').settings.readOnly).toBe(true)
  })

  it('takes path and ways to sign in from another catalog, and keeps what was typed', () => {
    const next = withCatalog(good, second).settings
    expect(next).toMatchObject({ name: 'Lincoln', url: good.settings.url, catalogId: second.id, path: second.connection.path })
  })

  it('changes nothing but the catalog where both are reached and signed in to alike', () => {
    const learned = { ...first, id: 'learned-lincoln', name: 'Lincoln (learned)', events: first.events.slice(0, 3), rooms: [] }
    const own = change({ path: '/live', transports: ['polling'], extraNamespaces: ['/x'] })
    expect(withCatalog(own, learned, first)).toEqual({ ...own, settings: { ...own.settings, catalogId: 'learned-lincoln' } })
    expect(withCatalog(own, learned, second).settings).toMatchObject({ path: first.connection.path, extraNamespaces: [] })
  })
})

describe('admin feed', () => {
  const feed = (fields: Partial<Draft['settings']['adminFeed']>, adminSecret = 'hunter22'): Draft => ({ ...change({ adminFeed: { on: true, namespace: '/admin', auth: 'basic', username: 'admin', ...fields } }), adminSecret })

  it('is off for a platform with a catalog, and all there is for a server without one', () => {
    const any = catalogs.find((catalog) => catalog.id === 'any')
    if (any === undefined) throw new Error('there is a catalog for any server')
    expect(newDraft(first).settings.adminFeed.on).toBe(false)
    expect(newDraft({ ...any, id: 'learned', events: first.events }).settings).toMatchObject({ signIn: 'none', adminFeed: { on: true } })
    expect(newDraft(any).settings).toMatchObject({ signIn: 'none', adminFeed: { on: true, namespace: '/admin' } })
    expect(withCatalog(good, any).settings).toMatchObject({ signIn: 'none', adminFeed: { on: true } })
  })

  it.each([
    ['adminNamespace', feed({ namespace: 'admin' })],
    ['adminNamespace', feed({ namespace: '/' })],
    ['adminUsername', feed({ username: ' ' })],
    ['adminSecret', feed({}, '')],
    ['adminSecret', feed({ auth: 'token' }, '')],
  ] as const)('says in a sentence what is wrong with %s', (field, draft) => {
    const errors = fieldErrors(draft, false)
    expect(Object.keys(errors)).toEqual([field])
    expect(errors[field]).toMatch(/^[A-Z].*\.$/)
  })

  it('may keep its secret, or need none', () => {
    expect([fieldErrors(feed({}, ''), false, true), fieldErrors(feed({ auth: 'none' }, ''), false), fieldErrors(feed({ on: false }, ''), false)]).toEqual([{}, {}, {}])
  })

  it('sends its secret only when it was typed and is used', () => {
    expect(formOf(feed({})).secrets).toMatchObject({ adminSecret: 'hunter22' })
    expect([feed({ on: false }), feed({ auth: 'none' }), feed({}, '')].map((draft) => formOf(draft).secrets.adminSecret)).toEqual([undefined, undefined, undefined])
  })
})

describe('paste', () => {
  it('fills in what was understood and leaves the rest', () => {
    const next = withPaste(good, { url: 'https://other.example', path: null, namespace: '/chat', token: false, remarks: [] }, 'x')
    expect(next.settings).toMatchObject({ url: 'https://other.example', path: good.settings.path, extraNamespaces: ['/chat'], signIn: 'password' })
  })

  it('puts a token into the token field', () => {
    const next = withPaste(good, { url: null, path: null, namespace: null, token: true, remarks: [] }, '\n  Bearer abc.def.ghi \n')
    expect([next.token, next.settings.signIn]).toEqual(['abc.def.ghi', 'token'])
  })

  it.each([
    ['Authorization: Bearer abc', 'abc'],
    ['wss://h.example/socket.io?token=t0k&EIO=4', 't0k'],
    ['wss://h.example\neyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl\n', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
    ['  opaque-token \n\n', 'opaque-token'],
  ])('finds the token in %j', (text, token) => {
    expect(tokenIn(text)).toBe(token)
  })
})
