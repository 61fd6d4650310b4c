import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { anyAudit } from '../shared/audit.ts'
import { requests } from '../shared/ipc.ts'
import type { Channel } from '../shared/ipc.ts'
import type { TargetView } from '../shared/domain.ts'
import type { ActionRequest, PersonDetail, Roster, SavedView } from '../shared/presence.ts'
import { AuditDesk } from './audit-desk.ts'
import { liveTarget, member, personDetail, personRow } from './people-desk-fixture.ts'
import { PeopleDesk } from './people-desk.ts'
import type { CommandOutcome, FeedCommand } from './people-desk.ts'
import { REVEAL_FOR_MS, Reveals, REVEALS_MAX } from './reveals.ts'
import type { OpenReveal } from './reveals.ts'
import { AuditLog } from './store/audit.ts'
import { openDatabase } from './store/database.ts'
import type { LocalDatabase } from './store/database.ts'
import { Rosters } from './store/rosters.ts'
import { SavedViews } from './store/saved-views.ts'

const person = { targetId: 'lakeside', personId: 'u-17' }
const room = { targetId: 'lakeside', namespace: '/live-class', room: 'class:7B' }
const disconnect: ActionRequest = { kind: 'disconnect', person, socketId: null }
const maria = personDetail(personRow('u-17', 'Maria Rossi'), [{ sockets: [{ socketId: 'L1', namespace: '/', rooms: ['L1'] }, { socketId: 'L2', namespace: '/live-class', rooms: ['L2', 'class:7B'] }] }])

let folder: string
let database: LocalDatabase
let nowMs: number
let view: TargetView
let people: Map<string, PersonDetail>
let sent: [string, FeedCommand][]
let answer: (command: FeedCommand) => Promise<CommandOutcome>
let shown: (readonly OpenReveal[])[]
let audit: AuditLog
let desk: PeopleDesk

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-desk-'))
  nowMs = Date.UTC(2026, 10, 20, 9)
  view = liveTarget()
  people = new Map([['u-17', maria]])
  sent = []
  shown = []
  answer = () => Promise.resolve({ result: 'confirmed', detail: 'Seen in the admin feed: 2 of 2.' })
  build()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

function build(): void {
  database = openDatabase({ folder, key: { kind: 'none' }, nowMs })
  audit = new AuditLog(database, nowMs)
  desk = new PeopleDesk({
    commands: {
      command: (targetId, command) => {
        sent.push([targetId, command])
        return answer(command)
      },
    },
    monitor: {
      personSockets: ({ personId }) => people.get(personId)?.sessions.flatMap(({ sockets }) => sockets.map(({ namespace, socketId }) => ({ namespace, id: socketId }))) ?? [],
      people: { detail: ({ personId }) => people.get(personId), row: ({ personId }) => people.get(personId)?.row },
      rosterPerson: () => undefined,
      rosterCandidates: () => [member('u-17', 'Maria Rossi', 'maria@lakeside.example'), member('u-18', 'Noah Lee', null)],
    },
    targetViews: () => [view],
    audit,
    reveals: new Reveals(),
    rosters: new Rosters(database),
    savedViews: new SavedViews(database),
    osUser: 'jlee on office-12',
    now: () => nowMs,
    onReveals: (open) => shown.push(open),
  })
}

/** Asks as the window does; the answer is held against the contract. */
async function ask<C extends keyof ReturnType<PeopleDesk['handlers']>>(channel: C, args: unknown): Promise<unknown> {
  const handler = desk.handlers()[channel] as (parsed: unknown) => unknown
  const contract = requests[channel satisfies Channel]
  return contract.answer.parse(await handler(contract.args.parse(args)))
}

