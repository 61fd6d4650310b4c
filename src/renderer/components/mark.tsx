import type { ReactNode } from 'react'
import type { Tone } from '../text/words.ts'

/** A shape in the colour of its tone, and a word. `wordless` keeps the word for screen readers and hover only. */
export function Mark({ tone, word, wordless = false, children }: { tone: Tone; word: string; wordless?: boolean; children: ReactNode }) {
  return (
    <span className={`state-mark tone-${tone}`} title={wordless ? word : undefined}>
      {children}
      <span className={wordless ? 'visually-hidden' : undefined}>{word}</span>
    </span>
  )
}

/** A shape of 12 px, drawn in the colour around it. */
export function Shape({ children }: { children: ReactNode }) {
  return <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">{children}</svg>
}
