import type { Answer, Args, Channel, Failure, FeedMode, Settings, TargetForm } from '../shared/ipc.ts'
import type { RoomRef, TargetSecrets } from '../shared/domain.ts'
import type { ExportRequest, SavedFilter } from '../shared/feed-tools.ts'
import type { RateChartQuery, RateTableQuery } from '../shared/rates.ts'
import type { ActionRequest, PeopleQuery, PersonKey, RevealReason, RoomKey, RoomsQuery, Roster, SavedView } from '../shared/presence.ts'
import { bridge } from './bridge.ts'

/*
 * Every request that the window makes. With frame-store.ts the only user of window.rollcall. A failure that a user can
 * act on comes back as a value; a request that rejects is a bug or a main process that is gone.
 */

function ask<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>> {
  const source = bridge()
  if (source === undefined) return Promise.reject(new Error(`${channel}: the window has no bridge to the main process`))
  return source.request(channel, args)
}

/** Turns a rejected request into the failure value that dialogs show. */
export async function asValue<T extends { ok: boolean }>(request: Promise<T>): Promise<T | Failure> {
  try {
    return await request
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    return { ok: false, problem: { what: 'Rollcall could not carry this out.', advice: 'Try again; if it stays, restart Rollcall. Nothing was changed.', details } }
  }
}

export const setView = (view: Args<'view:set'>): Promise<null> => ask('view:set', view)
export const resync = (): Promise<null> => ask('frame:resync', null)
export const startDemo = () => asValue(ask('demo:start', null))
export const getAppInfo = (): Promise<Answer<'app:info'>> => ask('app:info', null)
export const getSettings = (): Promise<Settings> => ask('settings:get', null)
export const setSettings = (change: Partial<Settings>): Promise<Settings> => ask('settings:set', change)

export const setFeedFilter = (text: string, mode: FeedMode) => asValue(ask('feed:filter', { text, mode }))
export const checkFeedFilter = (text: string, cursor: number): Promise<Answer<'feed:check'>> => ask('feed:check', { text, cursor })
export const locateInFeed = (seq: number): Promise<Answer<'feed:locate'>> => ask('feed:locate', { seq })
export const clearFeed = (): Promise<null> => ask('feed:clear', null)
export const unclearFeed = (): Promise<null> => ask('feed:unclear', null)
export const showOwnInFeed = (show: boolean): Promise<null> => ask('feed:own', { show })
export const pauseFeed = (paused: boolean): Promise<null> => ask('feed:pause', { paused })
export const getFeedRows = (revision: number, from: number, count: number): Promise<Answer<'feed:rows'>> => ask('feed:rows', { revision, from, count })
export const getPayload = (seq: number) => asValue(ask('feed:payload', { seq }))

export const markEvent = (seq: number, on: boolean): Promise<Answer<'feed:mark'>> => ask('feed:mark', { seq, on })
export const listMarks = (): Promise<Answer<'feed:marks'>> => ask('feed:marks', null)
export const nextMark = (seq: number | null, direction: 'older' | 'newer'): Promise<Answer<'feed:next-mark'>> => ask('feed:next-mark', { seq, direction })
export const diffEvent = (seq: number) => asValue(ask('feed:diff', { seq }))
export const listFilters = (): Promise<Answer<'filters:list'>> => ask('filters:list', null)
export const filterUsed = (text: string): Promise<null> => ask('filters:used', { text })
export const saveFilter = (filter: SavedFilter) => asValue(ask('filters:save', filter))
export const removeFilter = (id: string) => asValue(ask('filters:remove', { id }))
export const forgetFilterHistory = (): Promise<null> => ask('filters:forget-history', null)
export const startExport = (request: ExportRequest) => asValue(ask('export:start', request))
export const exportProgress = (): Promise<Answer<'export:state'>> => ask('export:state', null)
export const cancelExport = (id: string): Promise<null> => ask('export:cancel', { id })
export const getRateTable = (query: RateTableQuery): Promise<Answer<'rates:table'>> => ask('rates:table', query)
export const getRateChart = (query: RateChartQuery): Promise<Answer<'rates:chart'>> => ask('rates:chart', query)
export const getLatency = (targetId: string | null): Promise<Answer<'latency:get'>> => ask('latency:get', { targetId })
export const listCatalogs = (): Promise<Answer<'catalogs:list'>> => ask('catalogs:list', null)
export const getCatalog = (id: string) => asValue(ask('catalogs:get', { id }))
export const saveCatalog = (json: string, replace: boolean) => asValue(ask('catalogs:save', { json, replace }))
export const removeCatalog = (id: string) => asValue(ask('catalogs:remove', { id }))

