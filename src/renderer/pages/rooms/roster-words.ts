import type { RosterReport } from '../../../shared/presence.ts'
import { count, counted } from '../../text/numbers.ts'

/** `26 of 28 present`; a guess says that it is one, and rows that could not be read are not counted silently. */
export function rosterHeadline(report: RosterReport): string {
  if (report.expected === 0) return report.bad.length === 0 ? 'Nobody is expected: the list is empty.' : 'Nobody could be read from the list.'
  const guess = report.evidence === 'inferred' ? ', as far as events tell' : ''
  return `${count(report.present)} of ${count(report.expected)} present${guess}`
}

/** The rest in one line: `2 missing · 1 unexpected · 1 row not read`. */
export function rosterRest(report: RosterReport): string {
  const parts = [
    report.missing.length === 0 ? 'nobody missing' : `${count(report.missing.length)} missing`,
    report.unexpected.length === 0 ? 'nobody unexpected' : `${count(report.unexpected.length)} unexpected`,
    ...(report.bad.length === 0 ? [] : [`${counted(report.bad.length, 'row')} not read`]),
  ]
  return parts.join(' · ')
}

/** A row that was not read, with its line named once. */
export function badRowWords(row: RosterReport['bad'][number]): string {
  return new RegExp(`\\bline ${row.line}\\b`, 'i').test(row.why) ? row.why : `Line ${row.line}: ${row.why}`
}

/** Whether all are there and nobody else, and every row was read. */
export function rosterIsComplete(report: RosterReport): boolean {
  return report.expected > 0 && report.missing.length === 0 && report.bad.length === 0
}
