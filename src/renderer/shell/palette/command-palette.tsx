import { Command } from 'cmdk'
import { AppWindow, DoorOpen, Filter, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AlertRow } from '../../../shared/alerts.ts'
import type { PersonRow } from '../../../shared/presence.ts'
import { findPeople, listAlerts } from '../../actions.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { PresenceMark } from '../../components/presence-mark.tsx'
import { SeverityMark } from '../../components/severity-mark.tsx'
import { useFrame } from '../../frame-store.ts'
import { Latest } from '../../lists/latest.ts'
import { idOfPerson, idOfRoom } from '../../state/keys.ts'
import { alertStanding } from '../../pages/alerts/alert-words.ts'
import { useFilterShelf } from '../../pages/events/filter-shelf.ts'
import { newAnnouncement, newDrill } from '../../pages/notices/open-notice.ts'
import { useNow } from '../../state/clock.ts'
import { goTo, inspectPerson, inspectRoom, openAlertPage } from '../../state/navigate.ts'
import { firstAlertFilter, openDialog, view } from '../../state/view-store.ts'
import { screenTitles } from '../top-bar.tsx'
import { PALETTE_ALERTS_MAX, PALETTE_PEOPLE_MAX, paletteCommands, paletteFilters, paletteRooms } from './palette-entries.ts'

/** Ctrl+K: a person, a room, an alert, a screen or a dialog by typing. What changes something only opens its dialog. */
export function CommandPalette() {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState('')
  const people = usePeople(text)
  const alerts = useAlerts(text)
  const now = useNow()
  const tree = useFrame((state) => state.tree)
  const names = useTargetNames()
  const rooms = paletteRooms(text, tree ?? [])
  const filters = paletteFilters(text, useFilterShelf().saved)
  const commands = paletteCommands(text, screenTitles)
  // cmdk chooses its first item before the answer of this text is here.
  const ids = [...people.map((row) => `person ${idOfPerson(row.key)}`), ...rooms.map((key) => `room ${idOfRoom(key)}`), ...alerts.map(({ id }) => `alert ${id}`), ...filters.map(({ id }) => `filter ${id}`), ...commands.map((command) => `command ${command.id}`)]
  const active = ids.includes(chosen) ? chosen : (ids[0] ?? '')
  const leave = (then: () => void): void => {
    openDialog(null)
    then()
  }
  return (
    <Dialog title="Go to" onClose={() => { openDialog(null) }} palette>
      <Command label="Go to a person, a room, an alert, a screen or a dialog" shouldFilter={false} loop value={active} onValueChange={setChosen}>
        <div className="palette-input"><Search size={16} aria-hidden="true" /><Command.Input className="input" placeholder="Person, room, alert, screen or dialog" value={text} onValueChange={(value) => { setText(value); setChosen('') }} maxLength={500} /></div>
        <Command.List className="palette-list scroll" label="Found">
          <Command.Empty className="palette-empty">Nobody and nothing of this name.</Command.Empty>
          {people.length === 0 ? null : (
            <Command.Group heading="People" className="palette-group">
              {people.map((row) => (
                <Command.Item key={idOfPerson(row.key)} value={`person ${idOfPerson(row.key)}`} className="palette-item" onSelect={() => { leave(() => { inspectPerson(row.key) }) }}>
                  <PresenceMark status={row.status} /><span className="truncate strong">{row.name}</span>{row.name === row.key.personId ? null : <span className="mono dim">{row.key.personId}</span>}
                  <span className="spacer" /><span className="dim truncate">{row.role === null ? '' : `${row.role} · `}{names[row.key.targetId] ?? row.key.targetId}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {rooms.length === 0 ? null : (
            <Command.Group heading="Rooms" className="palette-group">
              {rooms.map((key) => (
                <Command.Item key={idOfRoom(key)} value={`room ${idOfRoom(key)}`} className="palette-item" onSelect={() => { leave(() => { inspectRoom(key) }) }}>
                  <DoorOpen size={16} aria-hidden="true" /><span className="mono truncate">{key.room}</span><span className="spacer" /><span className="dim truncate">{names[key.targetId] ?? key.targetId} {key.namespace}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {alerts.length === 0 ? null : (
            <Command.Group heading="Alerts" className="palette-group">
              {alerts.map((row) => (
                <Command.Item key={row.id} value={`alert ${row.id}`} className="palette-item" onSelect={() => { leave(() => { openAlertPage(row.id) }) }}>
                  <SeverityMark severity={row.severity} /><span className="truncate strong">{row.title}</span><span className="spacer" /><span className="dim truncate">{alertStanding(row, now)} · {row.school}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {filters.length === 0 ? null : (
            <Command.Group heading="Saved filters of Events" className="palette-group">
              {filters.map((filter) => (
                <Command.Item key={filter.id} value={`filter ${filter.id}`} className="palette-item" onSelect={() => {
                  leave(() => {
                    view.set({ filterText: filter.text, filterMode: filter.mode })
                    goTo('events')
                  })
                }}>
                  <Filter size={16} aria-hidden="true" /><span className="truncate strong">{filter.name}</span><span className="mono dim truncate">{filter.text}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {commands.length === 0 ? null : (
            <Command.Group heading="Screens and dialogs" className="palette-group">
              {commands.map((command) => (
                <Command.Item key={command.id} value={`command ${command.id}`} className="palette-item" onSelect={() => {
                  const { does } = command
                  if ('open' in does) openDialog(does.open)
                  else if ('go' in does) leave(() => { goTo(does.go) })
                  else leave(does.write === 'drill' ? newDrill : newAnnouncement)
                }}>
                  <AppWindow size={16} aria-hidden="true" /><span>{command.label}</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  )
}

const nobody: readonly PersonRow[] = []
const noAlerts: readonly AlertRow[] = []

/** People found for a text, over all platforms. */
function usePeople(text: string): readonly PersonRow[] {
  return useFound(text, (value) => findPeople(value, PALETTE_PEOPLE_MAX), nobody)
}

/** Alerts of a text that are not resolved, the most urgent first. */
function useAlerts(text: string): readonly AlertRow[] {
  return useFound(text, async (value) => (await listAlerts({ ...firstAlertFilter, text: value })).rows.slice(0, PALETTE_ALERTS_MAX), noAlerts)
}

/** What is found for a text; the newest text while one is on its way. */
function useFound<Row>(text: string, find: (text: string) => Promise<readonly Row[]>, none: readonly Row[]): readonly Row[] {
  const [found, setFound] = useState<readonly Row[]>(none)
  const [latest] = useState(() => new Latest<string>(async (value) => {
    try {
      setFound(await find(value))
    } catch (error) {
      console.error('finding for the palette failed', error)
    }
  }))
  const wanted = text.trim()
  useEffect(() => { if (wanted !== '') latest.put(wanted) }, [latest, wanted])
  return wanted === '' ? none : found
}
