import { useEffect, useState } from 'react'
import type { Failure } from '../../../shared/ipc.ts'
import { exportTargets, importTargets } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { openDialog } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'

/** All platforms as JSON text, without any secret. */
export function ExportDialog() {
  const [answer, setAnswer] = useState<{ ok: true; value: { json: string } } | Failure | null>(null)
  useEffect(() => { void exportTargets().then(setAnswer) }, [])
  return (
    <Dialog wide title="Export platforms" description="Settings of all platforms as JSON. Passwords and tokens are not in it." onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
        {answer?.ok === true ? <CopyButton words label="Copy JSON" text={answer.value.json} /> : null}
      </>
    }>
      {answer === null ? <p className="dim">Loading…</p> : answer.ok ? <textarea className="textarea mono" rows={16} readOnly aria-label="Platforms as JSON" value={answer.value.json} /> : <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice>}
    </Dialog>
  )
}

/** Takes the text of an export. */
export function ImportDialog() {
  const [json, setJson] = useState('')
  const [answer, setAnswer] = useState<{ ok: true; value: { added: readonly string[]; skipped: readonly string[] } } | Failure | null>(null)
  return (
    <Dialog wide title="Import platforms" description="Paste what Export gave. Platforms that are here already are skipped; sign-in data is asked for afterwards." onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>{answer?.ok === true ? 'Close' : 'Cancel'}</Button>
        <Button look="primary" disabled={json.trim() === ''} onClick={() => { void importTargets(json).then(setAnswer) }}>Import</Button>
      </>
    }>
      <textarea className="textarea mono" rows={14} spellCheck={false} aria-label="JSON of an export" placeholder="{ … }" value={json} onChange={(event) => { setJson(event.target.value); setAnswer(null) }} />
      {answer === null ? null : (
        <div className="form-outcome">
          {answer.ok ? (
            <Notice tone={answer.value.added.length > 0 ? 'ok' : 'info'} role="status">
              {counted(answer.value.added.length, 'platform')} added{answer.value.added.length > 0 ? `: ${answer.value.added.join(', ')}` : ''}.{answer.value.skipped.length > 0 ? ` Skipped: ${answer.value.skipped.join(', ')}.` : ''}
            </Notice>
          ) : <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice>}
        </div>
      )}
    </Dialog>
  )
}
