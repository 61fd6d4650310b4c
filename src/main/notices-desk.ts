import type { Answer } from '../shared/ipc.ts'
import type { AudienceRule, NoticeDraft, NoticeKind } from '../shared/notices.ts'
import { messageOf } from '../shared/message-of.ts'
import { failure } from './answers.ts'
import type { Monitor } from './monitor/monitor.ts'
import { Aftermath } from './notices/aftermath.ts'
import type { SignIn } from './notices/approval.ts'
import { audienceCount } from './notices/audience.ts'
import { Confirm, newNoticeId, notThere } from './notices/confirm.ts'
import { Deliveries } from './notices/deliveries.ts'
import { GroupKeeper } from './notices/group-keeper.ts'
import { Held } from './notices/held.ts'
import { MissedNotices } from './notices/missed.ts'
import { NoticeBook } from './notices/notice-book.ts'
import { leaveQuestion } from './notices/leaving.ts'
import type { LeaveQuestion } from './notices/leaving.ts'
import { NoticeLists } from './notices/notice-lists.ts'
import { viewOf } from './notices/notice-view.ts'
import { planOf } from './notices/plan.ts'
import { Receipts } from './notices/receipts.ts'
import { Repeats } from './notices/repeats.ts'
import { Reviews } from './notices/reviews.ts'
import { Sending } from './notices/sending.ts'
import { TemplateDesk } from './notices/template-desk.ts'
import type { Ways } from './notices/way.ts'
import { WaySettings } from './notices/way-settings.ts'
import type { HeaderVault } from './notices/way-settings.ts'
import { worldOf } from './notices/world.ts'
import type { World } from './notices/world.ts'
import type { Handlers } from './requests.ts'
import type { AuditLog } from './store/audit.ts'
import type { LocalDatabase } from './store/database.ts'
import { noStore, NoticeStore } from './store/notice-store.ts'
import type { NoticeKeeping } from './store/notice-store.ts'
import { NoticeTemplateStore } from './store/notice-template-store.ts'
import { NoticeWayStore } from './store/notice-way-store.ts'

export interface NoticesDeskParts {
  readonly monitor: Monitor
  readonly database: LocalDatabase
  readonly audit: AuditLog
  readonly ways: Ways
  readonly osUser: string
  readonly now: () => number
  /** Signs the second person in for an emergency; absent: only an override is possible. */
  readonly signIn?: SignIn
  /** Absent: no secret header can be kept. */
  readonly vault?: HeaderVault
  /** Another disk, for tests of what happens when it fails. */
  readonly store?: NoticeKeeping
  readonly newId?: () => string
}

type Channels = 'notices:list' | 'notices:older' | 'notices:get' | 'notices:draft' | 'notices:remove-draft' | 'notices:groups' | 'notices:count' | 'notices:review' | 'notices:send' | 'drills:send' | 'notices:undo' | 'notices:stop' | 'notices:cancel' | 'notices:step' | 'notices:skip'
  | 'notices:found-out' | 'notices:follow-up' | 'templates:list' | 'templates:save' | 'templates:remove' | 'ways:list' | 'ways:save' | 'ways:test'

/**
 * Notices: compose, review, send, receipts. What an earlier run left is in a true state when the constructor returns, and
 * nothing of it is sent by itself but what is scheduled for a time to come.
 */
export class NoticesDesk {
  /** Takes what servers say of notices later; targets hand it over. */
  readonly receipts: Receipts
  readonly #parts: NoticesDeskParts
  readonly #world: World
  readonly #book: NoticeBook
  readonly #reviews: Reviews
  readonly #sending: Sending
  readonly #confirm: Confirm
  readonly #aftermath: Aftermath
  readonly #missed: MissedNotices
  readonly #lists: NoticeLists
  readonly #ways: WaySettings
  readonly #templates: TemplateDesk
  readonly #wayStore: NoticeWayStore
  readonly #groups: GroupKeeper
  #closed = false

