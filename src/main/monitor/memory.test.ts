import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { monitorWithTarget, START_MS, wire } from './monitor-fixture.ts'
import { Ring } from './ring.ts'
import { payloadOfText } from './raw-payload.ts'
import type { RawPayload } from './wire-event.ts'

/* A bound on a list is worth nothing when something else keeps what left it. */

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Which of the objects are still reachable. */
async function alive(refs: readonly WeakRef<object>[]): Promise<boolean[]> {
  await setImmediate()
  collect()
  return refs.map((ref) => ref.deref() !== undefined)
}

test('a ring lets go of what was overwritten and of what was shifted out', async () => {
  const ring = new Ring<object>(4)
  const refs = Array.from({ length: 6 }, (_, number) => {
    const item = { number }
    ring.push(item)
    return new WeakRef(item)
  })
  ring.shift()
  expect(await alive(refs)).toEqual([false, false, false, true, true, true])
  expect(ring.length).toBe(3)
})

test('payloads that left the log are freed although nobody looks at the feed', async () => {
  const monitor = monitorWithTarget({ log: { capacity: 1_000, bytes: 3_000, perSecond: 1_000 } })
  const refs = Array.from({ length: 20 }, () => offer(monitor, payloadOfText(`["${'x'.repeat(996)}"]`)))
  expect(await alive(refs)).toEqual(Array.from({ length: 20 }, (_, number) => number >= 17))
  expect(monitor.totals(START_MS)).toMatchObject({ kept: 3, overwritten: 17 })
})

test('what was dropped, sampled out or belongs to a removed target is freed', async () => {
  const monitor = monitorWithTarget({ log: { capacity: 1_000, bytes: 1e6, perSecond: 1 } })
  const refs = Array.from({ length: 5 }, () => offer(monitor, payloadOfText('[1]')))
  expect((await alive(refs)).filter(Boolean)).toHaveLength(monitor.totals(START_MS).kept)
  monitor.targetRemoved('t1')
  expect(await alive(refs)).toEqual([false, false, false, false, false])
})

function offer(monitor: ReturnType<typeof monitorWithTarget>, payload: RawPayload): WeakRef<object> {
  monitor.event({ ...wire('x'), payload })
  monitor.drain(START_MS)
  return new WeakRef(payload)
}
