import { FileDown, ListFilter } from 'lucide-react'
import { useState } from 'react'
import { alertState, type AlertFilter, type AlertList, type AlertState } from '../../../shared/alerts.ts'
import type { Severity } from '../../../shared/catalog.ts'
import { FILTER_CHARS_MAX } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { HeldNote } from '../../components/held-note.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine, MenuTick } from '../../components/menu.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { changeAlertFilter, openDialog, useView } from '../../state/view-store.ts'
import { severityWord } from '../../text/words.ts'
import { alertStateWord, causeWords, listCount, mergeCauses, severitiesWorstFirst } from './alert-words.ts'

const ANY = ''

/** Search box and filters of the inbox. */
export function InboxFilters({ list, held }: { list: AlertList | null; held: boolean }) {
  const filter = useView((state) => state.alerts.filter)
  const names = useTargetNames()
  const causes = useCauses(list, filter.cause)
  return (
    <div className="list-bar">
      <div className="list-bar-line" data-screen-search>
        <SearchBox
          label="Search alerts" placeholder="Title, school, cause, room or owner" value={filter.text} maxLength={FILTER_CHARS_MAX}
          onChange={(text) => { changeAlertFilter({ text }) }}
          onLeave={() => { document.querySelector<HTMLElement>('[data-screen-list]')?.focus() }}
        />
        {list === null ? null : <span className="events-count num" role="status" data-testid="alerts-count">{listCount(list, filter)}</span>}
        <HeldNote held={held} />
      </div>
      <div className="list-bar-line filters">
        <StateMenu filter={filter} />
        <SeverityMenu filter={filter} />
        <Select label="Platform" value={filter.targetId ?? ANY} options={[{ value: ANY, label: 'All platforms' }, ...Object.entries(names).map(([value, label]) => ({ value, label }))]} onChange={(id) => { changeAlertFilter({ targetId: id === ANY ? null : id }) }} />
        <Select label="Cause" value={filter.cause ?? ANY} options={[{ value: ANY, label: 'Any cause' }, ...causes.map((value) => ({ value, label: causeWords(value) }))]} onChange={(cause) => { changeAlertFilter({ cause: cause === ANY ? null : cause }) }} />
        <label className="check"><input type="checkbox" className="checkbox" checked={filter.mine} onChange={(event) => { changeAlertFilter({ mine: event.target.checked }) }} />Mine</label>
        <span className="spacer" />
        <Button small aria-label="Export alerts" title="Export what is shown (Ctrl+E)" onClick={() => { openDialog({ name: 'export-alerts' }) }}><FileDown size={14} aria-hidden="true" /><span className="narrow-hidden">Export…</span></Button>
      </div>
    </div>
  )
}

function toggled<T>(list: readonly T[], value: T, on: boolean): T[] {
  return on ? [...list, value] : list.filter((each) => each !== value)
}

function StateMenu({ filter }: { filter: AlertFilter }) {
  const { states } = filter
  const shown = states.length === 0 ? 'Not resolved' : states.length === alertState.options.length ? 'Any state' : states.map(alertStateWord).join(', ')
  const set = (next: readonly AlertState[]): void => { changeAlertFilter({ states: [...next] }) }
  return (
    <Menu align="start" trigger={<Button small className="filter-menu" title={`States: ${shown}`}><ListFilter size={14} aria-hidden="true" /><span className="visually-hidden">States: </span><span className="truncate">{shown}</span></Button>}>
      <MenuLabel>States; none chosen: all that is not resolved</MenuLabel>
      {alertState.options.map((state) => <MenuTick key={state} checked={states.includes(state)} onChange={(on) => { set(toggled(states, state, on)) }}>{alertStateWord(state)}</MenuTick>)}
      <MenuLine />
      <MenuItem onChoose={() => { set([]) }}>Not resolved</MenuItem>
      <MenuItem onChoose={() => { set(['resolved']) }}>Resolved only</MenuItem>
      <MenuItem onChoose={() => { set(alertState.options) }}>All, resolved too</MenuItem>
    </Menu>
  )
}

function SeverityMenu({ filter }: { filter: AlertFilter }) {
  const { severities } = filter
  const shown = severities.length === 0 ? 'Any severity' : severitiesWorstFirst.filter((each) => severities.includes(each)).map(severityWord).join(', ')
  return (
    <Menu align="start" trigger={<Button small className="filter-menu" title={`Severities: ${shown}`}><span className="visually-hidden">Severities: </span><span className="truncate">{shown}</span></Button>}>
      {severitiesWorstFirst.map((severity: Severity) => <MenuTick key={severity} checked={severities.includes(severity)} onChange={(on) => { changeAlertFilter({ severities: toggled(severities, severity, on) }) }}>{severityWord(severity)}</MenuTick>)}
    </Menu>
  )
}

/** Causes that were seen so far: choosing one must not take the others from the list of choices. */
function useCauses(list: AlertList | null, chosen: string | null): readonly string[] {
  const [causes, setCauses] = useState<readonly string[]>([])
  const merged = list === null ? causes : mergeCauses(causes, list.groups.map((group) => group.cause))
  if (merged !== causes) setCauses(merged)
  return chosen === null || causes.includes(chosen) ? causes : [...causes, chosen]
}
