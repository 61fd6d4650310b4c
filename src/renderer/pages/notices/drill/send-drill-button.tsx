import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'
import type { NoticeConfirmation } from '../../../../shared/notices.ts'
import { sendDrill } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { onlyOnce, refuseEnter } from '../compose/once.ts'
import { drillLabel } from './drill-words.ts'

interface SendDrillButtonProps {
  /** Verb and number: `Send DRILL to 1,288`. */
  readonly label: string
  /** Why it is off; null: it is on. */
  readonly block: string | null
  readonly confirmation: NoticeConfirmation
  readonly onSent: (id: string) => void
  readonly onProblem: (problem: Failure['problem']) => void
}

/** Sends a drill and nothing else; live notices have a button of their own. */
export function SendDrillButton({ label, block, confirmation, onSent, onProblem }: SendDrillButtonProps) {
  const [pending, setPending] = useState(false)
  const [send] = useState(() => onlyOnce(async (what: NoticeConfirmation, sent: SendDrillButtonProps['onSent'], failed: SendDrillButtonProps['onProblem']) => {
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
