import { BellOff } from 'lucide-react'
import type { Silence } from '../../../../shared/alerts.ts'
import { Button } from '../../../components/button.tsx'
import { Notice } from '../../../components/notice.tsx'
import { since } from '../../../text/times.ts'
import { affectsWords, matchersWords } from './silence-words.ts'
import type { Previewed } from './use-preview.ts'

/** Before a silence is made: the rule in words, what it hides now, and silences that do the same already. */
export function SilencePreviewPanel({ previewed, missing, endsAtMs, nowMs, onExtend }: { previewed: Previewed; missing: string | null; endsAtMs: number | null; nowMs: number; onExtend: (silence: Silence) => void }) {
  const { preview, current, problem } = previewed
  if (problem !== null) return <Notice tone="critical" role="alert">It cannot be said what it would do: {problem}.</Notice>
  if (missing !== null) return <p className="form-remark">{missing}</p>
  if (preview === null) return <p className="form-remark">Looking what it would do…</p>
  return (
    <div className={current ? 'silence-preview' : 'silence-preview old'} data-testid="silence-preview">
      <p className="strong wrap-anywhere">{preview.sentence}{endsAtMs === null ? null : <span className="dim num silence-until"> Until {since(endsAtMs, nowMs)}.</span>}</p>
      {preview.refused === null ? (
        <>
          <p className="silence-affects num"><BellOff size={14} aria-hidden="true" />{affectsWords(preview.affects)}</p>
          {preview.examples.length === 0 ? null : <ul className="silence-examples">{preview.examples.map((example, index) => <li key={index} className="wrap-anywhere">{example}</li>)}{preview.affects > preview.examples.length ? <li className="dim num">and {preview.affects - preview.examples.length} more</li> : null}</ul>}
        </>
      ) : <Notice tone="warning" role="alert">{preview.refused}</Notice>}
      {preview.similar.length === 0 ? null : (
        <div className="silence-similar">
          <p className="form-remark">{preview.similar.length === 1 ? 'A silence like this is there already:' : 'Silences like this are there already:'}</p>
          <ul>
            {preview.similar.slice(0, 3).map((silence) => (
              <li key={silence.id}>
                <span className="wrap-anywhere">{matchersWords(silence.matchers)}<span className="dim num"> · until {since(silence.endsAtMs, nowMs)} · {silence.reason}</span></span>
                <Button small onClick={() => { onExtend(silence) }}>Extend that one instead</Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
