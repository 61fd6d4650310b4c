import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'

interface SegmentsProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly options: readonly { readonly value: V; readonly label: ReactNode; readonly name?: string }[]
  readonly onChange: (value: V) => void
}

/** A few alternatives side by side, one of them chosen. */
export function Segments<V extends string>({ label, value, options, onChange }: SegmentsProps<V>) {
  return (
    <ToggleGroup.Root
      className="segments"
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      {options.map((option) => (
        <ToggleGroup.Item key={option.value} value={option.value} aria-label={option.name}>{option.label}</ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
