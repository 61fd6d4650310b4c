import type { RateRow, RateTable } from '../../../shared/rates.ts'
import type { ShownMark } from '../../text/drift-words.ts'
import { count, counted, rate, size } from '../../text/numbers.ts'
import { exact } from '../../text/times.ts'
import { assertNever } from '../../text/words.ts'

/** How the events of a row stand to their contract. */
export function contractStateWord(state: RateRow['contract']): string {
  switch (state) {
    case 'drift': return 'Drift'
    case 'undocumented': return 'Undocumented'
    case 'known-variant': return 'Known variant'
    case 'ok': return 'As documented'
    case 'unchecked': return 'Not compared'
    default: return assertNever(state)
  }
}

/** The mark that a state is shown with; null: it needs no eye. */
export function markOf(state: RateRow['contract']): ShownMark | null {
  switch (state) {
    case 'drift': case 'undocumented': return state
    case 'known-variant': return 'variant'
    case 'ok': case 'unchecked': return null
    default: return assertNever(state)
  }
}

export function directionWord(direction: RateRow['direction']): string {
  return direction === 'in' ? 'Received' : 'Sent'
}

/** `128 rows`, and what is not among them: rows without a place, events of names beyond the limit, rows that wait. */
export function tableCount(table: Pick<RateTable, 'rows' | 'leftOut' | 'other'>, waiting: number): { readonly text: string; readonly lacks: readonly string[] } {
  const { length } = table.rows
  const lacks: string[] = []
  if (waiting > 0) lacks.push(`${counted(waiting, 'new row waits', 'new rows wait')} until the list is free`)
  if (table.other > 0) lacks.push(`${counted(table.other, 'event')} of further names are counted as (other)`)
  return { text: table.leftOut > 0 ? `the busiest ${count(length)} of ${counted(length + table.leftOut, 'row')}` : counted(length, 'row'), lacks }
}

/** One row as a line of text for pasting elsewhere. */
export function rateAsText(row: RateRow, platform: string, zone?: string): string {
  const known = (value: number | null, words: (value: number) => string): string => (value === null ? 'not known' : words(value))
  return [
    row.event, row.namespace, platform, directionWord(row.direction).toLowerCase(), `${row.count} events`, `${known(row.perSecond10, (value) => `${rate(value)}/s`)} over 10 s`,
    `${known(row.perSecond60, (value) => `${rate(value)}/s`)} over 1 min`, `p50 ${known(row.sizeP50, size)}`, `p95 ${known(row.sizeP95, size)}`,
    row.lastAtMs === null ? 'never seen' : `last seen ${exact(row.lastAtMs, zone)}`, contractStateWord(row.contract).toLowerCase(),
  ].join('\t')
}
