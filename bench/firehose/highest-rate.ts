import { setTimeout as wait } from 'node:timers/promises'
import type { Generator } from './children.ts'
import type { Receiver } from './messages.ts'

/** A rate is held when after so long no more than this is on its way: sent and not yet counted, in time at that rate. */
const LAG_MAX_MS = 1_000
/** The search ends when the step from a held to a lost rate is this small. */
const PRECISION = 1.08
const FIRST_STEP = 1.6
const EMPTY_MS = 60_000
const LOOK_MS = 500

export interface Searched {
  readonly receiver: Receiver
  /** Events received so far. */
  received(): Promise<number>
  /** Lag that the receiver itself reports, if it does. */
  lagMs(): Promise<number>
}

export interface Highest {
  /** By what was really written. */
  readonly rate: number
  /** The receiver kept up with all that could be written: it might hold more. */
  readonly generatorWasTheLimit: boolean
}

/** Steps up from a rate until it is lost, then narrows down; ends early where the generator cannot write more. */
export async function highestRate(generator: Generator, searched: Searched, fromRate: number, stepMs: number, log: (line: string) => void): Promise<Highest> {
  let held = 0
  let heldOrder = 0
  let lost = Infinity
  let rate = fromRate
  while (lost / Math.max(1, heldOrder) > PRECISION) {
    let result = await tryRate(generator, searched, rate, stepMs)
    // The generator, not the receiver, was short of time: once more.
    if (!result.held && result.lagMs <= LAG_MAX_MS) result = await tryRate(generator, searched, rate, stepMs)
    log(`${searched.receiver}: ${Math.round(rate)}/s ordered, ${Math.round(result.written)}/s written, lag ${Math.round(result.lagMs)} ms`)
    if (result.held) {
      heldOrder = rate
      held = Math.max(held, result.written)
    } else if (result.lagMs <= LAG_MAX_MS && heldOrder > 0) return { rate: Math.max(held, result.written), generatorWasTheLimit: true }
    else lost = rate
    if (heldOrder === 0 && lost < fromRate / 16) return { rate: 0, generatorWasTheLimit: false }
    rate = lost === Infinity ? rate * FIRST_STEP : heldOrder === 0 ? rate / FIRST_STEP : Math.sqrt(heldOrder * lost)
  }
  return { rate: held, generatorWasTheLimit: false }
}

async function tryRate(generator: Generator, searched: Searched, rate: number, stepMs: number): Promise<{ held: boolean; written: number; lagMs: number }> {
  const { receiver } = searched
  const before = await generator.sent(receiver)
  const receivedBefore = await searched.received()
  const startedMs = performance.now()
  generator.write(receiver, rate)
  let lagMs = 0
  while (performance.now() - startedMs < stepMs) {
    await wait(LOOK_MS)
    const received = (await searched.received()) - receivedBefore
    const { events } = await generator.sent(receiver)
    lagMs = Math.max(((events - before.events - received) / rate) * 1_000, await searched.lagMs())
    if (lagMs > 2 * LAG_MAX_MS) break
  }
  const lastedMs = performance.now() - startedMs
  generator.write(receiver, 0)
  const after = await generator.sent(receiver)
  const deadlineMs = performance.now() + EMPTY_MS
  while ((await searched.received()) - receivedBefore < after.events - before.events) {
    if (performance.now() > deadlineMs) throw new Error(`${receiver} did not get all that was sent`)
    await wait(200)
  }
  const written = ((after.events - before.events) / lastedMs) * 1_000
  // A generator that could not write the rate proves nothing about it.
  return { held: lagMs <= LAG_MAX_MS && written > rate * 0.95, written, lagMs }
}
