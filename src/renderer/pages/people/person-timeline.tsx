import { ArrowLeftFromLine, ArrowRightToLine, Ban, CircleDot, Eye, Plug, Unplug, type LucideIcon } from 'lucide-react'
import type { PersonDetail, TimelineEntry } from '../../../shared/presence.ts'
import { counted } from '../../text/numbers.ts'
import { momentWords } from '../../text/presence-words.ts'
import { clock, exact } from '../../text/times.ts'

const icons: Readonly<Record<TimelineEntry['kind'], LucideIcon>> = { connected: Plug, disconnected: Unplug, joined: ArrowRightToLine, left: ArrowLeftFromLine, refused: Ban, status: CircleDot, seen: Eye }

/** Joins, leaves, drops and refusals, newest first, with the reason in plain words. */
export function PersonTimeline({ detail }: { detail: PersonDetail }) {
  const { timeline, timelineDropped } = detail
  return (
    <section className="person-part" aria-label="Timeline">
      <h4>Timeline</h4>
      {timeline.length === 0 ? <p className="dim">Nothing happened since Rollcall looks.</p> : (
        <ol className="timeline">
          {timeline.map((entry, index) => {
            const Icon = icons[entry.kind]
            const words = momentWords(entry)
            return (
              <li key={`${entry.atMs} ${entry.kind} ${entry.text} ${timeline.length - index}`} className={entry.kind}>
                <time className="num dim" title={exact(entry.atMs)}>{clock(entry.atMs)}</time>
                <Icon size={14} aria-hidden="true" />
                <div>
                  <span className="selectable"><span className="moment-word">{words.label}</span>{words.rest}</span>
                  <span className="mono dim">{entry.namespace}</span>
                  {entry.evidence === 'inferred' ? <span className="dim">inferred</span> : null}
                  {entry.reason === null ? null : <details className="details"><summary>Details</summary><div className="mono"><span>{entry.reason}</span></div></details>}
                </div>
              </li>
            )
          })}
        </ol>
      )}
      {timelineDropped > 0 ? <p className="dim num">{counted(timelineDropped, 'older entry', 'older entries')} no longer kept.</p> : null}
    </section>
  )
}
