import type { AlertSummary } from '../../../shared/alerts.ts'
import type { Severity } from '../../../shared/catalog.ts'
import { isOpen, severityOf, stateOf } from './alert.ts'
import type { Alert } from './alert.ts'
import type { AlertBook } from './alert-book.ts'

/** Causes of rules that say that a platform, or a part of it, is not connected. */
const connectionCauses: ReadonlySet<string> = new Set(['target-down', 'platform-down', 'namespace-down', 'signed-out'])

interface Tally {
  readonly revision: number
  readonly open: number
  readonly byTarget: ReadonlyMap<string, number>
  readonly byRoom: ReadonlyMap<string, number>
  /** Targets whose lost connection is an alert already. */
  readonly toldDown: ReadonlySet<string>
  readonly bySeverity: Readonly<Record<Severity, readonly Alert[]>>
  readonly cared: Readonly<Pick<AlertSummary, 'acknowledged' | 'snoozed' | 'silenced' | 'pending'>>
}

/** Counts of the alerts that wait for somebody, made once for each change of the book however many ask. */
export class AlertTally {
  readonly #book: AlertBook
  #last: Tally | undefined

  constructor(book: AlertBook) {
    this.#book = book
  }

  get open(): number {
    return this.#now().open
  }

  ofTarget(targetId: string): number {
    return this.#now().byTarget.get(targetId) ?? 0
  }

  /** @param room as shown */
  ofRoom(targetId: string, namespace: string, room: string): number {
    return this.#now().byRoom.get(roomKey(targetId, namespace, room)) ?? 0
  }

  /** A rule's alert says already that the target is not connected, whoever has it. */
  tellsDown(targetId: string): boolean {
    return this.#now().toldDown.has(targetId)
  }

  /** The worst open alerts, and of those the newest, at least `count` of them where there are so many; in no order. */
  worst(count: number): Alert[] {
    const found: Alert[] = []
    const { bySeverity } = this.#now()
    for (const severity of ['critical', 'warning', 'info'] as const) if (found.length < count) found.push(...bySeverity[severity].slice(-count))
    return found
  }

  /** Numbers for every frame; chime, announcement and what was not shown are the teller's. */
  summary(nowMs: number): Omit<AlertSummary, 'notShown' | 'chime' | 'announce'> {
    const { revision, bySeverity, cared } = this.#now()
    const open = { critical: bySeverity.critical.length, warning: bySeverity.warning.length, info: bySeverity.info.length }
    return { revision, open, ...cared, activeSilences: this.#book.silences.activeCount(nowMs), flood: this.#book.flood, dropped: this.#book.dropped }
  }

  #now(): Tally {
    return this.#last?.revision === this.#book.revision ? this.#last : (this.#last = tallyOf(this.#book))
  }
}

function tallyOf(book: AlertBook): Tally {
  const byTarget = new Map<string, number>()
  const byRoom = new Map<string, number>()
  const toldDown = new Set<string>()
  const bySeverity: Record<Severity, Alert[]> = { critical: [], warning: [], info: [] }
  const cared = { acknowledged: 0, snoozed: 0, silenced: 0, pending: 0 }
  let open = 0
  for (const { alert } of book.active) {
    const state = stateOf(alert)
    if (state in cared) cared[state as keyof typeof cared]++
    const { targetId, namespace, room } = alert.subject
    if (alert.phase !== 'pending' && alert.kind === 'rule' && (alert.covers !== null || connectionCauses.has(alert.cause))) toldDown.add(targetId)
    if (!isOpen(alert)) continue
    open++
    bySeverity[severityOf(alert)].push(alert)
    byTarget.set(targetId, (byTarget.get(targetId) ?? 0) + 1)
    if (room === null || namespace === null) continue
    const key = roomKey(targetId, namespace, room)
    byRoom.set(key, (byRoom.get(key) ?? 0) + 1)
  }
  return { revision: book.revision, open, byTarget, byRoom, toldDown, bySeverity, cared }
}

function roomKey(targetId: string, namespace: string, room: string): string {
  return JSON.stringify([targetId, namespace, room])
}
