import type { AttentionItem } from '../../../shared/domain.ts'

/** The order is renewed at most this often, and never while the pointer is in the list. */
export const SORT_EVERY_MS = 2_000

const severityRank = { critical: 0, warning: 1, info: 2 } as const

/** Most pressing first: severity, then the newest. */
export function byUrgency(a: AttentionItem, b: AttentionItem): number {
  return severityRank[a.severity] - severityRank[b.severity] || b.sinceMs - a.sinceMs || (a.id < b.id ? -1 : 1)
}

export interface ShownItem {
  readonly item: AttentionItem
  /** It went away while the list was held: it stays where it is, dimmed, until the list is renewed. */
  readonly gone: boolean
}

export interface HeldList {
  readonly shown: readonly ShownItem[]
  readonly sortedAtMs: number
}

/**
 * The list to show. Free: sorted again when the last time is long enough ago. Held, or too soon: every line stays where
 * it is with its newest text, what went away is dimmed, what is new goes to the end.
 */
export function nextList(before: HeldList, items: readonly AttentionItem[], nowMs: number, held: boolean): HeldList {
  if (!held && (before.shown.length === 0 || nowMs - before.sortedAtMs >= SORT_EVERY_MS)) {
    return { shown: items.toSorted(byUrgency).map((item) => ({ item, gone: false })), sortedAtMs: nowMs }
  }
  const now = new Map(items.map((item) => [item.id, item]))
  const stay = before.shown.map(({ item }) => {
    const newest = now.get(item.id)
    now.delete(item.id)
    return { item: newest ?? item, gone: newest === undefined }
  })
  return { shown: [...stay, ...[...now.values()].toSorted(byUrgency).map((item) => ({ item, gone: false }))], sortedAtMs: before.sortedAtMs }
}