  constructor(parts: NoticesDeskParts) {
    const { monitor, database, audit, ways, osUser, now, newId = newNoticeId } = parts
    const wayStore = new NoticeWayStore(database)
    const world = worldOf(monitor, ways, wayStore, Intl.DateTimeFormat().resolvedOptions().timeZone)
    const remark = (sentence: string): void => monitor.remark(sentence, now())
    const book = openBook(parts.store ?? new NoticeStore(database), now(), remark)
    this.#parts = parts
    this.#wayStore = wayStore
    this.#world = world
    this.#book = book
    const repeats = new Repeats({ book, incoming: monitor.incoming, world })
    this.#reviews = new Reviews(world, repeats, ({ corrects }) => (corrects === null ? undefined : book.get(corrects.id)), newId)
    this.#sending = new Sending({
      book, ways, world, now, remark,
      finished: (auditId, { result, detail }) => audit.finish(auditId, result, detail, now()).ok,
      beginLate: (noticeId, { id, targetName }) => audit.begin({ who: `the server of ${targetName}`, action: 'late answer to notice', targetName, scope: `notice ${noticeId}, packet ${id}: unknown before`, reason: '' }, now()),
    })
    const deliveries = new Deliveries({ audit, book, sending: this.#sending, world, osUser })
    const held = new Held({ book, repeats, deliveries, incoming: monitor.incoming, remark })
    this.#confirm = new Confirm({ book, held, reviews: this.#reviews, deliveries, sending: this.#sending, world, audit, signIn: parts.signIn, osUser, now })
    this.#aftermath = new Aftermath({ book, audit, osUser, newId, now })
    this.#missed = new MissedNotices({ book, audit, remark })
    this.receipts = new Receipts({ book, audit, settingsOf: (targetId) => wayStore.get(targetId), remark })
    this.#lists = new NoticeLists(book, monitor.incoming)
    this.#ways = new WaySettings({ world, ways, store: wayStore, vault: parts.vault, audit, osUser, now })
    this.#templates = new TemplateDesk({ store: new NoticeTemplateStore(database), audit, osUser, now })
    this.#groups = new GroupKeeper({ monitor, database, remark }, now())
    monitor.incoming.tellOwn((id) => this.#ownNotice(id))
    if (book.unreadable > 0) remark(`${book.unreadable} notices could not be read. They stay in the database and are not sent.`)
  }

  handlers(): Pick<Handlers, Channels> {
    const confirm = this.#confirm
    const aftermath = this.#aftermath
    return {
      'notices:list': () => this.#lists.list(),
      'notices:older': ({ skip }) => this.#lists.older(skip),
      'notices:get': ({ id }) => {
        const notice = this.#book.get(id)
        return notice ? { ok: true, value: viewOf(notice) } : notThere
      },
      'notices:draft': (draft) => aftermath.keep(draft),
      'notices:remove-draft': ({ id }) => aftermath.remove(id),
      'notices:groups': ({ targetId, text }) => this.#parts.monitor.rooms.groups(targetId, text, this.#parts.now()),
      'notices:count': ({ audience, kind }) => this.#count(audience, kind),
      'notices:review': (draft) => this.#review(draft),
      'notices:send': (confirmation) => confirm.send(confirmation, false),
      'drills:send': (confirmation) => confirm.send(confirmation, true),
      'notices:undo': ({ id }) => confirm.undo(id),
      'notices:stop': ({ id }) => confirm.stop(id),
      'notices:cancel': ({ id }) => confirm.cancel(id),
      'notices:step': ({ id, step }) => confirm.step(id, step),
      'notices:skip': ({ id }) => aftermath.skip(id),
      'notices:found-out': (found) => aftermath.foundOut(found),
      'notices:follow-up': (request) => aftermath.followUp(request),
      'templates:list': () => this.#templates.list(),
      'templates:save': (template) => this.#templates.save(template),
      'templates:remove': ({ id }) => this.#templates.remove(id),
      'ways:list': () => this.#ways.list(),
      'ways:save': (request) => this.#ways.save(request),
      'ways:test': (settings) => this.#ways.test(settings),
    }
  }

  /** The user removed a platform: how it took notices goes, its notices stay to be read. Its secret header went with its other secrets. */
  targetRemoved(targetId: string): void {
    this.#groups.targetRemoved(targetId)
    try {
      this.#wayStore.remove(targetId)
    } catch (error) {
      this.#parts.monitor.remark(`How a removed platform took notices could not be deleted (${messageOf(error)}). Nothing is sent by it.`, this.#parts.now())
    }
  }

  /** Called with the pulse: schedule, undo that ends, packets in their pace. */
  tick(nowMs: number): void {
    if (this.#closed) return
    this.#sending.wake(nowMs)
    this.#parts.audit.retry()
    this.#confirm.tick(nowMs)
    this.#missed.tick(nowMs)
    this.#sending.tick(nowMs)
    this.receipts.tick(nowMs)
    this.#groups.tick(nowMs)
  }

  /** What is lost if the app is closed now; undefined: nothing. */
  leaving(): LeaveQuestion | undefined {
    return this.#closed ? undefined : leaveQuestion(this.#book.active, this.#parts.now())
  }

  /** The app ends: nothing more is handed over. What is under way is unknown at the next start. */
  close(): void {
    if (!this.#closed) {
      this.receipts.write(this.#parts.now())
      this.#groups.keep(this.#parts.now())
    }
    this.#closed = true
  }

  #review(draft: NoticeDraft): Answer<'notices:review'> {
    try {
      return { ok: true, value: this.#reviews.review(draft, this.#parts.now()) }
    } catch (error) {
      return failure('Earlier notices could not be read from the local database.', 'Without them nobody can tell whether this was sent already. Try again; if it stays so, start Rollcall again.', messageOf(error))
    }
  }

  #count(audience: AudienceRule, kind: NoticeKind): Answer<'notices:count'> {
    const nowMs = this.#parts.now()
    // A text that fits everywhere: what stands against the audience is asked here, not the words.
    const plan = planOf(
      { id: 'count', drill: false, kind, severity: 'info', dismissable: true, expiresAtMs: null, texts: [{ language: 'en', title: 'Count', body: 'Count' }], audience, when: { kind: 'now' }, templateId: null, corrects: null },
      'announce', this.#world, nowMs,
    )
    return audienceCount(plan.tallies, this.#world, audience.include.length === 0 ? [] : plan.problems)
  }

  /** An id in a payload is a notice's, or that of one of its deliveries: `id.in-progress`. */
  #ownNotice(id: string): string | null {
    if (id.length > 80) return null
    if (this.#book.has(id)) return id
    const dot = id.lastIndexOf('.')
    return dot > 0 && this.#book.has(id.slice(0, dot)) ? id.slice(0, dot) : null
  }
}

/** A database that cannot be read now costs the notices of this run, not the app. */
function openBook(store: NoticeKeeping, nowMs: number, remark: (sentence: string) => void): NoticeBook {
  try {
    return new NoticeBook(store, nowMs)
  } catch (error) {
    remark(`Notices could not be read from the local database (${messageOf(error)}). None is sent in this run; start Rollcall again.`)
    return new NoticeBook(noStore, nowMs)
  }
}
