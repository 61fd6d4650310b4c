import { expect, test } from 'vitest'
import { REVEAL_FOR_MS, Reveals, REVEALS_MAX } from './reveals.ts'

const maria = { targetId: 'lakeside', personId: 'u-17' }
const noah = { targetId: 'lakeside', personId: 'u-18' }
const ada = { targetId: 'hillside', personId: 'u-17' }

test('a reveal is of one person on one platform, for five minutes, and masks itself again', () => {
  const reveals = new Reveals()
  reveals.open(maria, 1_000)
  expect(reveals.list(1_000)).toEqual([{ key: maria, untilMs: 1_000 + 300_000 }])
  expect([maria, noah, ada].map((key) => reveals.isRevealed(key, 1_000))).toEqual([true, false, false])
  const lastMs = 1_000 + REVEAL_FOR_MS - 1
  expect([reveals.isRevealed(maria, lastMs), reveals.tick(lastMs)]).toEqual([true, false])
  expect([reveals.isRevealed(maria, lastMs + 1), reveals.list(lastMs + 1)]).toEqual([false, []])
  const before = reveals.revision
  expect([reveals.tick(lastMs + 1), reveals.tick(lastMs + 1), reveals.revision]).toEqual([true, false, before + 1])
})

test('opened again it begins anew, and the list is in the order in which they end', () => {
  const reveals = new Reveals()
  reveals.open(maria, 0)
  reveals.open(noah, 10)
  reveals.open(maria, 20)
  expect(reveals.list(20).map(({ key, untilMs }) => [key.personId, untilMs])).toEqual([['u-18', 10 + REVEAL_FOR_MS], ['u-17', 20 + REVEAL_FOR_MS]])
})

test('ends by hand, with its person and with its platform', () => {
  const reveals = new Reveals()
  for (const key of [maria, noah, ada]) reveals.open(key, 0)
  reveals.close(noah)
  expect(reveals.keepOnly((key) => key.targetId !== 'hillside')).toBe(true)
  expect(reveals.list(0).map(({ key }) => key)).toEqual([maria])
  expect([reveals.targetRemoved('lakeside'), reveals.targetRemoved('lakeside'), reveals.list(0)]).toEqual([true, false, []])
})

test('there is room for a few at a time; ended ones make room', () => {
  const reveals = new Reveals()
  for (let n = 0; n < REVEALS_MAX; n++) reveals.open({ targetId: 'lakeside', personId: `p${n}` }, n)
  expect([reveals.hasRoom(maria, 100), reveals.hasRoom({ targetId: 'lakeside', personId: 'p3' }, 100)]).toEqual([false, true])
  expect(() => reveals.open(maria, 100)).toThrow('hasRoom() was not asked')
  expect(reveals.hasRoom(maria, REVEAL_FOR_MS)).toBe(true)
})
