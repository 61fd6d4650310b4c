import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { count, counted } from '../../text/numbers.ts'

/** Characters laid out at once; a payload may have 262,144, and a line of them takes the window's time. */
const SHOWN_CHARS = 20_000

/** The masked payload as JSON text. */
export function RawPayload({ json }: { json: string }) {
  const [whole, setWhole] = useState(false)
  if (json === '') return <p className="dim inspector-line">No payload.</p>
  const text = whole ? json : beginningOf(json, SHOWN_CHARS)
  return (
    <>
      <p className="dim num raw-size">{counted(json.length, 'character')} as masked text</p>
      <pre className="raw-payload mono selectable" aria-label="Payload as JSON text">{text}</pre>
      {text.length === json.length ? null : (
        <p className="raw-more"><span className="dim num">The first {count(text.length)} characters. </span><Button small onClick={() => { setWhole(true) }}>Show all</Button></p>
      )}
    </>
  )
}

/** The first characters of a text, never half of a pair. */
export function beginningOf(text: string, chars: number): string {
  if (text.length <= chars) return text
  const last = text.charCodeAt(chars - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? chars - 1 : chars)
}
