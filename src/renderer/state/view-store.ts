import type { AlertFilter, SilenceMatcher } from '../../shared/alerts.ts'
import type { FeedMode, ScreenName, Settings } from '../../shared/ipc.ts'
import type { NoticeDraft, NoticeTemplate } from '../../shared/notices.ts'
import type { AdminAction, PeopleQuery, PersonKey, RoomKey, RoomsQuery } from '../../shared/presence.ts'
import type { RateCompare, RateGroup, RateWindow } from '../../shared/rates.ts'
import { createStore, useSelected } from './store.ts'

/** What the inspector shows. */
export type Selection =
  | { readonly kind: 'event'; readonly seq: number }
  | { readonly kind: 'target'; readonly targetId: string }
  | { readonly kind: 'namespace'; readonly targetId: string; readonly namespace: string }
  | { readonly kind: 'room'; readonly targetId: string; readonly namespace: string; readonly room: string }
  | { readonly kind: 'person'; readonly key: PersonKey }
  | { readonly kind: 'alert'; readonly id: string; readonly targetId: string }

/** A place of the tree. */
export type PlaceSelection = Exclude<Selection, { kind: 'event' } | { kind: 'person' } | { kind: 'alert' }>

/** An action that a dialog asks about; a join without a room asks for the room first. */
export interface ActionDraft {
  readonly kind: AdminAction
  readonly person: PersonKey
  readonly socketId: string | null
  readonly room: RoomKey | null
}

/** What a dialog asks about before it is done to alerts. */
export type AlertAsk = 'acknowledge' | 'snooze' | 'hand-over' | 'escalate' | 'resolve' | 'false-alarm'

export type OpenDialog =
  | { readonly name: 'settings' | 'shortcuts' | 'export' | 'import' | 'add-platform' | 'palette' | 'save-view' | 'export-audit' | 'export-events' | 'saved-filters' | 'export-alerts' }
  | { readonly name: 'edit-platform' | 'remove-platform' | 'sign-in' | 'export-contract' | 'learn-contract'; readonly targetId: string }
  | { readonly name: 'reveal'; readonly person: PersonKey; readonly shown: string }
  | { readonly name: 'action'; readonly draft: ActionDraft; readonly shown: string }
  | { readonly name: 'drift'; readonly id: string }
  | { readonly name: 'alert-act'; readonly ask: AlertAsk; readonly ids: readonly string[]; /** Rules of those alerts, for tuning after a false alarm. */ readonly ruleIds: readonly string[] }
  | { readonly name: 'silence'; readonly prefill: readonly SilenceMatcher[] }
  | { readonly name: 'roster'; readonly room: RoomKey }

/** What the screen Rates shows. Platform and text hold for chart and table, the platform for latency too. */
export interface RatesView {
  readonly tab: 'chart' | 'table' | 'latency'
  readonly targetId: string | null
  /** Part of an event's name. */
  readonly text: string
  readonly group: RateGroup
  readonly windowMinutes: RateWindow
  readonly compare: RateCompare
  readonly showOwn: boolean
  readonly sort: RateSort
  readonly descending: boolean
  readonly tableGroup: 'none' | 'namespace' | 'platform' | 'contract'
}
/** Columns by which the table of rates can be sorted. */
export const rateSorts = ['event', 'namespace', 'platform', 'direction', 'count', 'rate1', 'rate10', 'rate60', 'bytes', 'p50', 'p95', 'last', 'contract'] as const
export type RateSort = (typeof rateSorts)[number]

/** What the screen Alerts shows. */
export interface AlertsView {
  readonly tab: 'inbox' | 'rules' | 'silences' | 'telling'
  readonly filter: AlertFilter
  /** Alerts chosen together; empty: what is done is done to the one at the cursor. */
  readonly selectedIds: readonly string[]
  /** Where the keys are. */
  readonly cursorId: string | null
  /** Other end of a range. */
  readonly anchorId: string | null
  /** Alerts whose folded children are shown. */
  readonly unfoldedIds: readonly string[]
  /** Rule that the tab Rules opens, once; null: none. */
  readonly ruleId: string | null
}

/** Steps of writing a notice that come before anything is sent. */
export type ComposeStep = 'type' | 'audience' | 'message' | 'when' | 'review'

/** A notice that is being written. Live and drill are two things: nothing turns one into the other. */
export interface WrittenNotice<Is extends 'live' | 'drill'> {
  readonly is: Is
  readonly draft: NoticeDraft
  readonly step: ComposeStep
  /** Said above the steps; null: nothing. */
  readonly remark: string | null
  /** Kept as a draft while it is written; false: a confirmed notice is decided anew, and stays as it was until it is sent. */
  readonly keeps: boolean
}
/** What fills the screen Notices instead of a list. */
export type OpenNotice =
  | WrittenNotice<'live'>
  | WrittenNotice<'drill'>
  | { readonly is: 'notice'; readonly id: string }
  | { readonly is: 'template'; readonly template: NoticeTemplate; readonly fresh: boolean }

