import type { EventRow } from '../../../shared/domain.ts'
import { exact } from '../../text/times.ts'

/** One row as a line of text for pasting elsewhere; it holds what is on screen, so it is masked. */
export function rowAsText(row: EventRow, targetName: string, zone?: string): string {
  const parts = [exact(row.atMs, zone), row.direction === 'in' ? 'received' : 'sent', row.event, row.room ?? '', row.person ?? '', `${row.bytes} B`, `${targetName} ${row.namespace}`, row.preview]
  return parts.filter((part) => part !== '').join('\t')
}
