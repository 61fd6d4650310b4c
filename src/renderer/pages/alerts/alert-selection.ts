/* Choosing several alerts: pure, by the ids of the rows as they stand. */

export interface Chosen {
  /** Where the keys are. */
  readonly cursorId: string | null
  /** Chosen together; empty: only what the cursor is on. */
  readonly selectedIds: readonly string[]
  readonly anchorId: string | null
}

/** A plain click, or an arrow key: this one alone. */
export function choose(id: string): Chosen {
  return { cursorId: id, selectedIds: [], anchorId: id }
}

/** Ctrl and click, or space: in or out, the others stay. */
export function toggle(chosen: Chosen, id: string): Chosen {
  const has = chosen.selectedIds.includes(id)
  return { cursorId: id, selectedIds: has ? chosen.selectedIds.filter((each) => each !== id) : [...chosen.selectedIds, id], anchorId: id }
}

/** Shift and click, or shift and an arrow: everything between the anchor and this one. */
export function extend(chosen: Chosen, id: string, ids: readonly string[]): Chosen {
  const anchorId = chosen.anchorId !== null && ids.includes(chosen.anchorId) ? chosen.anchorId : (chosen.cursorId ?? id)
  const from = ids.indexOf(anchorId)
  const to = ids.indexOf(id)
  if (from < 0 || to < 0) return choose(id)
  return { cursorId: id, selectedIds: ids.slice(Math.min(from, to), Math.max(from, to) + 1), anchorId }
}

/** All of a group, or none of them where all are chosen already. */
export function toggleAll(chosen: Chosen, group: readonly string[]): Chosen {
  const all = group.every((id) => chosen.selectedIds.includes(id))
  const others = chosen.selectedIds.filter((id) => !group.includes(id))
  return { ...chosen, selectedIds: all ? others : [...others, ...group], anchorId: group[0] ?? chosen.anchorId }
}

/** The id that lies `by` rows from the cursor. Where the cursor's row left the list, from the place that it had (`lastAt`); without any, an end of the list. */
export function stepFrom(cursorId: string | null, by: number, ids: readonly string[], lastAt: number | null = null): string | undefined {
  const clamp = (at: number): string | undefined => ids[Math.min(ids.length - 1, Math.max(0, at))]
  const at = cursorId === null ? -1 : ids.indexOf(cursorId)
  if (at >= 0) return clamp(at + by)
  if (cursorId !== null && lastAt !== null) return clamp(by > 0 ? lastAt + by - 1 : lastAt + by)
  return by > 0 ? ids[0] : ids.at(-1)
}

/** What is done now is done to these: those chosen that are still there, else the one at the cursor. */
export function targetsOf(chosen: Pick<Chosen, 'cursorId' | 'selectedIds'>, there: ReadonlySet<string>): readonly string[] {
  const selected = chosen.selectedIds.filter((id) => there.has(id))
  if (selected.length > 0) return selected
  return chosen.cursorId !== null && there.has(chosen.cursorId) ? [chosen.cursorId] : []
}
