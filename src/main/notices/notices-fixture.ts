import Database from 'libsql'
import type { Catalog } from '../../shared/catalog.ts'
import { bool, freeText, id as idSchema, isoTime, obj, open } from '../../shared/payload-schema.ts'
import type { AudienceRule, NoticeConfirmation, NoticeDraft, NoticeReview, NoticeSettings, NoticeView, WayReport } from '../../shared/notices.ts'
import { lyceum, START_MS, viewOf } from '../monitor/monitor-fixture.ts'
import { Monitor } from '../monitor/monitor.ts'
import { socket } from '../monitor/presence-fixture.ts'
import type { ObservedSocket } from '../monitor/presence-sink.ts'
import { NoticesDesk } from '../notices-desk.ts'
import type { NoticesDeskParts } from '../notices-desk.ts'
import { AuditLog } from '../store/audit.ts'
import { LocalDatabase } from '../store/database.ts'
import { migrations } from '../store/database-schema.ts'
import { NoticeStore } from '../store/notice-store.ts'
import type { NoticeKeeping } from '../store/notice-store.ts'
import { NoticeWayStore } from '../store/notice-way-store.ts'
import { endsOfNotices } from './audit-end.ts'
import type { Packet, PacketOutcome, Ways } from './way.ts'

/* An invented school with notices, and a server in memory that counts what reaches it, for the tests of this folder. */

export { START_MS }
export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000

const payload = obj({ noticeId: idSchema, kind: open, severity: open, title: freeText, body: freeText, language: open, drill: bool, dismissable: bool, now: isoTime, 'startsAt?': isoTime, 'endsAt?': isoTime, 'expiresAt?': isoTime })
const template = { noticeId: '{noticeId}', kind: '{kind}', severity: '{severity}', title: '{title}', body: '{body}', language: '{language}', drill: '{drill}', dismissable: '{dismissable}', now: '{now}', startsAt: '{startsAt}', endsAt: '{endsAt}', expiresAt: '{expiresAt}' }

/** The lyceum with an event for notices in two namespaces, and rooms for roles. */
export const noticeLyceum: Catalog = {
  ...lyceum,
  events: [...lyceum.events, { name: 'bulletin', namespaces: ['/', '/talk'], direction: 'server-to-client', args: [payload], meaning: 'notice', source: 'Lyceum document, "Bulletins"' }],
  rooms: [...lyceum.rooms, { pattern: 'role:{role}', kind: 'role', namespace: '/', title: 'Role', autoJoined: true, join: [], leave: [], source: 'Lyceum document, "Rooms"' }],
  notices: ['/', '/talk'].map((namespace) => ({ kinds: ['announcement', 'maintenance', 'urgent', 'emergency'], namespace, event: 'bulletin', args: [template], roleRooms: ['role:{role}'], source: 'Lyceum document, "Bulletins"' })),
}

export const everybody: AudienceRule = { include: [{ kind: 'everybody' }], exclude: [] }

export function draftOf(more: Partial<NoticeDraft> = {}): NoticeDraft {
  return {
    id: 'n-1', drill: false, kind: 'urgent', severity: 'warning', dismissable: true, expiresAtMs: null,
    texts: [{ language: 'en', title: 'Snow', body: 'School closes at noon.' }], audience: everybody, when: { kind: 'now' }, templateId: null, corrects: null, ...more,
  }
}

export function settingsOf(targetId: string, more: Partial<NoticeSettings> = {}): NoticeSettings {
  return {
    targetId, way: 'admin-feed', schoolName: 'Lincoln High', zone: 'America/Chicago', quietHours: null,
    rights: { PRINCIPAL: ['announcement', 'maintenance', 'urgent', 'emergency'], TEACHER: ['announcement'] },
    socket: { namespace: '/', event: 'admin:broadcast' }, http: { method: 'POST', url: 'http://127.0.0.1:4/send', body: '', headers: [], hasSecretHeader: false }, ...more,
  }
}

/** Sockets of students s0, s1 ..., each in the room of its role. */
export function students(count: number, from = 0): ObservedSocket[] {
  return Array.from({ length: count }, (_, index) => socket(`sock-${from + index}`, `s${from + index}`, { rooms: ['role:STUDENT'], person: { role: 'STUDENT' } }))
}

/** A server in memory: what reached it, by key; how it answers can be set. It outlives runs of the console. */
export class MemoryServer implements Ways {
  readonly packets: Packet[] = []
  /** How often each key was handed over. */
  readonly handed = new Map<string, number>()
  isOpen = true
  answer: (packet: Packet) => Promise<PacketOutcome> = () => Promise.resolve({ result: 'confirmed', delivered: 3, detail: '' })

  report({ targetId, way }: NoticeSettings): WayReport {
    const documented = (['announcement', 'maintenance', 'urgent', 'emergency'] as const).map((kind) => ({ kind, event: 'bulletin', namespace: '/', documented: false }))
    return { targetId, way, ok: way !== 'none' && this.isOpen, sentence: this.isOpen ? 'Open.' : 'The admin feed is not connected now.', events: documented, receipts: 'delivered' }
  }

