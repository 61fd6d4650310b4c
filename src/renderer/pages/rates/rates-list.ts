import type { RateTable } from '../../../shared/rates.ts'
import { ListController } from '../../lists/list-controller.ts'
import { idOfRate, nextRates, type PlacedRow, type PlacedRows, type RateOrder } from './rate-order.ts'

/* The table of rates comes whole, at most RATE_TABLE_ROWS_MAX rows; this window puts them in order and the list draws what is on screen. */

let placed: PlacedRows | null = null
let revision = 0

/** The window's one list of rates: it stays while another screen is shown. */
export const ratesList = new ListController<PlacedRow>({
  fetchRows: (_revision, from, count) => Promise.resolve({ revision, from, rows: placed?.rows.slice(from, from + count) ?? [] }),
  keyOf: ({ row }) => idOfRate(row),
  report: (problem, error) => { console.error(problem, error) },
})

/** How many rows wait for the list to be free. */
export const ratesWaiting = (): number => placed?.waiting ?? 0

/** Takes an answer, or the same one in another order. */
export function placeRates(table: RateTable, order: RateOrder, id: string, platformOf: (targetId: string) => string, nowMs: number, held: boolean): void {
  const next = nextRates(placed, table.rows, order, id, platformOf, nowMs, held)
  if (placed === null || !sameOrder(placed, next)) revision++
  placed = next
  ratesList.receive({ revision, count: next.rows.length, of: next.rows.length + table.leftOut, groups: next.groups.map((group) => ({ ...group })), notRemembered: 0 })
}

function sameOrder(a: PlacedRows, b: PlacedRows): boolean {
  return a.rows.length === b.rows.length && a.groups.length === b.groups.length && a.groups.every((group, index) => group.label === b.groups[index]?.label && group.from === b.groups[index].from)
    && a.rows.every(({ row }, index) => row === b.rows[index]?.row || idOfRate(row) === idOfRate(b.rows[index]?.row ?? row))
}
