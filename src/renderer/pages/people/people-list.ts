import type { PersonRow } from '../../../shared/presence.ts'
import { getPeopleRows } from '../../actions.ts'
import { ListController } from '../../lists/list-controller.ts'
import { idOfPerson } from '../../state/keys.ts'
import { transportWord } from '../../text/presence-words.ts'
import { presenceWord } from '../../text/presence-words.ts'
import { exact } from '../../text/times.ts'

/** The window's one list of people: it stays while another screen is shown. */
export const peopleList = new ListController<PersonRow>({
  fetchRows: getPeopleRows,
  keyOf: (row) => idOfPerson(row.key),
  report: (problem, error) => { console.error(problem, error) },
})

/** One row as a line of text for pasting elsewhere; it holds what is on screen, so it is masked unless revealed. */
export function personAsText(row: PersonRow, platform: string, zone?: string): string {
  const parts = [
    presenceWord(row.status), row.name, row.name === row.key.personId ? '' : row.key.personId, row.role ?? '', platform, `${row.devices} devices`, `${row.rooms} rooms`,
    row.transports.map(transportWord).join(' and '), row.sinceMs === null ? '' : `since ${exact(row.sinceMs, zone)}`, `last seen ${exact(row.lastSeenMs, zone)}`, row.evidence, row.stale ? 'stale' : '',
  ]
  return parts.filter((part) => part !== '').join('\t')
}

/** Roles that occur, known ones first found last; bounded, because a role is any text. */
export function mergeRoles(known: readonly string[], rows: readonly PersonRow[]): readonly string[] {
  const roles = new Set(known)
  for (const row of rows) if (row.role !== null && row.role !== '' && row.role.length <= 100 && roles.size < ROLES_MAX) roles.add(row.role)
  return roles.size === known.length ? known : [...roles].sort((a, b) => a.localeCompare(b))
}
const ROLES_MAX = 60