describe('actions', () => {
  test('a preview sends nothing and writes nothing', async () => {
    expect(await ask('action:preview', disconnect)).toEqual({ ok: true, value: { sentence: 'Disconnect M. R. (1 device, 2 sockets) from Lakeside.', sideEffect: 'Their app may reconnect by itself.', sockets: 2, refused: null } })
    expect([sent, audit.count]).toEqual([[], 0])
  })

  test('the record is pending on disk while the command is on its way, and complete after', async () => {
    let during: unknown
    answer = () => {
      during = audit.list(null, 1)[0]?.result
      nowMs += 40
      return Promise.resolve({ result: 'confirmed', detail: 'Seen in the admin feed: 2 of 2.' })
    }
    const beganAtMs = nowMs
    const record = {
      id: '1', atMs: beganAtMs, finishedAtMs: beganAtMs + 40, who: 'jlee on office-12; on the platform u-1 (ADMIN); admin feed as ops', action: 'disconnect', targetName: 'Lakeside',
      scope: 'person u-17, 1 device, 2 sockets', reason: 'shared account', result: 'confirmed', detail: 'Seen in the admin feed: 2 of 2.',
    }
    expect(await ask('action:run', { action: disconnect, reason: '  shared account ' })).toEqual({ ok: true, value: record })
    expect([during, sent]).toEqual(['pending', [['lakeside', { kind: 'disconnect', sockets: [{ namespace: '/', id: 'L1' }, { namespace: '/live-class', id: 'L2' }] }]]])
    expect(audit.list(null, 10)).toEqual([record])
  })

  test.each(['confirmed', 'sent', 'unknown', 'failed'] as const)('the result %s is what the command said', async (result) => {
    answer = () => Promise.resolve({ result, detail: 'In words.' })
    expect(await ask('action:run', { action: { kind: 'leave', person, room }, reason: 'wrong class' })).toMatchObject({ ok: true, value: { action: 'leave', result, detail: 'In words.' } })
    expect(sent[0]?.[1]).toEqual({ kind: 'leave', sockets: [{ namespace: '/live-class', id: 'L2' }], room: 'class:7B' })
  })

  test('a throw becomes a failed record', async () => {
    answer = () => Promise.reject(new Error('socket hang up'))
    expect(await ask('action:run', { action: disconnect, reason: 'shared account' })).toMatchObject({ ok: true, value: { result: 'failed', detail: 'The command could not be sent: socket hang up' } })
  })

  test('what is refused is not sent and not recorded', async () => {
    view = liveTarget({ settings: { readOnly: true } })
    expect(await ask('action:run', { action: disconnect, reason: 'shared account' })).toMatchObject({ ok: false, problem: { what: 'Lakeside is read-only. Lift that under Platforms first.', advice: 'Nothing was sent.' } })
    expect(await ask('action:run', { action: { ...disconnect, person: { targetId: 'gone', personId: 'u-17' } }, reason: 'shared account' })).toMatchObject({ ok: false, problem: { what: 'This platform is no longer there.' } })
    expect([sent, audit.count]).toEqual([[], 0])
  })

  test('between preview and run the person left', async () => {
    expect(await ask('action:preview', disconnect)).toMatchObject({ value: { refused: null } })
    people.clear()
    expect(await ask('action:run', { action: disconnect, reason: 'shared account' })).toMatchObject({ ok: false, problem: { what: expect.stringContaining('Nobody is there any more') } })
    expect(sent).toEqual([])
  })

  test('never acts when the audit log cannot be written', async () => {
    database.close()
    expect(await ask('action:run', { action: disconnect, reason: 'shared account' })).toMatchObject({ ok: false, problem: { what: 'Not done: it could not be written to the audit log.', details: expect.stringContaining('closed') } })
    expect(await ask('reveal:open', { person, reason: 'support-call', note: '' })).toMatchObject({ ok: false })
    expect([sent, shown]).toEqual([[], []])
  })

  test('never acts while another process holds the database', async () => {
    const holder = database
    build()
    expect(database.durable).toBe(false)
    expect(await ask('action:run', { action: disconnect, reason: 'shared account' })).toMatchObject({ ok: false, problem: { what: 'Not done: it could not be written to the audit log.' } })
    expect(sent).toEqual([])
    holder.close()
  })

  test('a result that cannot be written is said, with what is known', async () => {
    answer = () => {
      database.close()
      return Promise.resolve({ result: 'sent', detail: 'Sent.' })
    }
    expect(await ask('action:run', { action: disconnect, reason: 'shared account' })).toMatchObject({ ok: false, problem: { what: 'The result (sent: Sent.) could not be written to the audit log.' } })
    database = openDatabase({ folder, key: { kind: 'none' }, nowMs })
    expect(new AuditLog(database, nowMs).list(null, 1)[0]?.result).toBe('unknown')
  })

  test('a second click while the first is on its way is not a second command', async () => {
    let finish: (outcome: CommandOutcome) => void = () => undefined
    answer = () => new Promise((resolve) => (finish = resolve))
    const first = ask('action:run', { action: disconnect, reason: 'shared account' })
    expect(await ask('action:run', { action: disconnect, reason: 'shared account' })).toMatchObject({ ok: false, problem: { what: 'This is being done already.' } })
    finish({ result: 'sent', detail: '' })
    expect([await first, sent.length]).toMatchObject([{ ok: true }, 1])
    answer = () => Promise.resolve({ result: 'sent', detail: '' })
    expect(await ask('action:run', { action: disconnect, reason: 'again' })).toMatchObject({ ok: true })
  })
})

