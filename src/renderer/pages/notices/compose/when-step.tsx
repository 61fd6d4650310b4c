import { useState } from 'react'
import type { NoticeDraft, NoticeWhen } from '../../../../shared/notices.ts'
import { stepsOf } from '../../../../shared/planned-steps.ts'
import { Notice } from '../../../components/notice.tsx'
import { Select } from '../../../components/select.tsx'
import { useNow } from '../../../state/clock.ts'
import { duration } from '../../../text/times.ts'
import { Field, invalid } from '../../platforms/field.tsx'
import { changeDraft } from '../open-notice.ts'
import { useOwnZone, useWays } from '../use-notices.ts'
import { formatZoneTime, parseZoneTime, timePairWords } from '../zone-times.ts'
import { zoneOfDraft } from '../zones.ts'
import { zonesFor } from './when-words.ts'
import { QuietNote } from './quiet-note.tsx'

const HOUR_MS = 3_600_000
const reminders: readonly { readonly value: string; readonly label: string }[] = [
  { value: '0', label: 'No reminder' }, { value: '15', label: '15 minutes before' }, { value: '30', label: '30 minutes before' }, { value: '60', label: '1 hour before' }, { value: '1440', label: 'A day before' },
]

function setWhen(when: NoticeWhen): void {
  changeDraft((draft) => ({ ...draft, when }))
}

/** Now, later, or a maintenance window; always in the school's time and in the reader's. */
export function WhenStep({ draft }: { draft: NoticeDraft }) {
  const ways = useWays().answer ?? []
  const now = useNow()
  const zone = zoneOfDraft(draft, ways)
  const ownZone = useOwnZone()
  const { when } = draft
  const nextHour = Math.ceil((now + 600_000) / HOUR_MS) * HOUR_MS
  const choices: readonly { readonly kind: NoticeWhen['kind']; readonly label: string; readonly words: string; readonly off: string | null; readonly choose: () => void }[] = [
    { kind: 'now', label: 'Now', words: 'When you send it at review.', off: null, choose: () => { setWhen({ kind: 'now' }) } },
    { kind: 'at', label: 'Later', words: 'At a time. Rollcall has to run then; what it missed asks first.', off: draft.kind === 'emergency' ? 'An emergency is sent now.' : null, choose: () => { setWhen({ kind: 'at', atMs: nextHour, zone }) } },
    { kind: 'window', label: 'Maintenance window', words: 'Announced now, then reminder, in progress, verifying, completed: each is sent.', off: draft.drill ? 'A drill has no window.' : draft.kind === 'maintenance' ? null : 'Only for maintenance.', choose: () => { setWhen({ kind: 'window', startMs: nextHour, endMs: nextHour + 2 * HOUR_MS, zone, reminderMinutes: 30 }) } },
  ]
  return (
    <div className="when-step">
      <fieldset className="kind-choice">
        <legend className="dim">When is it sent?</legend>
        {choices.map(({ kind, label, words, off, choose }) => (
          <label key={kind} className="kind-card">
            <input type="radio" name="notice-when" aria-label={label} checked={when.kind === kind} disabled={off !== null} onChange={choose} />
            <span className="kind-card-words"><strong>{label}</strong><span className="dim">{words}</span>{off === null ? null : <span className="form-remark">{off}</span>}</span>
          </label>
        ))}
      </fieldset>
      <div className="form-grid">
        {when.kind === 'now' ? (
          <><span className="form-label">Now</span><div className="form-field"><div className="row num">{timePairWords(now, zone, ownZone)}</div></div></>
        ) : (
          <Field id="f-when-zone" label="Times are in" remark="The school’s zone is set in Ways out.">
            <Select id="f-when-zone" value={when.zone} options={zonesFor(draft, ways, ownZone, when.zone)} onChange={(chosen) => { setWhen({ ...when, zone: chosen }) }} />
          </Field>
        )}
        {when.kind === 'at' ? <TimeField key={when.zone} id="f-when-at" label="Send at" atMs={when.atMs} zone={when.zone} onChange={(atMs) => { setWhen({ ...when, atMs }) }} /> : null}
        {when.kind === 'window' ? (
          <>
            <TimeField key={`start ${when.zone}`} id="f-when-start" label="Begins" atMs={when.startMs} zone={when.zone} onChange={(startMs) => { setWhen({ ...when, startMs }) }} />
            <TimeField key={`end ${when.zone}`} id="f-when-end" label="Ends" atMs={when.endMs} zone={when.zone} after={when.startMs} onChange={(endMs) => { setWhen({ ...when, endMs }) }} />
            <Field id="f-when-reminder" label="Reminder" remark={when.reminderMinutes !== null && !stepsOf(when, now).some(({ step }) => step === 'reminder') ? 'That time is past: no reminder is sent.' : undefined}>
              <Select id="f-when-reminder" value={String(when.reminderMinutes ?? 0)} options={reminders.some(({ value }) => value === String(when.reminderMinutes ?? 0)) ? reminders : [...reminders, { value: String(when.reminderMinutes), label: `${String(when.reminderMinutes)} minutes before` }]} onChange={(value) => { setWhen({ ...when, reminderMinutes: value === '0' ? null : Number(value) }) }} />
            </Field>
          </>
        ) : null}
      </div>
      <QuietNote draft={draft} ways={ways} nowMs={now} />
      {when.kind === 'window' ? <Notice tone="info">The steps in progress, verifying and completed are sent from the notice’s page, or by their time; each is a sending of its own.</Notice> : null}
    </div>
  )
}

/** A time as it is typed in a zone; what cannot be read is said and changes nothing. */
function TimeField({ id, label, atMs, zone, after, onChange }: { id: string; label: string; atMs: number; zone: string; after?: number; onChange: (atMs: number) => void }) {
  const ownZone = useOwnZone()
  const now = useNow()
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? formatZoneTime(atMs, zone)
  const parsed = parseZoneTime(text, zone, now)
  const error = !parsed.ok ? parsed.sentence : after !== undefined && parsed.atMs <= after ? 'It ends before it begins.' : parsed.atMs <= now ? 'This time is past.' : undefined
  // What cannot be read changes nothing: what is set is not what stands in the field.
  const remark = `${parsed.ok ? '' : 'Still set: '}${timePairWords(atMs, zone, ownZone)}${atMs > now ? `, in ${duration(atMs - now)}` : ''}${parsed.ok && parsed.twice ? '. The clocks are set back that night and this time comes twice: the first is meant.' : ''}`
  return (
    <Field id={id} label={label} error={error} remark={remark}>
      <input id={id} className="input num moment-input" value={text} placeholder="2026-11-20 14:30" {...invalid(id, error)} onChange={(event) => {
        setTyped(event.target.value)
        const next = parseZoneTime(event.target.value, zone, now)
        if (next.ok) onChange(next.atMs)
      }} />
    </Field>
  )
}
