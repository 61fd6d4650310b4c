import { useRef, useState } from 'react'
import type { Failure } from '../../../../shared/ipc.ts'
import type { NoticePart, NoticeView } from '../../../../shared/notices.ts'
import { stepWord } from '../../../../shared/step-word.ts'
import { noticeFoundOut } from '../../../actions.ts'
import { Button } from '../../../components/button.tsx'
import { Field, invalid } from '../../platforms/field.tsx'
import { count } from '../../../text/numbers.ts'
import { clock, exact } from '../../../text/times.ts'
import { PartStateMark } from '../kind-mark.tsx'
import { partStateWord, readWords, wayWord } from '../notice-words.ts'

interface PartTableProps {
  readonly view: NoticeView
  readonly onProblem: (problem: Failure['problem']) => void
  readonly onChanged: () => void
}

/** Columns of figures, which end at the right. */
const figures: ReadonlySet<string> = new Set(['People', 'Delivered', 'Read'])

/** Receipts by part: each packet or request with what is known of it. */
export function PartTable({ view, onProblem, onChanged }: PartTableProps) {
  const { parts } = view
  const [known, setKnown] = useState(false)
  if (parts.length === 0) return null
  const silent = parts.filter(({ state }) => state === 'not-confirmed')
  const unknown = parts.filter(({ state }) => state === 'unknown')
  const steps = new Set(parts.map(({ step }) => step)).size > 1
  return (
    <>
      {unknown.map((part) => <FoundOut key={part.id} view={view} part={part} onProblem={onProblem} onChanged={onChanged} />)}
      <table className="table notices-table parts" data-testid="notice-parts">
        <caption className="visually-hidden">Receipts by platform, namespace and room</caption>
        <thead><tr>{[...(steps ? ['Step'] : []), 'Platform', 'Where', 'State', 'People', 'Delivered', 'Read', 'Time'].map((title) => <th key={title} scope="col" className={figures.has(title) ? 'right' : undefined}>{title}</th>)}</tr></thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.id}>
              {steps ? <td className="part-step">{stepWord(part.step)}</td> : null}
              <td>{part.targetName}<span className="dim part-way">{wayWord(part.way)}</span></td>
              <td className="mono wrap-anywhere">{part.namespace}{part.room === null ? '' : ` ${part.room}`}<span className="dim part-way">{part.event}</span></td>
              <td><PartStateMark state={part.state} />{part.detail === '' ? null : <p className="dim cell-detail selectable">{part.detail}</p>}</td>
              <td className="num right">{count(part.people)}</td>
              <td className="num right">{part.delivered === null ? <Unsaid part={part} /> : count(part.delivered)}</td>
              <td className="num right">{part.read === null ? <Unsaid part={part} /> : readWords(part)}</td>
              <td className="num" title={part.atMs === null ? undefined : exact(part.atMs)}>{part.atMs === null ? '' : clock(part.atMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {silent.length === 0 ? null : (
        <details className="details" open={known} onToggle={(event) => { setKnown(event.currentTarget.open) }}><summary>Somebody knows what became of what was not confirmed</summary>
          {known ? silent.map((part) => <FoundOut key={part.id} view={view} part={part} onProblem={onProblem} onChanged={onChanged} />) : null}
        </details>
      )}
    </>
  )
}

/** Of a part whose end nobody saw, or that nobody confirmed: somebody looks and says what they found; nothing is sent a second time by itself. */
function FoundOut({ view, part, onProblem, onChanged }: Omit<PartTableProps, 'view'> & { view: NoticeView; part: NoticePart }) {
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const id = `f-found-${part.id}`
  const error = tried && note.trim().length < 3 ? 'Say in a few words how you know.' : undefined
  async function say(arrived: boolean): Promise<void> {
    setTried(true)
    if (note.trim().length < 3) field.current?.focus()
    if (note.trim().length < 3 || busy) return
    setBusy(true)
    const answer = await noticeFoundOut(view.draft.id, part.id, arrived, note.trim())
    setBusy(false)
    if (answer.ok) onChanged()
    else onProblem(answer.problem)
  }
  return (
    <section className="found-out" aria-label={`${partStateWord(part.state)}: ${part.targetName} ${part.namespace}`}>
      <h3>What did you find out about {part.targetName}, <span className="mono">{part.namespace}{part.room === null ? '' : ` ${part.room}`}</span>?</h3>
      <p className="dim">{part.state === 'unknown' ? 'The connection or Rollcall ended in the middle of it' : 'It left, and the server did not answer in time'}: it may have arrived or not. Ask somebody there, then say so here.</p>
      <div className="form-grid">
        <Field id={id} label="How you know" error={error}><input ref={field} id={id} className="input" maxLength={500} value={note} placeholder="Called room 204: they see it." onChange={(event) => { setNote(event.target.value) }} {...invalid(id, error)} /></Field>
      </div>
      <div className="row"><Button small disabled={busy} onClick={() => { void say(true) }}>It arrived</Button><Button small disabled={busy} onClick={() => { void say(false) }}>It did not arrive</Button></div>
    </section>
  )
}

/** A server says nothing, or there was nothing to say anything of. */
function Unsaid({ part: { state } }: { part: NoticePart }) {
  return <span className="dim">{state === 'stopped' || state === 'waiting' ? '–' : 'not said'}</span>
}
