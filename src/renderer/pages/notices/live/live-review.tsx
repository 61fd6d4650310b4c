import { useEffect, useRef } from 'react'
import type { NoticeDraft } from '../../../../shared/notices.ts'
import { Button } from '../../../components/button.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { useNow } from '../../../state/clock.ts'
import { ReviewFacts } from '../compose/review-facts.tsx'
import { lackingBefore, sendBlock } from '../compose/steps.ts'
import { useProblem } from '../compose/use-problem.ts'
import { useReview } from '../compose/use-review.ts'
import { goToStep, openNotice } from '../open-notice.ts'
import { tellNews } from '../use-notices.ts'
import { SendLiveButton } from './send-live-button.tsx'

/** The last step of a live notice. The focus starts on Back, and Enter sends nothing. */
export function LiveReview({ draft, flush }: { draft: NoticeDraft; flush: () => Promise<void> }) {
  const reviewing = useReview(draft, flush)
  const now = useNow()
  const back = useRef<HTMLButtonElement>(null)
  const [problem, setProblem] = useProblem(back)
  useEffect(() => { back.current?.focus() }, [])
  const { review, given, busy, again } = reviewing
  return (
    <>
      <ReviewFacts draft={draft} reviewing={reviewing} />
      <div className="compose-foot review-foot">
        {problem === null ? null : <Notice tone="critical" role="alert"><ProblemText problem={problem} /></Notice>}
        <Button ref={back} onClick={() => { goToStep('when') }}>Back</Button>
        <Button disabled={busy} onClick={() => { setProblem(null); again() }}>Review again</Button>
        <span className="spacer" />
        {review === null ? null : (
          <SendLiveButton label={review.button} block={busy ? 'Reviewing…' : (lackingBefore(draft, now)[0]?.sentence ?? sendBlock(review, given, now))} onProblem={setProblem}
            confirmation={{ reviewId: review.reviewId, typed: review.typeToConfirm === null ? null : given.typed.trim(), approval: review.needsApproval ? given.approval : null, repeat: review.repeats.length > 0 && given.repeat }}
            onSent={(id) => { tellNews(); openNotice(id) }} />
        )}
      </div>
    </>
  )
}
