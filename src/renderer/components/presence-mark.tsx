import type { ReactNode } from 'react'
import type { PresenceStatus } from '../../shared/presence.ts'
import { presenceTone, presenceWord } from '../text/presence-words.ts'
import { Mark, Shape } from './mark.tsx'

/** A shape per status, so that colour is never alone: full, half, barred, zigzag, ring, dotted ring. */
function shape(status: PresenceStatus): ReactNode {
  switch (status) {
    case 'online': return <circle cx="6" cy="6" r="4.5" fill="currentColor" />
    case 'away': return <><circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" /><path d="M6 1.75a4.25 4.25 0 0 0 0 8.5z" fill="currentColor" /></>
    case 'busy': return <><circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" /><path d="M3.6 6h4.8" stroke="currentColor" strokeWidth="1.8" /></>
    case 'flapping': return <path d="M.8 8.2 3.4 3.6 6 8.2 8.6 3.6l2.6 4.6" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" strokeLinecap="round" />
    case 'offline': return <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
    case 'unknown': return <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="1.6 1.74" />
    default: {
      const never: never = status
      return never
    }
  }
}

/** Whether a person is there: shape and word. `wordless` keeps the word for screen readers and hover only. */
export function PresenceMark({ status, wordless = false }: { status: PresenceStatus; wordless?: boolean }) {
  return <Mark tone={presenceTone(status)} word={presenceWord(status)} wordless={wordless}><Shape>{shape(status)}</Shape></Mark>
}
