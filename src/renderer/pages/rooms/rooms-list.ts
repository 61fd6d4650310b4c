import type { ListState, RoomRow, RoomsQuery } from '../../../shared/presence.ts'
import { getRoomRows } from '../../actions.ts'
import { ListController } from '../../lists/list-controller.ts'
import { idOfRoom } from '../../state/keys.ts'
import { count, counted, rate } from '../../text/numbers.ts'
import { roomKindWord, watchedWord } from '../../text/presence-words.ts'
import { exact } from '../../text/times.ts'

/** The window's one list of rooms: it stays while another screen is shown. */
export const roomsList = new ListController<RoomRow>({
  fetchRows: getRoomRows,
  keyOf: (row) => idOfRoom(row.key),
  report: (problem, error) => { console.error(problem, error) },
})

/** One room as a line of text for pasting elsewhere. */
export function roomAsText(row: RoomRow, platform: string, zone?: string): string {
  return [
    row.key.room, roomKindWord(row.kind), `${platform} ${row.key.namespace}`, `${row.members} members (${row.evidence})`, `${rate(row.perSecond)} events/s`, `${row.events} events`,
    row.lastAtMs === null ? 'no event yet' : `last event ${exact(row.lastAtMs, zone)}`, watchedWord(row.watched),
  ].join('\t')
}

export function isRoomsFiltered(query: RoomsQuery): boolean {
  return query.text.trim() !== '' || query.targetId !== null || query.kind !== null
}

/**
 * `214 rooms`, `12 of 214 rooms`. Every socket is alone in a room of its own; those are left out by default, and their
 * number, which is that of the sockets, is said.
 */
export function roomsCount(list: Pick<ListState, 'count' | 'of'>, query: RoomsQuery, sockets: number): { readonly text: string; readonly hidden: string | null } {
  const text = isRoomsFiltered(query) ? `${count(list.count)} of ${counted(list.of, 'room')}` : counted(list.count, 'room')
  return { text, hidden: query.showPerSocket || sockets === 0 ? null : `${counted(sockets, 'such room')} left out` }
}
