import { useEffect } from 'react'
import { resync } from '../actions.ts'
import { changeSettings, preferences } from '../state/settings-store.ts'
import { openDialog, view } from '../state/view-store.ts'
import type { ScreenName } from '../../shared/ipc.ts'
import { commandFor } from './shortcuts.ts'

/** Goes to a screen and remembers it. */
export function goTo(screen: ScreenName): void {
  view.set({ screen })
  changeSettings({ screen })
}

/** Puts the cursor into the events filter, on whatever screen the reader is. */
function focusFilter(): void {
  if (view.get().screen !== 'events') goTo('events')
  requestAnimationFrame(() => {
    const input = document.querySelector<HTMLInputElement>('.events-bar input')
    input?.focus()
    input?.select()
  })
}

function inText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
}

/** Keys that work on every screen. The list handles its own before they get here. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || view.get().dialog !== null) return
      if (event.key === 'Escape' && event.target instanceof Element && event.target.closest('[data-inspector]') !== null) {
        document.querySelector<HTMLElement>('[data-testid="feed-list"]')?.focus()
        return
      }
      const command = commandFor(
        { key: event.key, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey && event.key !== '?', alt: event.altKey },
        { inList: false, inText: inText(event.target), singleKeys: preferences.get().singleKeyShortcuts },
      )
      switch (command?.do) {
        case 'screen': goTo(command.screen); break
        case 'filter': focusFilter(); break
        case 'resync': void resync(); break
        case 'settings': openDialog({ name: 'settings' }); break
        case 'shortcuts': openDialog({ name: 'shortcuts' }); break
        default: return
      }
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => { window.removeEventListener('keydown', onKeyDown) }
  }, [])
}
