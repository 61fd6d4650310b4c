import type { AlertRule } from '../shared/alerts.ts'
import { AlertActions } from './alerts-desk/alert-actions.ts'
import { AlertDisk } from './alerts-desk/alert-disk.ts'
import type { EvidenceSource } from './alerts-desk/alert-disk.ts'
import { AlertExport } from './alerts-desk/alert-export.ts'
import { AlertViews } from './alerts-desk/alert-views.ts'
import { SilenceActions } from './alerts-desk/silence-actions.ts'
import type { OpenPart } from './feed-export/export-run.ts'
import type { AlertBook } from './monitor/alerts/alert-book.ts'
import type { Monitor } from './monitor/monitor.ts'
import type { Handlers } from './requests.ts'
import { AlertStore } from './store/alert-store.ts'
import type { AuditLog } from './store/audit.ts'
import type { LocalDatabase } from './store/database.ts'
import { SilenceStore } from './store/silence-store.ts'

export interface AlertsDeskParts {
  readonly monitor: Monitor
  readonly database: LocalDatabase
  readonly audit: AuditLog
  /** Account of this computer: the owner of what its user acknowledges. */
  readonly osUser: string
  readonly now: () => number
  /** Asks the user where to write; undefined: nowhere. */
  readonly chooseFile: (suggestedName: string) => Promise<string | undefined>
  /** A rule of the user, or of the starter set; asked for when one is shown, never while the desk is made. */
  readonly rule?: (ruleId: string) => AlertRule | undefined
  /** Another one for tests. */
  readonly evidence?: EvidenceSource
  /** Another one for tests of a full disk. */
  readonly openPart?: OpenPart
}

type Channels = 'alerts:list' | 'alerts:get' | 'alerts:act' | 'alerts:export' | 'silences:list' | 'silences:preview' | 'silences:save' | 'silences:end'

/** How often the life of the alerts goes on: their times are minutes. */
const LIFE_MS = 1_000

/**
 * Alerts and silences between the window, the book (monitor.alertBook), the database and the audit log. What earlier runs
 * left is in the book when the constructor returns.
 */
export class AlertsDesk {
  readonly #book: AlertBook
  readonly #disk: AlertDisk
  readonly #views: AlertViews
  readonly #actions: AlertActions
  readonly #silences: SilenceActions
  readonly #export: AlertExport
  #livedAtMs: number | undefined

  constructor(parts: AlertsDeskParts) {
    const { monitor, database, now } = parts
    const book = monitor.alertBook
    const rule = parts.rule ?? ((): undefined => undefined)
    const evidence = parts.evidence ?? monitor.evidence
    const store = new AlertStore(database)
    const remark = (sentence: string, nowMs: number): void => monitor.remark(sentence, nowMs)
    this.#book = book
    book.silences.ruleNameOf = (ruleId) => rule(ruleId)?.name
    this.#disk = new AlertDisk({ book, store, evidence, remark })
    this.#views = new AlertViews({ ...parts, book, store, rule, startedAtMs: now(), evidence: (id) => evidence.read(id) ?? this.#disk.waitingEvidence(id) })
    this.#actions = new AlertActions({ ...parts, book, disk: this.#disk })
    this.#silences = new SilenceActions({ ...parts, book, store: new SilenceStore(database), remark })
    this.#export = new AlertExport({ ...parts, book, store })
    this.#silences.load(now())
    this.#disk.load(now())
  }

  handlers(): Pick<Handlers, Channels> {
    return {
      'alerts:list': (filter) => this.#views.list(filter),
      'alerts:get': ({ id }) => this.#views.get(id),
      'alerts:act': (request) => this.#actions.act(request),
      'alerts:export': (request) => this.#export.start(request),
      'silences:list': () => this.#silences.list(),
      'silences:preview': (form) => this.#silences.preview(form),
      'silences:save': (form) => this.#silences.save(form),
      'silences:end': ({ id }) => this.#silences.end(id),
    }
  }

  /** Called with the pulse: life of the alerts once a second, evidence, and what changed to the disk in slices. */
  tick(nowMs: number): void {
    // Also when the clock was set back.
    if (this.#livedAtMs === undefined || Math.abs(nowMs - this.#livedAtMs) >= LIFE_MS) {
      this.#livedAtMs = nowMs
      this.#book.tick(nowMs)
    }
    this.#disk.tick(nowMs)
  }

  /** The app ends: all that changed is written. */
  close(nowMs: number): void {
    this.#export.close()
    this.#disk.close(nowMs)
  }
}
