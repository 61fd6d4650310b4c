import { describe, expect, it } from 'vitest'
import type { PersonDetail, PersonRow, TimelineEntry } from '../../shared/presence.ts'
import type { AdminFeedView, AdminServer } from '../../shared/presence.ts'
import { feedCost, serversReporting } from './feed-words.ts'
import { evidenceWords, momentWords, onlineWords, personHeadline, personWhere, timeLeft } from './presence-words.ts'

const NOW = Date.UTC(2026, 10, 20, 10, 45)
const MINUTE = 60_000
const row: PersonRow = {
  key: { targetId: 't', personId: 's-1' }, name: 'A. R.', revealed: false, role: 'STUDENT', status: 'online', evidence: 'observed', devices: 2, sockets: 14, rooms: 3, transports: ['websocket'],
  sinceMs: NOW - 4 * MINUTE, lastSeenMs: NOW, stale: false, own: false,
}
const drop: TimelineEntry = { atMs: NOW - 3 * MINUTE, kind: 'disconnected', namespace: '/', text: 'closed the laptop or lost the network (7 namespaces)', reason: 'transport close', evidence: 'observed' }
const words = (change: Partial<PersonRow>, timeline: TimelineEntry[] = [drop], drops = 1): string => personHeadline({ row: { ...row, ...change }, timeline, drops }, NOW, 'UTC')

describe('the answer to "is this person there"', () => {
  it.each([
    [{}, 'Signed in on 2 devices since 10:41'],
    [{ devices: 1, sinceMs: null }, 'Signed in on 1 device'],
    [{ status: 'offline', devices: 0, sinceMs: NOW - 3 * MINUTE }, 'Offline since 10:42: closed the laptop or lost the network'],
    [{ status: 'online', evidence: 'inferred', devices: 0, lastSeenMs: NOW - 3 * MINUTE }, 'Probably online since 10:41: seen 3 min ago'],
    [{ status: 'offline', evidence: 'inferred', devices: 0, sinceMs: null, lastSeenMs: NOW - 20 * MINUTE }, 'Probably offline: last seen 10:25'],
    [{ status: 'unknown', evidence: 'inferred', devices: 0, lastSeenMs: NOW - 12 * MINUTE }, 'Not known whether online: last seen 10:33'],
    [{ status: 'away' }, 'Away since 10:41, signed in on 2 devices'],
    [{ stale: true, lastSeenMs: NOW - 3 * MINUTE }, 'As of 10:42: signed in on 2 devices since 10:41'],
  ] as const)('%j', (change, said) => {
    expect(words(change)).toBe(said)
  })

  it('counts the drops of a connection that comes and goes', () => {
    expect(words({ status: 'flapping', devices: 1 }, [drop], 5)).toBe('Flapping: 5 drops in 10 minutes, 1 device now')
  })

  it('says nothing of a reason that nobody saw', () => {
    expect(words({ status: 'offline', devices: 0 }, [])).toBe('Offline since 10:41')
  })

  it('says where, why the connection last dropped, and what happened last', () => {
    const room = (name: string): PersonDetail['rooms'][number] => ({ key: { targetId: 't', namespace: '/', room: name }, kind: 'class', evidence: 'observed', sinceMs: null, lastSeenMs: NOW })
    const detail = { row, rooms: ['a', 'b', 'c'].map(room), lastEvents: [{ seq: 1, atMs: NOW - 12_000, event: 'message.new', namespace: '/' }], timeline: [drop] }
    expect(personWhere(detail, NOW)).toBe('In a, b and 1 more · last drop 3 min ago: closed the laptop or lost the network · last event 12 s ago: message.new')
    expect(personWhere({ ...detail, row: { ...row, status: 'offline', rooms: 0 }, rooms: [], lastEvents: [] }, NOW)).toBe('In no room')
  })
})

it('says the label of a moment once', () => {
  const said = (kind: TimelineEntry['kind'], text: string): string => Object.values(momentWords({ kind, text })).join('')
  expect([said('connected', 'connected (7 namespaces)'), said('disconnected', 'stopped answering'), said('joined', 'class-7'), said('status', 'away'), said('seen', 'seen by typing'), said('left', '')])
    .toEqual(['Connected (7 namespaces)', 'Disconnected: stopped answering', 'Joined class-7', 'Status: away', 'Seen by typing', 'Left'])
})

it('gives the age of what is inferred', () => {
  expect([evidenceWords(row, NOW), evidenceWords({ evidence: 'inferred', lastSeenMs: NOW - 3 * MINUTE }, NOW), evidenceWords({ evidence: 'inferred', lastSeenMs: NOW + 900 }, NOW)])
    .toEqual(['observed', 'inferred, 3 min ago', 'inferred, just now'])
})

it('tells observed from inferred in the number of people online', () => {
  expect([onlineWords({ observed: 1_204, inferred: 84 }), onlineWords({ observed: 3, inferred: 0 }), onlineWords({ observed: 0, inferred: 7 }), onlineWords({ observed: 0, inferred: 0 })])
    .toEqual(['1,204 observed · 84 inferred', 'all observed', 'inferred from events', 'nobody now'])
})

it('counts a reveal down and never below zero', () => {
  expect([timeLeft(NOW + 252_000, NOW), timeLeft(NOW + 1, NOW), timeLeft(NOW - 5_000, NOW)]).toEqual(['4:12', '0:01', '0:00'])
})

describe('admin feed', () => {
  const server = (stale: boolean): AdminServer => ({ serverId: 'n', hostname: 'h', pid: 1, uptimeSeconds: 1, clients: 1, pollingClients: 0, lastAtMs: NOW, stale, namespaces: [] })
  const feed = (...servers: AdminServer[]): Pick<AdminFeedView, 'servers'> => ({ servers })
  it('counts the servers that report, over all feeds', () => {
    expect(serversReporting([feed(server(false), server(true)), feed(server(false))])).toBe('2 of 3 servers reporting')
    expect([serversReporting([feed(server(false))]), serversReporting([]), serversReporting([feed()])]).toEqual(['1 of 1 server reporting', undefined, undefined])
  })

  it('says what development mode costs', () => {
    for (const figure of ['190 kB/s', '9.6 MB/s', 'third']) expect(feedCost).toContain(figure)
  })
})
