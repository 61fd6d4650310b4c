import { expect, test } from 'vitest'
import { severity } from '../shared/catalog.ts'
import { risingIds } from './shell/rising.ts'
import { notesOf } from './sound-notes.ts'

const sounds = ['chime', 'bell', 'pulse'] as const

test.each(sounds.flatMap((sound) => severity.options.map((each) => [sound, each] as const)))('%s for %s is short and never too loud', (sound, each) => {
  const notes = notesOf(sound, each)
  expect(notes.length).toBeGreaterThan(0)
  for (const { atSeconds, lengthSeconds, hertz } of notes) {
    expect(atSeconds + lengthSeconds).toBeLessThanOrEqual(2.5)
    expect(hertz).toBeGreaterThan(100)
    const together = notes.filter((other) => other.atSeconds <= atSeconds && atSeconds < other.atSeconds + other.lengthSeconds).reduce((sum, { gain }) => sum + gain, 0)
    expect(together).toBeLessThan(1)
  }
})

test.each(sounds)('%s is heard once, twice and three times', (sound) => {
  const [info = 0, warning, critical] = (['info', 'warning', 'critical'] as const).map((each) => notesOf(sound, each).length)
  expect([warning, critical]).toEqual([2 * info, 3 * info])
})

test.each<[(number | null | undefined)[], boolean[]]>([
  // A reloaded window finds an old id.
  [[undefined, 7, 7, 8], [false, false, false, true]],
  // Nothing was due yet, then the first.
  [[null, 1, 1, 2], [false, true, false, true]],
  // A snapshot without the section, then the same again.
  [[3, undefined, 3, 4], [false, false, false, true]],
  [[5, null, 4, 5, 6], [false, false, false, false, true]],
])('ids %j are new: %j', (ids, expected) => {
  const isNew = risingIds()
  expect(ids.map(isNew)).toEqual(expected)
})
