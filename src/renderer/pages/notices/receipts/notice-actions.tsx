import { useRef, useState } from 'react'
import { CircleStop, FilePenLine, Repeat, SkipForward, Undo2, XCircle } from 'lucide-react'
import type { Answer, Failure } from '../../../../shared/ipc.ts'
import type { NoticeStep, NoticeView } from '../../../../shared/notices.ts'
import { stepWord } from '../../../../shared/step-word.ts'
import { cancelNotice, followUpNotice, skipMissedStep, stepNotice, stopNotice, undoNotice } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { useNow } from '../../../state/clock.ts'
import { openDraft, openFollowUp, reviewNow, writeAgain } from '../open-notice.ts'
import { tellNews } from '../use-notices.ts'
import { StepDialog } from './step-dialog.tsx'
import { actionsFor, undoSecondsLeft } from './what-next.ts'

interface NoticeActionsProps {
  readonly view: NoticeView
  readonly onProblem: (problem: Failure['problem']) => void
  readonly onChanged: () => void
}

/** What can be done with a notice now. A correction or a second sending opens a draft; it is reviewed like any other. */
export function NoticeActions({ view, onProblem, onChanged }: NoticeActionsProps) {
  const now = useNow()
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  const [asking, setAsking] = useState<NoticeStep | null>(null)
  const { id } = view.draft
  const can = actionsFor(view, now)
  const left = undoSecondsLeft(view, now)

  async function act(ask: () => Promise<Answer<'notices:undo'>>, then?: (changed: NoticeView) => void): Promise<void> {
    if (running.current) return
    running.current = true
    setBusy(true)
    const answer = await ask()
    running.current = false
    setBusy(false)
    if (!answer.ok) {
      onProblem(answer.problem)
      return
    }
    onChanged()
    then?.(answer.value)
  }
  const follow = (how: 'correct' | 'retract' | 'resend'): void => { void act(() => followUpNotice(id, how), ({ draft }) => { tellNews(); openFollowUp(draft, how === 'resend' ? 'review' : 'message') }) }
  if (asking === null && !Object.values(can).some((each) => (Array.isArray(each) ? each.length > 0 : each))) return null
  return (
    <div className="notice-actions" role="group" aria-label="What can be done">
      {can.undo ? <Button look="primary" disabled={busy} onClick={() => { void act(() => undoNotice(id)) }}><Undo2 size={16} aria-hidden="true" />Undo <span className="num" aria-hidden="true">{left} s</span></Button> : null}
      {can.stop ? <Button look="danger" disabled={busy} onClick={() => { void act(() => stopNotice(id)) }}><CircleStop size={16} aria-hidden="true" />Stop</Button> : null}
      {can.steps.map((step) => <Button key={step} disabled={busy} onClick={() => { setAsking(step) }}>Send “{stepWord(step)}” now…</Button>)}
      {asking === null ? null : <StepDialog draft={view.draft} step={asking} busy={busy} onClose={() => { setAsking(null) }} onSend={() => { void act(() => stepNotice(id, asking)).then(() => { setAsking(null) }) }} />}
      {can.skip ? <Button disabled={busy} onClick={() => { void act(() => skipMissedStep(id)) }}><SkipForward size={16} aria-hidden="true" />Go on without it</Button> : null}
      {can.reopen ? <Button disabled={busy} onClick={() => { openDraft(view.draft) }}><FilePenLine size={16} aria-hidden="true" />Write on</Button> : null}
      {can.reviewNow ? <Button look="primary" disabled={busy} onClick={() => { reviewNow(view.draft) }}>Review and send now…</Button> : null}
      {can.again ? <Button disabled={busy} onClick={() => { writeAgain(view.draft) }}><FilePenLine size={16} aria-hidden="true" />Write it again</Button> : null}
      {can.cancel ? <Button disabled={busy} onClick={() => { void act(() => cancelNotice(id)) }}><XCircle size={16} aria-hidden="true" />{view.state !== 'missed' ? 'Cancel it' : view.draft.when.kind === 'window' ? 'Cancel the rest' : 'Do not send it'}</Button> : null}
      {can.resend ? <Button disabled={busy} onClick={() => { follow('resend') }}><Repeat size={16} aria-hidden="true" />{view.parts.some(({ state }) => state === 'not-confirmed') ? 'Resend to those not confirmed' : 'Resend to those who do not have it'}</Button> : null}
      {can.correct ? <><Button disabled={busy} onClick={() => { follow('correct') }}><FilePenLine size={16} aria-hidden="true" />Correct…</Button><Button disabled={busy} onClick={() => { follow('retract') }}><Undo2 size={16} aria-hidden="true" />Retract…</Button></> : null}
    </div>
  )
}
