/* Numbers as people read them: grouped digits, a unit beside them, never more digits than the eye can use. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** `3,118`. */
export function count(value: number): string {
  return whole.format(value)
}

/** A rate per second: one decimal below 10, none above, so that a quiet platform is not shown as 0. */
export function rate(perSecond: number): string {
  if (perSecond > 0 && perSecond < 0.05) return '<0.1'
  return perSecond < 10 ? oneDecimal.format(perSecond) : whole.format(perSecond)
}

/** Lag in seconds with one decimal: `0.2 s`; from a minute on in minutes. */
export function lag(lagMs: number): string {
  const seconds = Math.max(0, lagMs) / 1_000
  return seconds < 60 ? `${oneDecimal.format(seconds)} s` : `${whole.format(seconds / 60)} min`
}

/** Size of a payload: `312 B`, `4.1 kB`, `5.0 MB` (decimal, as network tools count). */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${whole.format(bytes)} B`
  if (bytes < 1_000_000) return `${oneDecimal.format(bytes / 1_000)} kB`
  return `${oneDecimal.format(bytes / 1_000_000)} MB`
}

/** A share 0..1 as `6 %`; something that is not nothing is never shown as 0 %. */
export function percent(share: number): string {
  const value = Math.min(1, Math.max(0, share)) * 100
  return value > 0 && value < 1 ? '<1 %' : `${whole.format(value)} %`
}

/** `1 room`, `3 rooms`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** Counts of the tree in little room: `312`, `4.8k`, `1.2M`. */
export function short(value: number): string {
  if (value < 10_000) return whole.format(value)
  if (value < 1_000_000) return `${value < 100_000 ? oneDecimal.format(value / 1_000) : whole.format(value / 1_000)}k`
  return `${oneDecimal.format(value / 1_000_000)}M`
}
