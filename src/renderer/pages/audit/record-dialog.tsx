import { CircleX, ShieldCheck, ShieldQuestion } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { AuditLink } from '../../../shared/audit.ts'
import type { Answer } from '../../../shared/ipc.ts'
import { auditRecordOf } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { exact } from '../../text/times.ts'
import { assertNever } from '../../text/words.ts'
import { ResultMark } from './result-mark.tsx'

/** One record: what it says, and its links of the chain. */
export function RecordDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [answer, setAnswer] = useState<Answer<'audit:get'> | null>(null)
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    let current = true
    void auditRecordOf(id).then((value) => { if (current) setAnswer(value) })
    return () => { current = false }
  }, [id])
  return (
    <Dialog wide title={`Record ${id}`} focusFirst={close} onClose={onClose} foot={<><span className="spacer" /><Button ref={close} onClick={onClose}>Close</Button></>}>
      {answer === null ? <ListSkeleton label="Loading the record" rows={9} /> : answer.ok ? <Content {...answer.value} /> : <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice>}
    </Dialog>
  )
}

function Content({ record, links }: Extract<Answer<'audit:get'>, { ok: true }>['value']) {
  const facts: readonly (readonly [string, string])[] = [
    ['Action', record.action], ['Whom or what', record.scope], ['Platform', record.targetName], ['Reason', record.reason], ['Who', record.who],
    ['Begun', exact(record.atMs)], ['Result known', record.finishedAtMs === null ? '' : exact(record.finishedAtMs)], ['Detail', record.detail],
  ]
  return (
    <>
      <dl className="audit-facts">
        <dt>Result</dt><dd><ResultMark result={record.result} /></dd>
        {facts.map(([name, text]) => text === '' ? null : <div key={name} className="audit-fact"><dt>{name}</dt><dd className="selectable wrap-anywhere">{text}</dd></div>)}
      </dl>
      <h3 className="audit-heading">In the chain</h3>
      <ol className="audit-links">{links.map((link) => <Link key={link.position} link={link} />)}</ol>
    </>
  )
}

function Link({ link }: { link: AuditLink }) {
  const { position, kind, atMs, hash, previousHash, keyed, fits } = link
  return (
    <li>
      <p className="audit-link-head"><strong className="num">Entry {position}</strong> {kindWords(kind)}, <span className="num">{exact(atMs)}</span></p>
      <Hash name="Hash" hash={hash} />
      <Hash name="Before it" hash={previousHash === '' ? 'the beginning' : (previousHash ?? 'not at hand')} />
      {fits
        ? <p className="state-mark tone-ok"><ShieldCheck size={14} aria-hidden="true" />Fits what is before it{keyed ? "; sealed with a key of this computer's keyring." : '; not sealed by a key.'}</p>
        : previousHash === null
          ? <p className="state-mark tone-warning"><ShieldQuestion size={14} aria-hidden="true" />Cannot be checked: the entry before it is not there.</p>
          : <p className="state-mark tone-critical"><CircleX size={14} aria-hidden="true" />Does not fit: changed, moved, or sealed with another key.</p>}
    </li>
  )
}

function Hash({ name, hash }: { name: string; hash: string }) {
  return <p className="audit-hash"><span className="dim">{name}</span><span className="mono selectable wrap-anywhere">{hash}</span>{hash.length === 64 ? <CopyButton text={hash} label={`Copy ${name.toLowerCase()}`} /> : null}</p>
}

function kindWords(kind: AuditLink['kind']): string {
  switch (kind) {
    case 'begun': return 'Written before it was done'
    case 'ended': return 'Its result'
    case 'lost': return 'Result lost; written at the next start'
    case 'done': return 'Written when it was done'
    case 'earlier': return 'From before the chain; sealed as found'
    case 'purge': return 'Older records were deleted; the chain goes on from here'
    case 'break': return 'The log was not as it had been left'
    default: return assertNever(kind)
  }
}
