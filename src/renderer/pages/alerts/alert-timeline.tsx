import { Bell, BellOff, CircleDot, Hand, MessageSquareText, Send, TriangleAlert, CheckCheck, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { AlertDetail, AlertEntry } from '../../../shared/alerts.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { Button } from '../../components/button.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { useNow } from '../../state/clock.ts'
import { counted } from '../../text/numbers.ts'
import { clock, exact, since } from '../../text/times.ts'
import { doToAlerts } from './alert-done.ts'
import { entryText, entryWord } from './alert-words.ts'

const people: Partial<Record<AlertEntry['what'], LucideIcon>> = {
  fired: Bell, worse: TriangleAlert, escalated: TriangleAlert, odd: TriangleAlert, acknowledged: Hand, 'handed-over': Hand, note: MessageSquareText, resolved: CheckCheck, 'resolved-by-hand': CheckCheck,
  silenced: BellOff, 'not-shown': BellOff, notified: Send, webhook: Send,
}

/** Everything that happened to an alert, newest first: when, what, by whom; and a box for another note. */
export function AlertTimeline({ detail: { row, timeline, entriesLeftOut } }: { detail: AlertDetail }) {
  const now = useNow()
  return (
    <section className="person-part" aria-label="Timeline">
      <h4>Timeline</h4>
      <NoteBox id={row.id} />
      <ol className="timeline alert-timeline">
        {timeline.map((entry, index) => ({ entry, index })).reverse().map(({ entry, index }) => {
          const Icon = people[entry.what] ?? CircleDot
          return (
            <li key={`${entry.atMs} ${entry.what} ${index + entriesLeftOut}`} className={entry.what}>
              <time className="num dim" title={exact(entry.atMs)}>{since(entry.atMs, now).includes(',') ? since(entry.atMs, now) : clock(entry.atMs)}</time>
              <Icon size={14} aria-hidden="true" />
              <div>
                <span className="selectable"><span className="moment-word">{entryWord(entry.what)}</span>{entry.text === '' ? '' : `: ${entryText(entry)}`}</span>
                {entry.who === null ? null : <span className="dim">{entry.who}</span>}
              </div>
            </li>
          )
        })}
      </ol>
      {entriesLeftOut > 0 ? <p className="dim num">{counted(entriesLeftOut, 'older entry', 'older entries')} not shown; all are in the database.</p> : null}
    </section>
  )
}

function NoteBox({ id }: { id: string }) {
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  async function add(): Promise<void> {
    if (note.trim() === '' || busy) return
    setBusy(true)
    const failed = await doToAlerts([id], { kind: 'note', note: note.trim() })
    setBusy(false)
    setFailure(failed)
    if (failed === null) setNote('')
  }
  return (
    <div className="alert-note">
      <textarea className="textarea" rows={2} maxLength={1_000} aria-label="Note" placeholder="Add a note. Leave students’ names out." value={note} onChange={(event) => { setNote(event.target.value) }} onKeyDown={(event) => { if (event.key === 'Escape') event.preventDefault() }} />
      <Button small disabled={note.trim() === '' || busy} onClick={() => { void add() }}>Add note</Button>
      {failure === null ? null : <Notice tone="critical" role="alert"><ProblemText problem={failure.problem} /></Notice>}
    </div>
  )
}
