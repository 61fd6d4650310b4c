import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { AlertAction } from '../../../shared/alerts.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { openDialog, type AlertAsk } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'
import { Field, invalid } from '../platforms/field.tsx'
import { actionOf, askWords, minuteChoices, needsNote, needsOwner, noteError, ownerError, takesMinutes } from './alert-ask.ts'
import { doToAlerts } from './alert-done.ts'
import { useOwners } from './tell-facts.ts'

/* Choices that are no names. */
const ME = ' me'
const OTHER = ' other'

/** Asks what is needed before something is done to alerts: who, how long, why. All of it can be undone for 10 seconds. */
export function AlertActDialog({ ask, ids, ruleIds }: { ask: AlertAsk; ids: readonly string[]; ruleIds: readonly string[] }) {
  const { me, owners, minutes: usual } = useOwners()
  const [chosenOwner, setOwner] = useState<string | null>(null)
  const [typedOwner, setTypedOwner] = useState('')
  const [minutes, setMinutes] = useState<number | null>(null)
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const words = askWords(ask)
  const mine = ask === 'acknowledge'
  // Whom it can be given to; oneself only where it can be kept.
  const names = [...(mine ? [ME] : []), ...owners]
  const choice = chosenOwner ?? names[0] ?? OTHER
  const owner = choice === OTHER ? typedOwner.trim() : choice
  const length = minutes ?? usual
  const wrongOwner = tried && needsOwner(ask) ? ownerError(owner) : undefined
  const wrongNote = tried ? noteError(ask, note) : undefined

  async function act(): Promise<void> {
    setTried(true)
    if ((needsOwner(ask) && ownerError(owner) !== undefined) || noteError(ask, note) !== undefined || busy) return
    const action: AlertAction = actionOf(ask, { owner: owner === ME ? null : owner, note: note.trim(), minutes: length })
    setBusy(true)
    const failed = await doToAlerts(ids, action, ruleIds)
    setBusy(false)
    if (failed === null) openDialog(null)
    else setFailure(failed)
  }

  return (
    <Dialog title={`${words.verb} ${counted(ids.length, 'alert')}`} description={words.about} onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Cancel</Button>
        <Button look="primary" disabled={busy} onClick={() => { void act() }}>{words.verb} {counted(ids.length, 'alert')}</Button>
      </>
    }>
      <div className="form-grid">
        {needsOwner(ask) ? (
          <Field id="f-alert-owner" label={mine ? 'Owner' : 'New owner'} error={choice === OTHER ? undefined : wrongOwner} remark="Names are offered from Telling, “Owners”.">
            <Select id="f-alert-owner" value={choice} options={[...names.map((value) => ({ value, label: value !== ME ? value : me === '' ? 'Me' : `${me} (me)` })), { value: OTHER, label: 'Somebody else' }]} onChange={setOwner} />
          </Field>
        ) : null}
        {needsOwner(ask) && choice === OTHER ? (
          <Field id="f-alert-other" label="Name" error={wrongOwner}>
            <input id="f-alert-other" className="input" maxLength={80} value={typedOwner} placeholder="Ms. Ortiz" onChange={(event) => { setTypedOwner(event.target.value) }} {...invalid('f-alert-other', wrongOwner)} />
          </Field>
        ) : null}
        {takesMinutes(ask) ? (
          <Field id="f-alert-minutes" label={ask === 'snooze' ? 'At most for' : 'For'} remark={ask === 'snooze' ? 'It ends at once when the alert gets worse.' : 'Then it is open again, unless it is resolved.'}>
            <Select id="f-alert-minutes" value={String(length)} options={minuteChoices(length).map(({ minutes: value, label }) => ({ value: String(value), label }))} onChange={(value) => { setMinutes(Number(value)) }} />
          </Field>
        ) : null}
        {ask === 'snooze' ? null : (
          <Field id="f-alert-note" label={needsNote(ask) ? 'Note' : 'Note (optional)'} error={wrongNote} remark="It is kept in the alert’s timeline. Leave students’ names out.">
            <textarea id="f-alert-note" className="textarea" rows={3} maxLength={1_000} value={note} placeholder={words.example} onChange={(event) => { setNote(event.target.value) }} {...invalid('f-alert-note', wrongNote)} />
          </Field>
        )}
      </div>
      {ask === 'false-alarm' && ruleIds.length > 0 ? <p className="form-remark alert-tune-remark"><SlidersHorizontal size={14} aria-hidden="true" />Afterwards its rule is offered for tuning.</p> : null}
      {failure === null ? null : <div className="form-outcome"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
    </Dialog>
  )
}