/** What the screen Notices shows. */
export interface NoticesView {
  readonly tab: 'upcoming' | 'in-progress' | 'sent' | 'drafts' | 'templates' | 'ways' | 'incoming'
  /** null: the list of the tab. */
  readonly open: OpenNotice | null
  /** Platform whose way out is shown; null: the first. */
  readonly wayTargetId: string | null
}

export interface ViewState {
  readonly screen: ScreenName
  readonly selection: Selection | null
  readonly dialog: OpenDialog | null
  /** Platform shown on the Platforms screen; null: the first. */
  readonly platformId: string | null
  readonly rateTargetId: string | null
  readonly rateWindowMinutes: Settings['rateWindowMinutes']
  /** What the filter box of Events was given in this window; null: what the main process has. */
  readonly filterText: string | null
  readonly filterMode: FeedMode | null
  readonly treeFilter: string
  /** Event that the feed should bring into view, once. */
  readonly revealSeq: number | null
  readonly following: boolean
  readonly peopleQuery: PeopleQuery
  /** Columns of People that the reader wants, by key; what does not fit is left out. */
  readonly peopleColumns: readonly string[]
  readonly roomsQuery: RoomsQuery
  /** The person or room that fills the screen People or Rooms; null: the list. */
  readonly personPage: PersonKey | null
  readonly roomPage: RoomKey | null
  /** The alert whose page is open on the screen Alerts; null: the inbox. */
  readonly alertId: string | null
  readonly rates: RatesView
  readonly alerts: AlertsView
  readonly notices: NoticesView
}

/** Who is there comes first; a name is searched, not read down to. */
export const firstPeopleQuery: PeopleQuery = { text: '', targetId: null, status: null, role: null, room: null, sort: 'status', descending: false, group: 'none', showOwn: false }
/** By kind: role rooms come first. */
export const firstRoomsQuery: RoomsQuery = { text: '', targetId: null, kind: null, sort: 'kind', descending: false, showPerSocket: false }
export const firstPeopleColumns: readonly string[] = ['status', 'name', 'role', 'platform', 'devices', 'rooms', 'transport', 'since', 'lastSeen', 'evidence']

/** The busiest of the last minute first. */
export const firstRates: RatesView = { tab: 'chart', targetId: null, text: '', group: 'namespace', windowMinutes: 15, compare: 'none', showOwn: false, sort: 'rate60', descending: true, tableGroup: 'none' }

/** All but what is resolved. */
export const firstAlertFilter: AlertFilter = { text: '', states: [], severities: [], targetId: null, cause: null, mine: false }
const firstAlerts: AlertsView = { tab: 'inbox', filter: firstAlertFilter, selectedIds: [], cursorId: null, anchorId: null, unfoldedIds: [], ruleId: null }
export const firstNotices: NoticesView = { tab: 'upcoming', open: null, wayTargetId: null }

const initial: ViewState = {
  screen: 'overview', selection: null, dialog: null, platformId: null, rateTargetId: null, rateWindowMinutes: 15,
  filterText: null, filterMode: null, treeFilter: '', revealSeq: null, following: true,
  peopleQuery: firstPeopleQuery, peopleColumns: firstPeopleColumns, roomsQuery: firstRoomsQuery, personPage: null, roomPage: null, alertId: null, rates: firstRates, alerts: firstAlerts, notices: firstNotices,
}

/** What this window looks at; nothing of it outlives the run (settings do). */
export const view = createStore<ViewState>(initial)

export function useView<S>(select: (state: ViewState) => S): S {
  return useSelected(view, select)
}

/** The target that a selection belongs to, for the environment stripe. */
export function selectedTargetId(state: Pick<ViewState, 'screen' | 'selection' | 'platformId'> & Partial<Pick<ViewState, 'personPage' | 'roomPage'>>): string | null {
  if (state.selection?.kind === 'person') return state.selection.key.targetId
  if (state.selection !== null && state.selection.kind !== 'event') return state.selection.targetId
  if (state.screen === 'people') return state.personPage?.targetId ?? null
  if (state.screen === 'rooms') return state.roomPage?.targetId ?? null
  return state.screen === 'platforms' ? state.platformId : null
}

export function openDialog(dialog: OpenDialog | null): void {
  view.set({ dialog })
}

/** Changes what the People list shows. */
export function changePeopleQuery(change: Partial<PeopleQuery>): void {
  view.set({ peopleQuery: { ...view.get().peopleQuery, ...change } })
}

/** Changes what the Rooms list shows. */
export function changeRoomsQuery(change: Partial<RoomsQuery>): void {
  view.set({ roomsQuery: { ...view.get().roomsQuery, ...change } })
}

/** Changes what the screen Rates shows. */
export function changeRates(change: Partial<RatesView>): void {
  view.set({ rates: { ...view.get().rates, ...change } })
}

/** Changes what the screen Alerts shows. */
export function changeAlerts(change: Partial<AlertsView>): void {
  view.set({ alerts: { ...view.get().alerts, ...change } })
}

export function changeAlertFilter(change: Partial<AlertFilter>): void {
  changeAlerts({ filter: { ...view.get().alerts.filter, ...change } })
}

/** Changes what the screen Notices shows. */
export function changeNotices(change: Partial<NoticesView>): void {
  view.set({ notices: { ...view.get().notices, ...change } })
}
