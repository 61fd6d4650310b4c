import type { ListState } from '../../shared/presence.ts'

type Group = ListState['groups'][number]

/** A line of a drawn list: the head of a group, or the row with an ordinal. */
export type Line = { readonly is: 'group'; readonly group: Group } | { readonly is: 'row'; readonly ordinal: number }

/** Lines of a list: its rows and one head a group. */
export function lineCount(list: Pick<ListState, 'count' | 'groups'>): number {
  return list.count + list.groups.length
}

/** The line at an index. Groups come in the order of their first ordinals; there are few of them. */
export function lineAt(list: Pick<ListState, 'groups'>, index: number): Line {
  let heads = 0
  for (const group of list.groups) {
    const headAt = group.from + heads
    if (index === headAt) return { is: 'group', group }
    if (index < headAt) break
    heads++
  }
  return { is: 'row', ordinal: index - heads }
}

/** The index of the line with an ordinal. */
export function indexOf(list: Pick<ListState, 'groups'>, ordinal: number): number {
  return ordinal + list.groups.filter((group) => group.from <= ordinal).length
}
