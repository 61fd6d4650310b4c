import type { AuditEnd, FinalResult } from '../store/audit.ts'
import type { KeptPart, NoticeKeeping } from '../store/notice-store.ts'
import { currentParts, interrupted, outcomeOf, stoppedSentence, withParts } from './state.ts'

/* What the audit log says in the end of a delivery. */

/** By the delivery's parts, none of which waits or is under way. */
export function auditEnd(parts: readonly KeptPart[]): AuditEnd {
  const outcome = outcomeOf(parts)
  const counts = new Map<string, number>()
  for (const { state } of parts) counts.set(state, (counts.get(state) ?? 0) + 1)
  const packets = `Packets: ${[...counts].map(([state, count]) => `${count} ${state}`).join(', ')}.`
  return { result: resultOf(outcome, parts), detail: outcome === 'stopped' ? `${stoppedSentence(parts)} ${packets}` : packets }
}

function resultOf(outcome: ReturnType<typeof outcomeOf>, parts: readonly KeptPart[]): FinalResult {
  if (outcome === 'unknown' || outcome === 'failed') return outcome
  if (parts.every(({ state }) => state === 'confirmed')) return 'confirmed'
  return parts.some(({ state }) => state === 'sent' || state === 'confirmed' || state === 'not-confirmed') ? 'sent' : 'failed'
}

/** For AuditLog: the end of a record that an earlier run left open, by what it left of the notice; undefined: it is of none. Throws SQLite's error. */
export function endsOfNotices(store: Pick<NoticeKeeping, 'ofAudit'>, nowMs: number): (auditId: string) => AuditEnd | undefined {
  return (auditId) => {
    const notice = store.ofAudit(auditId)
    if (!notice) return undefined
    const parts = currentParts(withParts(notice, interrupted(notice, nowMs).changed))
    return parts.length === 0 ? undefined : auditEnd(parts)
  }
}
