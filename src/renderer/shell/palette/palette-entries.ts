import type { TreeNamespace } from '../../../shared/domain.ts'
import type { SavedFilter } from '../../../shared/feed-tools.ts'
import type { ScreenName } from '../../../shared/ipc.ts'
import type { RoomKey } from '../../../shared/presence.ts'
import type { OpenDialog } from '../../state/view-store.ts'
import { screensInOrder } from '../shortcuts.ts'

/** Rooms offered for a text: what is beyond is found on the Rooms screen. */
export const PALETTE_ROOMS_MAX = 12
export const PALETTE_PEOPLE_MAX = 12
export const PALETTE_FILTERS_MAX = 8
export const PALETTE_ALERTS_MAX = 8

export interface PaletteCommand {
  readonly id: string
  readonly label: string
  readonly does: { readonly go: ScreenName } | { readonly open: OpenDialog } | { readonly write: 'announcement' | 'drill' }
}

/** Screens and dialogs that a text names. Nothing in the palette sends anything. */
export function paletteCommands(text: string, titles: Readonly<Record<ScreenName, string>>): readonly PaletteCommand[] {
  const all: readonly PaletteCommand[] = [
    ...screensInOrder.map((screen): PaletteCommand => ({ id: `go ${screen}`, label: `Go to ${titles[screen]}`, does: { go: screen } })),
    { id: 'announcement', label: 'New announcement…', does: { write: 'announcement' } },
    { id: 'drill', label: 'New drill…', does: { write: 'drill' } },
    { id: 'add', label: 'Add platform…', does: { open: { name: 'add-platform' } } },
    { id: 'import', label: 'Import platforms…', does: { open: { name: 'import' } } },
    { id: 'export', label: 'Export platforms…', does: { open: { name: 'export' } } },
    { id: 'events', label: 'Export events…', does: { open: { name: 'export-events' } } },
    { id: 'filters', label: 'Saved filters of Events…', does: { open: { name: 'saved-filters' } } },
    { id: 'views', label: 'Saved views of People…', does: { open: { name: 'save-view' } } },
    { id: 'audit', label: 'Export the audit log…', does: { open: { name: 'export-audit' } } },
    { id: 'alerts', label: 'Export alerts…', does: { open: { name: 'export-alerts' } } },
    { id: 'settings', label: 'Settings…', does: { open: { name: 'settings' } } },
    { id: 'keys', label: 'Keyboard shortcuts…', does: { open: { name: 'shortcuts' } } },
  ]
  const words = wordsOf(text)
  return all.filter((command) => words.every((word) => command.label.toLowerCase().includes(word)))
}

/** Rooms of the tree whose name has every word of a text, best known first: those that begin with it, then by events. */
export function paletteRooms(text: string, tree: readonly TreeNamespace[]): readonly RoomKey[] {
  const words = wordsOf(text)
  const [first] = words
  if (first === undefined) return []
  const found: { readonly key: RoomKey; readonly begins: boolean; readonly events: number }[] = []
  for (const { targetId, namespace, rooms } of tree) {
    for (const { room, events } of rooms) {
      const name = room.toLowerCase()
      if (words.every((word) => name.includes(word) || namespace.toLowerCase().includes(word))) found.push({ key: { targetId, namespace, room }, begins: name.startsWith(first), events })
    }
  }
  return found.sort((a, b) => Number(b.begins) - Number(a.begins) || b.events - a.events).slice(0, PALETTE_ROOMS_MAX).map((each) => each.key)
}

/** Saved filters whose name or text has every word of a text. */
export function paletteFilters(text: string, saved: readonly SavedFilter[]): readonly SavedFilter[] {
  const words = wordsOf(text)
  if (words.length === 0) return []
  return saved.filter(({ name, text: filter }) => words.every((word) => `filter ${name} ${filter}`.toLowerCase().includes(word))).slice(0, PALETTE_FILTERS_MAX)
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/).filter((word) => word !== '')
}
