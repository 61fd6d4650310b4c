import { CLOCK_SKEW_MS } from '../../../shared/limits.ts'
import { noteOddity } from './alert.ts'
import type { AlertSlot } from './alert.ts'
import type { PlatformSignal } from './signal.ts'

/** Different events whose text under one id is remembered. */
const CONTENTS_MAX = 5

/** Remembers what an event of the matter said, and notes what is odd about it: other content under the same id, a clock that is wrong. */
export function noteContent(slot: AlertSlot, { content, saidAtMs, odd }: PlatformSignal, nowMs: number): void {
  const { alert } = slot
  const said = Object.hasOwn(alert.contents, content.event) ? alert.contents[content.event] : undefined
  if (odd !== undefined) noteOddity(slot, nowMs, odd)
  if (said === undefined) {
    if (Object.keys(alert.contents).length < CONTENTS_MAX) alert.contents = { ...alert.contents, [content.event]: content.digest }
  } else if (said !== content.digest) noteOddity(slot, nowMs, `${content.event} came again under the same id with other content.`)
  const skewMs = saidAtMs === null ? 0 : saidAtMs - nowMs
  if (Math.abs(skewMs) > CLOCK_SKEW_MS) noteOddity(slot, nowMs, `The platform’s time is ${inWords(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'} this computer’s; the time of receipt is shown.`)
}

/** `23 h`, `12 min`. */
function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return minutes < 120 ? `${minutes} min` : minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`
}
