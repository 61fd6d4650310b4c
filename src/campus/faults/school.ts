import { testCatalog, testSettings, testToken } from '../../main/targets/test-server.ts'
import type { TargetSecrets, TargetSettings } from '../../shared/domain.ts'
import type { Catalog } from '../../shared/catalog.ts'
import { bool, freeText, id, isoTime, obj, open } from '../../shared/payload-schema.ts'
import { noticeDraft, noticeSettings } from '../../shared/notices.ts'
import type { AudiencePart, NoticeDraft, NoticeSettings } from '../../shared/notices.ts'
import { between, oneOf } from '../../main/notices/random-fixture.ts'
import type { Random } from '../../main/notices/random-fixture.ts'

/* An invented school on four servers, one for each way out of a notice and mode of the admin feed. */

export const EVENT = 'bulletin'
export const BROADCAST = 'admin:broadcast'
export const namespaces = ['/', '/talk'] as const
export const roles = ['STUDENT', 'TEACHER'] as const

/** feed: development mode, which shows what was sent; quiet: production mode, which confirms nothing. */
export const platformIds = ['feed', 'quiet', 'socket', 'http'] as const
export type PlatformId = (typeof platformIds)[number]

const kinds = ['announcement', 'maintenance', 'urgent', 'emergency'] as const
const texts = { noticeId: '{noticeId}', kind: '{kind}', severity: '{severity}', title: '{title}', body: '{body}', language: '{language}', drill: '{drill}', dismissable: '{dismissable}', now: '{now}', startsAt: '{startsAt}' }

export const faultCatalog: Catalog = testCatalog({
  auth: { ways: ['auth.token'], proofEvents: ['welcome'], refusalEvents: [], signIn: [], refresh: [], whoAmI: { id: ['sub'], role: ['role'] }, checkedAtEveryMessage: false },
  namespaces: namespaces.map((name) => ({ name, title: name, summary: '', documented: true })),
  events: [{ name: EVENT, namespaces: [...namespaces], direction: 'server-to-client', args: [obj({ noticeId: id, kind: open, severity: open, title: freeText, body: freeText, language: open, drill: bool, dismissable: bool, now: isoTime, 'startsAt?': isoTime })], meaning: 'notice', source: 'Bulletins' }],
  rooms: [{ pattern: 'role:{role}', kind: 'role', namespace: '/', title: 'Role', autoJoined: true, join: [], leave: [], source: 'Rooms' }],
  notices: namespaces.map((namespace) => ({ kinds: [...kinds], namespace, event: EVENT, args: [texts], roleRooms: ['role:{role}'], source: 'Bulletins' })),
})

export function targetOf(platform: PlatformId, url: string): { readonly settings: TargetSettings; readonly secrets: TargetSecrets } {
  const hasFeed = platform === 'feed' || platform === 'quiet'
  return {
    settings: testSettings({ id: platform, name: `School by ${platform}`, url, transports: ['websocket'], adminFeed: { on: hasFeed, namespace: '/admin', auth: 'none', username: '' } }),
    secrets: { token: testToken({ role: 'PRINCIPAL' }) },
  }
}

export function wayOf(platform: PlatformId, url: string): NoticeSettings {
  return noticeSettings.parse({
    targetId: platform, way: platform === 'socket' ? 'application-socket' : platform === 'http' ? 'http' : 'admin-feed', schoolName: 'Lakeside', zone: 'Europe/Berlin', quietHours: null,
    rights: { PRINCIPAL: kinds }, socket: { namespace: '/', event: BROADCAST },
    http: { method: 'POST', url: `${url}/notices`, body: '{"noticeId":"{noticeId}","key":"{key}","audience":"{audience}","namespace":"{namespace}","event":"{event}","payload":"{payload}"}', headers: [], hasSecretHeader: false },
  })
}

const ZONE = 'America/Chicago'
/** The shortest window that there is; three seconds of the wall. */
const WINDOW_MS = 60_000

/** With its times, which are so far away until somebody sends it. @param nowMs of the console's clock */
export function timed(draft: NoticeDraft, nowMs: number): NoticeDraft {
  const { when } = draft
  if (when.kind === 'now') return draft
  if (when.kind === 'at') return { ...draft, when: { ...when, atMs: nowMs + when.atMs } }
  return { ...draft, when: { ...when, startMs: nowMs + when.startMs, endMs: nowMs + when.startMs + WINDOW_MS } }
}

/** A notice to some of the platforms, to one or several parts of each: at once, for a time or a window, as a drill. Its times are counted from its sending (timed). */
export function someNotice(noticeId: string, random: Random): NoticeDraft {
  const chosen = platformIds.filter(() => random() < 0.5)
  const include = (chosen.length === 0 ? [oneOf(random, platformIds)] : chosen).flatMap((targetId): AudiencePart[] => {
    const role: AudiencePart = { kind: 'role', targetId, role: oneOf(random, roles) }
    const talk: AudiencePart = { kind: 'namespace', targetId, namespace: '/talk' }
    return oneOf<AudiencePart[]>(random, [[{ kind: 'target', targetId }], [role], [talk], [role, talk], [{ kind: 'namespace', targetId, namespace: '/' }, talk]])
  })
  const isWindow = random() < 0.2
  const kind = isWindow ? 'maintenance' : oneOf(random, ['announcement', 'urgent', 'emergency', 'emergency'] as const)
  const when: NoticeDraft['when'] = isWindow ? { kind: 'window', startMs: between(random, 12_000, 70_000), endMs: 0, zone: ZONE, reminderMinutes: random() < 0.5 ? 1 : null } : kind !== 'emergency' && random() < 0.4 ? { kind: 'at', atMs: between(random, 1_000, 30_000), zone: ZONE } : { kind: 'now' }
  return noticeDraft.parse({
    id: noticeId, drill: !isWindow && random() < 0.15, kind, severity: 'warning', dismissable: true, expiresAtMs: null,
    texts: [{ language: 'en', title: `Room change ${between(random, 1, 99)}`, body: 'The lesson is in the gym.' }], audience: { include, exclude: [] }, when, templateId: null, corrects: null,
  })
}
