import type { ScreenName } from '../../shared/ipc.ts'

export type Command =
  | { readonly do: 'screen'; readonly screen: ScreenName }
  | { readonly do: 'filter' | 'palette' | 'settings' | 'shortcuts' | 'resync' | 'export' | 'new-notice' }
  | { readonly do: 'move'; readonly by: number }
  | { readonly do: 'open' | 'pause' | 'newest' | 'oldest' | 'copy' | 'copy-json' | 'mark' | 'previous-mark' | 'next-mark' | 'back' }
  | { readonly do: 'acknowledge' | 'silence' | 'escalate' | 'undo' | 'choose' | 'choose-all' | 'fold' | 'unfold' }

export interface KeyPress {
  readonly key: string
  readonly ctrl: boolean
  readonly shift: boolean
  readonly alt: boolean
}

export interface KeyContext {
  /** The focus is in the list of the screen: events, people or rooms. */
  readonly inList: boolean
  /** That list is the inbox of alerts, or the page of one: letters act on alerts there. */
  readonly inAlerts?: boolean
  /** The focus is where text is typed. */
  readonly inText: boolean
  /** settings.singleKeyShortcuts */
  readonly singleKeys: boolean
}

export const screensInOrder: readonly ScreenName[] = ['overview', 'alerts', 'people', 'rooms', 'events', 'rates', 'notices', 'contract', 'platforms', 'audit']

/**
 * The command of a key, undefined for none. Letters work only in the list and only while they are
 * switched on (WCAG 2.1.4); `/` and `?` also outside it, never where text is typed. Tab is never taken.
 */
export function commandFor(press: KeyPress, context: KeyContext): Command | undefined {
  if (press.alt) return undefined
  if (press.ctrl) {
    if (press.shift) {
      switch (press.key.toLowerCase()) {
        case 'r': return { do: 'resync' }
        case 'c': return context.inList ? { do: 'copy-json' } : undefined
        default: return undefined
      }
    }
    if (context.inAlerts === true && press.key === 'z') return { do: 'undo' }
    if (context.inAlerts === true && press.key === 'a') return { do: 'choose-all' }
    if (press.key === 'f') return { do: 'filter' }
    if (press.key === 'k') return { do: 'palette' }
    if (press.key === 'e') return { do: 'export' }
    if (press.key === ',') return { do: 'settings' }
    if (press.key === 'b') return { do: 'new-notice' }
    const screen = /^\d$/.test(press.key) ? screensInOrder[(Number(press.key) + 9) % 10] : undefined
    return screen === undefined ? undefined : { do: 'screen', screen }
  }
  if (context.inText) return undefined
  if (context.singleKeys && press.key === '/') return { do: 'filter' }
  if (context.singleKeys && press.key === '?') return { do: 'shortcuts' }
  if (!context.inList) return undefined
  if (context.inAlerts === true) {
    const command = alertCommand(press.key, context.singleKeys)
    if (command !== undefined) return command
  }
  switch (press.key) {
    case 'ArrowUp': return { do: 'move', by: -1 }
    case 'ArrowDown': return { do: 'move', by: 1 }
    case 'PageUp': return { do: 'move', by: -20 }
    case 'PageDown': return { do: 'move', by: 20 }
    case 'Enter': return { do: 'open' }
    case ' ': return { do: 'pause' }
    case 'End': return { do: 'newest' }
    case 'Home': return { do: 'oldest' }
    case 'Escape': return { do: 'back' }
    default: break
  }
  if (!context.singleKeys) return undefined
  switch (press.key) {
    case 'k': return { do: 'move', by: -1 }
    case 'j': return { do: 'move', by: 1 }
    case 'c': return { do: 'copy' }
    case 'm': return { do: 'mark' }
    case '[': return { do: 'previous-mark' }
    case ']': return { do: 'next-mark' }
    default: return undefined
  }
}

