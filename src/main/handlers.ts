import type { AppInfo, Failure } from '../shared/ipc.ts'
import { messageOf } from '../shared/message-of.ts'
import { checkFilter } from './monitor/filter/check.ts'
import { contractHandlers } from './contract-desk.ts'
import type { AlertsDesk } from './alerts-desk.ts'
import type { AuditDesk } from './audit-desk.ts'
import type { CatalogDesk } from './catalog-desk.ts'
import type { FeedDesk } from './feed-desk.ts'
import type { FramePump } from './monitor/frame-pump.ts'
import type { Monitor } from './monitor/monitor.ts'
import type { NoticesDesk } from './notices-desk.ts'
import type { PeopleDesk } from './people-desk.ts'
import type { RatesDesk } from './rates-desk.ts'
import type { Handlers } from './requests.ts'
import type { RulesDesk } from './rules-desk.ts'
import type { SettingsStore } from './store/settings-store.ts'
import { understandPaste } from './targets/paste.ts'
import type { TellDesk } from './tell-desk.ts'
import type { TargetDesk } from './target-desk.ts'

export interface HandlerParts {
  readonly monitor: Monitor
  readonly pump: FramePump
  readonly desk: TargetDesk
  readonly people: PeopleDesk
  readonly feed: FeedDesk
  readonly rates: RatesDesk
  readonly catalogs: CatalogDesk
  readonly alerts: AlertsDesk
  readonly rules: RulesDesk
  readonly tell: TellDesk
  readonly notices: NoticesDesk
  readonly auditing: AuditDesk
  readonly settings: SettingsStore
  readonly appInfo: () => AppInfo
  /** Rejects with a sentence when the campus does not come up. */
  readonly startDemo: () => Promise<void>
  readonly now: () => number
}

/** What each request of the window does. */
export function createHandlers({ monitor, pump, desk, people, feed, rates, catalogs, alerts, rules, tell, notices, auditing, settings, appInfo, startDemo, now }: HandlerParts): Handlers {
  return {
    'frame:ack': ({ seq }) => {
      pump.ack(seq, now())
      return null
    },
    'frame:resync': () => {
      pump.windowReloaded()
      return null
    },
    'view:set': (view) => {
      pump.setView(view, now())
      return null
    },
    'demo:start': () =>
      startDemo().then(
        () => ({ ok: true as const }),
        (error: unknown) => ({ ok: false as const, problem: { what: 'The demo campus did not start.', advice: 'Start Rollcall again, or add a platform of your own.', details: messageOf(error) } }),
      ),
    'app:info': appInfo,
    'settings:get': () => settings.get(),
    'settings:set': (change) => settings.set(change),

    'feed:filter': ({ text, mode }) => {
      const set = monitor.feed.setFilter(text, mode)
      if (set.ok) return set
      return { ok: false, problem: { what: set.sentence, advice: 'The filter before it still holds.', details: '' }, at: { from: set.from, to: set.to } }
    },
    'feed:check': ({ text, cursor }) => checkFilter(text, cursor, monitor.filterNames()),
    'feed:locate': ({ seq }) => monitor.feed.locate(seq),
    'feed:clear': () => {
      monitor.feed.clear(now())
      return null
    },
    'feed:unclear': () => {
      monitor.feed.unclear()
      return null
    },
    'feed:own': ({ show }) => {
      monitor.feed.setOwn(show)
      return null
    },
    'feed:pause': ({ paused }) => {
      if (paused) monitor.feed.pause(now())
      else monitor.feed.resume()
      return null
    },
    'feed:rows': ({ revision, from, count }) => monitor.feed.rows(revision, from, count),
    'feed:payload': ({ seq }) => {
      const value = monitor.detail(seq)
      return value ? { ok: true, value } : gone
    },
    'counts:list': () => monitor.counts(),
    ...contractHandlers(monitor, now),
    ...feed.handlers(),
    ...rates.handlers(),
    ...catalogs.handlers(),
    ...alerts.handlers(),
    ...rules.handlers(),
    ...tell.handlers(),
    ...notices.handlers(),
    ...auditing.handlers(),

    'people:query': (query) => monitor.people.query(query),
    'people:hold': ({ hold }) => {
      monitor.people.hold(hold)
      return null
    },
    'people:rows': ({ revision, from, count }) => monitor.people.rows(revision, from, count),
    'people:find': ({ text, limit }) => monitor.people.find(text, limit),
    'person:get': (key) => {
      const value = monitor.people.detail(key)
      if (value) auditing.shown('person page', [value.row])
      return value ? { ok: true, value } : notKnown('This person is not known any more.')
    },
    'rooms:query': (query) => monitor.rooms.query(query),
    'rooms:hold': ({ hold }) => {
      monitor.rooms.hold(hold)
      return null
    },
    'rooms:rows': ({ revision, from, count }) => monitor.rooms.rows(revision, from, count),
    'room:get': (key) => {
      const value = monitor.rooms.detail(key)
      if (value) auditing.shown('room page', value.members)
      return value ? { ok: true, value } : notKnown('This room is not known any more.')
    },
    ...people.handlers(),

    'target:add': (form) => desk.add(form),
    'target:update': ({ targetId, form }) => desk.update(targetId, form),
    'target:remove': ({ targetId }) => desk.remove(targetId),
    'target:test': ({ targetId, form }) => desk.test(targetId, form),
    'target:retry': ({ targetId, namespace }) => desk.retry(targetId, namespace),
    'target:sign-in': ({ targetId, secrets }) => desk.signIn(targetId, secrets),
    'target:namespace': ({ targetId, namespace, on }) => desk.setNamespace(targetId, namespace, on),
    'target:watch': ({ targetId, room, on }) => desk.watch(targetId, room, on),
    'target:export': () => ({ ok: true, value: { json: desk.export() } }),
    'target:import': ({ json }) => desk.import(json),
    'paste:understand': ({ text }) => {
      // The token itself stays here: the form sends the pasted text with its secrets.
      const { url, path, namespace, token, remarks } = understandPaste(text)
      return { url, path, namespace, token, remarks }
    },
  }
}

function notKnown(what: string): Failure {
  return { ok: false, problem: { what, advice: 'Its platform may have been removed, or nothing was heard of it for a long time.', details: '' } }
}

const gone: Failure = {
  ok: false,
  problem: { what: 'This event is no longer kept.', advice: 'Newer events took its place. Pause the feed to hold what you want to read.', details: '' },
}
