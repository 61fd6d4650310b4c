import type { NoticeSettings } from '../../../../shared/notices.ts'

/* What was changed in the form of a way out and not saved, by platform, for as long as the window lives: a look at another platform or screen costs nothing. Never a secret. */

const kept = new Map<string, NoticeSettings>()

export function unsavedOf(targetId: string): NoticeSettings | undefined {
  return kept.get(targetId)
}

/** @param settings null: saved, or discarded */
export function keepUnsaved(targetId: string, settings: NoticeSettings | null): void {
  if (settings === null) kept.delete(targetId)
  else kept.set(targetId, settings)
}
