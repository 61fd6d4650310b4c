import { useEffect, useState } from 'react'
import type { Failure } from '../../../shared/ipc.ts'
import { exportAudit } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { openDialog } from '../../state/view-store.ts'

/** The whole audit log as CSV text. */
export function ExportAuditDialog() {
  const [answer, setAnswer] = useState<{ ok: true; value: { csv: string } } | Failure | null>(null)
  useEffect(() => { void exportAudit().then(setAnswer) }, [])
  return (
    <Dialog wide title="Export the audit log" description="All records as CSV. People are in it by id, never by name." onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
        {answer?.ok === true ? <CopyButton words label="Copy CSV" text={answer.value.csv} /> : null}
      </>
    }>
      {answer === null ? <p className="dim">Loading…</p> : answer.ok ? <textarea className="textarea mono" rows={16} readOnly aria-label="Audit log as CSV" value={answer.value.csv} /> : <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice>}
    </Dialog>
  )
}
