import { ChevronDown, Search, X } from 'lucide-react'
import { useId, useLayoutEffect, useRef, useState } from 'react'
import type { FeedMode } from '../../../shared/ipc.ts'
import { FILTER_CHARS_MAX } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { openDialog } from '../../state/view-store.ts'
import { assertNever } from '../../text/words.ts'
import { loadFilterShelf, shelfEntries, useFilterShelf, type ShelfEntry } from './filter-shelf.ts'
import { FilterShelfList } from './filter-shelf-list.tsx'
import { applyCompletion, asksForMore, nextActive } from './filter-text.ts'
import { useCompletions } from './use-completions.ts'

interface FilterBoxProps {
  readonly value: string
  readonly wrong: boolean
  /** Id of the line that says what is wrong. */
  readonly faultId: string
  readonly onChange: (text: string) => void
  /** A saved filter was chosen, or one from the history (which keeps the mode). */
  readonly onPick: (text: string, mode: FeedMode | null) => void
  /** Enter, or the reader left the box: what stands there is meant. */
  readonly onSettled: () => void
  /** Completions are on screen: what is typed is not finished. */
  readonly onOffer: (open: boolean) => void
  /** Esc: the reader leaves the box; the text stays. */
  readonly onLeave: () => void
}

/** The filter box with what the word at the cursor can become, and saved filters and history on demand. Tab is never taken; nothing is chosen that no arrow key or click chose. */
export function FilterBox({ value, wrong, faultId, onChange, onPick, onSettled, onOffer, onLeave }: FilterBoxProps) {
  const [wanted, setWanted] = useState<{ readonly text: string; readonly cursor: number } | null>(null)
  const [active, setActive] = useState(-1)
  const cursorAfter = useRef<number | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const offered = useCompletions(wanted)
  const completions = offered?.found.completions ?? []
  const [shelfOpen, setShelfOpen] = useState(false)
  const shelf = useFilterShelf()
  const entries = shelfEntries(shelf, value)
  const open = offered !== null && !shelfOpen
  const listed = shelfOpen ? entries.length : completions.length

  useLayoutEffect(() => { onOffer(open) }, [onOffer, open])
  useLayoutEffect(() => {
    if (cursorAfter.current === null) return
    input.current?.setSelectionRange(cursorAfter.current, cursorAfter.current)
    cursorAfter.current = null
  })
  useLayoutEffect(() => {
    if (active >= 0 && !shelfOpen) document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, listId, shelfOpen])

  function ask(text: string, cursor: number): void {
    setShelfOpen(false)
    setWanted({ text, cursor })
    setActive(-1)
  }
  function close(): void {
    setWanted(null)
    setShelfOpen(false)
    setActive(-1)
  }
  function showShelf(): void {
    setWanted(null)
    setShelfOpen(true)
    setActive(-1)
    void loadFilterShelf()
  }
  /** An empty box offers what was used before; where there is nothing of that, it stays quiet. */
  function offerShelf(): void {
    if (value === '' && shelf.saved.length + shelf.history.length > 0) showShelf()
  }
  function takeEntry(entry: ShelfEntry): void {
    close()
    switch (entry.kind) {
      case 'saved': onPick(entry.filter.text, entry.filter.mode); break
      case 'history': onPick(entry.text, null); break
      case 'manage': openDialog({ name: 'saved-filters' }); break
      default: assertNever(entry)
    }
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
    const entry = entries[active]
    if (event.altKey && event.key !== 'ArrowDown') return
    switch (event.key) {
      case 'ArrowDown': case 'ArrowUp':
        if (event.altKey) showShelf()
        else if (open || shelfOpen) setActive(nextActive(active, event.key === 'ArrowDown' ? 1 : -1, listed))
        else if (event.key === 'ArrowDown') ask(value, event.currentTarget.selectionStart ?? value.length)
        break
      case 'Enter':
        if (shelfOpen && entry !== undefined) takeEntry(entry)
        else if (!shelfOpen && chosen !== undefined) take(chosen)
        else {
          close()
          onSettled()
        }
        break
      case 'Escape':
        event.stopPropagation()
        if (open || shelfOpen) close()
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
        role="combobox" aria-autocomplete="list" aria-expanded={open || shelfOpen} aria-controls={open || shelfOpen ? listId : undefined} aria-activedescendant={(open || shelfOpen) && active >= 0 ? `${listId}-${active}` : undefined}
        aria-invalid={wrong} aria-describedby={wrong ? faultId : undefined}
        onChange={(event) => {
          onChange(event.target.value)
          ask(event.target.value, event.target.selectionStart ?? event.target.value.length)
        }}
        onKeyDown={onKeyDown} onFocus={offerShelf} onClick={offerShelf}
        onBlur={() => {
          close()
          onSettled()
        }}
      />
      {value === '' ? null : (
        <Button look="quiet" small iconOnly className="filter-clear" aria-label="Clear filter events" onClick={() => {
          close()
          onChange('')
          input.current?.focus()
        }}>
          <X size={14} aria-hidden="true" />
        </Button>
      )}
      <Button
        look="quiet" small iconOnly aria-label="Saved filters and history" title="Saved filters and history (Alt+↓)" aria-expanded={shelfOpen}
        // The focus is in the box while its list is open.
        onMouseDown={(event) => { event.preventDefault() }}
        onClick={() => {
          input.current?.focus()
          if (shelfOpen) close()
          else showShelf()
        }}
      >
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
      {shelfOpen ? <FilterShelfList id={listId} entries={entries} active={active} onTake={takeEntry} /> : null}
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
