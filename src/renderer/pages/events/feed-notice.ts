import { createStore, useSelected } from '../../state/store.ts'

export interface FeedNotice {
  readonly text: string
  /** Takes back what the notice tells of; null: nothing to take back. */
  readonly undo: (() => void) | null
}

interface FeedNotices {
  /** What a screen reader hears; the number rises, so that the same words are heard twice. */
  readonly said: { readonly number: number; readonly text: string }
  /** What stands above the list until it is closed or another one comes. */
  readonly notice: FeedNotice | null
}

const feedNotices = createStore<FeedNotices>({ said: { number: 0, text: '' }, notice: null })

export function useFeedNotices(): FeedNotices {
  return useSelected(feedNotices, (state) => state)
}

/** Tells a screen reader what a key did; on screen the rows show it. */
export function announce(text: string): void {
  feedNotices.set({ said: { number: feedNotices.get().said.number + 1, text } })
}

/** A sentence above the list, with a way back where there is one. */
export function notify(text: string, undo: (() => void) | null = null): void {
  feedNotices.set({ notice: { text, undo } })
}

export function closeNotice(): void {
  feedNotices.set({ notice: null })
}
