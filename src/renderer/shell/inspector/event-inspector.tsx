import { ArrowDownLeft, ArrowUpRight, History } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { EventDetail } from '../../../shared/domain.ts'
import { PAYLOAD_KEPT_BYTES_MAX } from '../../../shared/limits.ts'
import { getPayload } from '../../actions.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { DriftMark } from '../../components/drift-mark.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { Notice } from '../../components/notice.tsx'
import { Segments } from '../../components/segments.tsx'
import { SeverityMark } from '../../components/severity-mark.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { contractWords, shownMark } from '../../text/drift-words.ts'
import { size } from '../../text/numbers.ts'
import { exact } from '../../text/times.ts'
import { PayloadDiff } from './payload-diff.tsx'
import { showPayloadAs, usePayloadTab } from './payload-tab.ts'
import { PayloadTree } from './payload-tree.tsx'
import { RawPayload } from './raw-payload.tsx'

const tabs = [{ value: 'tree', label: 'Tree' }, { value: 'raw', label: 'Raw' }, { value: 'diff', label: 'Diff', name: 'Diff with the previous event of this name' }] as const

type Loaded = { readonly is: 'loading' } | { readonly is: 'here'; readonly detail: EventDetail } | { readonly is: 'gone'; readonly what: string; readonly advice: string }

/** One event whole (mount a new one for another event): facts, what the document says of it, and its masked payload as a tree, as text, or compared with the one before. */
export function EventInspector({ seq }: { seq: number }) {
  const [loaded, setLoaded] = useState<Loaded>({ is: 'loading' })
  const names = useTargetNames()
  const tab = usePayloadTab()
  useEffect(() => {
    let current = true
    void getPayload(seq).then((answer) => {
      if (!current) return
      setLoaded(answer.ok ? { is: 'here', detail: answer.value } : { is: 'gone', what: answer.problem.what, advice: answer.problem.advice })
    })
    return () => { current = false }
  }, [seq])

  if (loaded.is === 'loading') {
    return <div className="inspector-body" role="status" aria-label="Loading the event">{[180, 120, 220, 160, 200].map((width) => <p key={width}><Skeleton width={width} /></p>)}</div>
  }
  if (loaded.is === 'gone') return <EmptyState icon={History} title={loaded.what}>{loaded.advice}</EmptyState>
  const { row, args, json, documented } = loaded.detail
  const mark = shownMark(row.drift)
  const Arrow = row.direction === 'in' ? ArrowDownLeft : ArrowUpRight
  return (
    <div className="inspector-body">
      <h3 className="inspector-title selectable">{row.event}</h3>
      <p className="inspector-line"><Arrow size={14} aria-hidden="true" />{row.feed ? (row.direction === 'in' ? 'Server to client' : 'Client to server') : row.direction === 'in' ? 'Received' : 'Sent'}{row.feed ? ' · seen through the admin feed' : ''}{row.own ? ' · Rollcall’s own traffic' : ''}{row.severity === null ? null : <SeverityMark severity={row.severity} />}{mark === null ? null : <DriftMark mark={mark} />}</p>
      <dl className="facts">
        <dt>Time</dt><dd className="num">{exact(row.atMs)}</dd>
        <dt>Platform</dt><dd>{names[row.targetId] ?? row.targetId}</dd>
        <dt>Namespace</dt><dd className="mono">{row.namespace}</dd>
        {row.room === null ? null : <><dt>Room</dt><dd className="mono">{row.room}</dd></>}
        {row.person === null ? null : <><dt>Person</dt><dd>{row.person}</dd></>}
        <dt>Size</dt><dd className="num">{size(row.bytes)}{row.cut ? ' · only its beginning was kept' : ''}</dd>
        <dt>Documented</dt>
        <dd>{documented === null ? 'Not in this platform’s document' : <><span className="capital">{documented.meaning}</span> <span className="dim">· {documented.source}</span></>}</dd>
        <dt>Contract</dt><dd>{contractWords(row.drift)}</dd>
      </dl>
      {row.cut ? <Notice tone="warning">This payload was above the limit of {size(PAYLOAD_KEPT_BYTES_MAX)}: only its beginning was kept. Its size, {size(row.bytes)}, was counted in full.</Notice> : null}
      <div className="inspector-section payload-head">
        <h3 className="visually-hidden">Payload</h3>
        <Segments label="How the payload is shown" value={tab} options={tabs} onChange={showPayloadAs} />
        <span className="spacer" /><CopyButton words label="Copy (masked)" text={json} />
      </div>
      {tab === 'tree' ? <PayloadTree args={args} /> : tab === 'raw' ? <RawPayload json={json} /> : <PayloadDiff row={row} />}
    </div>
  )
}
