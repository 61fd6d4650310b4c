import { describe, expect, test } from 'vitest'
import { noAdminFeed } from '../shared/presence.ts'
import type { TargetSettings } from '../shared/domain.ts'
import { readTargetFile, writeTargetFile } from './target-file.ts'

const lakeside: TargetSettings = {
  id: 'a',
  name: 'Lakeside',
  catalogId: 'skillcore',
  url: 'https://live.lakeside.example',
  path: '/socket.io',
  transports: ['websocket', 'polling'],
  environment: 'production',
  readOnly: true,
  authWay: 'auth.token',
  signIn: 'password',
  email: 'admin@lakeside.example',
  disabledNamespaces: ['/assessment'],
  extraNamespaces: [],
  watchedRooms: [{ namespace: '/gradebook', room: 'class-7b' }],
  caCertificate: '',
    adminFeed: noAdminFeed,
}
const { id: _id, ...lakesideEntry } = lakeside

describe('the file of platforms', () => {
  test('what was written is read, without ids and without the demo', () => {
    const text = writeTargetFile([lakeside, { ...lakeside, id: 'd', environment: 'demo' }])
    expect(readTargetFile(text, [], ['skillcore'])).toEqual({ ok: true, targets: [lakesideEntry], skipped: [] })
    expect(text).not.toContain('"id"')
  })

  test('entries that cannot be used are named, the others are read', () => {
    const targets = [{ ...lakesideEntry, url: 'ftp://lakeside.example' }, { ...lakesideEntry, catalogId: 'moodle' }, lakesideEntry, { ...lakesideEntry, name: 'Hillside' }]
    const text = JSON.stringify({ rollcall: 'targets', version: 1, targets })
    const read = readTargetFile(text, [lakeside], ['skillcore'])
    expect(read).toMatchObject({ ok: true, targets: [{ name: 'Hillside' }] })
    expect(read.ok && read.skipped.map((sentence) => sentence.split(':')[0])).toEqual(['Entry 1', 'Lakeside', 'Lakeside'])
  })

  test.each(['', '{', '[]', '{"rollcall":"targets"}', 'null'])('%j is answered in words', (text) => {
    expect(readTargetFile(text, [], [])).toMatchObject({ ok: false, what: expect.stringMatching(/^This/) as string })
  })

  test('a secret in a file by hand is refused, not taken over', () => {
    const text = JSON.stringify({ rollcall: 'targets', version: 1, targets: [{ ...lakesideEntry, password: 'tulip' }] })
    expect(readTargetFile(text, [], ['skillcore'])).toMatchObject({ ok: true, targets: [] })
  })
})
