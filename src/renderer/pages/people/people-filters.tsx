import { Bookmark, Columns3, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { presenceStatus, type PeopleQuery, type PersonRow, type SavedView } from '../../../shared/presence.ts'
import { listViews } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { HeldNote } from '../../components/held-note.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine, MenuTick } from '../../components/menu.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import type { ListView } from '../../lists/list-controller.ts'
import { inspectPerson } from '../../state/navigate.ts'
import { changePeopleQuery, firstPeopleColumns, openDialog, useView, view } from '../../state/view-store.ts'
import { presenceWord } from '../../text/presence-words.ts'
import { fixedColumns, peopleColumns } from './people-columns.tsx'
import { mergeRoles, peopleList } from './people-list.ts'
import { isFiltered, peopleCount } from './people-words.ts'

const ANY = ''
const groupWords: Readonly<Record<PeopleQuery['group'], string>> = { none: 'No grouping', role: 'By role', platform: 'By platform', status: 'By status' }

/** One search box and the filters of the People list. */
export function PeopleFilters({ drawn, held, first }: { drawn: ListView; held: boolean; first: PersonRow | undefined }) {
  const query = useView((state) => state.peopleQuery)
  const names = useTargetNames()
  const roles = useRoles()
  return (
    <div className="list-bar">
      <div className="list-bar-line" data-screen-search>
        <SearchBox
          label="Search people" placeholder="Name, id, e-mail, room or role" value={query.text} maxLength={500}
          onChange={(text) => { changePeopleQuery({ text }) }}
          onLeave={() => { document.querySelector<HTMLElement>('[data-screen-list]')?.focus() }}
          onEnter={() => { if (first !== undefined && query.text.trim() !== '') inspectPerson(first.key) }}
        />
        {drawn.list === null ? null : <span className="events-count num" role="status" data-testid="people-count">{peopleCount(drawn.list, isFiltered(query))}</span>}
        <HeldNote held={held} />
      </div>
      <div className="list-bar-line filters">
        <Select label="Platform" value={query.targetId ?? ANY} options={[{ value: ANY, label: 'All platforms' }, ...Object.entries(names).map(([value, label]) => ({ value, label }))]} onChange={(id) => { changePeopleQuery({ targetId: id === ANY ? null : id }) }} />
        <Select label="Status" value={query.status ?? ANY} options={[{ value: ANY, label: 'Any status' }, ...presenceStatus.options.map((value) => ({ value, label: presenceWord(value) }))]}
          onChange={(value) => { changePeopleQuery({ status: presenceStatus.options.find((each) => each === value) ?? null }) }} />
        <Select label="Role" value={query.role ?? ANY} options={[{ value: ANY, label: 'Any role' }, ...roles.map((value) => ({ value, label: value }))]} onChange={(role) => { changePeopleQuery({ role: role === ANY ? null : role }) }} />
        <Select label="Grouping" value={query.group} options={(['none', 'role', 'platform', 'status'] as const).map((value) => ({ value, label: groupWords[value] }))} onChange={(group) => { changePeopleQuery({ group }) }} />
        {query.room === null ? null : (
          <span className="tag filter-tag">in <span className="mono">{query.room.room}</span>
            <button type="button" aria-label={`Show people of all rooms, not only ${query.room.room}`} onClick={() => { changePeopleQuery({ room: null, showOwn: false }) }}><X size={12} aria-hidden="true" /></button>
          </span>
        )}
        <span className="spacer" />
        <ColumnMenu />
        <ViewMenu />
      </div>
    </div>
  )
}

/** Roles that were seen so far; the list holds only what is on screen. */
function useRoles(): readonly string[] {
  const chosen = useView((state) => state.peopleQuery.role)
  const [roles, setRoles] = useState<readonly string[]>(() => mergeRoles([], peopleList.known()))
  useEffect(() => peopleList.subscribe(() => { setRoles((known) => mergeRoles(known, peopleList.known())) }), [])
  return chosen === null || roles.includes(chosen) ? roles : [...roles, chosen]
}

function ColumnMenu() {
  const chosen = useView((state) => state.peopleColumns)
  const columns = peopleColumns((id) => id).filter((column) => !fixedColumns.includes(column.key))
  return (
    <Menu trigger={<Button small><Columns3 size={14} aria-hidden="true" /><span className="narrow-hidden">Columns</span></Button>}>
      <MenuLabel>Those that do not fit are left out</MenuLabel>
      {columns.map((column) => (
        <MenuTick key={column.key} checked={chosen.includes(column.key)} onChange={(on) => { view.set({ peopleColumns: on ? [...chosen, column.key] : chosen.filter((key) => key !== column.key) }) }}>{column.title}</MenuTick>
      ))}
      <MenuLine />
      <MenuTick checked={view.get().peopleQuery.showOwn} onChange={(showOwn) => { changePeopleQuery({ showOwn }) }}>Rollcall’s own sockets, and people not seen for a day</MenuTick>
    </Menu>
  )
}

function ViewMenu() {
  const [views, setViews] = useState<readonly SavedView[] | null>(null)
  return (
    <Menu trigger={<Button small><Bookmark size={14} aria-hidden="true" /><span className="narrow-hidden">Views</span></Button>} onOpenChange={(open) => {
      if (open) listViews().then(setViews, (error: unknown) => { console.error('views:list failed', error) })
    }}>
      {views === null ? <MenuLabel>Loading…</MenuLabel> : views.length === 0 ? <MenuLabel>No saved view yet</MenuLabel> : views.map((each) => (
        <MenuItem key={each.id} onChoose={() => { view.set({ peopleQuery: each.query, peopleColumns: each.columns.length === 0 ? firstPeopleColumns : each.columns }) }}>{each.name}</MenuItem>
      ))}
      <MenuLine />
      <MenuItem onChoose={() => { openDialog({ name: 'save-view' }) }}>Save or remove a view…</MenuItem>
    </Menu>
  )
}
