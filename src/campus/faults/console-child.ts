import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { Monitor } from '../../main/monitor/monitor.ts'
import { NoticesDesk } from '../../main/notices-desk.ts'
import { NoticeWays } from '../../main/notices/ways/index.ts'
import { endsOfNotices } from '../../main/notices/audit-end.ts'
import { AuditLog } from '../../main/store/audit.ts'
import { openDatabase } from '../../main/store/database.ts'
import type { JsonDocument } from '../../main/store/document.ts'
import { NoticeStore } from '../../main/store/notice-store.ts'
import { NoticeWayStore } from '../../main/store/notice-way-store.ts'
import { Targets } from '../../main/targets/targets.ts'
import { memoryVault } from '../../main/targets/test-server.ts'
import type { NoticeDraft } from '../../shared/notices.ts'
import { fastClock } from './fast-clock.ts'
import { order } from './orders.ts'
import type { News, Order } from './orders.ts'
import { faultCatalog, platformIds, targetOf, wayOf } from './school.ts'
import { noting, SteppingWays, Steps } from './steps.ts'

/*
 * One life of the console without its window: the real targets, monitor, desk, database file and audit log, in a process that
 * can be killed. It does what it is told over IPC.
 */

/** The app's, ten times a second of its own clock. */
const PULSE_MS = 5
const KEY = { kind: 'keyring', key: '5c'.repeat(32) } as const

class ConsoleLife {
  readonly #steps = new Steps()
  readonly #audit: AuditLog
  readonly #targets: Targets
  readonly #ways: NoticeWays
  readonly #wayStore: NoticeWayStore
  readonly #handlers: ReturnType<NoticesDesk['handlers']>
  readonly #remarks: string[] = []

  constructor({ folder, startedAtMs, urls, dieAfter }: Extract<Order, { do: 'open' }>) {
    if (dieAfter !== null) this.#steps.dieAfter(dieAfter)
    const clock = fastClock(startedAtMs)
    const now = () => clock.now()
    const database = openDatabase({ folder, key: KEY, nowMs: now() })
    if (!database.durable || database.remarks.length > 0) throw new Error(`the database: ${database.remarks.join(' ')}`)
    this.#steps.within(database)
    this.#audit = new AuditLog(database, now(), { key: KEY, anchor: atomicDocument(join(folder, 'audit-anchor.json')), endOf: endsOfNotices(new NoticeStore(database), now()) })
    const monitor = new Monitor({ catalogs: [faultCatalog], startedAtMs: now() })
    const targets = new Targets({
      catalogs: () => [faultCatalog], vault: memoryVault(), sink: monitor, presence: monitor, loopbackOnly: true, clock,
      reader: { reads: (...event) => desk.receipts.reads(...event), onEvent: (...event) => desk.receipts.onEvent(...event) },
      onChange: (view) => monitor.targetChanged(view, now()),
      onWatched: (id, rooms) => monitor.joinedRooms(id, rooms),
      onRemoved: (id) => monitor.targetRemoved(id),
    })
    this.#targets = targets
    this.#ways = new NoticeWays({ targets, catalogOf: () => faultCatalog, secretHeader: () => undefined, loopbackOnly: true })
    this.#wayStore = new NoticeWayStore(database)
    const desk = new NoticesDesk({ monitor, database, audit: this.#audit, ways: new SteppingWays(this.#ways, this.#steps), osUser: 'maria', now, store: noting(new NoticeStore(database), join(folder, 'begun.txt')) })
    this.#handlers = desk.handlers()
    for (const platform of platformIds) {
      if (!this.#wayStore.get(platform)) this.#wayStore.save(wayOf(platform, urls[platform]))
      const { settings, secrets } = targetOf(platform, urls[platform])
      targets.add(settings, secrets)
    }
    setInterval(() => {
      monitor.drain(now())
      desk.tick(now())
    }, PULSE_MS)
  }

  async do(what: Exclude<Order, { do: 'open' }>): Promise<void> {
    switch (what.do) {
      case 'send': return await this.#send(what.draft)
      case 'undo': return void (await this.#handlers['notices:undo']({ id: what.id }))
      case 'stop': return void (await this.#handlers['notices:stop']({ id: what.id }))
      case 'cancel': return void (await this.#handlers['notices:cancel']({ id: what.id }))
      case 'step': return void (await this.#handlers['notices:step']({ id: what.id, step: what.step }))
      case 'retry': return this.#retry()
      case 'die': return this.#steps.dieAfter(what.after)
      case 'report': return await this.#report(what.n, what.notices)
      case 'audit': return await this.#tellAudit(what.n)
      default: return what satisfies never
    }
  }

  /** As a person does it: types the name, overrides the second person; who is refused leaves it. */
  async #send(draft: NoticeDraft): Promise<void> {
    const answer = await this.#handlers['notices:review'](draft)
    if (!answer.ok) throw new Error(answer.problem.what)
    const { reviewId, typeToConfirm, needsApproval } = answer.value
    const sent = await this.#handlers[draft.drill ? 'drills:send' : 'notices:send']({ reviewId, typed: typeToConfirm, approval: needsApproval ? { kind: 'override', reason: 'The principal is at the gate.' } : null, repeat: true })
    if (!sent.ok) this.#remarks.push(sent.problem.what)
  }

  /** A connection that stands is left alone. */
  #retry(): void {
    for (const { settings, namespaces, feedLink } of this.#targets.views()) {
      if (namespaces.every(({ state }) => state !== 'live')) this.#targets.retry(settings.id, null)
      else if (feedLink !== null && feedLink.state !== 'live') this.#targets.retry(settings.id, settings.adminFeed.namespace)
    }
  }

  async #report(n: number, ids: readonly string[]): Promise<void> {
    const notices: Extract<News, { is: 'report' }>['notices'] = []
    for (const id of ids) {
      const answer = await this.#handlers['notices:get']({ id })
      notices.push({ id, view: answer.ok ? answer.value : null })
    }
    const open = platformIds.filter((platform) => {
      const settings = this.#wayStore.get(platform)
      return settings !== undefined && this.#ways.report(settings).ok
    })
    tell({ is: 'report', n, notices, open, remarks: this.#remarks.splice(0) })
  }

  async #tellAudit(n: number): Promise<void> {
    const { ok, sentence } = await this.#audit.verify()
    tell({ is: 'audit', n, ok, sentence, records: [...this.#audit.all()].map(({ action, scope, result, detail }) => ({ action, scope, result, detail })) })
  }
}

/** As the app keeps its small files: what is there is always a whole one. */
function atomicDocument(file: string): JsonDocument {
  return {
    read: () => {
      try {
        return JSON.parse(readFileSync(file, 'utf8')) as unknown
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    write: (value) => {
      writeFileSync(`${file}.new`, JSON.stringify(value))
      renameSync(`${file}.new`, file)
    },
  }
}

function tell(news: News): void {
  process.send?.(news)
}

let life: ConsoleLife | undefined
process.on('message', (raw: unknown) => {
  const what = order.parse(raw)
  if (what.do === 'open') life = new ConsoleLife(what)
  else void life?.do(what)
})
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1))
tell({ is: 'loaded' })
// A process that is killed leaves nothing of it to the next one, unless it is told to.
flushCompileCache()
