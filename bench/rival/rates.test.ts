import { expect, test } from 'vitest'
import type { RateStep } from '../results.ts'
import { climb, isHeld } from './rates.ts'

const step = (ordered: number, change: Partial<RateStep> = {}): RateStep => ({ ordered, sent: ordered, longestTaskMs: 0, longestFrameGapMs: 20, behindMs: 50, gaveUp: false, held: true, ...change })

test('a rate is held with a frame a second, at most a second behind, and a page that came back', () => {
  expect(isHeld(step(1, { longestFrameGapMs: 1_000, behindMs: 1_000 }))).toBe(true)
  expect(isHeld(step(1, { longestFrameGapMs: 1_001 }))).toBe(false)
  expect(isHeld(step(1, { behindMs: 1_001 }))).toBe(false)
  expect(isHeld(step(1, { gaveUp: true }))).toBe(false)
})

test('it climbs until a rate is lost, and tries none above it', async () => {
  const climbed = await climb([1, 2, 5, 10], async (rate) => step(rate, { held: rate < 5 }))
  expect(climbed).toMatchObject({ rate: 2, serverWasTheLimit: false })
  expect(climbed.steps.map(({ ordered }) => ordered)).toEqual([1, 2, 5])
})

test('it ends where the server cannot send more, with what it sent; nothing held is 0', async () => {
  expect(await climb([1_000, 2_000, 4_000, 8_000], async (rate) => step(rate, { sent: Math.min(rate, 3_000) }))).toMatchObject({ rate: 3_000, serverWasTheLimit: true, steps: { length: 3 } })
  expect((await climb([1], async (rate) => step(rate, { held: false }))).rate).toBe(0)
})
