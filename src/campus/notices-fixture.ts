import Database from 'libsql'
import type { Monitor } from '../main/monitor/monitor.ts'
import { NoticesDesk } from '../main/notices-desk.ts'
import { AuditLog } from '../main/store/audit.ts'
import { LocalDatabase } from '../main/store/database.ts'
import { migrations } from '../main/store/database-schema.ts'
import { NoticeWays } from '../main/notices/ways/index.ts'
import { noticeArgs, noticeOf } from '../main/notices/ways/fill.ts'
import { sampleValues } from '../main/notices/ways/check-packet.ts'
import type { Packet } from '../main/notices/way.ts'
import type { Targets } from '../main/targets/targets.ts'
import type { Catalog, CatalogNotice } from '../shared/catalog.ts'
import { noticeSettings } from '../shared/notices.ts'
import type { NoticeKind, NoticeSettings } from '../shared/notices.ts'
import { catalogs } from '../shared/platforms/index.ts'
import type { Account, Platform } from './contract.ts'
import { openClient, until } from './kit/test-client.ts'
import type { TestClient } from './kit/test-client.ts'

/* For tests: the ways out on a console that watches a campus, and people who count what they receive. */

export function catalogOf(id: string): Catalog {
  const catalog = catalogs.find((known) => known.id === id)
  if (!catalog) throw new Error(`no catalog ${id}`)
  return catalog
}

export function noticeFor(id: string, kind: NoticeKind): CatalogNotice {
  const notice = noticeOf(catalogOf(id), kind)
  if (!notice) throw new Error(`${id} has no event for ${kind}`)
  return notice
}

export function waysOf(targets: Targets, token: string): NoticeWays {
  return new NoticeWays({ targets, catalogOf, secretHeader: () => `Authorization: Bearer ${token}`, loopbackOnly: true })
}

/** The desk of notices with an empty database, in the pulse of the app. The caller stops it. @param now a clock that a test may set ahead */
export function deskOn({ monitor, ways, now = Date.now }: { readonly monitor: Monitor; readonly ways: NoticeWays; readonly now?: () => number }): { readonly desk: NoticesDesk; readonly stop: () => void } {
  const sql = new Database(':memory:')
  for (const migration of migrations) sql.exec(migration)
  const database = new LocalDatabase(sql, { durable: true, encrypted: false, remarks: [] })
  const desk = new NoticesDesk({ monitor, database, audit: new AuditLog(database, now()), ways, osUser: 'maria', now })
  const pulse = setInterval(() => {
    monitor.drain(now())
    desk.tick(now())
  }, 50)
  return { desk, stop: () => clearInterval(pulse) }
}

export function settingsFor(platform: Platform, way: NoticeSettings['way']): NoticeSettings {
  return noticeSettings.parse({
    targetId: platform.id, way, schoolName: 'Lakeside', zone: 'Europe/Berlin', quietHours: null, rights: {},
    socket: { namespace: noticeFor(platform.id, 'announcement').namespace, event: 'admin:broadcast' },
    http: { method: 'POST', url: `${platform.url}/api/admin/notices`, body: '{"noticeId":"{noticeId}","kind":"{kind}","audience":"{audience}","event":"{event}","payload":"{payload}","digest":"{digest}"}', headers: [], hasSecretHeader: true },
  })
}

let packets = 0

/** A notice of its own, with the platform's own event and payload. */
export function packetFor(platform: Platform, way: Packet['way'], parts: Partial<Packet> = {}, kind: NoticeKind = 'announcement'): Packet {
  const { namespace, event } = noticeFor(platform.id, kind)
  const noticeId = `notice-${++packets}`
  return { key: `${noticeId}-1`, noticeId, targetId: platform.id, way, namespace, room: null, event, args: noticeArgs(noticeFor(platform.id, kind), { ...sampleValues, noticeId, kind, title: 'Late "bus" 12 🚌' }), audience: null, kind, ...parts }
}

export interface Receiver {
  readonly account: Account
  readonly client: TestClient
  /** First arguments of the platform's notices, in the order in which they came. */
  readonly notices: () => readonly unknown[]
}

/** A socket of a person in the namespace of the platform's notices. */
export async function receiver(platform: Platform, account: Account): Promise<Receiver> {
  const events = new Set((catalogOf(platform.id).notices ?? []).map(({ event }) => event))
  const client = openClient(platform, { namespace: noticeFor(platform.id, 'announcement').namespace, auth: { token: await platform.issueToken(account) } })
  await until(() => client.socket.connected, 'the client is connected')
  return { account, client, notices: () => client.received.filter(({ event }) => events.has(event)).map(({ args }) => args[0]) }
}

export function accountsOf(platform: Platform, kind: Account['person']['kind']): readonly Account[] {
  return platform.accounts.filter(({ person }) => person.kind === kind)
}
