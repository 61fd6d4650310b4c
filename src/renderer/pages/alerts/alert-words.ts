import type { AlertEntry, AlertFilter, AlertGroup, AlertList, AlertRow, AlertState, AlertSubject, AlertSummary } from '../../../shared/alerts.ts'
import type { Severity } from '../../../shared/catalog.ts'
import { count, counted } from '../../text/numbers.ts'
import { minute, since } from '../../text/times.ts'
import { assertNever, severityWord } from '../../text/words.ts'

/* The words of alerts. */

export const severitiesWorstFirst: readonly Severity[] = ['critical', 'warning', 'info']

export function alertStateWord(state: AlertState): string {
  switch (state) {
    case 'pending': return 'Pending'
    case 'open': return 'Open'
    case 'acknowledged': return 'Acknowledged'
    case 'snoozed': return 'Snoozed'
    case 'silenced': return 'Silenced'
    case 'recovering': return 'Recovering'
    case 'resolved': return 'Resolved'
    default: return assertNever(state)
  }
}

type Standing = Pick<AlertRow, 'state' | 'owner' | 'acknowledgedUntilMs' | 'snoozedUntilMs' | 'silencedUntilMs' | 'resolvedAtMs'>

/** The state with who has it and until when: `acknowledged by M. Tran until 10:42`. */
export function alertStanding(row: Standing, nowMs: number): string {
  switch (row.state) {
    case 'pending': return 'pending'
    case 'open': return 'open'
    case 'acknowledged': return `acknowledged${row.owner === null ? '' : ` by ${row.owner}`}${row.acknowledgedUntilMs === null ? '' : ` until ${since(row.acknowledgedUntilMs, nowMs)}`}`
    case 'snoozed': return `snoozed until worse${row.snoozedUntilMs === null ? '' : `, at most until ${since(row.snoozedUntilMs, nowMs)}`}`
    case 'silenced': return `silenced${row.silencedUntilMs === null ? '' : ` until ${since(row.silencedUntilMs, nowMs)}`}`
    case 'recovering': return 'recovering'
    case 'resolved': return `resolved${row.resolvedAtMs === null ? '' : ` ${since(row.resolvedAtMs, nowMs)}`}`
    default: return assertNever(row.state)
  }
}

