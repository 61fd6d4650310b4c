import { useState } from 'react'
import { Select } from '../../../components/select.tsx'
import { invalid } from '../../platforms/field.tsx'

interface NumberProps {
  readonly id: string
  readonly value: number
  readonly error: string | undefined
  readonly unit?: string
  readonly label?: string
  /** NaN: what is typed is no number. */
  readonly onChange: (value: number) => void
}

/** What is typed as a number; a decimal comma is one. Nothing is NaN and not 0. */
export function asNumber(text: string): number {
  const typed = text.trim().replace(/\s/g, '').replace(/^(-?\d+),(\d+)$/, '$1.$2')
  return typed === '' ? Number.NaN : Number(typed)
}

function asText(value: number): string {
  return Number.isFinite(value) ? String(value) : ''
}

/** A number with its unit. What is typed stays as it is typed, whatever it means. */
export function NumberInput({ id, value, error, unit, label, onChange }: NumberProps) {
  const [text, setText] = useState(() => asText(value))
  // Another value came from elsewhere, as with another metric.
  const shown = Object.is(asNumber(text), value) || Number.isNaN(value) ? text : asText(value)
  return (
    <span className="row number-row">
      <input id={id} className="input num number-input" inputMode="decimal" autoComplete="off" aria-label={label} value={shown} onChange={(event) => { setText(event.target.value); onChange(asNumber(event.target.value)) }} {...invalid(id, error)} />
      {unit === undefined ? null : <span className="dim">{unit}</span>}
    </span>
  )
}

const units = [{ value: 's', label: 'seconds', seconds: 1 }, { value: 'min', label: 'minutes', seconds: 60 }, { value: 'h', label: 'hours', seconds: 3_600 }] as const
type Unit = (typeof units)[number]['value']

function secondsOf(unit: Unit): number {
  return units.find(({ value }) => value === unit)?.seconds ?? 1
}

/** The unit in which a length of time is a small whole number. */
export function unitFor(seconds: number): Unit {
  if (seconds >= 3_600 && seconds % 3_600 === 0) return 'h'
  return seconds >= 120 && seconds % 60 === 0 ? 'min' : 's'
}

/** A length of time: number and unit; tells seconds. */
export function SpanInput({ id, value, error, label, onChange }: Omit<NumberProps, 'unit'> & { readonly label: string }) {
  const [unit, setUnit] = useState<Unit>(() => unitFor(value))
  const [text, setText] = useState(() => asText(value / secondsOf(unit)))
  const tell = (nextText: string, nextUnit: Unit): void => {
    setText(nextText)
    setUnit(nextUnit)
    // Halves of a minute are whole seconds; 0.1 h must not become 360.00000000000006.
    onChange(Math.round(asNumber(nextText) * secondsOf(nextUnit) * 1_000) / 1_000)
  }
  return (
    <span className="row number-row">
      <input id={id} className="input num number-input" inputMode="decimal" autoComplete="off" value={text} onChange={(event) => { tell(event.target.value, unit) }} {...invalid(id, error)} />
      <Select label={`Unit of: ${label}`} value={unit} options={units} onChange={(next) => { tell(text, next) }} />
    </span>
  )
}
