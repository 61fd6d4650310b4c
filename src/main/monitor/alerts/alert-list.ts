import type { AlertFilter, AlertGroup, AlertList, AlertRow } from '../../../shared/alerts.ts'
import { ALERTS_LISTED_MAX } from '../../../shared/limits.ts'
import { compareSeverity, rowOf, severityOf, stateOf } from './alert.ts'
import type { Alert } from './alert.ts'
import type { AlertBook } from './alert-book.ts'

/** Whom an alert is about, as the window may see it. */
export type PersonOf = (alert: Alert) => AlertRow['person']

/** The inbox: grouped by school and cause, the worst group first, newest first within, folded children behind their parent. */
export function listAlerts(book: AlertBook, filter: AlertFilter, me: string, personOf: PersonOf): AlertList {
  const matching = matchingAlerts(book, filter, me)
  const children = childCounts(book)
  const groups = new Map<string, { readonly group: AlertGroup; readonly alerts: Alert[] }>()
  const shown = new Set(matching.map(({ id }) => id))
  const roots = matching.filter(({ parentId }) => parentId === null || !shown.has(parentId))
  for (const alert of roots) {
    const key = JSON.stringify([alert.subject.targetId, alert.cause])
    let entry = groups.get(key)
    if (!entry) groups.set(key, (entry = { group: { school: alert.school, targetId: alert.subject.targetId, cause: alert.cause, severity: severityOf(alert), alerts: 0, open: 0 }, alerts: [] }))
    const { group } = entry
    group.alerts++
    if (stateOf(alert) === 'open') group.open++
    if (compareSeverity(severityOf(alert), group.severity) < 0) group.severity = severityOf(alert)
    entry.alerts.push(alert)
  }
  const byParent = new Map<string, Alert[]>()
  for (const alert of matching) if (alert.parentId !== null && shown.has(alert.parentId)) byParent.set(alert.parentId, [...(byParent.get(alert.parentId) ?? []), alert])
  const sorted = [...groups.values()].sort((a, b) => Number(b.group.open > 0) - Number(a.group.open > 0) || compareSeverity(a.group.severity, b.group.severity) || newestOf(b.alerts) - newestOf(a.alerts))
  const rows: AlertRow[] = []
  for (const { alerts } of sorted) {
    for (const alert of alerts.sort(byUrgency)) {
      for (const each of [alert, ...(byParent.get(alert.id) ?? []).sort(byUrgency)]) if (rows.length < ALERTS_LISTED_MAX) rows.push(rowOf(each, children.get(each.id) ?? 0, personOf(each)))
    }
  }
  return { revision: book.revision, groups: sorted.map(({ group }) => group), rows, matching: matching.length, leftOut: matching.length - rows.length }
}

/** All that match, in no order; for the list. */
function matchingAlerts(book: AlertBook, filter: AlertFilter, me: string): Alert[] {
  const fits = alertTest(filter, me)
  return [...book.all].map(({ alert }) => alert).filter(fits)
}

/** The filter as a test of one alert; for the list, and for exports of what is in the database alone. */
export function alertTest(filter: AlertFilter, me: string): (alert: Alert) => boolean {
  const text = filter.text.trim().toLowerCase()
  const states = new Set(filter.states)
  const severities = new Set(filter.severities)
  return (alert) => {
    const state = stateOf(alert)
    if (states.size === 0 ? state === 'resolved' : !states.has(state)) return false
    if (severities.size > 0 && !severities.has(severityOf(alert))) return false
    if (filter.targetId !== null && alert.subject.targetId !== filter.targetId) return false
    if (filter.cause !== null && alert.cause !== filter.cause) return false
    if (filter.mine && alert.care.owner !== me) return false
    return text === '' || searchText(alert).includes(text)
  }
}

function childCounts(book: AlertBook): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { alert } of book.active) if (alert.parentId !== null) counts.set(alert.parentId, (counts.get(alert.parentId) ?? 0) + 1)
  return counts
}

function searchText({ title, school, cause, value, subject, care, oddities }: Alert): string {
  return [title, school, cause, value, subject.namespace, subject.event, subject.room, subject.role, care.owner, ...oddities].filter((part) => part !== null).join('\n').toLowerCase()
}

function newestOf(alerts: readonly Alert[]): number {
  return alerts.reduce((newest, { lastAtMs }) => Math.max(newest, lastAtMs), 0)
}

/** What waits for somebody first, then the worst, then the newest. */
function byUrgency(a: Alert, b: Alert): number {
  return Number(stateOf(b) === 'open') - Number(stateOf(a) === 'open') || compareSeverity(severityOf(a), severityOf(b)) || b.startedAtMs - a.startedAtMs || (a.id < b.id ? -1 : 1)
}
