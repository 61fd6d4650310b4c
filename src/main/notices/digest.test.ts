import { describe, expect, test } from 'vitest'
import type { AudienceRule, NoticeDraft } from '../../shared/notices.ts'
import { digestOf, wordsHash } from './digest.ts'
import { draftOf, MINUTE_MS, School, SECOND_MS, START_MS } from './notices-fixture.ts'
import type { Packet } from './way.ts'

const student: AudienceRule['include'][number] = { kind: 'role', targetId: 't1', role: 'STUDENT' }
const room: AudienceRule['include'][number] = { kind: 'room', targetId: 't1', namespace: '/', room: '7B' }
const packet: Packet = { key: 'k', noticeId: 'n-1', targetId: 't1', way: 'application-socket', namespace: '/', room: null, event: 'bulletin', args: [{}], audience: { include: [student, room], exclude: [] }, kind: 'urgent' }
const digest = (change: Partial<NoticeDraft> = {}, more: Partial<Packet> = {}, step: Parameters<typeof digestOf>[2] = 'announce') => digestOf({ ...packet, ...more }, draftOf(change), step)
const words = (title: string, body = 'School closes at noon.'): Partial<NoticeDraft> => ({ texts: [{ language: 'en', title, body }] })

describe('the digest of what is said to whom', () => {
  test('is the same whatever the ids, times and marks, and in whatever order the parts of the audience stand', () => {
    expect(digest()).toMatch(/^[0-9a-f]{64}$/)
    expect(digest({ id: 'n-2', templateId: 'snow', expiresAtMs: 5, when: { kind: 'at', atMs: 5, zone: 'UTC' } }, { key: 'k2', noticeId: 'n-2', args: [{ now: '2026' }] })).toBe(digest())
    expect(digest({}, { audience: { include: [room, student, room], exclude: [] } })).toBe(digest())
    // A platform of its own id in the console: the server is told neither.
    expect(digest({}, { targetId: 't9', audience: { include: [{ ...room, targetId: 't9' }, { ...student, targetId: 't9' }], exclude: [] } })).toBe(digest())
    expect(digest(words('Snow', 'School closes at noon.\r\n'))).toBe(digest())
  })

  test('is another with one letter, kind, step, event, part of the audience, or as a drill', () => {
    const others = [
      digest(words('Snow!')), digest(words('Snow', 'School closes at noon,')), digest({ kind: 'announcement' }), digest({}, {}, 'reminder'), digest({}, { event: 'bulletin2' }), digest({ drill: true }),
      digest({}, { audience: { include: [student], exclude: [] } }), digest({}, { audience: { include: [student], exclude: [room] } }), digest({}, { audience: null }),
      // Words that would be the same if title and text were only joined.
      digest(words('Snow School', 'closes at noon.')),
    ]
    expect(new Set([digest(), ...others]).size).toBe(others.length + 1)
    // What a drill says is a drill's, though a live notice has the same letters.
    expect(wordsHash(draftOf({ drill: true }), 'announce')).not.toBe(wordsHash(draftOf(words('DRILL: Snow', 'School closes at noon.\nThis is a DRILL.')), 'announce'))
  })

  test('leaves with every packet that a server resolves, and two consoles give the same', async () => {
    const sent = async (id: string, startedAtMs: number, include: AudienceRule['include']) => {
      const school = new School({ startedAtMs, settings: { way: 'application-socket' } })
      await school.send(draftOf({ id, audience: { include, exclude: [] } }))
      await school.pass(11 * SECOND_MS)
      return school.server.packets.map((each) => each.digest)
    }
    const target: AudienceRule['include'][number] = { kind: 'target', targetId: 't1' }
    const [one, other] = [await sent('n-one', START_MS, [student, target]), await sent('n-other', START_MS + MINUTE_MS, [target, student])]
    expect(one).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
    expect(other).toEqual(one)
  })
})
