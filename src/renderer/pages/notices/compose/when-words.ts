import type { NoticeDraft } from '../../../../shared/notices.ts'
import type { WayOfTarget } from '../use-notices.ts'
import { inQuietHours, zoneTime } from '../zone-times.ts'
import { waysOfDraft } from '../zones.ts'

/** Zones in which a time can be meant: those of the schools, the reader's, and the one that is set. */
export function zonesFor(draft: Pick<NoticeDraft, 'audience'>, ways: readonly WayOfTarget[], ownZone: string, set: string): readonly { readonly value: string; readonly label: string }[] {
  const labels = new Map<string, string>()
  for (const { settings } of waysOfDraft(draft, ways)) {
    const known = labels.get(settings.zone)
    labels.set(settings.zone, known === undefined ? settings.schoolName : known.includes(settings.schoolName) ? known : `${known}, ${settings.schoolName}`)
  }
  if (!labels.has(ownZone)) labels.set(ownZone, 'your time')
  if (!labels.has(set)) labels.set(set, 'as set')
  return [...labels].map(([value, whose]) => ({ value, label: `${value} (${whose})` }))
}

/** Schools at which a notice of this kind would come in their quiet hours, in a sentence each; urgent ones go out all the same. */
export function quietSentences(draft: Pick<NoticeDraft, 'audience' | 'when' | 'kind'>, ways: readonly WayOfTarget[], nowMs: number): readonly string[] {
  const { when, kind } = draft
  const atMs = when.kind === 'now' ? nowMs : when.kind === 'at' ? when.atMs : when.startMs
  const through = kind === 'urgent' || kind === 'emergency'
  const sentences = waysOfDraft(draft, ways).flatMap(({ settings: { quietHours, zone, schoolName } }) => {
    if (quietHours === null || !inQuietHours(atMs, zone, quietHours)) return []
    return [`${zoneTime(atMs, zone)} is in the quiet hours of ${schoolName} (${quietHours.from} to ${quietHours.to})${through ? '; this kind goes out all the same.' : ': choose another time, or send it as urgent.'}`]
  })
  return [...new Set(sentences)]
}