describe('reveals', () => {
  test('are recorded first, shown for five minutes, and end by themselves', async () => {
    expect(await ask('reveal:open', { person, reason: 'support-call', note: 'ticket 4711' })).toEqual({ ok: true })
    expect(audit.list(null, 1)[0]).toMatchObject({ action: 'reveal', scope: 'person u-17', reason: 'support-call: ticket 4711', result: 'confirmed' })
    nowMs += REVEAL_FOR_MS - 1
    desk.tick(nowMs)
    nowMs += 1
    desk.tick(nowMs)
    desk.tick(nowMs)
    expect(shown).toEqual([[{ key: person, untilMs: nowMs }], []])
  })

  test('end with the person, with the platform and by hand', async () => {
    await ask('reveal:open', { person, reason: 'safety', note: '' })
    people.clear()
    desk.tick(nowMs)
    expect(shown.at(-1)).toEqual([])
    people.set('u-17', maria)
    await ask('reveal:open', { person, reason: 'safety', note: '' })
    desk.targetRemoved('lakeside')
    expect(shown.at(-1)).toEqual([])
    await ask('reveal:open', { person, reason: 'safety', note: '' })
    expect(await ask('reveal:close', person)).toBeNull()
    expect([shown.at(-1), shown.length]).toEqual([[], 6])
  })

  test('need somebody who is known, and words where the reason is another', async () => {
    expect(await ask('reveal:open', { person: { ...person, personId: 'nobody' }, reason: 'safety', note: '' })).toMatchObject({ ok: false, problem: { what: 'This person is not known any more.' } })
    expect(await ask('reveal:open', { person, reason: 'other', note: ' ' })).toMatchObject({ ok: false, problem: { what: 'Say why: "other" needs a note.' } })
    expect([audit.count, shown]).toEqual([0, []])
  })

  test('are few at a time', async () => {
    for (let n = 0; n < REVEALS_MAX; n++) {
      const personId = `p-${n}`
      people.set(personId, personDetail(personRow(personId, 'Ada Park'), []))
      expect(await ask('reveal:open', { person: { ...person, personId }, reason: 'incident', note: '' })).toEqual({ ok: true })
    }
    expect(await ask('reveal:open', { person, reason: 'incident', note: '' })).toMatchObject({ ok: false })
    expect(audit.count).toBe(REVEALS_MAX)
  })
})

