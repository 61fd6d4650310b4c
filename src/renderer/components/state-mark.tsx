import type { ReactNode } from 'react'
import type { LinkState } from '../../shared/domain.ts'
import { stateTone, stateWord } from '../text/words.ts'
import { Mark, Shape } from './mark.tsx'

/** A shape per state, so that colour is never alone: full, half, ring, struck ring, key, dash. */
function shape(state: LinkState): ReactNode {
  switch (state) {
    case 'live': return <circle cx="6" cy="6" r="4.5" fill="currentColor" />
    case 'delayed': return <><circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" /><path d="M6 3.4V6l1.8 1.2" fill="none" stroke="currentColor" strokeWidth="1.4" /></>
    case 'connecting': case 'loading': return <><circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" /><path d="M6 1.75a4.25 4.25 0 0 1 0 8.5z" fill="currentColor" /></>
    case 'reconnecting': return <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.7" strokeDasharray="3 2.3" />
    case 'offline': return <><circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" /><path d="M3.4 8.6 8.6 3.4" stroke="currentColor" strokeWidth="1.5" /></>
    case 'signed-out': return <path d="M6 1.2 11 10.4H1z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    case 'off': return <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.6" />
    default: {
      const never: never = state
      return never
    }
  }
}

/** The state of a connection: shape and word. `wordless` keeps the word for screen readers and hover only. */
export function StateMark({ state, wordless = false }: { state: LinkState; wordless?: boolean }) {
  return <Mark tone={stateTone(state)} word={stateWord(state)} wordless={wordless}><Shape>{shape(state)}</Shape></Mark>
}
