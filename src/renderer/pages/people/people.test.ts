import { describe, expect, it } from 'vitest'
import type { TargetView } from '../../../shared/domain.ts'
import { noAdminFeed, type ActionPreview, type AuditRecord, type PersonRow } from '../../../shared/presence.ts'
import { firstPeopleQuery } from '../../state/view-store.ts'
import { feedTroubles } from '../../text/feed-words.ts'
import { buttonWords, finished, mayRun, previewed, requestOf, resultWords } from './action-model.ts'
import { whyNot } from './action-reasons.ts'
import { mergeRoles, personAsText } from './people-list.ts'
import { emptyPeople, isFiltered, peopleCount } from './people-words.ts'
import { revealReady } from './reveal-dialog.tsx'

const NOW = Date.UTC(2026, 10, 20, 10, 45)
const person = { targetId: 't', personId: 's-1' }
const room = { targetId: 't', namespace: '/', room: 'class-7' }
const row: PersonRow = {
  key: person, name: 'A. R.', revealed: false, role: 'STUDENT', status: 'online', evidence: 'observed', devices: 2, sockets: 14, rooms: 3, transports: ['websocket', 'polling'],
  sinceMs: NOW - 60_000, lastSeenMs: NOW, stale: false, own: false,
}

function target(change: Partial<TargetView> = {}, readOnly = false): TargetView {
  return {
    settings: { id: 't', name: 'Lincoln', catalogId: 'c', url: 'https://x.example', path: '/socket.io', transports: ['websocket'], environment: 'test', readOnly, authWay: 'none', signIn: 'none', email: '', disabledNamespaces: [], extraNamespaces: [], watchedRooms: [], caCertificate: '', adminFeed: { ...noAdminFeed, on: true } },
    catalogName: 'C', state: 'live', sinceMs: 0, problem: null, nextTryAtMs: null, transport: null, connections: 1, namespaces: [],
    rooms: { wanted: 0, joined: 0, unconfirmed: 0, refused: 0 }, pace: { joinsPerMinute: 1, emitsPerMinute: 1, waiting: 0 }, signedInAs: null, tokenEndsAtMs: null, signedOutAtMs: null,
    secrets: 'none', adminFeed: 'available', roundTripMs: null, notes: [],
    feedLink: { name: '/admin', title: 'Admin feed', state: 'live', sinceMs: NOW - 60_000, problem: null, nextTryAtMs: null, attempts: 1 },
    feed: { namespace: '/admin', mode: 'development', readOnly: false, actions: ['disconnect', 'leave', 'join'], servers: [], sockets: 3, ownSockets: 0, snapshotAtMs: NOW - 50_000, difference: null, warnings: [], bytesPerSecond: 0 },
    ...change,
  }
}
function withFeed(change: Partial<NonNullable<TargetView['feed']>>): TargetView {
  const whole = target()
  return { ...whole, feed: whole.feed === null ? null : { ...whole.feed, ...change } }
}
const link = target().feedLink
if (link === null) throw new Error('the fixture has a feed')

describe('actions', () => {
  it('are offered where the feed supports them, else the reason is said in a sentence', () => {
    expect(whyNot(target(), 'disconnect')).toBeNull()
    const refused = [
      whyNot(undefined, 'disconnect'), whyNot(target({}, true), 'disconnect'), whyNot(target({ feedLink: null, feed: null }), 'join'), whyNot(target({ feedLink: { ...link, state: 'reconnecting' } }), 'leave'),
      whyNot(target({ feed: null }), 'leave'), whyNot(withFeed({ readOnly: true }), 'leave'), whyNot(withFeed({ actions: ['disconnect'] }), 'join'),
    ]
    expect(new Set(refused).size).toBe(7)
    for (const reason of refused) expect(reason).toMatch(/^[A-Z].*\.$/)
  })

  const preview: ActionPreview = { sentence: 'Disconnect A. R. (2 devices, 14 sockets) from Lincoln', sideEffect: 'x', sockets: 14, refused: null }
  const record: AuditRecord = { id: '1', atMs: 1, finishedAtMs: 2, who: 'me', action: 'disconnect', targetName: 'Lincoln', scope: 's', reason: 'r', result: 'unknown', detail: '' }

  it('ask for the room before anything can be previewed', () => {
    const draft = { kind: 'join', person, socketId: null, room: null } as const
    expect([requestOf(draft, null), requestOf(draft, { ...room, room: '  ' })]).toEqual([undefined, undefined])
    expect(requestOf(draft, { ...room, room: ' class-7 ' })).toEqual({ kind: 'join', person, room })
    expect(requestOf({ kind: 'disconnect', person, socketId: 'x', room: null }, null)).toEqual({ kind: 'disconnect', person, socketId: 'x' })
  })

  it('need a reason, and are never run while refused, loading or under way', () => {
    const ready = previewed({ ok: true, value: preview })
    expect([mayRun(ready, '  ab '), mayRun(ready, 'abc')]).toEqual([false, true])
    const others = [previewed({ ok: true, value: { ...preview, refused: 'The server is silent.' } }), { at: 'loading' }, { at: 'choosing' }, { at: 'sending', preview }, finished({ ok: true, value: record })] as const
    expect(others.map((state) => mayRun(state, 'a good reason'))).toEqual([false, false, false, false, false])
  })

  it('carry the verb and the count on the button', () => {
    expect(buttonWords('disconnect', previewed({ ok: true, value: preview }))).toBe('Disconnect: 14 sockets')
    expect(buttonWords('leave', { at: 'loading' })).toBe('Remove from room')
  })

  it('say what came of it, an unknown result as such', () => {
    expect((['confirmed', 'sent', 'failed', 'unknown', 'pending'] as const).map((result) => `${resultWords({ ...record, result }).tone}: ${resultWords({ ...record, result }).text.split('.')[0]}`))
      .toEqual(['ok: Confirmed', 'info: Sent, not confirmed', 'critical: Failed', 'warning: Unknown result', 'info: Under way'])
    expect(resultWords({ ...record, detail: 'Rollcall ended.' }).text).toBe('Unknown result. Rollcall ended.')
    expect(finished({ ok: false, problem: { what: 'a', advice: 'b', details: '' } }).at).toBe('not-sent')
  })
})

