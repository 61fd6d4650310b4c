import { Filter } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { showEvent } from '../../state/navigate.ts'
import { clock, exact } from '../../text/times.ts'

interface LastEventsProps {
  readonly events: readonly { readonly seq: number; readonly atMs: number; readonly event: string; readonly namespace?: string }[]
  /** Shows all of them in the event list. */
  readonly onMore: () => void
}

/** The last events of a person or a room; each opens in the event list. */
export function LastEvents({ events, onMore }: LastEventsProps) {
  return (
    <section className="person-part" aria-label="Last events">
      <h4>Last events <span className="spacer" /><Button look="quiet" small onClick={onMore}><Filter size={14} aria-hidden="true" />Show all in Events</Button></h4>
      {events.length === 0 ? <p className="dim">None that is still kept.</p> : (
        <ul>
          {events.map((event) => (
            <li key={event.seq}>
              <button type="button" className="row-button event-line-button" title="Open in Events" onClick={() => { showEvent(event.seq) }}>
                <time className="num dim" title={exact(event.atMs)}>{clock(event.atMs)}</time><span className="truncate">{event.event}</span>{event.namespace === undefined ? null : <span className="mono dim truncate">{event.namespace}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