/** What a key means in the inbox alone; there is nothing to pause or to mark. */
function alertCommand(key: string, singleKeys: boolean): Command | undefined {
  switch (key) {
    case ' ': return { do: 'choose' }
    case 'ArrowRight': return { do: 'unfold' }
    case 'ArrowLeft': return { do: 'fold' }
    default: break
  }
  if (!singleKeys) return undefined
  switch (key) {
    case 'a': return { do: 'acknowledge' }
    case 's': return { do: 'silence' }
    case 'e': return { do: 'escalate' }
    case 'u': return { do: 'undo' }
    default: return undefined
  }
}

/** The sheet behind `?`, in the order in which it is read. */
export const shortcutSheet: readonly { readonly title: string; readonly rows: readonly { readonly keys: readonly string[]; readonly does: string }[] }[] = [
  {
    title: 'Everywhere',
    rows: [
      { keys: ['Ctrl 1', '…', 'Ctrl 9', 'Ctrl 0'], does: 'Overview, Alerts, People, Rooms, Events, Rates, Notices, Contract, Platforms, Audit' },
      { keys: ['Ctrl B'], does: 'New announcement: opens a draft. No key ever sends' },
      { keys: ['Ctrl K'], does: 'Go to a person, a room, an alert, a screen or a dialog' },
      { keys: ['Ctrl F', '/'], does: 'The search box of this screen; Esc leaves it and keeps the selection' },
      { keys: ['Ctrl E'], does: 'Export what is shown: events, or alerts and the audit log on their screens' },
      { keys: ['Ctrl ,'], does: 'Settings' },
      { keys: ['Ctrl Shift R'], does: 'Resync: get everything from the core again' },
      { keys: ['?'], does: 'This sheet' },
    ],
  },
  {
    title: 'In the inbox of alerts',
    rows: [
      { keys: ['a'], does: 'Acknowledge what is chosen; can be undone' },
      { keys: ['s'], does: 'Silence…' },
      { keys: ['e'], does: 'Escalate…' },
      { keys: ['u', 'Ctrl Z'], does: 'Undo, for 10 seconds' },
      { keys: ['Space', 'Shift ↓'], does: 'Choose several; Ctrl A chooses all, Esc none' },
      { keys: ['→', '←'], does: 'Show and hide the alerts folded under one' },
      { keys: ['Enter'], does: 'Open in the inspector; Enter again opens the page' },
    ],
  },
  {
    title: 'In the lists of people and rooms',
    rows: [
      { keys: ['↑', '↓', 'j', 'k'], does: 'Move the selection' },
      { keys: ['Enter'], does: 'Open in the inspector; Enter again opens the page' },
      { keys: ['Esc'], does: 'Back to the list; there, clear the selection' },
      { keys: ['c'], does: 'Copy the row (masked)' },
    ],
  },
  {
    title: 'In Notices',
    rows: [
      { keys: ['↑', '↓', 'j', 'k'], does: 'Move through the list' },
      { keys: ['Enter'], does: 'Open the notice or draft; on a button that sends, Enter does nothing' },
    ],
  },
  {
    title: 'In Rates',
    rows: [
      { keys: ['←', '→'], does: 'Move the crosshair of the chart; Page keys by ten, Home and End to the ends' },
      { keys: ['Space'], does: 'Pause and resume the chart' },
      { keys: ['Enter'], does: 'In the table: the events of the row' },
    ],
  },
  {
    title: 'In the event list',
    rows: [
      { keys: ['↑', '↓', 'j', 'k'], does: 'Move the selection' },
      { keys: ['Enter'], does: 'Open the inspector; Esc goes back to the list' },
      { keys: ['Space'], does: 'Pause and resume' },
      { keys: ['End'], does: 'Newest event, and follow' },
      { keys: ['Home'], does: 'Oldest kept event' },
      { keys: ['m'], does: 'Mark the row, or take its mark away' },
      { keys: ['[', ']'], does: 'Previous and next mark' },
      { keys: ['c'], does: 'Copy the row (masked)' },
      { keys: ['Ctrl Shift C'], does: 'Copy the payload as JSON (masked)' },
    ],
  },
  {
    title: 'In the filter of events',
    rows: [
      { keys: ['Alt ↓'], does: 'Saved filters and those used before' },
      { keys: ['Enter'], does: 'Take what is chosen; Esc goes to the list' },
    ],
  },
]
