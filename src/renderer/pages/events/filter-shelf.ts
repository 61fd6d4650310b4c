import { useEffect } from 'react'
import type { FilterShelf, SavedFilter } from '../../../shared/feed-tools.ts'
import { filterUsed, forgetFilterHistory, listFilters, removeFilter, saveFilter } from '../../actions.ts'
import { createStore, useSelected } from '../../state/store.ts'

/** Saved filters and those that were used, as the main process has them. */
export const filterShelf = createStore<FilterShelf>({ saved: [], history: [] })

export async function loadFilterShelf(): Promise<void> {
  try {
    filterShelf.set(await listFilters())
  } catch (error) {
    console.error('filters:list failed', error)
  }
}

/** The shelf; asked for anew whenever something that shows it appears. */
export function useFilterShelf(): FilterShelf {
  useEffect(() => { void loadFilterShelf() }, [])
  return useSelected(filterShelf, (state) => state)
}

/** Keeps a filter in the history. */
export async function keepInHistory(text: string): Promise<void> {
  try {
    await filterUsed(text)
  } catch (error) {
    console.error('filters:used failed', error)
  }
  await loadFilterShelf()
}

export async function forgetHistory(): Promise<void> {
  await forgetFilterHistory()
  await loadFilterShelf()
}

/** Keeps a filter under a name; the same id again renames or replaces it. */
export async function putFilter(filter: SavedFilter): ReturnType<typeof saveFilter> {
  const answer = await saveFilter({ ...filter, name: filter.name.trim(), text: filter.text.trim() })
  await loadFilterShelf()
  return answer
}

export async function dropFilter(id: string): ReturnType<typeof removeFilter> {
  const answer = await removeFilter(id)
  await loadFilterShelf()
  return answer
}

/** One line of the dropdown of the filter box. */
export type ShelfEntry =
  | { readonly kind: 'saved'; readonly filter: SavedFilter }
  | { readonly kind: 'history'; readonly text: string }
  | { readonly kind: 'manage'; readonly label: string }

/** Saved filters first, then what was used and is not saved, then the way to the dialog. `text` is what stands in the box. */
export function shelfEntries({ saved, history }: FilterShelf, text: string): readonly ShelfEntry[] {
  const savedTexts = new Set(saved.map((filter) => filter.text))
  const used = history.filter((each) => !savedTexts.has(each))
  return [
    ...saved.map((filter): ShelfEntry => ({ kind: 'saved', filter })),
    ...used.map((each): ShelfEntry => ({ kind: 'history', text: each })),
    { kind: 'manage', label: text.trim() === '' ? 'Manage filters…' : 'Save this filter, or manage…' },
  ]
}
