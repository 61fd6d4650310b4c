import { expect, test, vi } from 'vitest'
import { Ticker } from './ticker.ts'

function create(onTick: (tick: number) => void) {
  const clock = { now: 0, nowMs: () => clock.now }
  const errors: unknown[] = []
  const ticker = new Ticker(100, onTick, (error) => errors.push(error), clock)
  return { clock, errors, ticker }
}

test('ticks are numbered in order and follow the clock', () => {
  const ticks: number[] = []
  const { clock, ticker } = create((tick) => ticks.push(tick))
  ticker.start()
  ticker.start()
  expect(ticks).toEqual([0])
  clock.now = 350
  ticker.catchUp()
  expect(ticks).toEqual([0, 1, 2, 3])
  ticker.stop()
})

test('after a long pause ten ticks are done at once, not thousands', () => {
  const ticks: number[] = []
  const { clock, ticker } = create((tick) => ticks.push(tick))
  ticker.start()
  clock.now = 3_600_000
  ticker.catchUp()
  expect(ticks).toHaveLength(11)
  clock.now += 100
  ticker.catchUp()
  expect(ticks.at(-1)).toBe(11)
  ticker.stop()
})

test('a tick that fails is reported and the next one comes', () => {
  const onTick = vi.fn<(tick: number) => void>().mockImplementationOnce(() => {
    throw new Error('first')
  })
  const { clock, errors, ticker } = create(onTick)
  ticker.start()
  clock.now = 100
  ticker.catchUp()
  expect(onTick).toHaveBeenCalledTimes(2)
  expect(errors).toEqual([new Error('first')])
  ticker.stop()
})
