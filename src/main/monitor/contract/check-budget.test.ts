import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CONTRACT_FLOOR_US_PER_SECOND, CONTRACT_TIME_SHARE } from '../../../shared/limits.ts'
import { CheckBudget, CREDIT_MAX_US, DEBT_MAX_US } from './check-budget.ts'

interface Step {
  /** Time from the end of the last drain to the begin of this one. */
  readonly pauseUs: number
  readonly events: number
  /** What the pipeline itself takes for an event, and a comparison. */
  readonly eventUs: number
  readonly checkUs: number
}

/** Runs drains as the monitor does, with invented costs. */
function run(steps: readonly Step[], keys: number): { spentUs: number; allowedUs: number; elapsedUs: number; firstUs: number; maxUs: number; compared: number[]; offered: number } {
  const budget = new CheckBudget()
  const compared = Array.from({ length: keys }, () => 0)
  const second = Array.from({ length: keys }, () => -1)
  let [nowUs, spentUs, allowedUs, firstUs, maxUs, offered] = [0, 0, 0, 0, 0, 0]
  let [lastBeganUs, lastDrainUs] = [0, 0]
  for (const { pauseUs, events, eventUs, checkUs } of steps) {
    nowUs += pauseUs
    const beganUs = nowUs
    allowedUs += Math.max(CONTRACT_TIME_SHARE * lastDrainUs, ((beganUs - lastBeganUs) * CONTRACT_FLOOR_US_PER_SECOND) / 1_000_000)
    budget.begin(nowUs, events)
    for (let index = 0; index < events; index++) {
      const key = offered++ % keys
      nowUs += eventUs
      const now = Math.floor(nowUs / 1_000_000)
      const first = compared[key] === 0
      if (!budget.takes(first, second[key] !== now)) continue
      nowUs += checkUs
      budget.spent(checkUs)
      spentUs += checkUs
      if (first) firstUs += checkUs
      maxUs = Math.max(maxUs, checkUs)
      compared[key] = (compared[key] ?? 0) + 1
      second[key] = now
    }
    budget.end(nowUs)
    lastDrainUs = nowUs - beganUs
    lastBeganUs = beganUs
  }
  return { spentUs, allowedUs, elapsedUs: nowUs, firstUs, maxUs, compared, offered }
}

test('over random rates the budget is never exceeded, and every event is compared at least once', () => {
  const step = fc.record({ pauseUs: fc.integer({ min: 0, max: 2_000_000 }), events: fc.integer({ min: 0, max: 3_000 }), eventUs: fc.double({ min: 0.1, max: 20, noNaN: true }), checkUs: fc.double({ min: 0.05, max: 400, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 300 }), (steps, keys) => {
      const { spentUs, allowedUs, firstUs, maxUs, compared, offered } = run(steps, keys)
      expect(spentUs).toBeLessThanOrEqual(allowedUs + CREDIT_MAX_US + DEBT_MAX_US + maxUs + firstUs + 1e-6)
      expect(compared.slice(0, offered).every((count) => count > 0)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('at a low rate every event is compared', () => {
  const { compared, offered } = run(Array.from({ length: 600 }, () => ({ pauseUs: 100_000, events: 10, eventUs: 5, checkUs: 2 })), 40)
  expect(compared.reduce((sum, count) => sum + count)).toBe(offered)
})

test('at 50,000 events a second some of each event are compared in every second, within a twentieth of the time', () => {
  const { compared, offered, spentUs, allowedUs, elapsedUs } = run(Array.from({ length: 300 }, () => ({ pauseUs: 75_000, events: 5_000, eventUs: 5, checkUs: 2 })), 60)
  const share = compared.reduce((sum, count) => sum + count) / offered
  expect(share).toBeGreaterThan(0.05)
  expect(share).toBeLessThan(0.15)
  expect(Math.min(...compared)).toBeGreaterThanOrEqual(Math.floor(elapsedUs / 1_000_000))
  expect(spentUs).toBeLessThanOrEqual(allowedUs + CREDIT_MAX_US + DEBT_MAX_US)
})

test('a clock that stands or goes back earns nothing and breaks nothing', () => {
  const budget = new CheckBudget()
  for (let round = 0; round < 10; round++) {
    budget.begin(1_000 - round, 10)
    budget.end(500)
  }
  for (const us of [-10, CREDIT_MAX_US, DEBT_MAX_US + 1]) budget.spent(us)
  expect(budget.timeShare).toBe(null)
  expect([budget.takes(false, false), budget.takes(false, true), budget.takes(true, true)]).toEqual([false, false, true])
})

test('a comparison that the system interrupted for a second does not end comparing', () => {
  const budget = new CheckBudget()
  budget.begin(0, 10)
  budget.spent(1_000_000)
  budget.end(1_000_000)
  budget.begin(1_100_000, 10)
  expect(budget.takes(false, true)).toBe(true)
})
