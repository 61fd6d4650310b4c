/** Lets the rest of the main process work between two reads of the database. */
export function pauseForOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Minutes of one read: at most 60 events x 90 minutes = 5,400 rows, about 5 ms. */
const READ_MINUTES = 90

/** Newest first. */
export function* slicesBackwards(fromMinute: number, toMinute: number): Generator<readonly [from: number, to: number]> {
  for (let to = toMinute; to > fromMinute; to -= READ_MINUTES) yield [Math.max(fromMinute, to - READ_MINUTES), to]
}
