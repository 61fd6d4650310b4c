import { distance } from './distance.ts'

/*
 * The fields of the filter box. `word` is a bare word, which has no field name.
 */

export const fieldNames = ['target', 'ns', 'event', 'room', 'person', 'role', 'dir', 'size', 'has', 'drift', 'text'] as const
export type FieldName = (typeof fieldNames)[number]

export const directions = ['in', 'out'] as const
/** What `has:` can ask for: an error event, an alert, a known room or person, a payload that was cut at the size limit. */
export const marks = ['error', 'alert', 'room', 'person', 'cut'] as const
export type Mark = (typeof marks)[number]
/** What `drift:` can ask for. yes: another form than the catalog's, or not in it. A known variant is no drift. */
export const driftAnswers = ['yes', 'no', 'variant', 'undocumented', 'unchecked'] as const
export type DriftAnswer = (typeof driftAnswers)[number]

/** Other words for a field: no field themselves, but what their user means. */
const meant: ReadonlyMap<string, FieldName> = new Map([
  ['server', 'target'], ['platform', 'target'], ['school', 'target'], ['namespace', 'ns'], ['name', 'event'], ['type', 'event'], ['channel', 'room'], ['class', 'room'],
  ['user', 'person'], ['from', 'person'], ['by', 'person'], ['direction', 'dir'], ['bytes', 'size'], ['is', 'has'], ['payload', 'text'], ['body', 'text'],
])

/** Longer names are not compared: a word of 500 characters is no typing mistake. */
const NAME_CHARS_MAX = 20

/** The field of that name, in any case. */
export function fieldOf(name: string): FieldName | undefined {
  const lower = name.toLowerCase()
  return fieldNames.find((field) => field === lower)
}

/** The field that an unknown name most likely means: two wrong letters at most, one in a short name. */
export function nearestField(name: string): FieldName | undefined {
  const lower = name.toLowerCase()
  const known = meant.get(lower)
  if (known !== undefined || lower.length > NAME_CHARS_MAX) return known
  let best: FieldName | undefined
  let least = lower.length <= 4 ? 2 : 3
  for (const field of fieldNames) {
    const apart = distance(lower, field)
    if (apart >= least) continue
    least = apart
    best = field
  }
  return best
}
