import { ChevronDown } from 'lucide-react'

interface SelectProps<V extends string> {
  readonly id?: string
  readonly label?: string
  readonly value: V
  readonly options: readonly { readonly value: V; readonly label: string }[]
  readonly onChange: (value: V) => void
}

/**
 * The system's own select: Radix' one injects a <style> element at run time, which the window's
 * Content-Security-Policy refuses.
 */
export function Select<V extends string>({ id, label, value, options, onChange }: SelectProps<V>) {
  return (
    <span className="select-box">
      <select
        id={id}
        className="select"
        aria-label={label}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen !== undefined) onChange(chosen.value)
        }}
      >
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
      <ChevronDown size={14} aria-hidden="true" />
    </span>
  )
}
