import { FileDown } from 'lucide-react'
import { useState } from 'react'
import { anyAudit } from '../../../shared/audit.ts'
import type { Answer } from '../../../shared/ipc.ts'
import { saveAudit } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { openDialog } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'
import { Field } from '../platforms/field.tsx'
import { currentFilter } from './audit-ask.ts'

/** Records into a file that the system's own dialog asks for. */
export function ExportAuditDialog() {
  const [format, setFormat] = useState<'csv' | 'ndjson'>('csv')
  const [which, setWhich] = useState<'shown' | 'all'>('all')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer<'audit:save'> | null>(null)
  async function run(): Promise<void> {
    setBusy(true)
    setAnswer(null)
    setAnswer(await saveAudit(format, which === 'all' ? anyAudit : currentFilter()))
    setBusy(false)
  }
  return (
    <Dialog title="Export the audit log" description="People are in it by id, never by name. The export is written to the log itself, and each record with its place and hash in the chain." onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
        <Button look="primary" disabled={busy} onClick={() => { void run() }}><FileDown size={16} aria-hidden="true" />{busy ? 'Writing…' : 'Choose a file and export'}</Button>
      </>
    }>
      <div className="form-grid">
        <Field id="f-audit-which" label="Which">
          <Select id="f-audit-which" value={which} options={[{ value: 'all', label: 'All records' }, { value: 'shown', label: 'What fits the filter of the screen' }]} onChange={setWhich} />
        </Field>
        <Field id="f-audit-format" label="Format" remark={format === 'csv' ? 'For spreadsheets: one line a record.' : 'For programs: one JSON object a line.'}>
          <Select id="f-audit-format" value={format} options={[{ value: 'csv', label: 'CSV' }, { value: 'ndjson', label: 'NDJSON' }]} onChange={setFormat} />
        </Field>
      </div>
      <div className="form-outcome" role="status">
        {answer === null ? null : !answer.ok ? <Notice tone="critical"><ProblemText problem={answer.problem} /></Notice>
          : answer.value === null ? <Notice tone="info">No file was chosen. Nothing was written.</Notice>
            : <Notice tone="ok">{counted(answer.value.written, 'record')} written to {answer.value.fileName}.</Notice>}
      </div>
    </Dialog>
  )
}
