import { Download, Eye } from 'lucide-react'
import { useEffect, useId, useState, type ReactNode } from 'react'
import { revealReason } from '../../../shared/presence.ts'
import { FILTER_CHARS_MAX } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { frames, useFrame } from '../../frame-store.ts'
import { useNow } from '../../state/clock.ts'
import { openDialog } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'
import { revealReasonWord } from '../../text/presence-words.ts'
import { zoneName } from '../../text/times.ts'
import { Field, invalid } from '../platforms/field.tsx'
import { exportFormats, readExportForm, type ExportForm } from './export-form.ts'
import { ExportProgress } from './export-progress.tsx'
import { beginExport, findExport, forgetExport, useExportRun } from './export-run.ts'
import { formatLocalTime } from './local-time.ts'

/** A time span starts with the last quarter of an hour. */
const SPAN_MS = 15 * 60_000

function firstForm(): ExportForm {
  const nowMs = Date.now()
  return { format: 'ndjson', scope: 'shown', from: formatLocalTime(nowMs - SPAN_MS), to: formatLocalTime(nowMs), filter: frames.get().feed?.filter.text ?? '', names: 'masked', reason: 'incident', note: '' }
}

/** Asks what to write, in which form and how masked; then shows how far it is. Closing it does not end the export. */
export function ExportEventsDialog() {
  const [form, setForm] = useState(firstForm)
  const [tried, setTried] = useState(false)
  const { state, choosing, failure } = useExportRun()
  const shown = useFrame((value) => (value.feed === undefined ? 0 : value.feed.end - value.feed.first))
  const paused = useFrame((value) => value.feed?.paused != null)
  useEffect(() => { void findExport() }, [])
  const change = (next: Partial<ExportForm>): void => { setForm({ ...form, ...next }) }
  const now = useNow()
  const read = readExportForm(form, now)
  const errors = tried && !read.ok ? read.errors : {}
  const running = state?.state === 'running'

  function start(): void {
    setTried(true)
    if (!read.ok) return
    forgetExport()
    void beginExport(read.request)
  }

  return (
    <Dialog wide title="Export events" description="Writes kept events to a file on this computer. You choose where next." onClose={() => { openDialog(null) }} foot={
      <>
        {running ? <span className="dim export-hint">Closing this does not end the export.</span> : null}
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
        <Button look="primary" disabled={running || choosing || (form.scope === 'shown' && shown === 0)} onClick={start}>
          {form.names === 'clear' ? <><Eye size={16} aria-hidden="true" />Export names in clear…</> : <><Download size={16} aria-hidden="true" />Export…</>}
        </Button>
      </>
    }>
      <div className="form-grid">
        <Choices label="Format">
          {exportFormats.map(({ value, label, isFor }) => (
            <Choice key={value} name="export-format" checked={form.format === value} label={label} remark={isFor} onChoose={() => { change({ format: value }) }} />
          ))}
        </Choices>
        <Choices label="Events">
          <Choice name="export-scope" checked={form.scope === 'shown'} label={`What is shown (${counted(shown, 'row')})`} remark={paused ? 'The rows that the pause froze.' : 'The rows of the list, as filtered.'} onChoose={() => { change({ scope: 'shown' }) }} />
          <Choice name="export-scope" checked={form.scope === 'span'} label="A time span" remark="All kept events received in that time that match a filter." onChoose={() => { change({ scope: 'span' }) }} />
        </Choices>
        {form.scope === 'shown' ? null : (
          <>
            <Field id="f-export-from" label="From" error={errors.from} remark={`Time of this computer (${zoneName(now)}); 10:42 alone is today.`}>
              <input id="f-export-from" className="input num" maxLength={40} value={form.from} onChange={(event) => { change({ from: event.target.value }) }} {...invalid('f-export-from', errors.from)} />
            </Field>
            <Field id="f-export-to" label="To" error={errors.to}>
              <input id="f-export-to" className="input num" maxLength={40} value={form.to} onChange={(event) => { change({ to: event.target.value }) }} {...invalid('f-export-to', errors.to)} />
            </Field>
            <Field id="f-export-filter" label="Filter" remark="Empty: all of them.">
              <input id="f-export-filter" className="input mono" spellCheck={false} maxLength={FILTER_CHARS_MAX} value={form.filter} onChange={(event) => { change({ filter: event.target.value }) }} />
            </Field>
          </>
        )}
        <Choices label="Names">
          <Choice name="export-names" checked={form.names === 'masked'} label="Masked as on the screen" remark="Names, e-mail addresses and free text stay masked." onChoose={() => { change({ names: 'masked' }) }} />
          <Choice name="export-names" checked={form.names === 'clear'} label="Names in clear" remark="Asks for a reason. It is written to the audit log before anything is exported." onChoose={() => { change({ names: 'clear' }) }} />
        </Choices>
        {form.names === 'masked' ? null : (
          <>
            <Field id="f-export-reason" label="Reason">
              <Select id="f-export-reason" value={form.reason} options={revealReason.options.map((value) => ({ value, label: revealReasonWord(value) }))} onChange={(reason) => { change({ reason }) }} />
            </Field>
            <Field id="f-export-note" label="Note" error={errors.note} remark="Reason and note are written to the audit log; the names are not.">
              <input id="f-export-note" className="input" maxLength={500} value={form.note} placeholder="Ticket 4182" onChange={(event) => { change({ note: event.target.value }) }} {...invalid('f-export-note', errors.note)} />
            </Field>
          </>
        )}
      </div>
      <div className="form-outcome">
        {choosing ? <p className="dim" role="status">Choose in the system’s dialog where to write.</p> : null}
        {failure === null ? null : <Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice>}
        {state === null ? null : <ExportProgress state={state} />}
      </div>
    </Dialog>
  )
}

function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <span className="form-label">{label}</span>
      <div className="form-field choices" role="radiogroup" aria-label={label}>{children}</div>
    </>
  )
}

function Choice({ name, checked, label, remark, onChoose }: { name: string; checked: boolean; label: string; remark: string; onChoose: () => void }) {
  const id = useId()
  return (
    <div className="choice">
      <input id={id} type="radio" className="checkbox" name={name} checked={checked} aria-describedby={`${id}-remark`} onChange={onChoose} />
      <div><label htmlFor={id} className="num">{label}</label><span id={`${id}-remark`} className="form-remark">{remark}</span></div>
    </div>
  )
}
