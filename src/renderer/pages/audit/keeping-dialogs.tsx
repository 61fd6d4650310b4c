import { Trash2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { anyAudit } from '../../../shared/audit.ts'
import type { Failure } from '../../../shared/ipc.ts'
import type { AuditKeeping } from '../../../shared/notices.ts'
import { findAudit, keepAudit, purgeAudit } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { useNow } from '../../state/clock.ts'
import { count, counted } from '../../text/numbers.ts'
import { Field, invalid } from '../platforms/field.tsx'
import { dayOf, dayStart, dayText } from './audit-ask.ts'

/** What is typed before records are deleted. */
const TYPED = 'purge'
const KEEP_DAYS = { min: 30, max: 3_660 } as const
const REASON_CHARS_MIN = 3
const DAY_MS = 24 * 3600_000

interface DialogProps {
  readonly onClose: () => void
  /** Records may have gone. */
  readonly onDone: (sentence: string) => void
}

/** How long records are kept. A shorter time deletes at once what is older, so that is typed first. */
export function KeepDialog({ onClose, onDone }: DialogProps) {
  const [keeping, setKeeping] = useState<AuditKeeping | null>(null)
  const [days, setDays] = useState('')
  const [typed, setTyped] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    void keepAudit(null).then((answer) => {
      if (!answer.ok) { setFailure(answer); return }
      setKeeping(answer.value)
      setDays(String(answer.value.keepDays))
    })
  }, [])
  const value = /^\d+$/.test(days) ? Number(days) : Number.NaN
  const nowMs = useNow()
  const right = value >= KEEP_DAYS.min && value <= KEEP_DAYS.max
  const wrong = days !== '' && !right ? `Write a number from ${count(KEEP_DAYS.min)} to ${count(KEEP_DAYS.max)}.` : undefined
  // As the main process counts: whole days, UTC.
  const going = useOlder(right ? Math.floor(nowMs / DAY_MS - value) * DAY_MS : null)
  const ready = right && keeping !== null && value !== keeping.keepDays && going !== null && (going === 0 || typed === TYPED)
  async function save(): Promise<void> {
    const answer = await keepAudit(value)
    if (answer.ok) onDone(`Records are kept for ${counted(value, 'day')} from now on.`)
    else setFailure(answer)
  }
  return (
    <Dialog title="How long records are kept" description="Older ones are deleted at start and once a day; a record says so, and the chain goes on from it." focusFirst={cancel} onClose={onClose} foot={
      <>
        <span className="spacer" />
        <Button ref={cancel} onClick={onClose}>Cancel</Button>
        <Button look={going === null || going === 0 ? 'primary' : 'danger'} disabled={!ready} onClick={() => { void save() }}>{going === null || going === 0 || !right ? 'Save' : `Save and delete ${counted(going, 'record')}`}</Button>
      </>
    }>
      <div className="form-grid">
        <Field id="f-audit-days" label="Keep for days" remark={wrong === undefined ? `${count(KEEP_DAYS.min)} to ${count(KEEP_DAYS.max)}; 366 is a year.` : undefined} error={wrong}>
          <input id="f-audit-days" {...invalid('f-audit-days', wrong)} className="input num" inputMode="numeric" value={days} maxLength={4} onChange={(event) => { setDays(event.target.value) }} />
        </Field>
        {going === null || going === 0 || !right ? null : <Typed going={going} typed={typed} onType={setTyped} />}
      </div>
      <Outcome failure={failure} />
    </Dialog>
  )
}

/** Deletes records before a day: with a reason, and typed. Enter deletes nothing. */
export function PurgeDialog({ onClose, onDone }: DialogProps) {
  const [day, setDay] = useState('')
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const cancel = useRef<HTMLButtonElement>(null)
  const beforeMs = dayOf(day)
  const nowMs = useNow()
  const future = beforeMs !== null && beforeMs > nowMs
  const going = useOlder(future ? null : beforeMs)
  const ready = !busy && beforeMs !== null && !future && going !== null && going > 0 && reason.trim().length >= REASON_CHARS_MIN && typed === TYPED
  async function purge(): Promise<void> {
    if (beforeMs === null) return
    setBusy(true)
    const answer = await purgeAudit(beforeMs, reason.trim())
    setBusy(false)
    if (answer.ok) onDone(`Deleted. ${counted(answer.value.records, 'record')} are left; the chain goes on from a record that says so.`)
    else setFailure(answer)
  }
  return (
    <Dialog title="Purge older records" description="They cannot be brought back. Who, when, why and how many stays in the log. Export them first if somebody may ask." focusFirst={cancel} onClose={onClose} foot={
      <>
        <span className="spacer" />
        <Button ref={cancel} onClick={onClose}>Cancel</Button>
        <Button look="danger" disabled={!ready} onClick={() => { void purge() }}><Trash2 size={16} aria-hidden="true" />{going === null || going === 0 ? 'Delete records' : `Delete ${counted(going, 'record')}`}</Button>
      </>
    }>
      <div className="form-grid">
        <Field id="f-purge-day" label="Before the day" remark={beforeMs === null || future || going === null ? 'Of that day itself nothing is deleted.' : going === 0 ? 'No record is older.' : `${counted(going, 'record')} before it. What is under way stays, and all after it.`} error={future ? 'This day is in the future.' : undefined}>
          <input id="f-purge-day" {...invalid('f-purge-day', future ? 'future' : undefined)} type="date" className="input audit-date" max={dayText(dayStart(nowMs, 0))} value={day} onChange={(event) => { setDay(event.target.value) }} />
        </Field>
        <Field id="f-purge-reason" label="Reason" remark="Stays in the audit log. At least 3 characters.">
          <input id="f-purge-reason" className="input" value={reason} maxLength={500} onChange={(event) => { setReason(event.target.value) }} />
        </Field>
        <Typed going={going ?? 0} typed={typed} onType={setTyped} />
      </div>
      <Outcome failure={failure} />
    </Dialog>
  )
}

function Typed({ going, typed, onType }: { going: number; typed: string; onType: (text: string) => void }) {
  const id = useId()
  return (
    <Field id={id} label={`Type "${TYPED}"`} remark={going === 0 ? 'So that nothing is deleted by accident.' : `Deletes ${counted(going, 'record')}.`}>
      <input id={id} className="input mono" autoComplete="off" spellCheck={false} value={typed} maxLength={20} onChange={(event) => { onType(event.target.value) }} />
    </Field>
  )
}

function Outcome({ failure }: { failure: Failure | null }) {
  return <div className="form-outcome" role="status">{failure === null ? null : <Notice tone="critical"><ProblemText problem={failure.problem} /></Notice>}</div>
}

/** How many records are older; null: not known. */
function useOlder(beforeMs: number | null): number | null {
  const [older, setOlder] = useState<{ readonly beforeMs: number; readonly records: number } | null>(null)
  useEffect(() => {
    if (beforeMs === null) return undefined
    let current = true
    findAudit({ ...anyAudit, untilMs: beforeMs }, null, 1).then(({ matching }) => { if (current) setOlder({ beforeMs, records: matching }) }, (error: unknown) => { console.error('audit:find failed', error) })
    return () => { current = false }
  }, [beforeMs])
  return older !== null && older.beforeMs === beforeMs ? older.records : null
}
