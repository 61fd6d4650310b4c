import { expect, test } from 'vitest'
import type { NoticeState } from '../../shared/notices.ts'
import type { KeptNotice, KeptPart, NoticeBody } from '../store/notice-store.ts'
import { NoticeStore } from '../store/notice-store.ts'
import { NoticeBook } from './notice-book.ts'
import { draftOf, memoryDatabase, START_MS } from './notices-fixture.ts'
import { viewOf } from './notice-view.ts'
import { interrupted, outcomeOf, peopleReached, settled, stoppedSentence } from './state.ts'

type PartState = KeptPart['state']

function part(state: PartState, n: number, people = 10): KeptPart {
  return { id: `n-1.1.${n}`, step: 'announce', targetId: 't1', targetName: 'School', way: 'admin-feed', namespace: '/', room: null, event: 'bulletin', state, people, delivered: null, read: null, atMs: null, detail: '', rule: null }
}

function notice(state: NoticeState, parts: readonly PartState[], steps: NoticeBody['steps'] = []): KeptNotice {
  return {
    body: { draft: draftOf(), state, remark: '', createdBy: 'maria', approvedBy: null, createdAtMs: START_MS, steps, undoUntilMs: null, deliveries: 1, frozen: null, signature: '', correctedBy: [], textHash: '', auditId: '7' },
    parts: parts.map((each, index) => part(each, index)),
  }
}

const later: NoticeBody['steps'] = [{ step: 'announce', atMs: START_MS - 1, state: 'done' }, { step: 'completed', atMs: START_MS + 1_000, state: 'waiting' }]

test.each<[PartState[], ReturnType<typeof outcomeOf>]>([
  [['waiting', 'unknown'], 'sending'],
  [['begun', 'stopped'], 'sending'],
  [['confirmed', 'unknown', 'stopped'], 'unknown'],
  [['confirmed', 'stopped', 'failed'], 'stopped'],
  [['failed', 'failed'], 'failed'],
  [['failed', 'sent'], 'sent'],
  [['not-confirmed'], 'sent'],
  [['confirmed'], 'sent'],
])('parts %j: %s', (states, outcome) => {
  expect(outcomeOf(states.map((state, index) => part(state, index)))).toBe(outcome)
})

test('after a delivery a window waits for its next step only when it went well', () => {
  expect(settled(notice('sending', ['confirmed'], later)).state).toBe('scheduled')
  for (const [states, state] of [[['unknown'], 'unknown'], [['failed'], 'failed'], [['sent', 'stopped'], 'stopped']] as const) expect(settled(notice('sending', states, later)).state).toBe(state)
  expect(settled(notice('sending', ['confirmed'])).state).toBe('sent')
})

test.each<[NoticeState, PartState[], NoticeState, PartState[]]>([
  ['draft', [], 'draft', []],
  ['undoable', ['waiting'], 'stopped', ['stopped']],
  ['sending', ['waiting', 'waiting'], 'stopped', ['stopped', 'stopped']],
  ['sending', ['begun', 'waiting'], 'unknown', ['unknown', 'stopped']],
  ['sending', ['confirmed', 'begun'], 'unknown', ['confirmed', 'unknown']],
  ['sending', ['confirmed', 'waiting'], 'stopped', ['confirmed', 'stopped']],
  ['sending', ['confirmed', 'confirmed'], 'sent', ['confirmed', 'confirmed']],
  ['sending', ['failed'], 'failed', ['failed']],
  ['stopped', ['begun', 'stopped'], 'unknown', ['unknown', 'stopped']],
  ['missed', [], 'missed', []],
  ['cancelled', [], 'cancelled', []],
])('a run that ended at %s %j is %s %j at the next start', (state, parts, after, partsAfter) => {
  const found = interrupted(notice(state, parts), START_MS)
  expect(found.body.state).toBe(after)
  const changed = new Map(found.changed.map((each) => [each.id, each.state]))
  expect(parts.map((each, index) => changed.get(`n-1.1.${index}`) ?? each)).toEqual(partsAfter)
})

test('a run that ended between the answer to the last part of a stopped notice and its own state: the next start says sent, on the disk too, and it stays at hand for the end of its record', () => {
  const database = memoryDatabase()
  const { body, parts } = notice('stopped', ['confirmed'])
  new NoticeStore(database).write(body, parts)
  const book = new NoticeBook(new NoticeStore(database), START_MS)
  expect(book.active.map((each) => each.body)).toMatchObject([{ state: 'sent', auditId: '7' }])
  expect(new NoticeStore(database).get('n-1')?.body.state).toBe('sent')
})

test('the disk that fails between these two: the notice stays at hand until its end is written', () => {
  const store = new NoticeStore(memoryDatabase())
  const book = new NoticeBook(store, START_MS)
  const { body, parts } = notice('stopped', ['begun'])
  book.write(body, parts)
  book.writePart('n-1', { ...part('confirmed', 0) })
  expect(book.active.map((each) => each.body.draft.id)).toEqual(['n-1'])
})

test('whoever stops a window stops its further steps too, also where its last packet had left', () => {
  const stopped = notice('stopped', ['confirmed'], later)
  expect(settled(stopped).state).toBe('stopped')
  expect(viewOf(stopped).sentence).toBe('Stopped. 10 people already have it. Its further steps are not sent by themselves.')
  expect(settled(notice('stopped', ['confirmed'])).state).toBe('sent')
})

test('a time that passed while closed is missed, whatever else happened', () => {
  const steps: NoticeBody['steps'] = [{ step: 'announce', atMs: START_MS, state: 'waiting' }]
  expect(interrupted(notice('scheduled', [], steps), START_MS - 1).body.state).toBe('scheduled')
  expect(interrupted(notice('scheduled', [], steps), START_MS).body).toMatchObject({ state: 'missed', steps: [{ state: 'missed' }] })
  expect(interrupted(notice('sending', ['confirmed'], later), START_MS + 2_000).body.state).toBe('missed')
})

test('who has it is counted by what left; a server that says how many is believed', () => {
  const parts = [part('sent', 1), part('not-confirmed', 2), { ...part('confirmed', 3), delivered: 4 }, part('stopped', 4), part('failed', 5), part('unknown', 6)]
  expect(peopleReached(parts)).toBe(34)
  expect(stoppedSentence(parts)).toBe('Stopped. 34 people already have it.')
  expect(stoppedSentence([part('sent', 1, 1)])).toBe('Stopped. 1 person already has it.')
  expect(stoppedSentence([part('stopped', 1)])).toBe('Stopped. Nobody has it.')
})
