import { FileDown } from 'lucide-react'
import { useState } from 'react'
import type { Answer } from '../../shared/ipc.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Notice, ProblemText } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { Field } from '../pages/platforms/field.tsx'
import { openDialog } from '../state/view-store.ts'
import { counted } from '../text/numbers.ts'

type Which = 'shown' | 'all'
type Format = 'csv' | 'ndjson'

interface ExportDialogProps {
  readonly title: string
  readonly description: string
  /** One of what is written, with its article: `an alert`. */
  readonly one: readonly [article: 'a' | 'an', noun: string]
  /** With which the ids of the fields begin. */
  readonly id: string
  /** What can be chosen; the first one is. */
  readonly choices: readonly { readonly value: Which; readonly label: string }[]
  readonly write: (format: Format, which: Which) => Promise<Answer<'alerts:export' | 'audit:save'>>
}

/** What a list holds into a file that the system's own dialog asks for. */
export function ExportDialog({ title, description, one: [article, noun], id, choices, write }: ExportDialogProps) {
  const [format, setFormat] = useState<Format>('csv')
  const [which, setWhich] = useState<Which>(choices[0]?.value ?? 'all')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer<'alerts:export' | 'audit:save'> | null>(null)
  async function run(): Promise<void> {
    setBusy(true)
    setAnswer(null)
    setAnswer(await write(format, which))
    setBusy(false)
  }
  return (
    <Dialog title={title} description={description} onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
        <Button look="primary" disabled={busy} onClick={() => { void run() }}><FileDown size={16} aria-hidden="true" />{busy ? 'Writing…' : 'Choose a file and export'}</Button>
      </>
    }>
      <div className="form-grid">
        <Field id={`${id}-which`} label="Which">
          <Select id={`${id}-which`} value={which} options={choices} onChange={setWhich} />
        </Field>
        <Field id={`${id}-format`} label="Format" remark={format === 'csv' ? `For spreadsheets: one line ${article} ${noun}.` : 'For programs: one JSON object a line.'}>
          <Select id={`${id}-format`} value={format} options={[{ value: 'csv', label: 'CSV' }, { value: 'ndjson', label: 'NDJSON' }]} onChange={setFormat} />
        </Field>
      </div>
      <div className="form-outcome" role="status">
        {answer === null ? null : !answer.ok ? <Notice tone="critical"><ProblemText problem={answer.problem} /></Notice>
          : answer.value === null ? <Notice tone="info">No file was chosen. Nothing was written.</Notice>
            : <Notice tone="ok">{counted(answer.value.written, noun)} written to {answer.value.fileName}.</Notice>}
      </div>
    </Dialog>
  )
}
