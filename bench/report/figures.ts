/* The arithmetic of the bench's table. Values that are not known are undefined, never 0. */

/** The middle value; of an even number of values the upper of the two in the middle. undefined of none. */
export function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

/** The smallest value that at least this share of all values does not exceed; undefined of none. */
export function quantile(values: readonly number[], share: number): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)]
}

/**
 * The longest task that 99 of 100 frames had at most. A browser reports only tasks of 50 ms and more, so the frames
 * without one count as 0.
 */
export function taskP99(tasksMs: readonly number[], frames: number): number {
  return tasksMs.toSorted((a, b) => b - a)[Math.floor(frames / 100)] ?? 0
}

/** By how much the largest exceeds the smallest, in percent; undefined of none. */
export function spreadPercent(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : (Math.max(...values) / Math.min(...values) - 1) * 100
}

export function ratio(value: number | undefined, to: number | undefined): number | undefined {
  return value === undefined || to === undefined || to === 0 ? undefined : value / to
}
