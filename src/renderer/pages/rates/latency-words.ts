import type { LatencyView } from '../../../shared/rates.ts'

/* Latencies in words. What is not known is said, never shown as 0. */

type Namespace = LatencyView['namespaces'][number]

const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** `12 ms`, `1.2 s`, `3 min`; a negative one with its sign. */
export function milliseconds(ms: number): string {
  const sign = ms < 0 ? '−' : ''
  const value = Math.abs(ms)
  if (value < 10) return `${sign}${value === 0 ? '0' : oneDecimal.format(value)} ms`
  if (value < 1_000) return `${sign}${whole.format(value)} ms`
  if (value < 60_000) return `${sign}${oneDecimal.format(value / 1_000)} s`
  return `${sign}${whole.format(value / 60_000)} min`
}

/** `3 s`, `250 ms`, for a sentence. */
function roughly(ms: number): string {
  if (ms < 1_000) return `${whole.format(ms)} ms`
  return ms < 60_000 ? `${whole.format(ms / 1_000)} s` : `${whole.format(ms / 60_000)} min`
}

/** Why a namespace has no round trip; null: it has one. */
export function noRoundTrip({ by, roundTrip, late }: Pick<Namespace, 'by' | 'roundTrip' | 'late'>): string | null {
  if (roundTrip !== null) return null
  if (by === null) return 'This platform has no ping here'
  return late ? 'A ping is out and has no answer yet' : 'Not measured in the last 5 minutes'
}

/** Below this a clock may as well be right, ms. */
const CLOCK_DIFFERENCE_MS = 1

/** What the age of events says beyond its figures; null: nothing, or there is none. */
export function ageRemark(age: Namespace['age']): string | null {
  if (age === null) return null
  if (age.p50Ms < -CLOCK_DIFFERENCE_MS) return `the server’s clock is ${roughly(-age.p50Ms)} ahead`
  if (age.lastMs < -CLOCK_DIFFERENCE_MS) return `the newest says that the server’s clock is ${roughly(-age.lastMs)} ahead`
  return null
}
