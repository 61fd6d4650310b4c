import { setTimeout as wait } from 'node:timers/promises'
import { painted } from '../firehose/painted.ts'
import { privateMbOf } from '../processes.ts'
import { median } from '../report/figures.ts'
import type { Memory } from '../results.ts'
import type { Bench } from './firehose.ts'

const SAMPLE_EVERY_MS = 2_000
/** A minute's figure is the median of the samples of this long, half before and half after: garbage comes and goes within it. */
const AROUND_SECONDS = 30

/** Memory of main process and window under the stream, from one minute to another. */
export async function memory({ app, generator, settings: { rate, memoryMinutes: [fromMinute, toMinute] } }: Bench): Promise<Memory> {
  generator.write('app', rate)
  const startedMs = performance.now()
  const before = await generator.sent('app')
  const samples: Memory['samples'][number][] = []
  const { main, window } = await app.processes()
  for (;;) {
    await wait(SAMPLE_EVERY_MS)
    const second = (performance.now() - startedMs) / 1_000
    samples.push({ second: Math.round(second), mainMb: Math.round(privateMbOf(main)), windowMb: Math.round(privateMbOf(window)), heapMb: Math.round(await app.mainHeapMb()) })
    // The instruments keep what was painted until somebody reads it.
    await painted(app.page)
    if (second > toMinute * 60 + AROUND_SECONDS / 2) break
  }
  const lastedSeconds = (performance.now() - startedMs) / 1_000
  const after = await generator.sent('app')
  generator.write('app', 0)
  const near = (minute: number) => samples.filter(({ second }) => Math.abs(second - minute * 60) <= AROUND_SECONDS / 2)
  const growth = (of: (sample: Memory['samples'][number]) => number) => (median(near(toMinute).map(of)) ?? 0) - (median(near(fromMinute).map(of)) ?? 0)
  const smallestHeap = (minute: number) => Math.min(...near(minute).map(({ heapMb }) => heapMb))
  return {
    fromMinute, toMinute, samples,
    growthMb: growth(({ mainMb, windowMb }) => mainMb + windowMb),
    mainGrowthMb: growth(({ mainMb }) => mainMb),
    windowGrowthMb: growth(({ windowMb }) => windowMb),
    heapGrowthMb: smallestHeap(toMinute) - smallestHeap(fromMinute),
    eventsPerSecond: (after.events - before.events) / lastedSeconds,
  }
}