/** `chronic_absence` -> `Chronic absence`; a cause that is no plain word stays as it is. */
export function causeWords(cause: string): string {
  if (!/^[a-z0-9]+([-_. ][a-z0-9]+)*$/i.test(cause)) return cause
  const words = cause.replaceAll(/[-_.]/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `3 open of 5`; where none is open, how many there are. */
export function groupCount({ open, alerts }: Pick<AlertGroup, 'open' | 'alerts'>): string {
  if (open === 0) return `none open of ${count(alerts)}`
  return open === alerts ? `${count(open)} open` : `${count(open)} open of ${count(alerts)}`
}

/** Where it is, from the wide to the narrow; empty: the whole platform. */
export function placeWords({ namespace, room, event, role, serverId }: AlertSubject): string {
  return [namespace, room, event, role === null ? null : `role ${role}`, serverId === null ? null : `server ${serverId}`].filter((part) => part !== null && part !== '').join(' · ')
}

/** `x 4`: it came more than once. */
export function timesWords(times: number): string {
  return times > 1 ? `× ${count(times)}` : ''
}

/** What the badge of the tab says and shows; undefined: nothing is open. */
export function alertBadge(open: AlertSummary['open']): { readonly shown: string; readonly worst: Severity; readonly words: string } | undefined {
  const total = open.critical + open.warning + open.info
  const worst = severitiesWorstFirst.find((severity) => open[severity] > 0)
  if (worst === undefined) return undefined
  const each = severitiesWorstFirst.filter((severity) => open[severity] > 0).map((severity) => `${count(open[severity])} ${severityWord(severity).toLowerCase()}`)
  return { shown: total > 999 ? '999+' : String(total), worst, words: `${counted(total, 'open alert')}: ${each.join(', ')}` }
}

/** `14 alerts in 10 minutes. They are shown as a summary; sound once.` */
export function floodSentence(alerts: number, windowMs: number): string {
  return `${counted(alerts, 'alert')} in ${count(windowMs / 60_000)} minutes. They are told as one summary; sound once.`
}

/** `2 silences hide 5 alerts now.` */
export function silencesSentence(silences: number, silenced: number): string {
  return `${counted(silences, 'silence')} ${silences === 1 ? 'hides' : 'hide'} ${silenced === 0 ? 'no alert' : counted(silenced, 'alert')} now.`
}

/** `3 notifications were not shown: do not disturb.` */
export function notShownSentence({ count: notShown, lastWhy }: AlertSummary['notShown']): string {
  const why = lastWhy.trim().replace(/\.$/, '')
  return `${counted(notShown, 'notification')} ${notShown === 1 ? 'was' : 'were'} not shown${why === '' ? '' : `: ${why}`}.`
}

/** Whether a filter leaves something out that the inbox shows by itself. */
export function isFiltering(filter: AlertFilter): boolean {
  return filter.text.trim() !== '' || filter.states.length > 0 || filter.severities.length > 0 || filter.targetId !== null || filter.cause !== null || filter.mine
}

/** What an empty inbox says. `active`: alerts that are not resolved, in any state; null: not known. */
export function emptyInbox(filter: AlertFilter, active: number | null, platforms: number, rules: number | null): { readonly title: string; readonly text: string } {
  if (isFiltering(filter)) {
    const only = filter.states.length === 1 && filter.states[0] === 'resolved' && !isFiltering({ ...filter, states: [] })
    if (only) return { title: 'No alert was resolved yet.', text: 'Resolved alerts are listed here for a year.' }
    return { title: active === null || active === 0 ? 'No alert matches.' : `None of ${counted(active, 'alert')} matches.`, text: 'Clear the filter to see all that is not resolved.' }
  }
  if (platforms === 0) return { title: 'No alerts: no platform is watched.', text: 'Add a platform; its alerts appear here.' }
  return { title: 'No open alerts.', text: `${counted(platforms, 'platform is', 'platforms are')} watched${rules === null ? '' : ` by ${counted(rules, 'rule')}`}. Alerts that the platforms send themselves appear here too.` }
}

/** What happened, as the timeline says it; the entry's own text stands behind it. */
export function entryWord(what: AlertEntry['what']): string {
  switch (what) {
    case 'started': return 'Began'
    case 'fired': return 'Fired'
    case 'repeated': return 'Came again'
    case 'worse': return 'Got worse'
    case 'acknowledged': return 'Acknowledged'
    case 'unacknowledged': return 'Given back'
    case 'ack-expired': return 'Acknowledgement ended'
    case 'snoozed': return 'Snoozed'
    case 'snooze-ended': return 'Snooze ended'
    case 'silenced': return 'Silenced'
    case 'silence-ended': return 'Silence ended'
    case 'handed-over': return 'Handed over'
    case 'escalated': return 'Escalated'
    case 'note': return 'Note'
    case 'false-alarm': return 'Called a false alarm'
    case 'folded': return 'Folded under'
    case 'unfolded': return 'No longer folded under'
    case 'recovering': return 'Recovering'
    case 'resolved': return 'Resolved'
    case 'resolved-by-hand': return 'Resolved by hand'
    case 'reopened': return 'Open again'
    case 'undone': return 'Undone'
    case 'notified': return 'Notification shown'
    case 'not-shown': return 'Notification not shown'
    case 'webhook': return 'Webhook'
    case 'odd': return 'Odd'
    default: return assertNever(what)
  }
}

/** The entry's own text, without the words that stand before it already. */
export function entryText({ what, text }: Pick<AlertEntry, 'what' | 'text'>): string {
  const word = what === 'not-shown' ? 'not shown: ' : ''
  return word !== '' && text.startsWith(word) ? text.slice(word.length) : text
}

export function kindWords(kind: AlertRow['kind']): string {
  switch (kind) {
    case 'platform': return 'The platform said so'
    case 'rule': return 'A rule of Rollcall'
    case 'no-data': return 'A rule that has no data'
    default: return assertNever(kind)
  }
}

/** What a screen reader hears of a row, and what is copied. One line, masked as shown. */
export function rowSentence(row: AlertRow, nowMs: number): string {
  const parts = [
    severityWord(row.severity), alertStanding(row, nowMs), row.title, timesWords(row.count), row.school, placeWords(row.subject),
    row.person === null ? '' : row.person.label, row.value, row.owner === null || row.state === 'acknowledged' ? '' : `owner ${row.owner}`, `since ${minute(row.startedAtMs)}`,
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** `12 alerts`; with a filter `3 match`; what was left out is a number. */
export function listCount({ matching, leftOut }: Pick<AlertList, 'matching' | 'leftOut'>, filter: AlertFilter): string {
  const all = isFiltering(filter) ? `${count(matching)} ${matching === 1 ? 'matches' : 'match'}` : counted(matching, 'alert')
  return leftOut === 0 ? all : `${all}, ${count(leftOut)} not listed`
}

/** Causes known so far, in the order of their words; bounded, because a platform may invent them. */
export function mergeCauses(known: readonly string[], seen: readonly string[]): readonly string[] {
  const fresh = seen.filter((cause, index) => !known.includes(cause) && seen.indexOf(cause) === index)
  if (fresh.length === 0 || known.length >= CAUSES_MAX) return known
  return [...known, ...fresh].sort((a, b) => causeWords(a).localeCompare(causeWords(b))).slice(0, CAUSES_MAX)
}

const CAUSES_MAX = 100
