import type { ScreenName, Settings } from '../../shared/ipc.ts'
import { createStore, useSelected } from './store.ts'

/** What the inspector shows. */
export type Selection =
  | { readonly kind: 'event'; readonly seq: number }
  | { readonly kind: 'target'; readonly targetId: string }
  | { readonly kind: 'namespace'; readonly targetId: string; readonly namespace: string }
  | { readonly kind: 'room'; readonly targetId: string; readonly namespace: string; readonly room: string }

export type OpenDialog =
  | { readonly name: 'settings' | 'shortcuts' | 'export' | 'import' | 'add-platform' }
  | { readonly name: 'edit-platform' | 'remove-platform' | 'sign-in'; readonly targetId: string }

export interface ViewState {
  readonly screen: ScreenName
  readonly selection: Selection | null
  readonly dialog: OpenDialog | null
  /** Platform shown on the Platforms screen; null: the first. */
  readonly platformId: string | null
  readonly rateTargetId: string | null
  readonly rateWindowMinutes: Settings['rateWindowMinutes']
  readonly filterText: string
  readonly treeFilter: string
  /** Event that the feed should bring into view, once. */
  readonly revealSeq: number | null
  readonly following: boolean
}

const initial: ViewState = {
  screen: 'overview', selection: null, dialog: null, platformId: null, rateTargetId: null, rateWindowMinutes: 15,
  filterText: '', treeFilter: '', revealSeq: null, following: true,
}

/** What this window looks at; nothing of it outlives the run (settings do). */
export const view = createStore<ViewState>(initial)

export function useView<S>(select: (state: ViewState) => S): S {
  return useSelected(view, select)
}

/** The target that a selection belongs to, for the environment stripe. */
export function selectedTargetId(state: Pick<ViewState, 'screen' | 'selection' | 'platformId'>): string | null {
  if (state.selection !== null && state.selection.kind !== 'event') return state.selection.targetId
  return state.screen === 'platforms' ? state.platformId : null
}

export function openDialog(dialog: OpenDialog | null): void {
  view.set({ dialog })
}
