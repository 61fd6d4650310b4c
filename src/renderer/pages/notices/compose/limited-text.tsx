import { useState } from 'react'
import { charactersOf, cutWhole } from '../../../../shared/characters.ts'
import { count } from '../../../text/numbers.ts'

interface LimitedTextProps {
  readonly id: string
  readonly value: string
  /** UTF-16 units, as texts are kept. */
  readonly max: number
  /** 1: one line. */
  readonly rows: number
  readonly placeholder: string
  readonly onChange: (value: string) => void
}

/** A field with a counter. A text that is too long is taken up to the limit, never through a character, and what was left out is said. */
export function LimitedText({ id, value, max, rows, placeholder, onChange }: LimitedTextProps) {
  const [cut, setCut] = useState<string | null>(null)
  const take = (text: string): void => {
    const taken = cutWhole(text, max)
    setCut(text.length > max ? cutWords(text, taken) : null)
    onChange(taken)
  }
  const field = { id, value, placeholder, dir: 'auto' as const, 'aria-describedby': `${id}-count` }
  return (
    <>
      {rows === 1 ? <input className="input" {...field} onChange={(event) => { take(event.target.value) }} /> : <textarea className="textarea" rows={rows} {...field} onChange={(event) => { take(event.target.value) }} />}
      <span id={`${id}-count`} className="form-remark num">{counterWords(value, max)}{cut === null ? '' : `. ${cut}`}</span>
    </>
  )
}

/** `12 of 200 characters`; where people count fewer than the limit does, both. */
export function counterWords(value: string, max: number): string {
  const characters = charactersOf(value)
  if (characters === value.length || characters === null) return `${count(value.length)} of ${count(max)} characters`
  return `${count(characters)} ${characters === 1 ? 'character' : 'characters'}; emoji and marks count for more: ${count(value.length)} of ${count(max)} used`
}

/** What was left out of a text. */
export function cutWords(text: string, taken: string): string {
  const characters = charactersOf(text)
  return `The text had ${characters === null ? 'far more' : count(characters)}: only the first ${count(charactersOf(taken) ?? taken.length)} were taken.`
}
