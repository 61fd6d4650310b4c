import type { AuditFilter } from '../../../shared/audit.ts'
import { createStore, useSelected } from '../../state/store.ts'

export type AuditTime = 'any' | 'today' | 'week' | 'month' | 'between'

/** What the screen asks for, as its fields say it. */
export interface AuditAsk extends Pick<AuditFilter, 'text' | 'action' | 'who' | 'platform' | 'result'> {
  readonly time: AuditTime
  /** For between: `2026-11-20`, both days included; '' for open. */
  readonly from: string
  readonly to: string
}

export const firstAsk: AuditAsk = { text: '', action: null, who: null, platform: null, result: null, time: 'any', from: '', to: '' }

const asked = createStore<AuditAsk>(firstAsk)

export function useAsk(): AuditAsk {
  return useSelected(asked, (value) => value)
}

export function changeAsk(change: Partial<AuditAsk>): void {
  asked.set(change)
}

/** The button that was pressed goes away with what it did: the reader goes on at the search box. */
export function focusSearch(): void {
  document.querySelector<HTMLElement>('.audit-page [data-screen-search] input')?.focus()
}

/** The filter of now, for the export as well. */
export function currentFilter(): AuditFilter {
  return filterOf(asked.get(), Date.now())
}

/** Days are whole ones, in the zone of this computer. */
export function filterOf({ time, from, to, ...rest }: AuditAsk, nowMs: number): AuditFilter {
  switch (time) {
    case 'any': return { ...rest, fromMs: null, untilMs: null }
    case 'today': return { ...rest, fromMs: dayStart(nowMs, 0), untilMs: null }
    case 'week': return { ...rest, fromMs: dayStart(nowMs, -6), untilMs: null }
    case 'month': return { ...rest, fromMs: dayStart(nowMs, -29), untilMs: null }
    case 'between': {
      const last = dayOf(to)
      return { ...rest, fromMs: dayOf(from), untilMs: last === null ? null : dayStart(last, 1) }
    }
    default: {
      const never: never = time
      return never
    }
  }
}

/** Beginning of a day in the zone of this computer; null where the text is none. */
export function dayOf(text: string): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (!found) return null
  const ms = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3])).getTime()
  return Number.isFinite(ms) ? ms : null
}

/** `2026-11-20`, as a date field wants it. */
export function dayText(atMs: number): string {
  const date = new Date(atMs)
  return `${String(date.getFullYear()).padStart(4, '0')}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}

/** Not by 24 hours: two days a year have 23 and 25. */
export function dayStart(atMs: number, days: number): number {
  const date = new Date(atMs)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}
