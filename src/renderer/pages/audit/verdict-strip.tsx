import type { AuditProgress } from '../../../shared/audit.ts'
import type { AuditVerdict } from '../../../shared/notices.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { count } from '../../text/numbers.ts'
import { minute } from '../../text/times.ts'

export type Check =
  | { readonly is: 'running'; readonly progress: AuditProgress | null }
  | { readonly is: 'done'; readonly verdict: AuditVerdict; readonly atMs: number }
  | { readonly is: 'failed'; readonly why: string }

/** How far the check is, and what it found. */
export function VerdictStrip({ check, onOpen, onClose }: { check: Check; onOpen: (id: string) => void; onClose: () => void }) {
  if (check.is === 'running') {
    const { progress } = check
    return (
      <div className="platforms-notice">
        <Notice tone="info" role="status">
          <span className="audit-progress"><span className="num">{progress === null || progress.of === 0 ? 'Checking the chain…' : `Checking the chain: ${count(progress.checked)} of ${count(progress.of)} entries`}</span>
            <progress aria-label="Progress of the check" max={Math.max(1, progress?.of ?? 1)} value={progress?.checked ?? 0} /></span>
        </Notice>
      </div>
    )
  }
  const close = <Button small look="quiet" onClick={onClose}>Close</Button>
  if (check.is === 'failed') return <div className="platforms-notice"><Notice tone="critical" role="alert" action={close}>The log could not be checked: {check.why}</Notice></div>
  const { verdict: { ok, sentence, broken }, atMs } = check
  return (
    <div className="platforms-notice" data-testid="audit-verdict">
      <Notice tone={ok ? 'ok' : 'critical'} role={ok ? 'status' : 'alert'} action={<>{broken === null || broken.id === '' ? null : <Button small onClick={() => { onOpen(broken.id) }}>Show record {broken.id}</Button>}{close}</>}>
        <span className="selectable"><strong>{ok ? 'Whole.' : 'Not whole.'}</strong> {sentence} <span className="dim num">Checked {minute(atMs)}.</span></span>
      </Notice>
    </div>
  )
}
