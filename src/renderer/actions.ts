import type { Answer, Args, Channel, Failure, FeedMode, Settings, TargetForm } from '../shared/ipc.ts'
import type { RoomRef, TargetSecrets } from '../shared/domain.ts'
import type { AuditFilter } from '../shared/audit.ts'
import type { AlertAction, AlertFilter, AlertRule, SilenceForm, TellSettings, WebhookForm } from '../shared/alerts.ts'
import type { Severity } from '../shared/catalog.ts'
import type { ExportRequest, SavedFilter } from '../shared/feed-tools.ts'
import { messageOf } from '../shared/message-of.ts'
import type { AudienceRule, NoticeConfirmation, NoticeDraft, NoticeKind, NoticeSettings, NoticeStep, NoticeTemplate } from '../shared/notices.ts'
import type { RateChartQuery, RateTableQuery } from '../shared/rates.ts'
import type { ActionRequest, PeopleQuery, PersonKey, RevealReason, RoomKey, RoomsQuery, Roster, SavedView } from '../shared/presence.ts'
import { bridge } from './bridge.ts'

/*
 * Every request that the window makes. With frame-store.ts the only user of window.rollcall. A failure that a user can
 * act on comes back as a value; a request that rejects is a bug or a main process that is gone.
 */

/** What Electron puts before the reason of a request that was rejected; it says nothing to a reader. */
const PREFIX = /^Error invoking remote method '[^']*': (?:Error: )?/

function ask<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>> {
  const source = bridge()
  if (source === undefined) return Promise.reject(new Error(`${channel}: the window has no bridge to the main process`))
  return source.request(channel, args).catch((error: unknown) => { throw new Error(messageOf(error).replace(PREFIX, ''), { cause: error }) })
}

/** Turns a rejected request into the failure value that dialogs show. */
async function asValue<T extends { ok: boolean }>(request: Promise<T>): Promise<T | Failure> {
  try {
    return await request
  } catch (error) {
    const details = messageOf(error)
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
export const listAlerts = (filter: AlertFilter): Promise<Answer<'alerts:list'>> => ask('alerts:list', filter)
export const getAlert = (id: string) => asValue(ask('alerts:get', { id }))
export const actOnAlerts = (ids: readonly string[], action: AlertAction) => asValue(ask('alerts:act', { ids: [...ids], action }))
export const exportAlerts = (format: 'csv' | 'ndjson', filter: AlertFilter) => asValue(ask('alerts:export', { format, filter }))
export const listSilences = (): Promise<Answer<'silences:list'>> => ask('silences:list', null)
export const previewSilence = (form: SilenceForm): Promise<Answer<'silences:preview'>> => ask('silences:preview', form)
export const saveSilence = (form: SilenceForm) => asValue(ask('silences:save', form))
export const endSilence = (id: string) => asValue(ask('silences:end', { id }))
export const listRules = (): Promise<Answer<'rules:list'>> => ask('rules:list', null)
export const saveRule = (rule: AlertRule) => asValue(ask('rules:save', rule))
export const removeRule = (id: string) => asValue(ask('rules:remove', { id }))
export const tryRule = (rule: AlertRule, over: 'hour' | 'day' | 'week') => asValue(ask('rules:try', { rule, over }))
export const restoreRules = () => asValue(ask('rules:restore', null))
export const exportRules = () => asValue(ask('rules:export', null))
export const importRules = (json: string) => asValue(ask('rules:import', { json }))
export const getTell = (): Promise<Answer<'tell:get'>> => ask('tell:get', null)
export const setTell = (change: Partial<TellSettings>) => asValue(ask('tell:set', change))
export const setWebhook = (form: WebhookForm) => asValue(ask('tell:webhook', form))
export const testTell = (way: 'notification' | 'sound' | 'webhook', severity: Severity) => asValue(ask('tell:test', { way, severity }))
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
export const olderNotices = (skip: number): Promise<Answer<'notices:older'>> => ask('notices:older', { skip })
export const listNotices = (): Promise<Answer<'notices:list'>> => ask('notices:list', null)
export const getNotice = (id: string) => asValue(ask('notices:get', { id }))
export const keepDraft = (draft: NoticeDraft) => asValue(ask('notices:draft', draft))
export const removeDraft = (id: string) => asValue(ask('notices:remove-draft', { id }))
export const countAudience = (audience: AudienceRule, kind: NoticeKind): Promise<Answer<'notices:count'>> => ask('notices:count', { audience, kind })
export const findGroups = (targetId: string, text: string): Promise<Answer<'notices:groups'>> => ask('notices:groups', { targetId, text })
export const reviewNotice = (draft: NoticeDraft) => asValue(ask('notices:review', draft))
export const sendNotice = (confirmation: NoticeConfirmation) => asValue(ask('notices:send', confirmation))
export const sendDrill = (confirmation: NoticeConfirmation) => asValue(ask('drills:send', confirmation))
export const undoNotice = (id: string) => asValue(ask('notices:undo', { id }))
export const stopNotice = (id: string) => asValue(ask('notices:stop', { id }))
export const cancelNotice = (id: string) => asValue(ask('notices:cancel', { id }))
export const stepNotice = (id: string, step: NoticeStep) => asValue(ask('notices:step', { id, step }))
export const skipMissedStep = (id: string) => asValue(ask('notices:skip', { id }))
export const noticeFoundOut = (id: string, partId: string, arrived: boolean, note: string) => asValue(ask('notices:found-out', { id, partId, arrived, note }))
export const followUpNotice = (id: string, how: 'correct' | 'retract' | 'resend') => asValue(ask('notices:follow-up', { id, how }))
export const listTemplates = (): Promise<Answer<'templates:list'>> => ask('templates:list', null)
export const saveTemplate = (template: NoticeTemplate) => asValue(ask('templates:save', template))
export const removeTemplate = (id: string) => asValue(ask('templates:remove', { id }))
export const listWays = (): Promise<Answer<'ways:list'>> => ask('ways:list', null)
export const saveWay = (settings: NoticeSettings, secretHeader?: string) => asValue(ask('ways:save', { settings, ...(secretHeader !== undefined && { secretHeader }) }))
export const testWay = (settings: NoticeSettings) => asValue(ask('ways:test', settings))
export const verifyAudit = (): Promise<Answer<'audit:verify'>> => ask('audit:verify', null)
export const keepAudit = (keepDays: number | null) => asValue(ask('audit:keeping', { keepDays }))
export const purgeAudit = (beforeMs: number, reason: string) => asValue(ask('audit:purge', { beforeMs, reason }))
export const findAudit = (filter: AuditFilter, before: number | null, limit: number): Promise<Answer<'audit:find'>> => ask('audit:find', { filter, before, limit })
export const auditChoices = (): Promise<Answer<'audit:choices'>> => ask('audit:choices', null)
export const auditRecordOf = (id: string) => asValue(ask('audit:get', { id }))
export const auditProgress = (): Promise<Answer<'audit:progress'>> => ask('audit:progress', null)
export const saveAudit = (format: 'csv' | 'ndjson', filter: AuditFilter) => asValue(ask('audit:save', { format, filter }))
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
