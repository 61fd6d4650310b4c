/** Where a namespace was watched. `own`: seconds of this run in the cell that both share. */
export interface Coverage {
  readonly seconds: Float64Array
  own: number
  /** Cells in which not every event has a rate of its own: one that has none may have happened. */
  readonly incomplete: Uint8Array
}

/** What one namespace adds to a line, by cell. `own`: events of this run in the cell that both share. */
export interface Part {
  readonly namespace: string
  readonly event: string
  readonly isEvent: boolean
  readonly coverage: Coverage
  readonly counts: Float64Array
  own: number
}

/** Events a second of earlier runs; a gap only where every part has one. */
export function priorRateOf(parts: readonly Part[], cell: number): number | null {
  return sum(parts, (part) => rateOf(part.counts[cell] as number, part.coverage.seconds[cell] as number, part.isEvent && part.coverage.incomplete[cell] === 1))
}

/** Of both runs, in the cell that they share; null where earlier runs have nothing. */
export function joinedRateOf(parts: readonly Part[], cell: number): number | null {
  if (parts.every((part) => part.counts[cell] === 0 && part.coverage.seconds[cell] === 0)) return null
  return sum(parts, (part) => rateOf((part.counts[cell] as number) + part.own, (part.coverage.seconds[cell] as number) + part.coverage.own, false))
}

/** As in the live series: without an event and a watched second it is a gap, events without one are spread over a minute. */
function rateOf(count: number, seconds: number, silenceIsUnknown: boolean): number | null {
  if (count > 0) return count / (seconds || 60)
  return seconds === 0 || silenceIsUnknown ? null : 0
}

function sum(parts: readonly Part[], rate: (part: Part) => number | null): number | null {
  let all: number | null = null
  for (const part of parts) {
    const value = rate(part)
    if (value !== null) all = (all ?? 0) + value
  }
  return all
}
