import { Send } from 'lucide-react'
import { useRef } from 'react'
import type { AudienceCount, NoticeDraft, NoticeStep } from '../../../../shared/notices.ts'
import { wordsToSend } from '../../../../shared/words-to-send.ts'
import { stepWord } from '../../../../shared/step-word.ts'
import { countAudience } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Notice } from '../../../components/notice.tsx'
import { ReadProblem } from '../../../components/read-problem.tsx'
import { usePoll } from '../../rates/use-poll.ts'
import { BoldSentence } from '../bold-sentence.tsx'
import { refuseEnter } from '../compose/once.ts'
import { useWays } from '../use-notices.ts'
import { visibleText } from '../visible-text.ts'
import { stepBlock, stepButton, stepSentence } from './step-words.ts'

const COUNT_RENEW_MS = 2_000

interface StepDialogProps {
  readonly draft: NoticeDraft
  readonly step: NoticeStep
  readonly busy: boolean
  readonly onSend: () => void
  readonly onClose: () => void
}

/** A step of a window by hand: whom it reaches now and in which words, before it is sent. The focus starts on Cancel, and Enter sends nothing. */
export function StepDialog({ draft, step, busy, onSend, onClose }: StepDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  const ways = useWays().answer ?? []
  const { answer, problem } = usePoll<AudienceCount>(`step ${draft.id}`, () => countAudience(draft.audience, draft.kind), false, COUNT_RENEW_MS)
  const block = stepBlock(answer)
  const { title, body } = wordsToSend(draft, step)
  return (
    <Dialog title={`Send “${stepWord(step)}”?`} focusFirst={cancel} onClose={onClose} foot={
      <>
        <span className="spacer" />
        <Button ref={cancel} onClick={onClose}>Cancel</Button>
        <Button look="primary" data-testid="send-step" disabled={busy || block !== null} onKeyDown={refuseEnter} onClick={onSend}><Send size={16} aria-hidden="true" />{stepButton(step, answer)}</Button>
      </>
    }>
      <div className="review">
        {answer === null ? <p className="dim">Counting…</p> : <p className="review-sentence" data-testid="step-sentence"><BoldSentence sentence={stepSentence(step, answer, ways.map(({ settings }) => settings))} /></p>}
        {problem === null ? null : <ReadProblem what="The audience" problem={problem} shown={answer !== null} done="counted" />}
        {answer?.problems.map((each) => <Notice key={each} tone="critical">{each}</Notice>)}
        <dl className="facts">
          <dt>Title</dt><dd dir="auto">{visibleText(title)}</dd>
          <dt>Message</dt><dd dir="auto"><p className="review-body">{visibleText(body)}</p></dd>
        </dl>
        <p className="form-remark">It leaves at once: a step by hand has no undo.</p>
      </div>
    </Dialog>
  )
}
