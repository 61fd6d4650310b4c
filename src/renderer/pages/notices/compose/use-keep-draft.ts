import { useEffect, useRef, useState } from 'react'
import type { NoticeDraft } from '../../../../shared/notices.ts'
import type { Failure } from '../../../../shared/ipc.ts'
import { keepDraft } from '../../../actions.ts'
import { tellNews } from '../use-notices.ts'

const KEEP_AFTER_MS = 500

export interface Keeping {
  /** `still`: nothing was changed yet, or this one is not kept. */
  readonly state: 'still' | 'waiting' | 'kept'
  readonly problem: Failure['problem'] | null
  /** Keeps it now where something waits, e.g. before a review. */
  readonly flush: () => Promise<void>
}

/** Keeps a draft a moment after each change, and when its screen closes. What was not changed is not kept. */
export function useKeepDraft(draft: NoticeDraft, keeps: boolean): Keeping {
  const [first] = useState(draft)
  const [kept, setKept] = useState<NoticeDraft | null>(null)
  const [problem, setProblem] = useState<Failure['problem'] | null>(null)
  const waiting = useRef<NoticeDraft | null>(null)
  const last = useRef(draft)
  const [flush] = useState(() => async (): Promise<void> => {
    const toKeep = waiting.current
    if (toKeep === null) return
    waiting.current = null
    const answer = await keepDraft(toKeep)
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) setKept(toKeep)
    tellNews()
  })
  useEffect(() => {
    if (last.current === draft || !keeps) return undefined
    last.current = draft
    waiting.current = draft
    const timer = setTimeout(() => { void flush() }, KEEP_AFTER_MS)
    return () => { clearTimeout(timer) }
  }, [draft, flush, keeps])
  useEffect(() => () => { void flush() }, [flush])
  return { state: !keeps || draft === first ? 'still' : draft === kept ? 'kept' : 'waiting', problem, flush }
}
