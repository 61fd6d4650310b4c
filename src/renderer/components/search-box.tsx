import { Search, X } from 'lucide-react'
import type { Ref } from 'react'
import { Button } from './button.tsx'

interface SearchBoxProps {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Esc: the reader leaves the box; the text stays. */
  readonly onLeave?: () => void
  /** Enter: the reader takes what was found first. */
  readonly onEnter?: () => void
  readonly maxLength?: number
  readonly inputRef?: Ref<HTMLInputElement>
}

export function SearchBox({ label, placeholder, value, onChange, onLeave, onEnter, maxLength, inputRef }: SearchBoxProps) {
  return (
    <div className="search" role="search" aria-label={label}>
      <Search size={16} aria-hidden="true" />
      <input
        ref={inputRef}
        className="input"
        type="text"
        spellCheck={false}
        autoComplete="off"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        maxLength={maxLength}
        onChange={(event) => { onChange(event.target.value) }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter?.()
          if (event.key !== 'Escape') return
          event.stopPropagation()
          if (onLeave === undefined) event.currentTarget.blur()
          else onLeave()
        }}
      />
      {value === '' ? null : (
        <Button look="quiet" small iconOnly aria-label={`Clear ${label.toLowerCase()}`} onClick={() => { onChange('') }}>
          <X size={14} aria-hidden="true" />
        </Button>
      )}
    </div>
  )
}