export const listDrift = (targetId: string | null): Promise<Answer<'drift:list'>> => ask('drift:list', { targetId })
export const getDrift = (id: string) => asValue(ask('drift:get', { id }))
export const exportContract = (targetId: string) => asValue(ask('contract:export', { targetId }))
export const learnContract = (targetId: string) => asValue(ask('contract:learn', { targetId }))

export const queryPeople = (query: PeopleQuery): Promise<Answer<'people:query'>> => ask('people:query', query)
export const holdPeople = (hold: boolean): Promise<null> => ask('people:hold', { hold })
export const getPeopleRows = (revision: number, from: number, count: number): Promise<Answer<'people:rows'>> => ask('people:rows', { revision, from, count })
export const findPeople = (text: string, limit: number): Promise<Answer<'people:find'>> => ask('people:find', { text, limit })
export const getPerson = (key: PersonKey) => asValue(ask('person:get', key))
export const queryRooms = (query: RoomsQuery): Promise<Answer<'rooms:query'>> => ask('rooms:query', query)
export const holdRooms = (hold: boolean): Promise<null> => ask('rooms:hold', { hold })
export const getRoomRows = (revision: number, from: number, count: number): Promise<Answer<'rooms:rows'>> => ask('rooms:rows', { revision, from, count })
export const getRoom = (key: RoomKey) => asValue(ask('room:get', key))
export const openReveal = (person: PersonKey, reason: RevealReason, note: string) => asValue(ask('reveal:open', { person, reason, note }))
export const closeReveal = (person: PersonKey): Promise<null> => ask('reveal:close', person)
export const previewAction = (action: ActionRequest) => asValue(ask('action:preview', action))
export const runAction = (action: ActionRequest, reason: string) => asValue(ask('action:run', { action, reason }))
export const listAudit = (before: number | null, limit: number): Promise<Answer<'audit:list'>> => ask('audit:list', { before, limit })
export const exportAudit = () => asValue(ask('audit:export', null))
export const checkRoster = (room: RoomKey, csv: string): Promise<Answer<'roster:check'>> => ask('roster:check', { room, csv })
export const listRosters = (): Promise<Answer<'roster:list'>> => ask('roster:list', null)
export const saveRoster = (roster: Roster) => asValue(ask('roster:save', roster))
export const removeRoster = (id: string) => asValue(ask('roster:remove', { id }))
export const listViews = (): Promise<Answer<'views:list'>> => ask('views:list', null)
export const saveView = (view: SavedView) => asValue(ask('views:save', view))
export const removeView = (id: string) => asValue(ask('views:remove', { id }))

export const addTarget = (form: TargetForm) => asValue(ask('target:add', form))
export const updateTarget = (targetId: string, form: TargetForm) => asValue(ask('target:update', { targetId, form }))
export const removeTarget = (targetId: string) => asValue(ask('target:remove', { targetId }))
export const testTarget = (targetId: string | null, form: TargetForm) => asValue(ask('target:test', { targetId, form }))
export const retryTarget = (targetId: string, namespace: string | null = null) => asValue(ask('target:retry', { targetId, namespace }))
export const signIn = (targetId: string, secrets: TargetSecrets) => asValue(ask('target:sign-in', { targetId, secrets }))
export const switchNamespace = (targetId: string, namespace: string, on: boolean) => asValue(ask('target:namespace', { targetId, namespace, on }))
export const watchRoom = (targetId: string, room: RoomRef, on: boolean) => asValue(ask('target:watch', { targetId, room, on }))
export const exportTargets = () => asValue(ask('target:export', null))
export const importTargets = (json: string) => asValue(ask('target:import', { json }))
export const understandPaste = (text: string): Promise<Answer<'paste:understand'>> => ask('paste:understand', { text })
