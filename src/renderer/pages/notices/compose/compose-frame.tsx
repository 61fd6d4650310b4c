import { Check, X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import type { NoticeDraft } from '../../../../shared/notices.ts'
import { removeDraft } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { useNow } from '../../../state/clock.ts'
import type { ComposeStep } from '../../../state/view-store.ts'
import { goToStep, openNoticesTab } from '../open-notice.ts'
import { tellNews } from '../use-notices.ts'
import { AudienceStep } from './audience-step.tsx'
import { MessageStep } from './message-step.tsx'
import { lacking, stepAfter, stepBefore, stepsInOrder, stepTitles } from './steps.ts'
import type { Keeping } from './use-keep-draft.ts'
import { WhenStep } from './when-step.tsx'

interface ComposeFrameProps {
  readonly draft: NoticeDraft
  readonly step: ComposeStep
  readonly keeping: Keeping
  readonly remark: string | null
  /** There is a kept draft that can be discarded. */
  readonly kept: boolean
  /** What is being written, in the head. */
  readonly heading: ReactNode
  readonly typeStep: ReactNode
  /** The last step with its own foot: it alone can send. */
  readonly reviewStep: ReactNode
}

/** The steps of writing a notice: head, steps, the step itself, and where to go from it. */
export function ComposeFrame({ draft, step, keeping, kept, remark, heading, typeStep, reviewStep }: ComposeFrameProps) {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // At review the focus starts on Back, which its foot sees to.
    if (step !== 'review') title.current?.focus()
  }, [step])
  return (
    <div className="compose">
      <div className="compose-head">
        <div className="compose-heading">{heading}<KeptNote keeping={keeping} /></div>
        {kept ? <Button look="quiet" small onClick={() => { void discard(draft.id) }}>Discard the draft</Button> : null}
        <Button small onClick={() => { openNoticesTab(kept ? 'drafts' : 'upcoming') }}><X size={14} aria-hidden="true" />Close</Button>
      </div>
      <StepBar draft={draft} step={step} />
      {keeping.problem === null ? null : <div className="notices-note"><Notice tone="critical" role="alert"><ProblemText problem={keeping.problem} /></Notice></div>}
      {remark === null ? null : <div className="notices-note"><Notice tone="info">{remark}</Notice></div>}
      <div className="compose-body scroll">
        <h2 ref={title} tabIndex={-1} className="compose-title">{stepsInOrder.indexOf(step) + 1}. {stepTitles[step]}</h2>
        {step === 'type' ? typeStep : step === 'audience' ? <AudienceStep draft={draft} /> : step === 'message' ? <MessageStep draft={draft} /> : step === 'when' ? <WhenStep draft={draft} /> : reviewStep}
      </div>
      {step === 'review' ? null : <StepFoot draft={draft} step={step} />}
    </div>
  )
}

async function discard(id: string): Promise<void> {
  openNoticesTab('drafts')
  await removeDraft(id)
  tellNews()
}

function KeptNote({ keeping }: { keeping: Keeping }) {
  return <span className="dim compose-kept" role="status">{keeping.state === 'kept' ? 'Draft kept' : keeping.state === 'waiting' ? 'Keeping…' : ''}</span>
}

/** The seven steps; the last two come by themselves once it was sent. */
function StepBar({ draft, step }: { draft: NoticeDraft; step: ComposeStep }) {
  const now = useNow()
  return (
    <ol className="step-bar" aria-label="Steps">
      {stepsInOrder.map((each, index) => {
        const done = each !== 'review' && lacking(draft, each, now).length === 0 && stepsInOrder.indexOf(step) > index
        return (
          <li key={each}>
            <button type="button" className="step" aria-current={each === step ? 'step' : undefined} onClick={() => { goToStep(each) }}>
              <span className="step-number num">{done ? <Check size={12} aria-hidden="true" /> : index + 1}</span>{stepTitles[each]}{done ? <span className="visually-hidden"> (complete)</span> : null}
            </button>
          </li>
        )
      })}
      {['Sending', 'Afterwards'].map((word, index) => <li key={word}><span className="step later"><span className="step-number num">{stepsInOrder.length + index + 1}</span>{word}</span></li>)}
    </ol>
  )
}

/** Back and Next. Next may be taken with something lacking: review says all of it. */
function StepFoot({ draft, step }: { draft: NoticeDraft; step: ComposeStep }) {
  const now = useNow()
  const lacks = lacking(draft, step, now)
  const before = stepBefore(step)
  const after = stepAfter(step)
  return (
    <div className="compose-foot">
      {before === null ? null : <Button onClick={() => { goToStep(before) }}>Back</Button>}
      <span className="compose-lacks dim" role="status">{lacks.join(' ')}</span>
      {after === null ? null : <Button look="primary" onClick={() => { goToStep(after) }}>Next: {stepTitles[after]}</Button>}
    </div>
  )
}