  test(settings: NoticeSettings): Promise<WayReport> {
    return Promise.resolve(this.report(settings))
  }

  send(packet: Packet): Promise<PacketOutcome> {
    this.handed.set(packet.key, (this.handed.get(packet.key) ?? 0) + 1)
    this.packets.push(packet)
    return this.answer(packet)
  }
}

/** The tables in memory, as if on a disk: they outlive runs that are killed. */
export function memoryTables(): InstanceType<typeof Database> {
  const sql = new Database(':memory:')
  for (const migration of migrations) sql.exec(migration)
  return sql
}

export function memoryDatabase(): LocalDatabase {
  return new LocalDatabase(memoryTables(), onDisk)
}

export const onDisk = { durable: true, encrypted: false, remarks: [] }

export interface SchoolOptions {
  readonly database?: LocalDatabase
  readonly server?: MemoryServer
  readonly ways?: Ways
  readonly startedAtMs?: number
  readonly sockets?: readonly ObservedSocket[]
  readonly targets?: readonly string[]
  readonly settings?: Partial<NoticeSettings>
  readonly role?: string
  readonly store?: (store: NoticeKeeping) => NoticeKeeping
  readonly parts?: Partial<NoticesDeskParts>
  readonly catalog?: Catalog
  readonly run?: string
}

let number = 0

/** One run of the console with one school (or several), and a clock that the test moves. */
export class School {
  readonly database: LocalDatabase
  readonly server: MemoryServer
  readonly monitor: Monitor
  readonly audit: AuditLog
  readonly desk: NoticesDesk
  readonly handlers: ReturnType<NoticesDesk['handlers']>
  nowMs: number

  constructor(options: SchoolOptions = {}) {
    const { targets = ['t1'], role = 'PRINCIPAL' } = options
    const catalog = options.catalog ?? noticeLyceum
    this.nowMs = options.startedAtMs ?? START_MS
    this.database = options.database ?? memoryDatabase()
    this.server = options.server ?? new MemoryServer()
    this.monitor = new Monitor({ catalogs: [catalog], startedAtMs: this.nowMs, run: options.run ?? '' })
    const ways = new NoticeWayStore(this.database)
    for (const id of targets) {
      this.monitor.targetChanged(viewOf(id, { feedOn: true, signedInAs: role === '' ? null : { id: 'u-principal', role } }), this.nowMs)
      this.monitor.snapshot(id, options.sockets ?? students(3), this.nowMs)
      ways.save(settingsOf(id, options.settings))
    }
    this.monitor.drain(this.nowMs)
    const store = new NoticeStore(this.database)
    this.audit = new AuditLog(this.database, this.nowMs, { key: { kind: 'none' }, anchor: undefined, endOf: endsOfNotices(store, this.nowMs) })
    this.desk = new NoticesDesk({
      monitor: this.monitor, database: this.database, audit: this.audit, ways: options.ways ?? this.server, osUser: 'maria', now: () => this.nowMs, newId: () => `id-${++number}`,
      ...(options.store && { store: options.store(store) }), ...options.parts,
    })
    this.handlers = this.desk.handlers()
  }

  async review(draft: NoticeDraft): Promise<NoticeReview> {
    const answer = await this.handlers['notices:review'](draft)
    if (!answer.ok) throw new Error(answer.problem.what)
    return answer.value
  }

  /** Reviews and confirms as a person would: types the name, overrides the second person, sends again all the same. */
  async send(draft: NoticeDraft, more: Partial<NoticeConfirmation> = {}): Promise<Awaited<ReturnType<typeof this.handlers['notices:send']>>> {
    const review = await this.review(draft)
    const confirmation = { reviewId: review.reviewId, typed: review.typeToConfirm, approval: review.needsApproval ? ({ kind: 'override', reason: 'The principal is at the gate.' } as const) : null, repeat: review.repeats.length > 0, ...more }
    return draft.drill ? this.handlers['drills:send'](confirmation) : this.handlers['notices:send'](confirmation)
  }

  /** Time passes in ticks; what a way answers at once has been heard then. */
  async pass(ms: number, tickMs = 250): Promise<void> {
    for (let left = ms; left > 0; left -= tickMs) {
      this.nowMs += Math.min(tickMs, left)
      this.desk.tick(this.nowMs)
      await settle()
    }
  }

  async get(id: string): Promise<NoticeView> {
    const answer = await this.handlers['notices:get']({ id })
    if (!answer.ok) throw new Error(answer.problem.what)
    return answer.value
  }

  /** A new run on the same disk; this one is not used any more. */
  again(options: SchoolOptions = {}): School {
    this.desk.close()
    return new School({ database: this.database, server: this.server, startedAtMs: this.nowMs, ...options })
  }
}

/** Lets promises that are settled already be heard. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve()
}

/** `urgent: sent` of a sentence that a person reads. */
export function why(answer: { readonly ok: boolean; readonly problem?: { readonly what: string } }): string {
  return answer.ok ? 'ok' : (answer.problem?.what ?? '')
}
