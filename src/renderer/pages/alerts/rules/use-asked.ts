import { useCallback, useEffect, useState } from 'react'
import { messageOf } from '../../../../shared/message-of.ts'

export interface Asked<T> {
  /** The newest answer; null before the first. */
  readonly answer: T | null
  /** Why the last question failed; null: it did not. */
  readonly problem: string | null
  /** Asks at once, after something was changed. */
  readonly reload: () => void
  /** An answer that came another way, as with a change. */
  readonly put: (answer: T) => void
}

/** Asks now and then while the window is shown; an answer that says the same keeps the old object. `ask` must stay the same function. */
export function useAsked<T>(ask: () => Promise<T>, everyMs: number): Asked<T> {
  const [answer, setAnswer] = useState<T | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [round, setRound] = useState(0)
  const put = useCallback((next: T) => { setAnswer((before) => (before !== null && JSON.stringify(before) === JSON.stringify(next) ? before : next)) }, [])
  useEffect(() => {
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const renew = async (): Promise<void> => {
      if (!document.hidden) {
        try {
          const next = await ask()
          if (!current) return
          put(next)
          setProblem(null)
        } catch (error) {
          if (!current) return
          setProblem(messageOf(error))
        }
      }
      timer = setTimeout(() => { void renew() }, everyMs)
    }
    void renew()
    return () => {
      current = false
      clearTimeout(timer)
    }
    // Another round asks at once.
    // oxlint-disable-next-line react/exhaustive-deps, react/exhaustive-effect-dependencies
  }, [ask, everyMs, round, put])
  // A put must not be undone by an answer that was on its way: the next round begins after it.
  return { answer, problem, reload: useCallback(() => { setRound((before) => before + 1) }, []), put: useCallback((next: T) => { put(next); setRound((before) => before + 1) }, [put]) }
}
