import { Send } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'
import type { NoticeConfirmation } from '../../../../shared/notices.ts'
import { sendNotice } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { onlyOnce, refuseEnter } from '../compose/once.ts'

interface SendLiveButtonProps {
  /** Verb and number: `Send to 1,288`. */
  readonly label: string
  /** Why it is off; null: it is on. */
  readonly block: string | null
  readonly confirmation: NoticeConfirmation
  readonly onSent: (id: string) => void
  readonly onProblem: (problem: Failure['problem']) => void
}

/** Sends a live notice. It has nothing to do with drills; those have a button of their own. */
export function SendLiveButton({ label, block, confirmation, onSent, onProblem }: SendLiveButtonProps) {
  const [pending, setPending] = useState(false)
  const [send] = useState(() => onlyOnce(async (what: NoticeConfirmation, sent: SendLiveButtonProps['onSent'], failed: SendLiveButtonProps['onProblem']) => {
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
