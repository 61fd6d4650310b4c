import type { AlertSummary, TellSettings } from '../../shared/alerts.ts'
import type { Severity } from '../../shared/catalog.ts'
import { compareSeverity, isOpen, severityOf } from '../monitor/alerts/alert.ts'
import type { AlertNews } from '../monitor/alerts/alert-news.ts'
import type { Notice } from '../tell-desk.ts'
import { groupKeyOf } from './open-groups.ts'
import type { OpenGroup } from './open-groups.ts'
import { Quiet } from './quiet.ts'

export interface TellerInput {
  /** What happened since the last call. */
  readonly news: readonly AlertNews[]
  readonly flood: AlertSummary['flood']
  /** What is open now, by key. */
  readonly groups: ReadonlyMap<string, OpenGroup>
  readonly settings: TellSettings
  readonly nowMs: number
}

/** One thing to do. `line` is for the log; `alertIds` of show and not-shown are those whose timeline is to say so. */
export type Deed =
  | { readonly kind: 'show'; readonly notice: Notice; readonly line: string; readonly alertIds: readonly string[] }
  /** The notification stands on the desktop with an older number. */
  | { readonly kind: 'update'; readonly notice: Notice }
  | { readonly kind: 'withdraw'; readonly key: string }
  | { readonly kind: 'not-shown'; readonly line: string; readonly why: string; readonly alertIds: readonly string[] }
  | { readonly kind: 'chime'; readonly severity: Severity }
  | { readonly kind: 'announce'; readonly text: string }

/** A second alert within this time makes no second sound. */
export const CHIME_GAP_MS = 10_000
export const FLOOD_KEY = 'flood'
/** Groups that one announcement names. */
const ANNOUNCED_GROUPS_MAX = 3

interface FloodTold {
  readonly sinceMs: number
  shown: boolean
  notShown: boolean
  chimed: boolean
  announced: boolean
}

/**
 * What people are told, decided by the given time: one notification a group (school and cause), replaced and not stacked;
 * in a flood one summary and one sound until it is over. Texts hold school, cause and numbers, no person. Only what is open
 * is told, whatever it was when the news was written.
 */
export class Teller {
  readonly #quiet = new Quiet()
  /** Key -> number of open alerts that its notification says. */
  readonly #standing = new Map<string, number>()
  #flood: FloodTold | undefined
  #chimedAtMs = Number.NEGATIVE_INFINITY

