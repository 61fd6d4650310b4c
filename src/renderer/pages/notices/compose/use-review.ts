import { useCallback, useEffect, useState } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'
import type { NoticeDraft, NoticeReview } from '../../../../shared/notices.ts'
import { reviewNotice } from '../../../actions.ts'
import type { Given } from './steps.ts'

export const nothingGiven: Given = { typed: '', approval: null, repeat: false }

export interface Reviewing {
  readonly review: NoticeReview | null
  readonly problem: Failure['problem'] | null
  readonly busy: boolean
  readonly given: Given
  readonly give: (given: Given) => void
  /** Freezes the audience anew; what was typed is asked for again. */
  readonly again: () => void
}

/** What stands against a notice may pass by itself: a platform that is connecting, a person who comes. */
const BLOCKED_RENEW_MS = 3_000

/** Has a draft checked by the main process as soon as the step opens, and again and again while something stands against it; nothing leaves. */
export function useReview(draft: NoticeDraft, flush: () => Promise<void>): Reviewing {
  const [state, setState] = useState<Pick<Reviewing, 'review' | 'problem' | 'busy'>>({ review: null, problem: null, busy: true })
  const [given, give] = useState(nothingGiven)
  // A new object for every time that it is asked for.
  const [round, setRound] = useState<{ readonly draft: NoticeDraft } | null>(null)
  const asked = round?.draft === draft ? round : null
  useEffect(() => {
    let current = true
    const ask = async (): Promise<void> => {
      await flush()
      const answer = await reviewNotice(asked?.draft ?? draft)
      if (current) setState({ review: answer.ok ? answer.value : null, problem: answer.ok ? null : answer.problem, busy: false })
    }
    void ask()
    return () => { current = false }
  }, [draft, flush, asked])
  const isBlocked = !state.busy && state.review !== null && state.review.problems.length > 0
  useEffect(() => {
    if (!isBlocked) return
    let current = true
    const timer = setInterval(() => {
      void reviewNotice(draft).then((answer) => {
        if (current && answer.ok) setState((before) => ({ ...before, review: answer.value }))
      })
    }, BLOCKED_RENEW_MS)
    return () => {
      current = false
      clearInterval(timer)
    }
  }, [draft, isBlocked])
  const again = useCallback(() => {
    setState((before) => ({ ...before, problem: null, busy: true }))
    give(nothingGiven)
    setRound({ draft })
  }, [draft])
  return { ...state, given, give, again }
}
