import type { AlertGroup, AlertList, AlertRow } from '../../../shared/alerts.ts'

/** A line of the drawn inbox. */
export type AlertLine =
  | { readonly is: 'group'; readonly key: string; readonly group: AlertGroup; /** Rows of the group that are shown or folded, for choosing all of them. */ readonly ids: readonly string[] }
  | { readonly is: 'row'; readonly key: string; readonly row: AlertRow; readonly level: 1 | 2; /** Folded under it and in this list. */ readonly folded: number; readonly unfolded: boolean; readonly gone: boolean }

export function groupKey(targetId: string, cause: string): string {
  return JSON.stringify([targetId, cause])
}

/** What is drawn: a list, and what happened to it while its order was held. */
export interface DrawnAlerts {
  readonly list: AlertList
  /** Left the list, and keep their places. */
  readonly gone: ReadonlySet<string>
  /** Came, and stand at the end until the list may be sorted. */
  readonly late: ReadonlySet<string>
}

/**
 * Lines of a list: a head for each group of school and cause, its alerts, and behind a parent its folded children where
 * `unfolded` names it. A child whose parent is not in the list stands for itself.
 */
export function alertLines({ list, gone }: Pick<DrawnAlerts, 'list' | 'gone'>, unfolded: ReadonlySet<string>): readonly AlertLine[] {
  const groups = new Map(list.groups.map((group) => [groupKey(group.targetId, group.cause), group]))
  const shown = new Set(list.rows.map((row) => row.id))
  const children = new Map<string, number>()
  for (const { parentId } of list.rows) if (parentId !== null && shown.has(parentId)) children.set(parentId, (children.get(parentId) ?? 0) + 1)
  const lines: AlertLine[] = []
  /** A held list may have the same head twice: what came late stands at the end. */
  const heads = new Map<string, number>()
  let current = ''
  let ids: string[] = []
  for (const row of list.rows) {
    const isChild = row.parentId !== null && shown.has(row.parentId)
    if (!isChild) {
      const key = groupKey(row.subject.targetId, row.cause)
      if (key !== current) {
        current = key
        ids = []
        heads.set(key, (heads.get(key) ?? 0) + 1)
        const group = groups.get(key) ?? { school: row.school, targetId: row.subject.targetId, cause: row.cause, severity: row.severity, alerts: 1, open: row.state === 'open' ? 1 : 0 }
        lines.push({ is: 'group', key: `group ${heads.get(key)} ${key}`, group, ids })
      }
      ids.push(row.id)
    } else if (row.parentId === null || !unfolded.has(row.parentId)) continue
    lines.push({ is: 'row', key: row.id, row, level: isChild ? 2 : 1, folded: children.get(row.id) ?? 0, unfolded: unfolded.has(row.id), gone: gone.has(row.id) })
  }
  return lines
}

/** Ids of the rows among lines, in their order. */
export function rowIds(lines: readonly AlertLine[]): readonly string[] {
  return lines.flatMap((line) => (line.is === 'row' ? [line.row.id] : []))
}

/**
 * The next list while the order is held: what was drawn keeps its place and says what is new of it; what is gone stays,
 * marked; what came late stands at the end, where it moves nothing. Not held: the next list as it is.
 */
export function takeAlerts(drawn: DrawnAlerts | null, next: AlertList, held: boolean): DrawnAlerts {
  if (!held || drawn === null || drawn.list.rows.length === 0) return { list: next, gone: new Set(), late: new Set() }
  const byId = new Map(next.rows.map((row) => [row.id, row]))
  const groups = new Map(next.groups.map((group) => [groupKey(group.targetId, group.cause), group]))
  const before = new Set(drawn.list.rows.map((row) => row.id))
  const gone = new Set<string>()
  const rows = drawn.list.rows.map((row) => {
    const now = byId.get(row.id)
    if (now !== undefined) return { ...now, parentId: row.parentId, cause: row.cause }
    gone.add(row.id)
    return row
  })
  const fresh = next.rows.filter((row) => !before.has(row.id))
  const known = drawn.list.groups.map((group) => groups.get(groupKey(group.targetId, group.cause)) ?? { ...group, alerts: 0, open: 0 })
  const knownKeys = new Set(known.map((group) => groupKey(group.targetId, group.cause)))
  return {
    list: { ...next, rows: [...rows, ...fresh], groups: [...known, ...next.groups.filter((group) => !knownKeys.has(groupKey(group.targetId, group.cause)))] },
    gone,
    late: new Set([...[...drawn.late].filter((id) => byId.has(id)), ...fresh.map((row) => row.id)]),
  }
}
