import { isFocusLost } from '../../components/focus-lost.ts'

/* Whoever comes back from a notice goes on at its row. */

let leftId: string | null = null

/** A notice was closed; its row gets the focus as soon as it is there. */
export function comeBackTo(id: string): void {
  leftId = id
}

/** Once the rows of a list are there: the focus goes to the row of the notice that was closed, unless somebody took it elsewhere. @param bar where the focus waits meanwhile */
export function focusReturned(list: HTMLElement | null, bar: Element | null): void {
  const id = leftId
  leftId = null
  if (id === null || !(isFocusLost() || bar?.contains(document.activeElement) === true)) return
  list?.querySelector<HTMLElement>(`[data-testid="notice-${CSS.escape(id)}"]`)?.focus()
}
