import { ClipboardCopy, Eye, FileUser, LogOut } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import type { PersonRow } from '../../../shared/presence.ts'
import { copyText } from '../../components/clipboard.ts'
import { openPersonPage } from '../../state/navigate.ts'
import { openDialog } from '../../state/view-store.ts'
import { personAsText } from './people-list.ts'
import { useActionReasons } from './person-actions.tsx'

/** The context menu of a row; what changes something only opens a dialog. */
export function PersonMenu({ row, platform }: { row: PersonRow; platform: string }) {
  const { of } = useActionReasons(row)
  return (
    <>
      <ContextMenu.Item className="menu-item" onSelect={() => { openPersonPage(row.key) }}><FileUser size={16} aria-hidden="true" />Open page</ContextMenu.Item>
      <ContextMenu.Item className="menu-item" onSelect={() => { copyText(personAsText(row, platform)) }}><ClipboardCopy size={16} aria-hidden="true" />Copy row{row.revealed ? '' : ' (masked)'}</ContextMenu.Item>
      <ContextMenu.Item className="menu-item" disabled={row.revealed} onSelect={() => { openDialog({ name: 'reveal', person: row.key, shown: row.name }) }}><Eye size={16} aria-hidden="true" />{row.revealed ? 'Revealed' : 'Reveal name…'}</ContextMenu.Item>
      <ContextMenu.Separator className="menu-line" />
      <ContextMenu.Item className={of.disconnect === null ? 'menu-item danger' : 'menu-item'} disabled={of.disconnect !== null} onSelect={() => { openDialog({ name: 'action', shown: row.name, draft: { kind: 'disconnect', person: row.key, socketId: null, room: null } }) }}>
        <LogOut size={16} aria-hidden="true" /><span>Disconnect…{of.disconnect === null ? null : <span className="menu-reason">{of.disconnect}</span>}</span>
      </ContextMenu.Item>
    </>
  )
}
