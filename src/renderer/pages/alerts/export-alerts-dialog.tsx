import { FileDown } from 'lucide-react'
import { useState } from 'react'
import { alertState } from '../../../shared/alerts.ts'
import type { Answer } from '../../../shared/ipc.ts'
import { exportAlerts } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { firstAlertFilter, openDialog, view } from '../../state/view-store.ts'
import { count } from '../../text/numbers.ts'
import { Field } from '../platforms/field.tsx'

/** Alerts into a file that the system's own dialog asks for. */
export function ExportAlertsDialog() {
  const [format, setFormat] = useState<'csv' | 'ndjson'>('csv')
  const [which, setWhich] = useState<'shown' | 'all'>('shown')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer<'alerts:export'> | null>(null)
  async function run(): Promise<void> {
    setBusy(true)
    setAnswer(null)
    const filter = which === 'shown' ? view.get().alerts.filter : { ...firstAlertFilter, states: [...alertState.options] }
    setAnswer(await exportAlerts(format, filter))
    setBusy(false)
  }
  return (
    <Dialog title="Export alerts" description="People are masked as in the list. The export is written to the audit log." onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
        <Button look="primary" disabled={busy} onClick={() => { void run() }}><FileDown size={16} aria-hidden="true" />{busy ? 'Writing…' : 'Choose a file and export'}</Button>
      </>
    }>
      <div className="form-grid">
        <Field id="f-alerts-which" label="Which">
          <Select id="f-alerts-which" value={which} options={[{ value: 'shown', label: 'What the list shows, with its filter' }, { value: 'all', label: 'All, resolved ones too' }]} onChange={setWhich} />
        </Field>
        <Field id="f-alerts-format" label="Format" remark={format === 'csv' ? 'For spreadsheets: one line an alert.' : 'For programs: one JSON object a line.'}>
          <Select id="f-alerts-format" value={format} options={[{ value: 'csv', label: 'CSV' }, { value: 'ndjson', label: 'NDJSON' }]} onChange={setFormat} />
        </Field>
      </div>
      <div className="form-outcome" role="status">
        {answer === null ? null : !answer.ok ? <Notice tone="critical"><ProblemText problem={answer.problem} /></Notice>
          : answer.value === null ? <Notice tone="info">No file was chosen. Nothing was written.</Notice>
            : <Notice tone="ok">{count(answer.value.written)} {answer.value.written === 1 ? 'alert' : 'alerts'} written to {answer.value.fileName}.</Notice>}
      </div>
    </Dialog>
  )
}
