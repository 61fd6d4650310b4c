import type { KeyboardEvent } from 'react'

/** Arrow keys (and j, k) walk through the buttons of rows in one list; nothing else is taken. */
export function stepInRows(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0
  if (by === 0 || event.ctrlKey || event.metaKey || event.altKey) return
  const rows = [...(event.currentTarget.closest('[data-rows]')?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const here = rows.findIndex((row) => row === event.currentTarget)
  const next = rows[Math.min(rows.length - 1, Math.max(0, here + by))]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
