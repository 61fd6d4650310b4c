import type { Alert, AlertSlot } from './alert.ts'

/**
 * The alert under which another folds: everything of its platform is down, or its namespace is. What a platform said is
 * never folded: it arrived, and a person is meant. A platform's own alert has no parent, so there are no circles.
 */
export function parentOf(alert: Alert, parents: Iterable<AlertSlot>): string | null {
  if (alert.kind === 'platform' || alert.covers === 'target' || alert.phase === 'pending' || alert.phase === 'resolved') return null
  let found: Alert | undefined
  for (const { alert: parent } of parents) {
    if (parent.id === alert.id || parent.subject.targetId !== alert.subject.targetId || parent.phase === 'pending' || parent.phase === 'resolved') continue
    if (parent.covers === 'namespace' && (alert.covers !== null || parent.subject.namespace !== alert.subject.namespace)) continue
    // The widest first, then the oldest: it stays the same while it fires.
    if (!found || (parent.covers === 'target' && found.covers !== 'target') || (parent.covers === found.covers && parent.startedAtMs < found.startedAtMs)) found = parent
  }
  return found?.id ?? null
}