describe('what is written down of people', () => {
  test('holds no name: neither on the screen nor in the export, which has nothing that the screen has not', async () => {
    const file = join(folder, 'out.csv')
    const auditing = new AuditDesk({ audit, osUser: 'jlee on office-12', now: () => nowMs, chooseFile: () => Promise.resolve(file), targetName: () => 'Lakeside' })
    // A platform whose ids are addresses: they are no better than names.
    const byAddress = { targetId: 'lakeside', personId: 'maria.rossi@lakeside.example' }
    people.set(byAddress.personId, personDetail(personRow(byAddress.personId, 'Maria Rossi'), [{ sockets: [{ socketId: 'L3', namespace: '/', rooms: ['L3'] }] }]))
    for (const who of [person, byAddress]) {
      await ask('reveal:open', { person: who, reason: 'support-call', note: 'ticket 4711' })
      auditing.shown('person page', [{ key: who, revealed: true }])
      expect(await ask('action:run', { action: { kind: 'disconnect', person: who, socketId: null }, reason: 'shared account' })).toMatchObject({ ok: true })
    }
    await ask('roster:check', { room, csv: 'name,email\nMaria Rossi,maria@lakeside.example\nAda Park,\n' })
    nowMs += 1_000
    expect(await auditing.save({ format: 'csv', filter: anyAudit })).toMatchObject({ ok: true, value: { written: 7 } })
    const exported = parse(readFileSync(file, 'utf8'), { columns: true }) as Record<string, string>[]
    const screen = JSON.stringify(audit.find(anyAudit, null, 100).records)
    for (const text of [readFileSync(file, 'utf8'), screen]) expect(text).not.toMatch(/maria|rossi|ada park/i)
    const shownOnScreen = new Set(audit.find(anyAudit, null, 100).records.flatMap(({ who, action, targetName, scope, reason, result, detail }) => [who, action, targetName, scope, reason, result, detail]))
    expect(exported.flatMap(({ who, action, platform, scope, reason, result, detail }) => [who, action, platform, scope, reason, result, detail]).filter((cell) => !shownOnScreen.has(cell!))).toEqual([])
    expect(exported.map(({ action }) => action)).toEqual(['reveal', 'view', 'disconnect', 'reveal', 'view', 'disconnect', 'view'])
  })
})

describe('rosters and views', () => {
  test('a roster is checked against the room', async () => {
    expect(await ask('roster:check', { room, csv: 'name\nMaria Rossi\nAda Park\n' })).toMatchObject({ expected: 2, present: 1, missing: [{ line: 3, label: 'Ada Park', lastSeenMs: null }], unexpected: [{ name: 'N. L.' }], evidence: 'observed' })
  })

  test('rosters and views are kept, removed, and go with their platform', async () => {
    const roster: Roster = { id: 'r1', name: 'Biology 7B', room, csv: 'name\nMaria Rossi' }
    const saved: SavedView = { id: 'v1', name: 'Teachers', query: { text: '', targetId: null, status: null, role: 'TEACHER', room: null, sort: 'name', descending: false, group: 'none', showOwn: false }, columns: ['name'] }
    const ofPlatform: SavedView = { ...saved, id: 'v2', name: 'Lakeside', query: { ...saved.query, targetId: 'lakeside' } }
    const ofRoom: SavedView = { ...saved, id: 'v3', name: '7B', query: { ...saved.query, room } }
    const ofOther: SavedView = { ...saved, id: 'v4', name: 'Hillside', query: { ...saved.query, targetId: 'hillside' } }
    for (const each of [ofPlatform, ofRoom, ofOther]) await ask('views:save', each)
    expect([await ask('roster:save', roster), await ask('views:save', saved)]).toEqual([{ ok: true }, { ok: true }])
    database.close()
    build()
    expect([await ask('roster:list', null), await ask('views:list', null)]).toEqual([[roster], [ofRoom, ofOther, ofPlatform, saved]])
    desk.targetRemoved('lakeside')
    expect([await ask('roster:list', null), await ask('views:list', null)]).toEqual([[], [ofOther, saved]])
    expect(await ask('views:remove', { id: 'v1' })).toEqual({ ok: true })
    expect(await ask('views:list', null)).toEqual([ofOther])
    await ask('roster:save', roster)
    expect([await ask('roster:remove', { id: 'r1' }), await ask('roster:list', null)]).toEqual([{ ok: true }, []])
  })

  test('a database that fails is said, not thrown', async () => {
    database.close()
    expect(await ask('roster:save', { id: 'r1', name: 'Biology 7B', room, csv: 'x' })).toMatchObject({ ok: false, problem: { what: 'The local database could not be written.' } })
  })
})
