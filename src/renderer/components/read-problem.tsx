import { Notice, ProblemText } from './notice.tsx'

/** Something of the screen could not be read; it is asked for again by itself. @param what `The notices` @param shown what was read before stands below @param done what could not be done with it */
export function ReadProblem({ what, problem, shown, done = 'read' }: { what: string; problem: string; shown: boolean; done?: 'read' | 'counted' }) {
  const advice = shown ? `What is shown here was ${done} before. Rollcall tries again by itself.` : 'Nothing was changed. Rollcall tries again by itself.'
  return <Notice tone="critical" role="alert"><ProblemText problem={{ what: `${what} could not be ${done}.`, advice, details: problem }} /></Notice>
}
