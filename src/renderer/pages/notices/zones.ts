import type { NoticeDraft } from '../../../shared/notices.ts'
import { targetsOf } from './compose/audience-edit.ts'
import type { WayOfTarget } from './use-notices.ts'

/** Ways of the platforms that an audience names. */
export function waysOfDraft(draft: Pick<NoticeDraft, 'audience'>, ways: readonly WayOfTarget[]): readonly WayOfTarget[] {
  const meant = targetsOf(draft.audience)
  return meant === null ? ways : ways.filter(({ settings }) => meant.has(settings.targetId))
}

/** The zone in which a notice is meant: the one in which its time was set, else that of its first school; else UTC. */
export function zoneOfDraft(draft: Pick<NoticeDraft, 'audience' | 'when'>, ways: readonly WayOfTarget[]): string {
  if (draft.when.kind !== 'now') return draft.when.zone
  return (waysOfDraft(draft, ways)[0] ?? ways[0])?.settings.zone ?? 'UTC'
}