  decide(input: TellerInput): Deed[] {
    const { news, flood } = input
    const told = news.filter(({ what, alert }) => what !== 'resolved' && isOpen(alert))
    const deeds: Deed[] = []
    if (flood === null) {
      if (this.#flood) this.#withdraw(FLOOD_KEY, deeds)
      this.#flood = undefined
      if (told.length > 0) this.#tellGroups(told, input, deeds)
    } else {
      if (this.#flood?.sinceMs !== flood.sinceMs) this.#flood = { sinceMs: flood.sinceMs, shown: false, notShown: false, chimed: false, announced: false }
      if (told.length > 0) this.#tellFlood(this.#flood, flood, input, deeds)
    }
    this.#bringUpToDate(input, deeds)
    return deeds
  }

  /** The desktop has taken it away, or never showed it: it is not updated, and shown again only by something new. */
  gone(key: string): void {
    this.#standing.delete(key)
  }

  /** Notifications that may stand on the desktop. */
  get standing(): number {
    return this.#standing.size
  }

  #tellGroups(told: readonly AlertNews[], input: TellerInput, deeds: Deed[]): void {
    const { groups, settings, nowMs } = input
    const byGroup = new Map<string, { readonly ids: Set<string>; worst: Severity }>()
    for (const { alert } of told) {
      const key = groupKeyOf(alert)
      const entry = byGroup.get(key) ?? { ids: new Set(), worst: severityOf(alert) }
      entry.ids.add(alert.id)
      entry.worst = worse(entry.worst, severityOf(alert))
      byGroup.set(key, entry)
    }
    let loudest: Severity | undefined
    const announced: string[] = []
    for (const [key, { ids, worst }] of byGroup) {
      const group = groups.get(key)
      if (!group) continue
      const why = this.#quiet.reason(settings, worst, nowMs)
      if (why === undefined) {
        loudest = loudest === undefined ? worst : worse(loudest, worst)
        if (worst === 'critical') announced.push(`${group.school}: ${group.cause}, ${group.open} open`)
      }
      if (!isFrom(settings.notifyFrom, worst)) continue
      const line = lineOf(group)
      if (why !== undefined) deeds.push({ kind: 'not-shown', line, why, alertIds: [...ids] })
      else {
        this.#standing.set(key, group.open)
        deeds.push({ kind: 'show', notice: noticeOf(group), line, alertIds: [...ids] })
      }
    }
    if (loudest !== undefined) this.#chime(loudest, settings, nowMs, deeds)
    if (announced.length > 0) deeds.push({ kind: 'announce', text: `Critical. ${announced.slice(0, ANNOUNCED_GROUPS_MAX).join('. ')}.${announced.length > ANNOUNCED_GROUPS_MAX ? ` And ${announced.length - ANNOUNCED_GROUPS_MAX} more.` : ''}` })
  }

  /** Tried again with each news while it was not shown: do-not-disturb may end, and something critical may come. */
  #tellFlood(told: FloodTold, flood: NonNullable<AlertSummary['flood']>, { groups, settings, nowMs }: TellerInput, deeds: Deed[]): void {
    const open = [...groups.values()].sort((a, b) => compareSeverity(a.severity, b.severity))
    const worst = open[0]
    if (!worst) return
    const why = this.#quiet.reason(settings, worst.severity, nowMs)
    const notice = summaryOf(open, worst, flood.alerts)
    const line = `${notice.title} - ${notice.body}`
    if (isFrom(settings.notifyFrom, worst.severity)) {
      if (why === undefined && !told.shown) {
        told.shown = true
        for (const key of this.#standing.keys()) this.#withdraw(key, deeds)
        this.#standing.set(FLOOD_KEY, flood.alerts)
        deeds.push({ kind: 'show', notice, line, alertIds: [] })
      } else if (why !== undefined && !told.shown && !told.notShown) {
        told.notShown = true
        deeds.push({ kind: 'not-shown', line, why, alertIds: [] })
      }
    }
    if (why !== undefined) return
    if (!told.chimed) told.chimed = this.#chime(worst.severity, settings, nowMs, deeds)
    if (worst.severity === 'critical' && !told.announced) {
      told.announced = true
      deeds.push({ kind: 'announce', text: `Critical. ${line}.` })
    }
  }

  /** @returns whether a sound is due */
  #chime(severity: Severity, { sound, soundFrom }: TellSettings, nowMs: number, deeds: Deed[]): boolean {
    // A clock that was set back makes no silence.
    const sinceMs = nowMs - this.#chimedAtMs
    if (sound === 'off' || !isFrom(soundFrom, severity) || (sinceMs >= 0 && sinceMs < CHIME_GAP_MS)) return false
    this.#chimedAtMs = nowMs
    deeds.push({ kind: 'chime', severity })
    return true
  }

  /** What was resolved, acknowledged or silenced leaves the desktop, or its number falls. */
  #bringUpToDate({ groups, settings, nowMs }: TellerInput, deeds: Deed[]): void {
    for (const [key, open] of this.#standing) {
      if (key === FLOOD_KEY) {
        if (groups.size === 0) this.#withdraw(key, deeds)
        continue
      }
      const group = groups.get(key)
      if (!group) this.#withdraw(key, deeds)
      else if (group.open < open && this.#quiet.reason(settings, group.severity, nowMs) === undefined) {
        this.#standing.set(key, group.open)
        deeds.push({ kind: 'update', notice: noticeOf(group) })
      }
    }
  }

  #withdraw(key: string, deeds: Deed[]): void {
    if (this.#standing.delete(key)) deeds.push({ kind: 'withdraw', key })
  }
}

function isFrom(from: TellSettings['notifyFrom'], severity: Severity): boolean {
  return from !== 'none' && compareSeverity(severity, from) <= 0
}

function worse(a: Severity, b: Severity): Severity {
  return compareSeverity(a, b) <= 0 ? a : b
}

/** `Lincoln High: chronic absence - 3 open` */
function lineOf({ school, cause, open }: OpenGroup): string {
  return `${school}: ${cause} - ${open} open`
}

/** School and cause, which come from outside, are in the title: a desktop on Linux reads markup in the body. */
function noticeOf({ key, school, cause, open, severity, targetId, alertIds }: OpenGroup): Notice {
  return { key, title: `${school}: ${cause}`, body: `${open} open, ${severity}`, severity, alertIds, place: placeOf(targetId, alertIds) }
}

function summaryOf(open: readonly OpenGroup[], worst: OpenGroup, alerts: number): Notice {
  const schools = new Set(open.map(({ targetId }) => targetId)).size
  return {
    key: FLOOD_KEY,
    title: `${alerts} alerts at once`,
    body: `${schools === 1 ? '1 school' : `${schools} schools`}, ${open.length === 1 ? '1 cause' : `${open.length} causes`}, the worst is ${worst.severity}. No more notifications until it calms down`,
    severity: worst.severity,
    alertIds: [],
    place: placeOf(worst.targetId, worst.alertIds),
  }
}

function placeOf(targetId: string, [alertId]: readonly string[]): Notice['place'] {
  return alertId === undefined ? null : { targetId, alertId }
}
