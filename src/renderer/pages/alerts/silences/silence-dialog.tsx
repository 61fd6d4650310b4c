import { useRef, useState } from 'react'
import type { Silence, SilenceMatcher } from '../../../../shared/alerts.ts'
import type { Failure } from '../../../../shared/ipc.ts'
import { SILENCE_DEFAULT_MS } from '../../../../shared/limits.ts'
import { saveSilence } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { useFocusWrong } from '../../../components/focus-wrong.ts'
import { Notice, ProblemText } from '../../../components/notice.tsx'
import { Segments } from '../../../components/segments.tsx'
import { Select } from '../../../components/select.tsx'
import { useNow } from '../../../state/clock.ts'
import { freshId } from '../../../state/keys.ts'
import { openDialog } from '../../../state/view-store.ts'
import { formatLocalTime } from '../../events/local-time.ts'
import { Field, invalid } from '../../platforms/field.tsx'
import { MatcherEditor } from './matcher-editor.tsx'
import { endChoices, endLabel, endOf, formOf, isHeldBack, matchersError, needsTick, reasonError, timesOf, type EndChoice, type SilenceDraft } from './silence-ends.ts'
import { SilencePreviewPanel } from './silence-preview-panel.tsx'
import { tickWords } from './silence-words.ts'
import { usePreview } from './use-preview.ts'

interface SilenceDialogProps {
  /** What the chosen alerts have in common. */
  readonly prefill: readonly SilenceMatcher[]
  readonly reason?: string
  readonly onClose?: () => void
  readonly onSaved?: () => void
}

/** A time as it is typed, without its seconds. */
function typed(atMs: number): string {
  return formatLocalTime(atMs).slice(0, 16)
}

/** Extending never shortens: an end that would be before the present one becomes a later one, to be seen and changed. */
function extended(draft: SilenceDraft, silence: Silence, nowMs: number): SilenceDraft {
  const times = timesOf(draft, nowMs)
  if (times.ok && times.endsAtMs > silence.endsAtMs) return draft
  return { ...draft, end: 'custom', endText: typed(silence.endsAtMs + SILENCE_DEFAULT_MS) }
}

