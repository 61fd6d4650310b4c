import { describe, expect, it } from 'vitest'
import type { RosterReport } from '../../../shared/presence.ts'
import { sparkPoints } from '../../components/spark-line.tsx'
import { firstRoomsQuery } from '../../state/view-store.ts'
import { PINNED_ROOMS_MAX } from '../../../shared/limits.ts'
import { togglePin } from './pins.ts'
import { pathWords, roomPath } from './room-path.ts'
import { roomsCount } from './rooms-list.ts'
import { badRowWords, rosterHeadline, rosterIsComplete, rosterRest } from './roster-words.ts'

const room = (name: string) => ({ targetId: 't', namespace: '/', room: name })

describe('hierarchy in a name', () => {
  it.each([
    ['district:4:school:12:class:7b', 'District 4 › School 12 › Class 7b'],
    ['school-12/class-7b', 'School 12 › Class 7b'],
    ['District:4 > School:12', 'District 4 › School 12'],
  ])('%s', (name, words) => {
    const path = roomPath(name)
    expect(path === null ? null : pathWords(path)).toBe(words)
  })

  it.each(['class-107', 'class:7b', 'gradebook:12:2026', 'class:7b:school:12', 'school:class:7', 'district:4:school', '', 'role_teacher', 'school:1:school:2'])('leaves %j alone', (name) => {
    expect(roomPath(name)).toBeNull()
  })
})

describe('roster', () => {
  const report: RosterReport = { expected: 28, present: 26, missing: [{ line: 4, label: 'a', lastSeenMs: null }, { line: 9, label: 'b', lastSeenMs: 1 }], unexpected: [], bad: [{ line: 30, why: 'A quotation mark is not closed.' }], evidence: 'observed' }
  it('says how many are present, and that a guess is one', () => {
    expect(rosterHeadline(report)).toBe('26 of 28 present')
    expect(rosterHeadline({ ...report, evidence: 'inferred' })).toBe('26 of 28 present, as far as events tell')
    expect([rosterHeadline({ ...report, expected: 0, present: 0 }), rosterHeadline({ ...report, expected: 0, present: 0, bad: [] })]).toEqual(['Nobody could be read from the list.', 'Nobody is expected: the list is empty.'])
  })

  it('drops no bad row silently', () => {
    expect(rosterRest(report)).toBe('2 missing · nobody unexpected · 1 row not read')
    expect(badRowWords({ line: 30, why: 'A quotation mark is not closed.' })).toBe('Line 30: A quotation mark is not closed.')
    expect(badRowWords({ line: 3, why: 'Line 3 has no name.' })).toBe('Line 3 has no name.')
    expect(badRowWords({ line: 3, why: 'Line 30 has no name.' })).toBe('Line 3: Line 30 has no name.')
  })

  it('is complete only when everybody is there and every row was read', () => {
    const whole = { ...report, present: 28, missing: [], bad: [] }
    expect([rosterIsComplete(report), rosterIsComplete(whole), rosterIsComplete({ ...whole, bad: report.bad }), rosterIsComplete({ ...whole, expected: 0 })]).toEqual([false, true, false, false])
  })
})

it('says how many rooms of single sockets are hidden', () => {
  expect(roomsCount({ count: 144, of: 144 }, firstRoomsQuery, 400)).toEqual({ text: '144 rooms', hidden: '400 such rooms left out' })
  expect(roomsCount({ count: 544, of: 544 }, { ...firstRoomsQuery, showPerSocket: true }, 400)).toEqual({ text: '544 rooms', hidden: null })
  expect(roomsCount({ count: 12, of: 144 }, { ...firstRoomsQuery, text: 'class' }, 0)).toEqual({ text: '12 of 144 rooms', hidden: null })
})

describe('pins', () => {
  it('come and go, and stay few', () => {
    const two = togglePin(togglePin([], room('a')), room('b'))
    expect(two.map((pin) => pin.room)).toEqual(['a', 'b'])
    expect(togglePin(two, room('a')).map((pin) => pin.room)).toEqual(['b'])
    let many: readonly ReturnType<typeof room>[] = []
    for (let index = 0; index < 100; index++) many = togglePin(many, room(`r${index}`))
    expect([many.length, many.at(-1)?.room]).toEqual([PINNED_ROOMS_MAX, 'r99'])
  })
})

it('draws a line of values, the highest at the top', () => {
  expect(sparkPoints([0, 10, 5], 20, 10)).toBe('0.0,9.0 10.0,1.0 20.0,5.0')
  expect(sparkPoints([3], 20, 10)).toBe('0.0,1.0')
})
