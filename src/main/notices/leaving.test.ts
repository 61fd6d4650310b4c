import { expect, test } from 'vitest'
import type { NoticeDraft } from '../../shared/notices.ts'
import { draftOf, HOUR_MS, MINUTE_MS, School, SECOND_MS, START_MS, why } from './notices-fixture.ts'

const zone = 'America/Chicago'
const at = (atMs: number): NoticeDraft['when'] => ({ kind: 'at', atMs, zone })

test('nothing waits: no question; a draft waits for nobody', async () => {
  const school = new School()
  expect(school.desk.leaving()).toBeUndefined()
  await school.handlers['notices:draft'](draftOf())
  expect(school.desk.leaving()).toBeUndefined()
})

test('within the time of undo and while packets wait it is said what stays here; after the last one nothing is asked', async () => {
  const school = new School()
  const include = ['/', '/talk'].map((namespace) => ({ kind: 'namespace' as const, targetId: 't1', namespace }))
  expect(why(await school.send(draftOf({ audience: { include, exclude: [] } })))).toBe('ok')
  expect(school.desk.leaving()).toEqual({ message: 'A notice is being sent.', detail: '“Snow”: 2 of 2 packets have not left yet. Closed now, the rest is not sent.' })
  await school.pass(10_250)
  expect(school.server.packets).toHaveLength(1)
  expect(school.desk.leaving()?.detail).toBe('“Snow”: 1 of 2 packets has not left yet. Closed now, the rest is not sent.')
  await school.pass(2 * SECOND_MS)
  expect([school.server.packets.length, school.desk.leaving()]).toEqual([2, undefined])
})

test('what is to be sent within a day is named with its time, the next one first; what is further away does not ask', async () => {
  const school = new School()
  expect(why(await school.send(draftOf({ id: 'far', when: at(START_MS + 25 * HOUR_MS) })))).toBe('ok')
  expect(school.desk.leaving()).toBeUndefined()
  expect(why(await school.send(draftOf({ id: 'noon', when: at(START_MS + 3 * HOUR_MS) })))).toBe('ok')
  expect(school.desk.leaving()).toMatchObject({ message: 'A notice waits for its time.', detail: expect.stringMatching(/^“Snow” is to be sent on .*\(America\/Chicago, GMT-6\)\. Closed at that time, it is missed/) })
  expect(why(await school.send(draftOf({ id: 'soon', drill: true, texts: [{ language: 'en', title: `Fire ${'x'.repeat(100)}`, body: 'Out.' }], when: at(START_MS + 5 * MINUTE_MS) })))).toBe('ok')
  const question = school.desk.leaving()
  expect(question?.message).toBe('2 notices wait for their time.')
  expect(question?.detail.split('\n').map((line) => line.slice(0, 20))).toEqual(['DRILL “Fire xxxxxxxx', '“Snow” is to be sent'])
  expect(question?.detail.split('\n')[0]?.length).toBeLessThan(250)
  await school.handlers['notices:cancel']({ id: 'noon' })
  expect(school.desk.leaving()?.message).toBe('A notice waits for its time.')
})

test('many are a bounded list', async () => {
  const school = new School()
  for (let index = 0; index < 8; index++) expect(why(await school.send(draftOf({ id: `n-${index}`, when: at(START_MS + (index + 1) * HOUR_MS) })))).toBe('ok')
  expect(school.desk.leaving()?.detail.split('\n')).toHaveLength(6)
  expect(school.desk.leaving()?.detail).toMatch(/\nAnd 3 more notices\.$/)
})
