import type { ExportState } from '../../../shared/feed-tools.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { openDialog, useView } from '../../state/view-store.ts'
import { exportSentence, progressWords } from './export-form.ts'
import { endExport, forgetExport, useExportRun } from './export-run.ts'

const tones = { running: 'info', done: 'ok', cancelled: 'info', failed: 'critical' } as const

/** How far an export is, as a bar and in words. */
export function ExportProgress({ state }: { state: ExportState }) {
  if (state.state !== 'running') return <Notice tone={tones[state.state]} role="status">{exportSentence(state)}</Notice>
  return (
    <div className="export-progress">
      <p className="num">{exportSentence(state)}</p>
      <div className="export-progress-line">
        <progress aria-label={`Export of ${state.fileName}`} max={Math.max(1, state.total)} value={state.written} />
        <Button small onClick={() => { void endExport() }}>Cancel the export</Button>
      </div>
    </div>
  )
}

/** In the bar of Events while the dialog is closed: the export goes on, and opens again from here. */
export function ExportLine() {
  const { state } = useExportRun()
  const dialogOpen = useView((value) => value.dialog?.name === 'export-events')
  if (state === null || dialogOpen) return null
  const running = state.state === 'running'
  return (
    <div className="events-notice" data-testid="export-line">
      <Notice tone={tones[state.state]} {...(running ? {} : { role: 'status' as const })} action={
        <>
          {running ? <progress aria-label={`Export of ${state.fileName}`} max={Math.max(1, state.total)} value={state.written} /> : null}
          <Button small onClick={() => { openDialog({ name: 'export-events' }) }}>Open</Button>
          {running ? null : <Button small onClick={forgetExport}>Close</Button>}
        </>
      }>
        <span className="num">{running ? `Exporting ${progressWords(state)}` : exportSentence(state)}</span>
      </Notice>
    </div>
  )
}
