import type { Catalog } from '../../shared/catalog.ts'
import type { TargetView } from '../../shared/domain.ts'
import type { AudienceRule, NoticeSettings, WayReport } from '../../shared/notices.ts'
import type { PersonKey, RoomKey } from '../../shared/presence.ts'
import type { AudienceSockets, TargetAudience } from '../monitor/people/audience.ts'
import type { GroupPart } from '../monitor/rooms/groups.ts'
import type { Monitor } from '../monitor/monitor.ts'
import type { NoticeWayStore } from '../store/notice-way-store.ts'
import type { Ways } from './way.ts'

/** What a notice is planned against: who is there, and how each platform takes notices. Read only. */
export interface World {
  targets(): readonly TargetView[]
  settingsOf(view: TargetView): NoticeSettings
  catalogOf(targetId: string): Catalog | undefined
  report(settings: NoticeSettings): WayReport
  audience(rule: AudienceRule, nowMs: number): readonly TargetAudience[]
  /** undefined: not all sockets are seen, or there are more than `max`. */
  audienceSockets(rule: AudienceRule, targetId: string, namespace: string, nowMs: number, max: number): AudienceSockets | undefined
  /** Every spelling of a room's name on the wire; none where it is not known. */
  spellings(room: RoomKey): readonly string[]
  /** The rooms of a class, course, school or district, wherever they are, each with every spelling; none where none is known. */
  groupRooms(part: GroupPart): readonly { readonly namespace: string; readonly spellings: readonly string[] }[]
  platformId(key: PersonKey): string | null
  personSockets(key: PersonKey): readonly { readonly namespace: string; readonly id: string }[]
}

/** The world of the running app. @param zone of this computer, for platforms whose settings were not made yet */
export function worldOf(monitor: Monitor, ways: Ways, store: NoticeWayStore, zone: string): World {
  return {
    targets: () => monitor.targets(),
    settingsOf: (view) => store.get(view.settings.id) ?? defaultSettings(view, zone),
    catalogOf: (targetId) => monitor.catalogOf(targetId),
    report: (settings) => ways.report(settings),
    audience: (rule, nowMs) => monitor.audience(rule, nowMs),
    audienceSockets: (rule, targetId, namespace, nowMs, max) => monitor.audienceSockets(rule, targetId, namespace, nowMs, max),
    spellings: (room) => monitor.rooms.spellings(room),
    groupRooms: (part) => monitor.rooms.groupRooms(part),
    platformId: (key) => monitor.platformId(key),
    personSockets: (key) => monitor.personSockets(key),
  }
}

/** Nothing is sent by a way that nobody chose. */
export function defaultSettings(view: TargetView, zone: string): NoticeSettings {
  return {
    targetId: view.settings.id,
    way: 'none',
    schoolName: view.settings.name,
    zone,
    quietHours: null,
    rights: {},
    socket: { namespace: '/', event: 'admin:broadcast' },
    http: { method: 'POST', url: '', body: '', headers: [], hasSecretHeader: false },
  }
}
