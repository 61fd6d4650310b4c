import { useEffect, useState } from 'react'
import { messageOf } from '../../../shared/message-of.ts'

/** How often what is on screen is asked for again. */
const RENEW_MS = 1_000

export interface Polled<T> {
  /** The newest answer, also while another question is on its way; null before the first. */
  readonly answer: T | null
  /** The answer belongs to what is asked now. */
  readonly current: boolean
  /** Why the last question failed; null: it did not. */
  readonly problem: string | null
}

/**
 * Asks again and again, `renewMs` after each answer, while the window is shown and nothing is paused; at once when it is
 * shown again. `id` changes with what is asked. An answer that says the same keeps the old object, so that nothing is drawn anew.
 */
export function usePoll<T>(id: string, ask: () => Promise<T>, paused = false, renewMs = RENEW_MS): Polled<T> {
  const [known, setKnown] = useState<{ readonly id: string; readonly answer: T } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    if (paused) return undefined
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    let asking = false
    const renew = async (): Promise<void> => {
      clearTimeout(timer)
      if (asking) return
      asking = true
      if (!document.hidden) {
        try {
          const answer = await ask()
          if (!current) return
          setKnown((before) => (before !== null && before.id === id && JSON.stringify(before.answer) === JSON.stringify(answer) ? before : { id, answer }))
          setProblem(null)
        } catch (error) {
          if (!current) return
          setProblem(messageOf(error))
        }
      }
      asking = false
      timer = setTimeout(() => { void renew() }, renewMs)
    }
    const onShown = (): void => { if (!document.hidden) void renew() }
    document.addEventListener('visibilitychange', onShown)
    void renew()
    return () => {
      current = false
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onShown)
    }
    // `ask` is another function at every render; what it asks for is told by `id`.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [id, paused, renewMs])
  return { answer: known?.answer ?? null, current: known?.id === id, problem }
}
