import { useEffect, useState } from 'react'
import type { LearnedContract } from '../../../shared/contract-check.ts'
import type { TargetView } from '../../../shared/domain.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { learnContract } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { openDialog } from '../../state/view-store.ts'
import { directionWord } from '../../text/drift-words.ts'
import { count, counted } from '../../text/numbers.ts'

interface Draft {
  readonly learned: LearnedContract
  readonly json: string
}

/** A catalog drafted from what is in the log, for a person to review; nothing is saved. */
export function LearnContractDialog({ target }: { target: TargetView }) {
  const { id, name } = target.settings
  const [answer, setAnswer] = useState<{ ok: true; draft: Draft } | Failure | null>(null)
  useEffect(() => {
    let current = true
    void learnContract(id).then((got) => {
      if (current) setAnswer(got.ok ? { ok: true, draft: { learned: got.value, json: JSON.stringify(got.value.catalog, null, 2) } } : got)
    })
    return () => { current = false }
  }, [id])
  return (
    <Dialog wide title={`Contract learned from ${name}`} description="A draft from the traffic that is still in the log. Review it; nothing is saved." onClose={() => { openDialog(null) }} foot={
      <>
        <span className="spacer" />
        <Button onClick={() => { openDialog(null) }}>Close</Button>
        {answer?.ok === true ? <CopyButton words label="Copy JSON" text={answer.draft.json} /> : null}
      </>
    }>
      {answer === null ? <p className="dim">Loading…</p> : answer.ok ? <Summary draft={answer.draft} /> : <Notice tone="critical" role="alert"><ProblemText problem={answer.problem} /></Notice>}
    </Dialog>
  )
}

function Summary({ draft: { learned, json } }: { draft: Draft }) {
  return (
    <>
      <p>{counted(learned.events.length, 'event')} in the draft{learned.leftOut === 0 ? '' : `; ${counted(learned.leftOut, 'name')} left out: too long, or more than a catalog holds`}.</p>
      {learned.events.length === 0 ? null : (
        // A region that scrolls must be reachable by the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="learned-events scroll" tabIndex={0} role="region" aria-label="Events of the draft">
          <table className="table audit">
            <thead><tr>{['Event', 'Direction', 'Namespaces', 'Seen', 'Learned from'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
            <tbody>
              {learned.events.map((event) => (
                <tr key={event.name}>
                  <td className="mono selectable wrap-anywhere">{event.name}</td>
                  <td>{directionWord(event.direction)}</td>
                  <td className="mono wrap-anywhere">{event.namespaces.join(' ')}</td>
                  <td className="num">{count(event.count)}</td>
                  <td className="num">{counted(event.samples, 'payload')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <textarea className="textarea mono" rows={12} readOnly aria-label="Draft as JSON" value={json} />
    </>
  )
}
