import { useState } from 'react'
import { count } from '../../../text/numbers.ts'

interface LimitedTextProps {
  readonly id: string
  readonly value: string
  readonly max: number
  /** 1: one line. */
  readonly rows: number
  readonly placeholder: string
  readonly onChange: (value: string) => void
}

/** A field with a counter. A text that is too long is taken up to the limit, and what was left out is said. */
export function LimitedText({ id, value, max, rows, placeholder, onChange }: LimitedTextProps) {
  const [cutFrom, setCutFrom] = useState<number | null>(null)
  const take = (text: string): void => {
    setCutFrom(text.length > max ? text.length : null)
    onChange(text.slice(0, max))
  }
  const field = { id, value, placeholder, dir: 'auto' as const, 'aria-describedby': `${id}-count` }
  return (
    <>
      {rows === 1 ? <input className="input" {...field} onChange={(event) => { take(event.target.value) }} /> : <textarea className="textarea" rows={rows} {...field} onChange={(event) => { take(event.target.value) }} />}
      <span id={`${id}-count`} className="form-remark num">{count(value.length)} of {count(max)} characters{cutFrom === null ? '' : `. The text had ${count(cutFrom)}: only the first ${count(max)} were taken.`}</span>
    </>
  )
}
