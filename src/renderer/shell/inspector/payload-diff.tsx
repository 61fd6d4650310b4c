import { ArrowUpLeft, CircleMinus, CirclePlus, PencilLine } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { PayloadChange, PayloadDiff as Diff } from '../../../shared/feed-tools.ts'
import type { EventRow } from '../../../shared/domain.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { diffEvent } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { view } from '../../state/view-store.ts'
import { exact } from '../../text/times.ts'
import { changeWord, diffSummary, earlierWords, equalWords } from '../../text/diff-words.ts'

const icons = { added: CirclePlus, removed: CircleMinus, changed: PencilLine } as const

/** What differs from the previous event of the same name, namespace, platform and direction. */
export function PayloadDiff({ row }: { row: EventRow }) {
  const [answer, setAnswer] = useState<{ readonly ok: true; readonly value: Diff } | Failure | null>(null)
  const { seq } = row
  useEffect(() => {
    let current = true
    void diffEvent(seq).then((value) => { if (current) setAnswer(value) })
    return () => { current = false }
  }, [seq])
  if (answer === null) return <div role="status" aria-label="Comparing">{[200, 140, 180].map((width) => <p key={width}><Skeleton width={width} /></p>)}</div>
  if (!answer.ok) return <Notice tone="warning" role="status"><ProblemText problem={answer.problem} /></Notice>
  const { before, changes, same, leftOut } = answer.value
  if (before === null) return <p className="dim">No earlier {row.event} is kept.</p>
  return (
    <div className="diff" data-testid="payload-diff">
      <div className="diff-head">
        <p>Compared with the {row.event} of <time className="num" title={exact(before.row.atMs)}>{earlierWords(row.atMs - before.row.atMs)}</time>: {diffSummary(changes, leftOut)}.</p>
        <Button small onClick={() => { view.set({ selection: { kind: 'event', seq: before.row.seq }, revealSeq: before.row.seq, following: false }) }}><ArrowUpLeft size={14} aria-hidden="true" />Open it</Button>
      </div>
      <ul>{changes.map((change) => <Change key={`${change.kind} ${change.path}`} change={change} />)}</ul>
      <p className="dim num">{equalWords(same)}</p>
    </div>
  )
}

function Change({ change }: { change: PayloadChange }) {
  const Icon = icons[change.kind]
  return (
    <li className={`diff-change ${change.kind}`}>
      <p className="diff-path"><Icon size={14} aria-hidden="true" /><span className="diff-word">{changeWord(change.kind)}</span><span className="mono selectable">{change.path === '' ? 'the whole payload' : change.path}</span></p>
      <dl className="mono">
        {change.before === null ? null : <div><dt>before</dt><dd>{change.before}</dd></div>}
        {change.after === null ? null : <div><dt>after</dt><dd>{change.after}</dd></div>}
      </dl>
    </li>
  )
}
