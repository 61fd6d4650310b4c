import { Search, X } from 'lucide-react'
import { useId, useLayoutEffect, useRef, useState } from 'react'
import { FILTER_CHARS_MAX } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { applyCompletion, asksForMore, nextActive } from './filter-text.ts'
import { useCompletions } from './use-completions.ts'

interface FilterBoxProps {
  readonly value: string
  readonly wrong: boolean
  /** Id of the line that says what is wrong. */
  readonly faultId: string
  readonly onChange: (text: string) => void
  /** Completions are on screen: what is typed is not finished. */
  readonly onOffer: (open: boolean) => void
  /** Esc: the reader leaves the box; the text stays. */
  readonly onLeave: () => void
}

/** The filter box with what the word at the cursor can become. Tab is never taken; nothing is chosen that no arrow key or click chose. */
export function FilterBox({ value, wrong, faultId, onChange, onOffer, onLeave }: FilterBoxProps) {
  const [wanted, setWanted] = useState<{ readonly text: string; readonly cursor: number } | null>(null)
  const [active, setActive] = useState(-1)
  const cursorAfter = useRef<number | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const offered = useCompletions(wanted)
  const completions = offered?.found.completions ?? []
  const open = offered !== null

  useLayoutEffect(() => { onOffer(open) }, [onOffer, open])
  useLayoutEffect(() => {
    if (cursorAfter.current === null) return
    input.current?.setSelectionRange(cursorAfter.current, cursorAfter.current)
    cursorAfter.current = null
  })
  useLayoutEffect(() => {
    if (active >= 0) document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, listId])

  function ask(text: string, cursor: number): void {
    setWanted({ text, cursor })
    setActive(-1)
  }
  function close(): void {
    setWanted(null)
    setActive(-1)
  }
  function take(completion: string): void {
    if (offered === null) return
    const next = applyCompletion(value, offered.found.replaces, completion)
    cursorAfter.current = next.cursor
    onChange(next.text)
    if (asksForMore(completion)) ask(next.text, next.cursor)
    else close()
  }

  function onKeyDown(event: React.KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return
    const chosen = completions[active]
    switch (event.key) {
      case 'ArrowDown': case 'ArrowUp':
        if (open) setActive(nextActive(active, event.key === 'ArrowDown' ? 1 : -1, completions.length))
        else if (event.key === 'ArrowDown') ask(value, event.currentTarget.selectionStart ?? value.length)
        break
      case 'Enter':
        if (chosen === undefined) close()
        else take(chosen)
        break
      case 'Escape':
        event.stopPropagation()
        if (open) close()
        else onLeave()
        break
      default: return
    }
    event.preventDefault()
  }

  return (
    <div className="search filter-box" role="search" aria-label="Filter events">
      <Search size={16} aria-hidden="true" />
      <input
        ref={input} className={wrong ? 'input wrong' : 'input'} type="text" spellCheck={false} autoComplete="off" maxLength={FILTER_CHARS_MAX} value={value}
        aria-label="Filter events" placeholder="Filter, e.g. event:chat.* room:7B -event:ping"
        role="combobox" aria-autocomplete="list" aria-expanded={open} aria-controls={open ? listId : undefined} aria-activedescendant={open && active >= 0 ? `${listId}-${active}` : undefined}
        aria-invalid={wrong} aria-describedby={wrong ? faultId : undefined}
        onChange={(event) => {
          onChange(event.target.value)
          ask(event.target.value, event.target.selectionStart ?? event.target.value.length)
        }}
        onKeyDown={onKeyDown} onBlur={close}
      />
      {value === '' ? null : (
        <Button look="quiet" small iconOnly aria-label="Clear filter events" onClick={() => {
          close()
          onChange('')
          input.current?.focus()
        }}>
          <X size={14} aria-hidden="true" />
        </Button>
      )}
      {!open ? null : (
        <div id={listId} className="menu filter-completions scroll" role="listbox" aria-label="Completions">
          {completions.map((completion, index) => (
            <div
              key={completion} id={`${listId}-${index}`} role="option" tabIndex={-1} aria-selected={index === active} className="menu-item mono" data-highlighted={index === active ? '' : undefined}
              // The focus stays in the box: only keys move it, a click chooses.
              onMouseDown={(event) => {
                event.preventDefault()
                take(completion)
              }}
            >
              <span className="truncate">{completion}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
