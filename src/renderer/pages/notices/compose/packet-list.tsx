import type { NoticeReview } from '../../../../shared/notices.ts'
import { CopyButton } from '../../../components/copy-button.tsx'
import { count } from '../../../text/numbers.ts'
import { wayWord } from '../notice-words.ts'
import { visibleText } from '../visible-text.ts'

/** What would leave: one entry a packet or request, its payload as JSON text. */
export function PacketList({ review }: { review: Pick<NoticeReview, 'packets' | 'packetsLeftOut'> }) {
  if (review.packets.length === 0) return <p className="form-remark">Nothing would leave: see what is wrong.</p>
  return (
    <ul className="packet-list" aria-label="What would leave">
      {review.packets.map((packet, index) => (
        <li key={index}>
          <p className="packet-head"><span>{packet.targetName}</span><span className="dim">{wayWord(packet.way)}</span><span className="mono wrap-anywhere">{packet.namespace} {packet.event}{packet.room === null ? '' : ` → ${packet.room}`}</span><span className="spacer" /><CopyButton text={packet.json} label={`Copy the payload of ${packet.event}`} /></p>
          {/* Long payloads scroll, and the arrow keys scroll what has the focus. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className="mono packet-json scroll" tabIndex={0} role="group" aria-label={`Payload of ${packet.event}`}>{visibleText(packet.json)}</pre>
        </li>
      ))}
      {review.packetsLeftOut > 0 ? <li className="form-remark num">{count(review.packetsLeftOut)} more of the same form.</li> : null}
    </ul>
  )
}
