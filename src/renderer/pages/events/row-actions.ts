import type { EventRow } from '../../../shared/domain.ts'
import { getPayload, getPerson } from '../../actions.ts'
import { copyText } from '../../components/clipboard.ts'
import { inspectPerson } from '../../state/navigate.ts'
import { view } from '../../state/view-store.ts'
import { rowAsText } from './copy-row.ts'
import { announce, notify } from './feed-notice.ts'

/* What the keys and the menu of a row do. All text is what is on screen, so it is masked. */

const NOT_COPIED = 'Not copied: the system refused. Open the event and copy its payload there.'

export function copyRow(row: EventRow, platform: string): void {
  if (copyText(rowAsText(row, platform))) announce('Row copied, masked.')
  else notify(NOT_COPIED)
}

/** Copies the payload, masked, as JSON text. */
export async function copyJson(row: Pick<EventRow, 'seq'>): Promise<void> {
  const answer = await getPayload(row.seq)
  if (!answer.ok) notify(`Not copied. ${answer.problem.what} ${answer.problem.advice}`)
  else if (copyText(answer.value.json)) announce('Payload copied as JSON, masked.')
  else notify(NOT_COPIED)
}

/** Filters the list by one thing; what does not match is hidden. */
export function filterBy(text: string): void {
  view.set({ filterText: text, filterMode: 'hide' })
}

/** A row names a person by id; where it has none it shows initials or a masked address, which nobody is found by. */
export function personIsNamed(person: string): boolean {
  return person !== '' && person !== 'Unknown person' && !person.includes('•') && !/^\p{L}\.( \p{L}\.)*$/u.test(person)
}

/** Shows the person of a row in the inspector. */
export async function openPersonOf(row: Pick<EventRow, 'targetId' | 'person'>): Promise<void> {
  if (row.person === null) return
  const key = { targetId: row.targetId, personId: row.person }
  const answer = await getPerson(key)
  if (answer.ok) inspectPerson(key)
  else notify(`${answer.problem.what} ${answer.problem.advice}`)
}
