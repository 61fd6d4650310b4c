import { Send } from 'lucide-react'
import { useState } from 'react'
import type { NoticeConfirmation } from '../../../../shared/notices.ts'
import { sendNotice } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { onlyOnce, refuseEnter } from '../compose/once.ts'
import type { ToSend } from '../compose/review-step.tsx'

/** Sends a live notice. It has nothing to do with drills; those have a button of their own. */
export function SendLiveButton({ label, block, confirmation, onSent, onProblem }: ToSend) {
  const [pending, setPending] = useState(false)
  const [send] = useState(() => onlyOnce(async (what: NoticeConfirmation, sent: ToSend['onSent'], failed: ToSend['onProblem']) => {
    setPending(true)
    const answer = await sendNotice(what)
    if (answer.ok) sent(answer.value.draft.id)
    else {
      setPending(false)
      failed(answer.problem)
    }
  }))
  return (
    <span className="send-place">
      {block === null ? null : <span id="send-block" className="dim">{block}</span>}
      <Button look="primary" className="send-live" data-testid="send-live" disabled={block !== null || pending} aria-describedby={block === null ? undefined : 'send-block'}
        onKeyDown={refuseEnter} onClick={() => { void send(confirmation, onSent, onProblem) }}><Send size={16} aria-hidden="true" />{pending ? 'Sending…' : label}</Button>
    </span>
  )
}
