import type { NoticeView } from '../../../../shared/notices.ts'
import { count, counted } from '../../../text/numbers.ts'

/** How far it is: people reached, delivered, read, failed. What a server does not say is not a zero. */
export function Totals({ view }: { view: NoticeView }) {
  const { totals, parts } = view
  const done = parts.filter((part) => part.state !== 'waiting' && part.state !== 'begun').length
  const waits = done < parts.length
  const silent = parts.filter((part) => part.state === 'not-confirmed').reduce((sum, part) => sum + part.people, 0)
  const steps = new Set(parts.map(({ step }) => step)).size
  const lost = parts.filter((part) => part.state === 'unknown').reduce((sum, part) => sum + part.people, 0)
  const wordless = parts.filter((part) => part.read === null && part.state !== 'failed' && part.state !== 'stopped').length
  const figures: readonly { readonly word: string; readonly value: string; readonly note: string }[] = [
    { word: 'Sent to', value: count(totals.sent), note: `of ${count(totals.people)}${steps > 1 ? `, in ${count(steps)} steps` : ''}${lost > 0 ? ` (${count(lost)} not known)` : ''}` },
    { word: 'Delivered', value: totals.delivered === null ? '–' : count(totals.delivered), note: totals.delivered === null ? (waits ? 'not known yet' : 'this way says nothing') : 'connections, as the server says' },
    { word: 'Read', value: totals.read === null ? '–' : count(totals.read), note: totals.read === null ? (waits ? 'not known yet' : 'no read receipts') : wordless > 0 ? `${counted(wordless, 'part')} ${wordless === 1 ? 'does' : 'do'} not say` : totals.delivered !== null && totals.read <= totals.delivered ? `of ${count(totals.delivered)} connections, as the server says` : 'as the server says' },
    { word: 'Not confirmed', value: count(silent), note: 'sent, no answer came' },
    { word: 'Failed', value: count(totals.failed), note: 'did not arrive' },
  ]
  return (
    <div className="notice-totals">
      {view.state === 'sending' ? <progress className="notice-progress" aria-label="Parts sent" max={parts.length} value={done} /> : null}
      <ul aria-label="Receipts">{figures.map(({ word, value, note }) => <li key={word}><span className="dim">{word}</span><strong className="num">{value}</strong><span className="dim num">{note}</span></li>)}</ul>
    </div>
  )
}
