import { Eye } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '../../../shared/ipc.ts'
import { revealReason, type PersonKey, type RevealReason } from '../../../shared/presence.ts'
import { openReveal } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { openDialog } from '../../state/view-store.ts'
import { revealReasonWord } from '../../text/presence-words.ts'
import { Field, invalid } from '../platforms/field.tsx'

/** Whether a reason is complete: `other` says nothing by itself. */
export function revealReady(reason: RevealReason, note: string): boolean {
  return reason !== 'other' || note.trim().length >= 3
}

/** Asks why a name is to be seen; one person, for 5 minutes, written to the audit log first. */
export function RevealDialog({ person, shown }: { person: PersonKey; shown: string }) {
  const [reason, setReason] = useState<RevealReason>('support-call')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const error = tried && !revealReady(reason, note) ? 'Say in a few words why the name is needed.' : undefined

  async function reveal(): Promise<void> {
    setTried(true)
    if (!revealReady(reason, note)) return
    const answer = await openReveal(person, reason, note.trim())
    if (answer.ok) openDialog(null)
    else setFailure(answer)
  }

  return (
    <Dialog title={`Reveal the name of ${shown}`} description="For 5 minutes, in this window, this person only. It masks itself again." onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Cancel</Button>
        <Button look="primary" onClick={() => { void reveal() }}><Eye size={16} aria-hidden="true" />Reveal for 5 minutes</Button>
      </>
    }>
      <div className="form-grid">
        <Field id="f-reveal-reason" label="Reason">
          <Select id="f-reveal-reason" value={reason} options={revealReason.options.map((value) => ({ value, label: revealReasonWord(value) }))} onChange={setReason} />
        </Field>
        <Field id="f-reveal-note" label="Note" error={error} remark="Reason and note are written to the audit log; the name is not.">
          <input id="f-reveal-note" className="input" maxLength={500} value={note} placeholder="Ticket 4182" onChange={(event) => { setNote(event.target.value) }} {...invalid('f-reveal-note', error)} />
        </Field>
      </div>
      {failure === null ? null : <div className="form-outcome"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
    </Dialog>
  )
}
