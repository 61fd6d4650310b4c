import { foldText } from './fold.ts'
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
