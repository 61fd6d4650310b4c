import type { AlertSubject } from '../../../shared/alerts.ts'
import { AlertBook } from './alert-book.ts'
import type { PlatformSignal, RuleSignal } from './signal.ts'

/** Monday, 14 September 2026, 09:00 UTC. */
export const START_MS = 1_789_376_400_000
export const MINUTE_MS = 60_000

export function newBook(): AlertBook {
  let number = 0
  return new AlertBook(() => `a${++number}`)
}

export const lincoln: AlertSubject = { targetId: 'lincoln', namespace: '/attendance', event: 'attendance.intervention-triggered', room: null, role: null, serverId: null }

/** An intervention as SkillCore sends it. */
export function intervention(id: string, change: Partial<PlatformSignal> = {}): PlatformSignal {
  return {
    fingerprint: `lincoln ${id}`, severity: 'critical', cause: 'chronic_absence', title: 'Attendance rule chronic_absence reached', school: 'Lincoln High', subject: lincoln, value: '',
    personId: `student-${id}`, content: { event: 'attendance.intervention-triggered', digest: id }, saidAtMs: null, seq: 1, ...change,
  }
}

export function ruleSignal(change: Partial<RuleSignal> = {}): RuleSignal {
  return {
    fingerprint: 'rate-low lincoln /gradebook', kind: 'rule', ruleId: 'rate-low', covers: null, severity: 'warning', cause: 'rate-low', title: 'Few events in /gradebook', school: 'Lincoln High',
    subject: { targetId: 'lincoln', namespace: '/gradebook', event: null, room: null, role: null, serverId: null }, value: '0.2 a second, limit 1', ...change,
  }
}

export const platformDown = ruleSignal({ fingerprint: 'down lincoln', ruleId: 'target-down', covers: 'target', severity: 'critical', cause: 'target-down', title: 'Lincoln High is not connected', subject: { targetId: 'lincoln', namespace: null, event: null, room: null, role: null, serverId: null }, value: 'offline' })
export const namespaceDown = ruleSignal({ fingerprint: 'down lincoln /gradebook', ruleId: 'namespace-down', covers: 'namespace', severity: 'critical', cause: 'namespace-down', title: '/gradebook is not connected', value: 'offline' })

/** All alerts that are not resolved, by fingerprint. */
export function activeByFingerprint(book: AlertBook): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { alert } of book.active) counts.set(alert.fingerprint, (counts.get(alert.fingerprint) ?? 0) + 1)
  return counts
}
