import { useEffect, useState } from 'react'
import type { DriftList } from '../../../shared/contract-check.ts'
import { messageOf } from '../../../shared/message-of.ts'
import { listDrift } from '../../actions.ts'

const RENEW_MS = 2_000

/** The drift table of all platforms, renewed while it is on screen. */
export function useDrift(): { readonly list: DriftList | null; readonly problem: string | null } {
  const [list, setList] = useState<DriftList | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    const load = (): void => {
      listDrift(null).then(
        (answer) => {
          if (!current) return
          setList(answer)
          setProblem(null)
        },
        (error: unknown) => { if (current) setProblem(messageOf(error)) },
      )
    }
    load()
    const timer = setInterval(() => { if (!document.hidden) load() }, RENEW_MS)
    return () => {
      current = false
      clearInterval(timer)
    }
  }, [])
  return { list, problem }
}
