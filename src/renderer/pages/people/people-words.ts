import type { ListState, PeopleQuery } from '../../../shared/presence.ts'
import { count, counted } from '../../text/numbers.ts'

/** Whether a query leaves anybody out. */
export function isFiltered(query: PeopleQuery): boolean {
  return query.text.trim() !== '' || query.targetId !== null || query.status !== null || query.role !== null || query.room !== null
}

/** `1,288 people`; with a search or a filter `412 of 1,288 people`. */
export function peopleCount(list: Pick<ListState, 'count' | 'of'>, filtered: boolean): string {
  return filtered ? `${count(list.count)} of ${counted(list.of, 'person', 'people')}` : counted(list.count, 'person', 'people')
}

/** Why the list is empty, which is never the same as zero people. */
export function emptyPeople(list: Pick<ListState, 'of'>, filtered: boolean, anyLive: boolean, liveWords: string): { readonly title: string; readonly text: string } {
  if (filtered && list.of > 0) return { title: `0 of ${count(list.of)} people match.`, text: 'The search looks at name, id, e-mail, room and role, and never shows what it matched.' }
  if (anyLive) return { title: 'Nobody seen yet.', text: `${liveWords}. People appear with the first event that proves them, or at once where an admin feed is on. Quiet is normal outside lessons.` }
  return { title: 'Not connected to any platform.', text: 'People appear here once a platform is live. Platforms says of each one why it is not.' }
}