/** Makes a silence, or extends one. Its end and reason are required; the focus starts on Cancel, and no Enter in a field saves. */
export function SilenceDialog({ prefill, reason = '', onClose = () => { openDialog(null) }, onSaved }: SilenceDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  const now = useNow()
  const [draft, setDraft] = useState<SilenceDraft>(() => ({ editing: null, id: freshId(), matchers: prefill.length > 0 ? prefill : [{ field: 'school', is: '', not: false }], reason, start: 'now', startText: '', end: 'two-hours', endText: '' }))
  const focusWrong = useFocusWrong()
  const [tried, setTried] = useState(false)
  const [ticked, setTicked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const previewed = usePreview(draft)
  const { preview, current } = previewed
  const times = timesOf(draft, now)
  const wrongMatchers = matchersError(draft.matchers)
  const wrongReason = tried ? reasonError(draft.reason) : undefined
  const wrongStart = !times.ok && times.place === 'start' && (tried || draft.startText !== '') ? times.sentence : undefined
  const wrongEnd = !times.ok && times.place === 'end' && (tried || draft.endText !== '') ? times.sentence : undefined
  const many = current && needsTick(preview)
  const mayNot = busy || isHeldBack({ preview, current, complete: wrongMatchers === undefined && times.ok, ticked })
  const begun = draft.editing !== null && draft.editing.startsAtMs <= now

  function set(change: Partial<SilenceDraft>): void {
    setDraft({ ...draft, ...change })
    setFailure(null)
    // What was agreed to was another silence.
    if (change.matchers !== undefined) setTicked(false)
  }

  function extend(silence: Silence): void {
    const next: SilenceDraft = { ...draft, editing: silence, id: silence.id, matchers: silence.matchers, reason: silence.reason, start: silence.startsAtMs > now ? 'later' : 'now', startText: typed(silence.startsAtMs) }
    setDraft(extended(next, silence, now))
    setTicked(false)
    setFailure(null)
  }

  async function save(): Promise<void> {
    setTried(true)
    const form = formOf(draft, Date.now(), false)
    if (form === undefined || mayNot) {
      focusWrong()
      return
    }
    setBusy(true)
    const answer = await saveSilence(form)
    setBusy(false)
    if (!answer.ok) {
      setFailure(answer)
      return
    }
    onSaved?.()
    onClose()
  }

  const startsAtMs = times.ok ? Math.max(times.startsAtMs, now) : now
  return (
    <Dialog wide title={draft.editing === null ? 'Silence alerts' : 'Extend a silence'} description="Silenced alerts are still listed and counted, but make no sound and no notification." focusFirst={cancel} onClose={onClose} foot={
      <>
        {many ? <label className="check"><input type="checkbox" className="checkbox" checked={ticked} onChange={(event) => { setTicked(event.target.checked) }} />{tickWords(preview?.affects ?? 0)}</label> : null}
        <span className="spacer" />
        <Button ref={cancel} onClick={onClose}>Cancel</Button>
        <Button look="primary" disabled={mayNot} onClick={() => { void save() }}>{draft.editing === null ? 'Silence' : 'Extend silence'}</Button>
      </>
    }>
      <div className="form-grid">
        <Field id="f-matcher-0" label="Alerts whose" error={tried ? wrongMatchers : undefined} remark="All conditions must hold. A star stands for anything: class-*">
          <MatcherEditor matchers={draft.matchers} error={tried ? wrongMatchers : undefined} onChange={(matchers) => { set({ matchers }) }} />
        </Field>
        {begun ? null : (
          <>
            <span className="form-label">From</span>
            <div className="form-field"><span className="row"><Segments label="From" value={draft.start} options={[{ value: 'now', label: 'Now' }, { value: 'later', label: 'Later' }]} onChange={(start) => { set({ start, ...(start === 'later' && draft.startText === '' ? { startText: typed(now + 3_600_000) } : {}) }) }} /></span></div>
            {draft.start === 'now' ? null : (
              <Field id="f-silence-start" label="Starts at" error={wrongStart}>
                <input id="f-silence-start" className="input num moment-input" autoComplete="off" maxLength={19} placeholder={typed(now)} value={draft.startText} onChange={(event) => { set({ startText: event.target.value }) }} {...invalid('f-silence-start', wrongStart)} />
              </Field>
            )}
          </>
        )}
        <Field id="f-silence-end" label="Until" remark="A silence always ends; it can be renewed.">
          <Select<EndChoice> id="f-silence-end" value={draft.end} options={endChoices.map((value) => ({ value, label: endLabel(value, startsAtMs) }))} onChange={(end) => { set({ end, ...(end === 'custom' && draft.end !== 'custom' ? { endText: typed(endOf(draft.end, startsAtMs)) } : {}) }) }} />
        </Field>
        {draft.end !== 'custom' ? null : (
          <Field id="f-silence-end-at" label="Ends at" error={wrongEnd}>
            <input id="f-silence-end-at" className="input num moment-input" autoComplete="off" maxLength={19} placeholder={typed(now + 7_200_000)} value={draft.endText} onChange={(event) => { set({ endText: event.target.value }) }} {...invalid('f-silence-end-at', wrongEnd)} />
          </Field>
        )}
        <Field id="f-silence-reason" label="Reason" error={wrongReason} remark="Stands in the list and in the audit log, with your name. No student’s name.">
          <textarea id="f-silence-reason" className="textarea" rows={2} maxLength={500} value={draft.reason} placeholder="Gradebook is moved to new servers tonight" onChange={(event) => { set({ reason: event.target.value }) }} {...invalid('f-silence-reason', wrongReason)} />
        </Field>
        <span className="form-label">It would</span>
        <div className="form-field" aria-live="polite">
          <SilencePreviewPanel previewed={previewed} missing={wrongMatchers ?? (times.ok ? null : times.sentence)} endsAtMs={times.ok ? times.endsAtMs : null} nowMs={now} onExtend={extend} />
        </div>
      </div>
      {failure === null ? null : <div className="form-outcome"><Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice></div>}
    </Dialog>
  )
}
