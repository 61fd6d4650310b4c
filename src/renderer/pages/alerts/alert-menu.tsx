import { ClipboardCopy, Link, Maximize2, UserRound } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import type { AlertRow } from '../../../shared/alerts.ts'
import { writeDeepLink } from '../../../shared/deep-link.ts'
import { copyText } from '../../components/clipboard.ts'
import { openAlertPage, openPersonPage } from '../../state/navigate.ts'
import { alertChoices } from './alert-actions.ts'
import { rowSentence } from './alert-words.ts'

/** The context menu of a row: of all that are chosen, where it is one of them. */
export function AlertMenu({ row, rows }: { row: AlertRow; rows: readonly AlertRow[] }) {
  const { person } = row
  return (
    <>
      <ContextMenu.Item className="menu-item" onSelect={() => { openAlertPage(row.id) }}><Maximize2 size={16} aria-hidden="true" />Open page</ContextMenu.Item>
      {person === null ? null : <ContextMenu.Item className="menu-item" onSelect={() => { openPersonPage(person.key) }}><UserRound size={16} aria-hidden="true" />Open person</ContextMenu.Item>}
      <ContextMenu.Item className="menu-item" onSelect={() => { copyText(rowSentence(row, Date.now())) }}><ClipboardCopy size={16} aria-hidden="true" />Copy row (masked)</ContextMenu.Item>
      <ContextMenu.Item className="menu-item" onSelect={() => { copyText(writeDeepLink({ kind: 'alert', key: { targetId: row.subject.targetId, alertId: row.id } })) }}><Link size={16} aria-hidden="true" />Copy link</ContextMenu.Item>
      <ContextMenu.Separator className="menu-line" />
      {rows.length > 1 ? <ContextMenu.Label className="menu-label">{rows.length} alerts</ContextMenu.Label> : null}
      {alertChoices(rows).map((choice) => (
        <ContextMenu.Item key={choice.key} className="menu-item" disabled={choice.reason !== null} title={choice.reason ?? undefined} onSelect={choice.run}>
          <choice.icon size={16} aria-hidden="true" />{choice.label}{choice.press === null ? null : <><span className="spacer" /><kbd>{choice.press}</kbd></>}
        </ContextMenu.Item>
      ))}
    </>
  )
}
