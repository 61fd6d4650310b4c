import type { ScreenName } from '../../shared/ipc.ts'
import type { PersonKey, RoomKey } from '../../shared/presence.ts'
import { changeSettings } from './settings-store.ts'
import { changeAlerts, changePeopleQuery, firstAlertFilter, firstPeopleQuery, view } from './view-store.ts'

/** Goes to a screen and remembers it. */
export function goTo(screen: ScreenName): void {
  view.set({ screen })
  changeSettings({ screen })
}

/** Shows a person in the inspector, wherever the reader is. */
export function inspectPerson(key: PersonKey): void {
  view.set({ selection: { kind: 'person', key } })
  changeSettings({ inspectorOpen: true })
}

/** Shows a person as the whole screen; the inspector is free for what is chosen there. */
export function openPersonPage(key: PersonKey): void {
  view.set({ personPage: key, selection: null })
  goTo('people')
}

/** Shows a room in the inspector, wherever the reader is. */
export function inspectRoom(key: RoomKey): void {
  view.set({ selection: { kind: 'room', ...key } })
  changeSettings({ inspectorOpen: true })
}

/** Shows a room as the whole screen; the inspector is free for what is chosen there. */
export function openRoomPage(key: RoomKey): void {
  view.set({ roomPage: key, selection: null })
  goTo('rooms')
}

/** Shows an alert in the inspector, wherever the reader is. */
export function inspectAlert(id: string, targetId: string): void {
  view.set({ selection: { kind: 'alert', id, targetId } })
  changeSettings({ inspectorOpen: true })
}

/** One alert as the whole screen. */
export function openAlertPage(alertId: string): void {
  view.set({ alertId, selection: null })
  goTo('alerts')
}

/** The rule of an alert, to be tuned. */
export function openRule(ruleId: string): void {
  view.set({ alertId: null, selection: null })
  changeAlerts({ tab: 'rules', ruleId })
  goTo('alerts')
}

/** The alerts of one state, or all that are not resolved. */
export function showAlerts(filter: Partial<typeof firstAlertFilter> = {}): void {
  view.set({ alertId: null })
  changeAlerts({ tab: 'inbox', filter: { ...firstAlertFilter, ...filter } })
  goTo('alerts')
}

/** The event list with a filter, which hides what does not match. */
export function showEventsOf(filter: string): void {
  view.set({ filterText: filter, filterMode: 'hide' })
  goTo('events')
}

/** One event in the event list and in the inspector. */
export function showEvent(seq: number): void {
  view.set({ selection: { kind: 'event', seq }, revealSeq: seq, following: false, filterText: '' })
  changeSettings({ inspectorOpen: true })
  goTo('events')
}

/** The People list, with only the members of a room: all of them, Rollcall's own account as well. */
export function showMembers(room: RoomKey): void {
  view.set({ personPage: null, peopleQuery: firstPeopleQuery })
  changePeopleQuery({ room, showOwn: true })
  goTo('people')
}
