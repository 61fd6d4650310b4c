import type { Severity } from '../../shared/catalog.ts'
import { compareSeverity, isOpen, severityOf } from '../monitor/alerts/alert.ts'
import type { Alert, AlertSlot } from '../monitor/alerts/alert.ts'
import { cutName } from '../monitor/names.ts'

/** What one notification is about: school and cause. Counts what waits for somebody: not folded, silenced, acknowledged. */
export interface OpenGroup {
  readonly key: string
  readonly school: string
  readonly cause: string
  readonly targetId: string
  /** The worst. */
  readonly severity: Severity
  readonly open: number
  /** The worst first, at most GROUP_IDS_MAX. */
  readonly alertIds: readonly string[]
}

/** What one Acknowledge can reach; as many as one request of the window. */
const GROUP_IDS_MAX = 1_000
const WORDS_MAX = 80

/** Of all alerts of a platform and cause the same. */
export function groupKeyOf({ subject, cause }: Alert): string {
  return JSON.stringify([subject.targetId, cause])
}

/** All that is open, by group. Linear in the alerts that are not resolved. */
export function openGroups(active: Iterable<AlertSlot>): Map<string, OpenGroup> {
  const found = new Map<string, Alert[]>()
  for (const { alert } of active) {
    if (!isOpen(alert)) continue
    const key = groupKeyOf(alert)
    const alerts = found.get(key)
    if (alerts) alerts.push(alert)
    else found.set(key, [alert])
  }
  return new Map([...found].map(([key, alerts]) => [key, groupOf(key, alerts)]))
}

function groupOf(key: string, alerts: Alert[]): OpenGroup {
  const worstFirst = alerts.sort((a, b) => compareSeverity(severityOf(a), severityOf(b)) || b.lastAtMs - a.lastAtMs)
  const worst = worstFirst[0] as Alert
  return {
    key,
    school: shown(worst.school),
    cause: shown(worst.cause.replace(/[_-]+/g, ' ')),
    targetId: worst.subject.targetId,
    severity: severityOf(worst),
    open: alerts.length,
    alertIds: worstFirst.slice(0, GROUP_IDS_MAX).map(({ id }) => id),
  }
}

/** One line of bounded length, without control characters and without those that turn the direction of writing. */
function shown(text: string): string {
  return cutName(text.slice(0, 10_000).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim(), WORDS_MAX)
}
