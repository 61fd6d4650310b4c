import { useEffect, useState } from 'react'
import type { Answer } from '../../../shared/ipc.ts'
import { checkFeedFilter } from '../../actions.ts'

const TYPING_MS = 80

export interface Completions {
  /** The text and cursor that they are for. */
  readonly text: string
  readonly cursor: number
  readonly found: Answer<'feed:check'>
}

/** What the word at the cursor can become; null: nothing is asked for, or nothing came yet. */
export function useCompletions(wanted: { readonly text: string; readonly cursor: number } | null): Completions | null {
  const [completions, setCompletions] = useState<Completions | null>(null)
  useEffect(() => {
    if (wanted === null) return
    let current = true
    const timer = setTimeout(() => {
      checkFeedFilter(wanted.text, wanted.cursor).then(
        (found) => { if (current) setCompletions({ ...wanted, found }) },
        (error: unknown) => { console.error('feed:check failed', error) },
      )
    }, TYPING_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [wanted])
  return wanted !== null && completions?.text === wanted.text && completions.found.completions.length > 0 ? completions : null
}
