import { join } from 'node:path'
import type { AlertAction, AlertDetail, AlertFilter, AlertRow, AlertRule, SilenceForm } from '../../shared/alerts.ts'
import type { Answer, Failure } from '../../shared/ipc.ts'
import { AlertsDesk } from '../alerts-desk.ts'
import type { AlertsDeskParts } from '../alerts-desk.ts'
import { actOn } from '../monitor/alerts/alert-acts.ts'
import type { AlertBook } from '../monitor/alerts/alert-book.ts'
import { intervention } from '../monitor/alerts/alert-book-fixture.ts'
import { lyceum, viewOf } from '../monitor/monitor-fixture.ts'
import { Monitor } from '../monitor/monitor.ts'
import { AuditLog } from '../store/audit.ts'
import { openDatabase } from '../store/database.ts'
import type { LocalDatabase } from '../store/database.ts'

export const allStates: AlertFilter = { text: '', states: ['pending', 'open', 'acknowledged', 'snoozed', 'silenced', 'recovering', 'resolved'], severities: [], targetId: null, cause: null, mine: false }
export const ack30: AlertAction = { kind: 'acknowledge', owner: 'Ms. Ortiz', note: 'Calling home', minutes: 30 }
export const me = 'jlee'

/** A run of the app's alerts on a data folder, by a clock of its own; the platform is `lincoln`. */
export class AlertsRun {
  nowMs: number
  readonly database: LocalDatabase
  readonly audit: AuditLog
  readonly monitor: Monitor
  readonly desk: AlertsDesk
  readonly folder: string
  /** What the user chooses for an export: a name in the folder. */
  chosen: string | undefined = 'alerts.out'
  readonly rules = new Map<string, AlertRule>()

  constructor(folder: string, startedAtMs: number, more: Partial<AlertsDeskParts> = {}) {
    this.folder = folder
    this.nowMs = startedAtMs
    this.database = openDatabase({ folder, key: { kind: 'none' }, nowMs: startedAtMs })
    this.audit = new AuditLog(this.database, startedAtMs)
    this.monitor = new Monitor({ catalogs: [lyceum], startedAtMs })
    this.desk = new AlertsDesk({
      monitor: this.monitor, database: this.database, audit: this.audit, osUser: me,
      now: () => this.nowMs,
      chooseFile: () => Promise.resolve(this.chosen === undefined ? undefined : join(folder, this.chosen)),
      rule: (id) => this.rules.get(id),
      ...more,
    })
    this.monitor.targetChanged(viewOf('lincoln', { name: 'Lincoln High' }), startedAtMs)
  }

  get book(): AlertBook {
    return this.monitor.alertBook
  }

  /** Interventions arrive: one alert each. */
  raise(count: number, from = 0): this {
    for (let number = from; number < from + count; number++) this.book.receive(intervention(`i-${number}`), this.nowMs)
    return this
  }

  /** Lets time pass in steps of the pulse. */
  pass(ms: number, stepMs = 1_000): this {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.nowMs += stepMs
      this.desk.tick(this.nowMs)
    }
    return this
  }

  list(filter: Partial<AlertFilter> = {}): AlertRow[] {
    return (this.desk.handlers()['alerts:list']({ ...allStates, ...filter }) as Answer<'alerts:list'>).rows
  }

  get(id: string): AlertDetail {
    const answer = this.desk.handlers()['alerts:get']({ id }) as Answer<'alerts:get'>
    if (!answer.ok) throw new Error(answer.problem.what)
    return answer.value
  }

  act(ids: readonly string[], action: AlertAction): Answer<'alerts:act'> {
    return this.desk.handlers()['alerts:act']({ ids: [...ids], action }) as Answer<'alerts:act'>
  }

  silence(form: Partial<SilenceForm> = {}): Answer<'silences:save'> {
    return this.desk.handlers()['silences:save'](this.silenceForm(form)) as Answer<'silences:save'>
  }

  silenceForm(form: Partial<SilenceForm> = {}): SilenceForm {
    return { id: 's-1', matchers: [{ field: 'cause', is: 'chronic_absence', not: false }], reason: 'Field trip of grade 7', startsAtMs: this.nowMs, endsAtMs: this.nowMs + 2 * 3_600_000, ...form }
  }

  /** As the book would be asked: without audit and disk. */
  actInMemory(ids: readonly string[], action: AlertAction): void {
    actOn(this.book, ids, action, me, this.nowMs)
  }

  get remarks(): string[] {
    return this.monitor.remarks().map(({ text }) => text)
  }

  /** The app is quit. */
  end(): void {
    this.desk.close(this.nowMs)
    this.database.close()
  }

  /** kill -9: nothing more is written. */
  kill(): void {
    this.database.close()
  }
}

export function whatOf(answer: { readonly ok: true } | Failure): string {
  return answer.ok ? '' : answer.problem.what
}