describe('people list', () => {
  it('knows whether somebody is left out', () => {
    expect(isFiltered(firstPeopleQuery)).toBe(false)
    for (const change of [{ text: 'a' }, { targetId: 't' }, { status: 'away' }, { role: 'x' }, { room }] as const) expect(isFiltered({ ...firstPeopleQuery, ...change })).toBe(true)
    expect([isFiltered({ ...firstPeopleQuery, text: '  ' }), isFiltered({ ...firstPeopleQuery, sort: 'role', group: 'role' })]).toEqual([false, false])
  })

  it('counts with and without a filter', () => {
    expect([peopleCount({ count: 1_287, of: 1_288 }, false), peopleCount({ count: 412, of: 1_288 }, true), peopleCount({ count: 1, of: 1 }, false)]).toEqual(['1,287 people', '412 of 1,288 people', '1 person'])
  })

  it('says which kind of empty it is', () => {
    expect([emptyPeople({ of: 9 }, true, true, ''), emptyPeople({ of: 0 }, true, true, ''), emptyPeople({ of: 0 }, false, true, ''), emptyPeople({ of: 0 }, false, false, '')].map((empty) => empty.title))
      .toEqual(['0 of 9 people match.', 'Nobody seen yet.', 'Nobody seen yet.', 'Not connected to any platform.'])
  })

  it('copies what is on screen, tab-separated', () => {
    const text = personAsText(row, 'Lincoln', 'UTC')
    expect(text.split('\t').slice(0, 6)).toEqual(['Online', 'A. R.', 's-1', 'STUDENT', 'Lincoln', '2 devices'])
    expect(text).toContain('WebSocket and Long-polling')
  })

  it('collects roles without end only up to a bound, and keeps its identity while none is new', () => {
    const known = mergeRoles([], [row, { ...row, role: 'ADMIN' }, { ...row, role: null }])
    expect(known).toEqual(['ADMIN', 'STUDENT'])
    expect(mergeRoles(known, [row])).toBe(known)
    expect(mergeRoles([], Array.from({ length: 500 }, (_, index) => ({ ...row, role: `r${index}` }))).length).toBe(60)
  })

  it('wants a note for a reason that says nothing', () => {
    expect([revealReady('support-call', ''), revealReady('other', ' a '), revealReady('other', 'abc')]).toEqual([true, false, true])
  })
})

describe('what the lists lack', () => {
  const said = (each: TargetView): string => feedTroubles([each], NOW, 'UTC').map((trouble) => trouble.text).join('|')
  it('is nothing where the feed is live, or was never wanted', () => {
    expect([said(target()), said(target({ feedLink: null, feed: null }))]).toEqual(['', ''])
  })

  it('names a silent server, a feed that is away, a snapshot on its way, and counts only', () => {
    const server = { serverId: 'node-3', hostname: 'h', pid: 1, uptimeSeconds: 1, clients: 4_812, pollingClients: 0, lastAtMs: NOW - 25_000, stale: true, namespaces: [] }
    expect(said(withFeed({ servers: [server, { ...server, stale: false }] }))).toBe('Server node-3 of Lincoln has not reported for 25 s. Its sockets are marked, not dropped.')
    expect(said({ ...target(), feedLink: { ...link, state: 'reconnecting', nextTryAtMs: NOW + 8_000 } })).toBe('The admin feed of Lincoln has been away since 10:44. What it showed is as of then. Trying again in 8 s.')
    expect(said(withFeed({ snapshotAtMs: null, servers: [{ ...server, stale: false }] }))).toBe('Loading 4,812 connections of Lincoln…')
    expect(said(withFeed({ mode: 'production', snapshotAtMs: null }))).toContain('counts only')
  })
})
