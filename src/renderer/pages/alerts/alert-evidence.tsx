import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import type { AlertDetail } from '../../../shared/alerts.ts'
import type { EventRow } from '../../../shared/domain.ts'
import { getPayload } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { showEvent } from '../../state/navigate.ts'
import { counted } from '../../text/numbers.ts'
import { clock, exact } from '../../text/times.ts'

/** Events that are drawn; the rest of what was kept is a number until it is asked for. */
const FIRST_SHOWN = 25

/** The events around the moment that were kept with the alert; they stay when the log has long moved on. */
export function AlertEvidence({ evidence, wide }: { evidence: AlertDetail['evidence']; wide: boolean }) {
  const [all, setAll] = useState(false)
  const [gone, setGone] = useState<ReadonlySet<number>>(new Set())
  const { events, leftOut, fromMs, toMs, complete } = evidence
  const shown = all ? events : events.slice(0, FIRST_SHOWN)
  // An event of an earlier run of Rollcall has no number in the log of this one.
  const openEvent = async ({ seq }: EventRow): Promise<void> => {
    const { ok } = await getPayload(seq)
    if (ok) showEvent(seq)
    else setGone((known) => new Set([...known, seq]))
  }
  return (
    <section className="person-part" aria-label="Evidence">
      <h4>Evidence <span className="dim num">{clock(fromMs)} to {clock(toMs)}{complete ? '' : ', still being collected'}</span></h4>
      {events.length === 0 ? <p className="dim">No event of its place was kept.</p> : (
        <table className={wide ? 'table evidence-table' : 'table evidence-table narrow'}>
          <caption className="visually-hidden">Events kept with the alert, oldest first</caption>
          <thead><tr><th scope="col">Time</th><th scope="col">Event</th><th scope="col">Person</th><th scope="col" className="evidence-preview">Preview</th><th scope="col"><span className="visually-hidden">Log</span></th></tr></thead>
          <tbody>
            {shown.map((event, index) => (
              <tr key={`${event.seq} ${index}`}>
                <td className="num" title={exact(event.atMs)}>{clock(event.atMs)}</td>
                <td className="truncate" title={`${event.event} ${event.namespace}`}>{event.event}</td>
                <td className="truncate selectable">{event.person ?? ''}</td>
                <td className="truncate mono evidence-preview selectable" title={event.preview}>{event.preview}</td>
                <td>{event.seq < 0 || gone.has(event.seq) ? <span className="dim" title="It has left the log; what is here was kept with the alert.">left</span> : (
                  <Button look="quiet" small iconOnly aria-label={`Open ${event.event} of ${clock(event.atMs)} in Events`} title="Open in Events" onClick={() => { openEvent(event).catch((error: unknown) => { console.error('feed:payload failed', error) }) }}><ExternalLink size={14} aria-hidden="true" /></Button>
                )}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {events.length > shown.length ? <p><Button small onClick={() => { setAll(true) }}>Show {counted(events.length - shown.length, 'more event')}</Button></p> : null}
      {leftOut > 0 ? <p className="dim num">{counted(leftOut, 'event')} of that minute did not fit.</p> : null}
    </section>
  )
}
