import { useEffect, useState } from 'react'
import type { DriftDetail } from '../../../shared/contract-check.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { getDrift } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { PayloadTree } from '../../shell/inspector/payload-tree.tsx'
import { openDialog } from '../../state/view-store.ts'
import { driftKindWord } from '../../text/drift-words.ts'
import { count } from '../../text/numbers.ts'

/** One difference: the first payload that had it, masked, beside the form that the contract says. */
export function DriftDialog({ id }: { id: string }) {
  const [answer, setAnswer] = useState<{ ok: true; value: DriftDetail } | Failure | null>(null)
  useEffect(() => {
    let current = true
    void getDrift(id).then((got) => { if (current) setAnswer(got) })
    return () => { current = false }
  }, [id])
  const row = answer?.ok === true ? answer.value.row : null
  return (
    <Dialog
      wide title={row === null ? 'Difference from the contract' : row.event} onClose={() => { openDialog(null) }}
      {...(row === null ? {} : { description: `${driftKindWord(row.kind)}${row.path === '' ? '' : ` at ${row.path}`}: expected ${row.expected}, found ${row.found}.` })}
      foot={<><span className="spacer" /><Button onClick={() => { openDialog(null) }}>Close</Button></>}
    >
      {answer === null ? <p className="dim">Loading…</p> : answer.ok ? <Detail detail={answer.value} /> : <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice>}
    </Dialog>
  )
}

function Detail({ detail }: { detail: DriftDetail }) {
  const { row, example, exampleJson, contract, contractText, source } = detail
  const names = useTargetNames()
  return (
    <>
      <dl className="facts">
        <dt>Platform</dt><dd>{names[row.targetId] ?? row.targetId} <span className="mono">{row.namespace}</span></dd>
        <dt>Seen</dt><dd className="num">{count(row.count)} times; {count(row.compared)} of {count(row.received)} events of this name were compared</dd>
        <dt>Document</dt><dd>{source ?? 'Not in this platform’s document'}</dd>
      </dl>
      <div className="drift-sides">
        <section aria-label="Example">
          <div className="inspector-section"><h3>First example, masked</h3><span className="spacer" />{example.length === 0 ? null : <CopyButton label="Copy the example (masked)" text={exampleJson} />}</div>
          {example.length === 0 ? <p className="dim">{row.hasExample ? 'No payload.' : 'It was too large to keep.'}</p> : <PayloadTree args={example} />}
        </section>
        <section aria-label="Contract">
          <div className="inspector-section"><h3>Contract</h3><span className="spacer" />{contract.length === 0 ? null : <CopyButton label="Copy as JSON Schema" text={contractText} />}</div>
          {contract.length === 0 ? <p className="dim">The document says nothing of this payload.</p> : <PayloadTree args={contract} />}
        </section>
      </div>
    </>
  )
}
