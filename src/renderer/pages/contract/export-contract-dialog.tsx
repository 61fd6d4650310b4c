import { useEffect, useState } from 'react'
import type { TargetView } from '../../../shared/domain.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { exportContract } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { openDialog } from '../../state/view-store.ts'

/** A platform's catalog as an AsyncAPI document. */
export function ExportContractDialog({ target }: { target: TargetView }) {
  const { id, name } = target.settings
  const [answer, setAnswer] = useState<{ ok: true; value: { fileName: string; json: string } } | Failure | null>(null)
  useEffect(() => {
    let current = true
    void exportContract(id).then((got) => { if (current) setAnswer(got) })
    return () => { current = false }
  }, [id])
  return (
    <Dialog wide title={`Contract of ${name}`} description={`As AsyncAPI 3.0${answer?.ok === true ? `; save it as ${answer.value.fileName}` : ''}.`} onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
        {answer?.ok === true ? <CopyButton words label="Copy JSON" text={answer.value.json} /> : null}
      </>
    }>
      {answer === null ? <p className="dim">Loading…</p> : answer.ok ? <textarea className="textarea mono" rows={18} readOnly aria-label="AsyncAPI document" value={answer.value.json} /> : <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice>}
    </Dialog>
  )
}
