import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LATENCY_SAMPLES_MAX, LATENCY_WINDOW_MS } from '../../../shared/limits.ts'
import { START_MS } from '../monitor-fixture.ts'
import { Samples } from './samples.ts'

function samplesOf(values: readonly number[]): Samples {
  const samples = new Samples()
  for (const [index, ms] of values.entries()) samples.add(START_MS + index, ms)
  return samples
}

describe('percentiles', () => {
  test('are exact on small sets', () => {
    expect(new Samples().percentiles(START_MS)).toBeNull()
    expect(samplesOf([7]).percentiles(START_MS)).toEqual({ lastMs: 7, p50Ms: 7, p95Ms: 7, maxMs: 7, samples: 1 })
    expect(samplesOf([30, 10, 20]).percentiles(START_MS + 3)).toEqual({ lastMs: 20, p50Ms: 20, p95Ms: 30, maxMs: 30, samples: 3 })
    expect(samplesOf([4, 1, 3, 2]).percentiles(START_MS + 4)).toMatchObject({ p50Ms: 2, p95Ms: 4 })
    const hundred = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1)
    expect(samplesOf(hundred).percentiles(START_MS + 100)).toMatchObject({ p50Ms: 50, p95Ms: 95, maxMs: 100, samples: 100 })
  })

  test('keep negative values as they are', () => {
    expect(samplesOf([-3_600_000, -3_599_000, 5]).percentiles(START_MS + 3)).toEqual({ lastMs: 5, p50Ms: -3_599_000, p95Ms: 5, maxMs: 5, samples: 3 })
  })

  test('are of the last five minutes', () => {
    const samples = samplesOf([900, 10])
    expect(samples.percentiles(START_MS + LATENCY_WINDOW_MS - 1)).toMatchObject({ maxMs: 900, samples: 2 })
    expect(samples.percentiles(START_MS + LATENCY_WINDOW_MS)).toMatchObject({ maxMs: 10, samples: 1 })
    expect(samples.percentiles(START_MS + LATENCY_WINDOW_MS + 1)).toBeNull()
  })

  test('a clock that was set back leaves nothing behind that never grows old', () => {
    const samples = new Samples()
    samples.add(START_MS + 3_600_000, 900)
    samples.add(START_MS, 10)
    expect(samples.percentiles(START_MS)).toMatchObject({ maxMs: 10, samples: 1 })
  })

  test('agree with sorting all that is in the window, and never hold more than their cap', () => {
    const steps = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 40_000 }), ms: fc.oneof(fc.integer({ min: -5_000, max: 5_000 }), fc.double({ min: -1e9, max: 1e9, noNaN: true })) }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: LATENCY_WINDOW_MS * 2 }), (added, laterMs) => {
        const samples = new Samples()
        const all: { atMs: number; ms: number }[] = []
        let atMs = START_MS
        for (const { afterMs, ms } of added) {
          atMs += afterMs
          samples.add(atMs, ms)
          all.push({ atMs, ms })
        }
        const nowMs = atMs + laterMs
        const window = all.filter((sample) => sample.atMs > nowMs - LATENCY_WINDOW_MS).map(({ ms }) => ms)
        const sorted = window.toSorted((a, b) => a - b)
        const at = (percent: number): number => {
          // The smallest value that at least this share of all values does not exceed.
          const found = sorted.find((value) => sorted.filter((other) => other <= value).length * 100 >= percent * sorted.length)
          return found as number
        }
        expect(samples.percentiles(nowMs)).toEqual(window.length === 0 ? null : { lastMs: window.at(-1), p50Ms: at(50), p95Ms: at(95), maxMs: sorted.at(-1), samples: window.length })
      }),
      { numRuns: 200 },
    )
  })

  test('the oldest goes where the cap is reached', () => {
    const samples = samplesOf([1_000_000, ...Array.from({ length: LATENCY_SAMPLES_MAX }, () => 1)])
    expect(samples.percentiles(START_MS + LATENCY_SAMPLES_MAX)).toMatchObject({ samples: LATENCY_SAMPLES_MAX, maxMs: 1 })
  })
})

test('names what most of the window was read from', () => {
  const samples = new Samples()
  expect(samples.mostlyFrom(START_MS)).toBe('')
  for (const [index, from] of ['a', 'a', 'a', 'b', 'b'].entries()) samples.add(START_MS + index * 60_000, 1, from)
  expect(samples.mostlyFrom(START_MS + 4 * 60_000)).toBe('a')
  expect(samples.mostlyFrom(START_MS + LATENCY_WINDOW_MS + 2 * 60_000)).toBe('b')
})
