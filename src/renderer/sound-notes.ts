import type { TellSettings } from '../shared/alerts.ts'
import type { Severity } from '../shared/catalog.ts'

export type SoundName = Exclude<TellSettings['sound'], 'off'>

/** One tone: it begins at once and fades over its length. */
export interface Note {
  readonly hertz: number
  readonly atSeconds: number
  readonly lengthSeconds: number
  /** 0..1; of notes that sound together less than 1 in all. */
  readonly gain: number
  readonly wave: 'sine' | 'triangle'
}

/** Once for information, twice for a warning, three times for critical: heard without looking. */
const times: Record<Severity, number> = { info: 1, warning: 2, critical: 3 }

const figures: Record<SoundName, { readonly gapSeconds: number; readonly notes: readonly Note[] }> = {
  chime: {
    gapSeconds: 0.55,
    notes: [
      { hertz: 659.3, atSeconds: 0, lengthSeconds: 0.5, gain: 0.25, wave: 'sine' },
      { hertz: 880, atSeconds: 0.16, lengthSeconds: 0.6, gain: 0.25, wave: 'sine' },
    ],
  },
  bell: {
    gapSeconds: 0.6,
    // Partials of a struck bell: hum, prime, tierce, nominal.
    notes: [
      { hertz: 261.6, atSeconds: 0, lengthSeconds: 1, gain: 0.15, wave: 'sine' },
      { hertz: 523.3, atSeconds: 0, lengthSeconds: 0.8, gain: 0.2, wave: 'sine' },
      { hertz: 627.9, atSeconds: 0, lengthSeconds: 0.6, gain: 0.1, wave: 'sine' },
      { hertz: 1046.5, atSeconds: 0, lengthSeconds: 0.4, gain: 0.08, wave: 'sine' },
    ],
  },
  pulse: { gapSeconds: 0.28, notes: [{ hertz: 440, atSeconds: 0, lengthSeconds: 0.16, gain: 0.3, wave: 'triangle' }] },
}

/** The tones of a sound, in order of their beginning; all over within 2.5 s. */
export function notesOf(sound: SoundName, severity: Severity): Note[] {
  const { gapSeconds, notes } = figures[sound]
  return Array.from({ length: times[severity] }, (_, time) => notes.map((each) => ({ ...each, atSeconds: each.atSeconds + time * gapSeconds }))).flat()
}
