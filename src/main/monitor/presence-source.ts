import { foldText } from './fold.ts'
import type { Reveals } from './people/reveals.ts'
import type { TargetPresence } from './people/target-presence.ts'

/** One target's people and rooms, with the words by which the target itself is searched. */
export interface PresenceSource {
  readonly targetId: string
  readonly name: string
  readonly presence: TargetPresence
  /** Folded name of the target and its platform. */
  readonly words: string
}

export function sourceWords(name: string, platform: string): string {
  return foldText(`${name} ${platform}`)
}

/** Rises with every change that a list of people or rooms, or the overview, could show. */
export function revisionOf(sources: Iterable<PresenceSource>, reveals: Reveals): number {
  let sum = reveals.revision
  for (const { presence } of sources) sum += presence.revision
  return sum
}
