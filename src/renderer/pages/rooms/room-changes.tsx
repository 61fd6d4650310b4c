import { ArrowLeftFromLine, ArrowRightToLine } from 'lucide-react'
import type { RoomDetail } from '../../../shared/presence.ts'
import { clock, exact } from '../../text/times.ts'

/** Who joined and left, newest first. */
export function RoomChanges({ detail }: { detail: RoomDetail }) {
  return (
    <section className="person-part" aria-label="Joined and left">
      <h4>Joined and left</h4>
      {detail.changes.length === 0 ? <p className="dim">Nobody since Rollcall looks.</p> : (
        <ol className="timeline">
          {detail.changes.map((change, index) => (
            <li key={`${change.atMs} ${change.kind} ${change.person} ${detail.changes.length - index}`}>
              <time className="num dim" title={exact(change.atMs)}>{clock(change.atMs)}</time>
              {change.kind === 'joined' ? <ArrowRightToLine size={14} aria-hidden="true" /> : <ArrowLeftFromLine size={14} aria-hidden="true" />}
              <div><span>{change.person} <span className="moment-word">{change.kind}</span></span>{change.evidence === 'inferred' ? <span className="dim">inferred</span> : null}</div>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
