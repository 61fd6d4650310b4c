import { Bookmark, History, SlidersHorizontal } from 'lucide-react'
import { useLayoutEffect, type ReactNode } from 'react'
import { assertNever } from '../../text/words.ts'
import type { ShelfEntry } from './filter-shelf.ts'

interface FilterShelfListProps {
  readonly id: string
  readonly entries: readonly ShelfEntry[]
  readonly active: number
  readonly onTake: (entry: ShelfEntry) => void
}

/** Saved filters and history below the filter box; the focus stays in the box. */
export function FilterShelfList({ id, entries, active, onTake }: FilterShelfListProps) {
  useLayoutEffect(() => {
    if (active >= 0) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, id])
  return (
    <div id={id} className="menu filter-completions filter-shelf scroll" role="listbox" aria-label="Saved filters and history">
      {entries.map((entry, index) => (
        <div
          key={keyOf(entry)} id={`${id}-${index}`} role="option" tabIndex={-1} aria-selected={index === active} className={entry.kind === 'manage' ? 'menu-item shelf-manage' : 'menu-item'} data-highlighted={index === active ? '' : undefined}
          // The focus stays in the box: only keys move it, a click chooses.
          onMouseDown={(event) => {
            event.preventDefault()
            onTake(entry)
          }}
        >
          {contentOf(entry)}
        </div>
      ))}
    </div>
  )
}

function keyOf(entry: ShelfEntry): string {
  return entry.kind === 'saved' ? `saved ${entry.filter.id}` : entry.kind === 'history' ? `used ${entry.text}` : 'manage'
}

function contentOf(entry: ShelfEntry): ReactNode {
  switch (entry.kind) {
    case 'saved': return <><Bookmark size={14} aria-label="Saved" /><span className="strong truncate shelf-name">{entry.filter.name}</span><span className="mono dim truncate">{entry.filter.text}</span>{entry.filter.mode === 'highlight' ? <span className="dim shelf-mode">highlights</span> : null}</>
    case 'history': return <><History size={14} aria-label="Used before" /><span className="mono truncate">{entry.text}</span></>
    case 'manage': return <><SlidersHorizontal size={14} aria-hidden="true" /><span>{entry.label}</span></>
    default: return assertNever(entry)
  }
}
