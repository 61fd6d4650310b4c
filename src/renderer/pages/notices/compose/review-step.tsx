import { useEffect, useRef, type ReactNode } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'
import type { NoticeConfirmation, NoticeDraft } from '../../../../shared/notices.ts'
import { Button } from '../../../components/button.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { useNow } from '../../../state/clock.ts'
import { goToStep, openNotice } from '../open-notice.ts'
import { tellNews } from '../use-notices.ts'
import { ReviewFacts } from './review-facts.tsx'
import { lackingBefore, sendBlock } from './steps.ts'
import { useProblem } from './use-problem.ts'
import { useReview } from './use-review.ts'

/** What a button that sends has to know. */
export interface ToSend {
  /** Verb and number: `Send to 1,288`. */
  readonly label: string
  /** Why it is off; null: it is on. */
  readonly block: string | null
  readonly confirmation: NoticeConfirmation
  readonly onSent: (id: string) => void
  readonly onProblem: (problem: Failure['problem']) => void
}

interface ReviewStepProps {
  readonly draft: NoticeDraft
  readonly flush: () => Promise<void>
  readonly againLabel: string
  /** The one button that sends: drills and live notices each give their own, and this step knows neither. */
  readonly renderButton: (toSend: ToSend) => ReactNode
}

/** The last step. The focus starts on Back, and Enter sends nothing. */
export function ReviewStep({ draft, flush, againLabel, renderButton }: ReviewStepProps) {
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
        <Button disabled={busy} onClick={() => { setProblem(null); again() }}>{againLabel}</Button>
        <span className="spacer" />
        {review === null ? null : renderButton({
          label: review.button,
          block: busy ? 'Reviewing…' : (lackingBefore(draft, now)[0]?.sentence ?? sendBlock(review, given, now)),
          confirmation: { reviewId: review.reviewId, typed: review.typeToConfirm === null ? null : given.typed.trim(), approval: review.needsApproval ? given.approval : null, repeat: review.repeats.length > 0 && given.repeat },
          onSent: (id) => { tellNews(); openNotice(id) },
          onProblem: setProblem,
        })}
      </div>
    </>
  )
}
