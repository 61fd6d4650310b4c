import { describe, expect, test } from 'vitest'
import { noAdminFeed } from '../../shared/presence.ts'
import type { TargetSettings } from '../../shared/domain.ts'
import { TARGETS_MAX } from '../../shared/limits.ts'
import { memoryDocument } from './document.ts'
import { SettingsStore } from './settings-store.ts'
import { TargetStore } from './target-store.ts'
import { Vault } from './vault.ts'
import type { Cipher } from './vault.ts'

function target(id: string): TargetSettings {
  return {
    id,
    name: 'Lakeside',
    catalogId: 'skillcore',
    url: 'https://live.lakeside.example',
    path: '/socket.io',
    transports: ['websocket'],
    environment: 'test',
    readOnly: false,
    authWay: 'auth.token',
    signIn: 'token',
    email: '',
    disabledNamespaces: [],
    extraNamespaces: [],
    watchedRooms: [],
    caCertificate: '',
    adminFeed: noAdminFeed,
  }
}

/** Stands in for the keyring: reversible, and visibly not plain text. */
const keyring: Cipher = {
  available: true,
  encrypt: (text) => Buffer.from([...Buffer.from(text)].map((byte) => byte ^ 0x5a)),
  decrypt: (data) => Buffer.from([...data].map((byte) => byte ^ 0x5a)).toString(),
}

describe('SettingsStore', () => {
  test('keeps what is readable of a damaged file and takes defaults for the rest', () => {
    const store = new SettingsStore(memoryDocument({ theme: 'dark', treePercent: 'wide', unknown: 1 }))
    expect(store.get()).toMatchObject({ theme: 'dark', treePercent: 18 })
  })

  test.each([null, 7, 'text', []])('starts with %j on disk', (raw) => {
    expect(new SettingsStore(memoryDocument(raw)).get().screen).toBe('overview')
  })

  test('a change outlives the run, undefined changes nothing', () => {
    const document = memoryDocument()
    new SettingsStore(document).set({ theme: 'light', density: undefined })
    expect(new SettingsStore(document).get()).toMatchObject({ theme: 'light', density: 'compact' })
  })
})

describe('SettingsStore: pins of a removed platform', () => {
  test('go with it, also when the window sends them again', () => {
    const document = memoryDocument()
    const store = new SettingsStore(document)
    const pin = (targetId: string) => ({ targetId, namespace: '/live-class', room: 'class:7B' })
    store.set({ pinnedRooms: [pin('a'), pin('b')] })
    store.targetRemoved('a')
    expect(new SettingsStore(document).get().pinnedRooms).toEqual([pin('b')])
    store.set({ pinnedRooms: [pin('a'), pin('b'), pin('c')] })
    expect(new SettingsStore(document).get().pinnedRooms).toEqual([pin('b'), pin('c')])
  })
})

describe('TargetStore', () => {
  test('saves, replaces and removes by id', () => {
    const document = memoryDocument()
    const store = new TargetStore(document)
    store.save(target('a'))
    store.save(target('b'))
    store.save({ ...target('a'), name: 'Hillside' })
    store.remove('b')
    expect(new TargetStore(document).list()).toEqual([{ ...target('a'), name: 'Hillside' }])
  })

  test('an entry that cannot be read is counted and stays in the file', () => {
    const document = memoryDocument({ version: 1, targets: [{ id: 'from-the-future', shape: 2 }, target('a')] })
    const store = new TargetStore(document)
    expect([store.list().length, store.unreadable]).toEqual([1, 1])
    store.remove('a')
    expect(document.read()).toEqual({ version: 1, targets: [{ id: 'from-the-future', shape: 2 }] })
  })

  test('refuses one more than there is room for', () => {
    const store = new TargetStore(memoryDocument())
    const saved = Array.from({ length: TARGETS_MAX + 1 }, (_, index) => store.save(target(`t${index}`)))
    expect(saved.filter(Boolean).length).toBe(TARGETS_MAX)
  })
})

describe('Vault', () => {
  test('writes only encrypted text, and reads it back', () => {
    const document = memoryDocument()
    new Vault(document, keyring).set('a', { token: 'eyJhbGciOi.secret', password: 'tulip-lantern' })
    expect(JSON.stringify(document.read())).not.toMatch(/secret|tulip/)
    expect(new Vault(document, keyring).get('a')).toEqual({ token: 'eyJhbGciOi.secret', password: 'tulip-lantern' })
  })

  test('without a keyring nothing reaches the disk and the place is said', () => {
    const document = memoryDocument()
    const vault = new Vault(document, { ...keyring, available: false })
    vault.set('a', { token: 'x' })
    expect([vault.where, vault.get('a'), document.read()]).toEqual(['memory', { token: 'x' }, undefined])
  })

  test('the demo never reaches the disk', () => {
    const document = memoryDocument()
    const vault = new Vault(document, keyring)
    vault.keepInMemoryOnly('demo')
    vault.set('demo', { token: 'x' })
    expect(document.read()).toEqual({})
  })

  test('a secret of another keyring is left out, the others are read', () => {
    const document = memoryDocument()
    new Vault(document, keyring).set('a', { token: 'x' })
    document.write({ ...(document.read() as object), b: 'bm90IG91cnM=' })
    const vault = new Vault(document, keyring)
    expect([vault.get('a'), vault.get('b')]).toEqual([{ token: 'x' }, undefined])
  })

  test('a removed target leaves nothing, its header for notices neither', () => {
    const document = memoryDocument()
    const vault = new Vault(document, keyring)
    vault.set('a', { token: 'x' })
    vault.setNoticeHeader('a', 'Authorization: y')
    vault.remove('a')
    expect([vault.get('a'), vault.noticeHeader('a'), document.read()]).toEqual([undefined, undefined, {}])
  })

  test('nor where it is removed while the keyring is away; the others come back with it', () => {
    const document = memoryDocument()
    const before = new Vault(document, keyring)
    for (const id of ['a', 'b']) before.set(id, { token: id })
    for (const id of ['a', 'b']) before.setNoticeHeader(id, `Authorization: ${id}`)
    const away = new Vault(document, { ...keyring, available: false })
    away.remove('a')
    away.remove('never there')
    const after = new Vault(document, keyring)
    expect([Object.keys(document.read() as object), after.get('b'), after.noticeHeader('b')]).toEqual([['b', 'notices b'], { token: 'b' }, 'Authorization: b'])
  })
})
