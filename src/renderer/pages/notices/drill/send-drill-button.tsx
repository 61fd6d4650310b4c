import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import type { NoticeConfirmation } from '../../../../shared/notices.ts'
import { sendDrill } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { onlyOnce, refuseEnter } from '../compose/once.ts'
import type { ToSend } from '../compose/review-step.tsx'
import { drillLabel } from './drill-words.ts'

/** Sends a drill and nothing else; live notices have a button of their own. */
export function SendDrillButton({ label, block, confirmation, onSent, onProblem }: ToSend) {
  const [pending, setPending] = useState(false)
  const [send] = useState(() => onlyOnce(async (what: NoticeConfirmation, sent: ToSend['onSent'], failed: ToSend['onProblem']) => {
    setPending(true)
    const answer = await sendDrill(what)
    if (answer.ok) sent(answer.value.draft.id)
    else {
      setPending(false)
      failed(answer.problem)
    }
  }))
  return (
    <span className="send-place">
      {block === null ? null : <span id="drill-block" className="dim">{block}</span>}
      <Button className="send-drill" data-testid="send-drill" disabled={block !== null || pending} aria-describedby={block === null ? undefined : 'drill-block'}
        onKeyDown={refuseEnter} onClick={() => { void send(confirmation, onSent, onProblem) }}><FlaskConical size={16} aria-hidden="true" />{pending ? 'Sending the DRILL…' : drillLabel(label)}</Button>
    </span>
  )
}
