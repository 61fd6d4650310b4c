import type { Answer } from '../../../shared/ipc.ts'
import { completeFilter } from './complete.ts'
import type { KnownNames } from './complete.ts'
import { parseFilter } from './parse.ts'

/** What somebody who types a filter is told: a mistake with its place, and what the word at the cursor can become. */
export function checkFilter(text: string, cursor: number, known: KnownNames): Answer<'feed:check'> {
  const parsed = parseFilter(text)
  const { from, to, texts } = completeFilter(text, cursor, known)
  return { error: parsed.ok ? null : { from: parsed.from, to: parsed.to, sentence: parsed.sentence }, completions: [...texts], replaces: { from, to } }
}
