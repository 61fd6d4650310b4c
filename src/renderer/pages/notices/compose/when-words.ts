import type { NoticeDraft } from '../../../../shared/notices.ts'
import { stepsOf } from '../../../../shared/planned-steps.ts'
import { stepWord } from '../../../../shared/step-word.ts'
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

interface QuietTime {
  readonly atMs: number
  /** '': the notice itself. */
  readonly what: string
  /** A step of the work: at night as well. */
  readonly work: boolean
}

/** When a notice, or a step of a window, comes to people; the same that review asks of the quiet hours. */
function timesOf(when: NoticeDraft['when'], nowMs: number): readonly QuietTime[] {
  return stepsOf(when, nowMs).flatMap(({ step, atMs }) => {
    // Shortly before the end; that one is named.
    if (step === 'verifying') return []
    const what = step === 'announce' ? '' : step === 'scheduled' ? 'announced now' : stepWord(step).toLowerCase()
    return [{ atMs, what, work: step === 'in-progress' || step === 'completed' }]
  })
}

/** Schools at which a notice of this kind would come in their quiet hours, in a sentence each; urgent ones go out all the same. */
export function quietSentences(draft: Pick<NoticeDraft, 'audience' | 'when' | 'kind'>, ways: readonly WayOfTarget[], nowMs: number): readonly string[] {
  const { when, kind } = draft
  const through = kind === 'urgent' || kind === 'emergency'
  const times = timesOf(when, nowMs)
  const sentences = waysOfDraft(draft, ways).flatMap(({ settings: { quietHours, zone, schoolName } }) => {
    if (quietHours === null) return []
    return times.filter(({ atMs }) => inQuietHours(atMs, zone, quietHours)).map(({ atMs, what, work }) => {
      const where = `${zoneTime(atMs, zone)}${what === '' ? '' : ` (${what})`} is in the quiet hours of ${schoolName} (${quietHours.from} to ${quietHours.to})`
      return `${where}${through ? '; this kind goes out all the same.' : work ? '; it goes out all the same.' : ': choose another time, or send it as urgent.'}`
    })
  })
  return [...new Set(sentences)]
}
