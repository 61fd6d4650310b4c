import type { Totals } from '../../shared/domain.ts'
import { count, lag, rate } from './numbers.ts'

/** One figure of the status bar; `note` is what hovering says; `warn` marks a figure that means loss. */
export interface StatusFigure {
  readonly label: string
  readonly value: string
  readonly note: string
  readonly warn: boolean
}

/** `received 4,812/s · shown 200/s · kept 50,000 · dropped 0 · sampled 1 in 1 · lag 0.2 s`. */
export function statusFigures(totals: Totals, delayedAfterMs: number): readonly StatusFigure[] {
  const lost = totals.dropped + totals.rejected
  return [
    { label: 'received', value: `${rate(totals.receivedPerSecond)}/s`, note: `${count(totals.received)} events since start. Every one is counted.`, warn: false },
    { label: 'shown', value: `${rate(totals.shownPerSecond)}/s`, note: 'Rows that reached this window in the last second.', warn: false },
    { label: 'kept', value: count(totals.kept), note: `In the event log now, which holds ${count(totals.capacity)}. ${count(totals.overwritten)} older ones left it to make room.`, warn: false },
    { label: 'dropped', value: count(lost), note: `${count(totals.dropped)} counted but not applied, ${count(totals.rejected)} packets that were no valid event.`, warn: totals.dropped > 0 },
    { label: 'sampled', value: `1 in ${count(totals.keepOneIn)}`, note: `${count(totals.sampledOut)} events counted but not kept, because the rate was above the log's.`, warn: totals.keepOneIn > 1 },
    { label: 'lag', value: lag(totals.lagMs), note: 'From the arrival of an event to this window.', warn: totals.lagMs > delayedAfterMs },
  ]
}
