import { useEffect, useState, type RefObject } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'

type Problem = Failure['problem'] | null

/** Why it was not sent, and a way to say so; the end of the page, where the fields and the problem are, comes into view. @param inside something on that page */
export function useProblem(inside: RefObject<HTMLElement | null>): readonly [Problem, (problem: Problem) => void] {
  const [problem, setProblem] = useState<Problem>(null)
  useEffect(() => {
    const page = problem === null ? null : inside.current?.closest('.compose-body')
    page?.scrollTo({ top: page.scrollHeight })
  }, [problem, inside])
  return [problem, setProblem]
}
