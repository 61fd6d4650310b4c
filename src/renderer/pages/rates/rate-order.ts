import type { RateRow } from '../../../shared/rates.ts'
import type { RateSort, RatesView } from '../../state/view-store.ts'
import { assertNever } from '../../text/words.ts'
import { contractStateWord } from './rate-words.ts'

/** The order is renewed at most this often, and never while the list is read. */
export const SORT_EVERY_MS = 2_000

export type RateOrder = Pick<RatesView, 'sort' | 'descending' | 'tableGroup'>

/** A row in its place. */
export interface PlacedRow {
  readonly row: RateRow
  /** It is no longer told of; it stays, dimmed, until the order is renewed. */
  readonly gone: boolean
}

export interface PlacedRows {
  readonly rows: readonly PlacedRow[]
  readonly groups: readonly { readonly label: string; readonly from: number; readonly count: number }[]
  /** What was asked for and how it is ordered; another one is ordered at once. */
  readonly id: string
  readonly sortedAtMs: number
  /** Rows that came while the order was held. */
  readonly waiting: number
}

export function idOfRate(row: Pick<RateRow, 'targetId' | 'namespace' | 'event' | 'direction'>): string {
  return `${row.targetId}\n${row.namespace}\n${row.event}\n${row.direction}`
}

/** The value that a column is sorted by; null is not known and comes last in either direction. */
function valueOf(row: RateRow, sort: RateSort, platformOf: (targetId: string) => string): number | string | null {
  switch (sort) {
    case 'event': return row.event
    case 'namespace': return row.namespace
    case 'platform': return platformOf(row.targetId)
    case 'direction': return row.direction
    case 'count': return row.count
    case 'rate1': return row.perSecond1
    case 'rate10': return row.perSecond10
    case 'rate60': return row.perSecond60
    case 'bytes': return row.bytesPerSecond
    case 'p50': return row.sizeP50
    case 'p95': return row.sizeP95
    case 'last': return row.lastAtMs
    case 'contract': return contractRank[row.contract]
    default: return assertNever(sort)
  }
}

/** What needs an eye first. */
const contractRank = { drift: 0, undocumented: 1, 'known-variant': 2, ok: 3, unchecked: 4 } as const satisfies Record<RateRow['contract'], number>

/** Numbers are read from the largest down, names from A. */
export function firstDescending(sort: RateSort): boolean {
  switch (sort) {
    case 'event': case 'namespace': case 'platform': case 'direction': case 'contract': return false
    case 'count': case 'rate1': case 'rate10': case 'rate60': case 'bytes': case 'p50': case 'p95': case 'last': return true
    default: return assertNever(sort)
  }
}

const names = new Intl.Collator('en', { numeric: true })

function compareValues(a: number | string | null, b: number | string | null, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : names.compare(String(a), String(b))
  return descending ? -order : order
}

/** Sorted by one column; equals by count, then by name, so that the order is the same each time. */
export function sortRates(rows: readonly RateRow[], sort: RateSort, descending: boolean, platformOf: (targetId: string) => string): RateRow[] {
  return rows
    .map((row) => ({ row, value: valueOf(row, sort, platformOf), id: idOfRate(row) }))
    .sort((a, b) => compareValues(a.value, b.value, descending) || b.row.count - a.row.count || (a.id < b.id ? -1 : 1))
    .map(({ row }) => row)
}

function groupOf(row: RateRow, group: RatesView['tableGroup'], platformOf: (targetId: string) => string): { readonly rank: number | string; readonly label: string } {
  switch (group) {
    case 'none': return { rank: 0, label: '' }
    case 'namespace': return { rank: `${row.namespace}\n${platformOf(row.targetId)}`, label: `${row.namespace} · ${platformOf(row.targetId)}` }
    case 'platform': return { rank: platformOf(row.targetId), label: platformOf(row.targetId) }
    case 'contract': return { rank: contractRank[row.contract], label: contractStateWord(row.contract) }
    default: return assertNever(group)
  }
}

function arrange(rows: readonly RateRow[], order: RateOrder, platformOf: (targetId: string) => string): Pick<PlacedRows, 'rows' | 'groups'> {
  const sorted = sortRates(rows, order.sort, order.descending, platformOf)
  if (order.tableGroup === 'none') return { rows: sorted.map((row) => ({ row, gone: false })), groups: [] }
  const byLabel = new Map<string, { rank: number | string; rows: RateRow[] }>()
  for (const row of sorted) {
    const { rank, label } = groupOf(row, order.tableGroup, platformOf)
    const found = byLabel.get(label)
    if (found === undefined) byLabel.set(label, { rank, rows: [row] })
    else found.rows.push(row)
  }
  const groups: { label: string; from: number; count: number }[] = []
  const placed: PlacedRow[] = []
  for (const [label, group] of [...byLabel].sort(([, a], [, b]) => compareValues(a.rank, b.rank, false))) {
    groups.push({ label, from: placed.length, count: group.rows.length })
    for (const row of group.rows) placed.push({ row, gone: false })
  }
  return { rows: placed, groups }
}

/**
 * The rows to show. Another question or order is arranged at once. Else, held or too soon, every row stays where it is
 * with its newest values: what went is dimmed, what came waits and is counted.
 */
export function nextRates(before: PlacedRows | null, rows: readonly RateRow[], order: RateOrder, id: string, platformOf: (targetId: string) => string, nowMs: number, held: boolean): PlacedRows {
  if (before === null || before.id !== id || (!held && nowMs - before.sortedAtMs >= SORT_EVERY_MS)) {
    return { ...arrange(rows, order, platformOf), id, sortedAtMs: nowMs, waiting: 0 }
  }
  const newest = new Map(rows.map((row) => [idOfRate(row), row]))
  const stay = before.rows.map(({ row }): PlacedRow => {
    const rowId = idOfRate(row)
    const now = newest.get(rowId)
    newest.delete(rowId)
    return { row: now ?? row, gone: now === undefined }
  })
  return { ...before, rows: stay, waiting: newest.size }
}
