import { useEffect } from 'react'
import { resync } from '../actions.ts'
import { newAnnouncement } from '../pages/notices/open-notice.ts'
import { goTo } from '../state/navigate.ts'
import { preferences } from '../state/settings-store.ts'
import { openDialog, view } from '../state/view-store.ts'
import { commandFor } from './shortcuts.ts'

/** Puts the cursor into the search box of this screen; a screen without one gives way to the events. */
function focusFilter(): void {
  // At once where the box is on screen: what is typed next must not be lost.
  if (focusSearchBox()) return
  goTo('events')
  requestAnimationFrame(focusSearchBox)
}

function focusSearchBox(): boolean {
  const input = document.querySelector<HTMLInputElement>('[data-screen-search] input')
  input?.focus()
  input?.select()
  return input !== null
}

/** Exports what this screen shows: alerts and the audit log on their own, else the events. */
function openExport(): void {
  if (view.get().screen === 'audit') {
    openDialog({ name: 'export-audit' })
    return
  }
  if (view.get().screen === 'alerts') {
    openDialog({ name: 'export-alerts' })
    return
  }
  goTo('events')
  openDialog({ name: 'export-events' })
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
        document.querySelector<HTMLElement>('[data-screen-list]')?.focus()
        return
      }
      const command = commandFor(
        { key: event.key, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey && event.key !== '?', alt: event.altKey },
        { inList: false, inText: inText(event.target), singleKeys: preferences.get().singleKeyShortcuts },
      )
      switch (command?.do) {
        case 'screen': goTo(command.screen); break
        case 'filter': focusFilter(); break
        case 'palette': openDialog({ name: 'palette' }); break
        case 'export': openExport(); break
        case 'new-notice': newAnnouncement(); break
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
