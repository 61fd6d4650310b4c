import { foldText, hasWords, searchWords } from '../fold.ts'
import type { PresenceSource } from '../presence-source.ts'
import type { Person } from './person.ts'
import { isOnline, statusOf } from './person-status.ts'
import { idOf, searchText } from './search-text.ts'

/** The words that a target's own name does not already answer. */
export function remainingWords(words: readonly string[], source: PresenceSource): readonly string[] {
  return words.length === 0 ? words : words.filter((word) => !source.words.includes(word))
}

/** All of the words are somewhere in what is known of the person. */
export function matches(person: Person, words: readonly string[]): boolean {
  return words.length === 0 || hasWords(searchText(person), words)
}

/** The people that fit a text best: whose id it is, whose name begins with it, then anything that holds its words; online ones first. */
export function bestMatches(sources: Iterable<PresenceSource>, text: string, limit: number, nowMs: number): { person: Person; source: PresenceSource }[] {
  const words = searchWords(text)
  if (words.length === 0) return []
  const whole = foldText(text)
  const found: { person: Person; source: PresenceSource; rank: number }[] = []
  for (const source of sources) {
    const left = remainingWords(words, source)
    for (const person of source.presence.people.all) {
      // A platform's name alone names nobody.
      if (left.length === 0 || !matches(person, left) || source.presence.isOwn(person)) continue
      const online = isOnline(statusOf(person, source.presence.observed.feed, nowMs))
      found.push({ person, source, rank: rankOf(person, whole) * 2 + Number(!online) })
    }
  }
  found.sort((a, b) => a.rank - b.rank || (a.person.key < b.person.key ? -1 : 1))
  return found.slice(0, limit)
}

function rankOf(person: Person, whole: string): number {
  if (foldText(idOf(person)) === whole || (person.email !== undefined && foldText(person.email) === whole)) return 0
  const name = foldText(person.name ?? '')
  if (name.startsWith(whole)) return 1
  return name.includes(` ${whole}`) ? 2 : 3
}
