import { ChevronDown } from 'lucide-react'
import { useRef } from 'react'
import type { AlertRow } from '../../../shared/alerts.ts'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem } from '../../components/menu.tsx'
import { useWidth } from '../../lists/use-list.ts'
import { alertChoices } from './alert-actions.ts'

const MORE_PX = 84
const NOTE_PX = 150

/** How many labels fit into a width as buttons, beside "More"; one at least. A letter is 6.6 px wide on average, the rest of a button 46. */
export function fittingButtons(labels: readonly string[], widthPx: number): number {
  let used = MORE_PX
  const first = labels.findIndex((label) => (used += label.length * 6.6 + 46) > widthPx)
  return Math.max(1, first < 0 ? labels.length : first)
}

/** What can be done with alerts, as buttons; what does not fit is behind "More". */
export function ActionsBar({ rows, label, note }: { rows: readonly AlertRow[]; label: string; note?: string }) {
  const bar = useRef<HTMLDivElement>(null)
  const width = useWidth(bar)
  const choices = alertChoices(rows)
  // The two rare ones are always in the menu.
  const inline = fittingButtons(choices.slice(0, -2).map((choice) => choice.label), width - (note === undefined ? 0 : NOTE_PX))
  return (
    <div ref={bar} className="alert-actions" role="group" aria-label={label}>
      {note === undefined ? null : <span className="alert-actions-note num dim truncate" role="status">{note}</span>}
      {choices.slice(0, inline).map((choice) => (
        <Button key={choice.key} small disabled={choice.reason !== null} title={choice.reason ?? (choice.press === null ? undefined : `${choice.label} (${choice.press})`)} onClick={choice.run}>
          <choice.icon size={14} aria-hidden="true" />{choice.label}
        </Button>
      ))}
      <Menu trigger={<Button small>More<ChevronDown size={14} aria-hidden="true" /></Button>}>
        {choices.slice(inline).map((choice) => (
          <MenuItem key={choice.key} reason={choice.reason} onChoose={choice.run}><choice.icon size={16} aria-hidden="true" />{choice.label}</MenuItem>
        ))}
      </Menu>
    </div>
  )
}
