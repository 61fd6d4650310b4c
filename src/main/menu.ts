import { app, BrowserWindow, Menu } from 'electron'
import type { KeyboardInputEvent, MenuItemConstructorOptions } from 'electron'

type Modifiers = NonNullable<KeyboardInputEvent['modifiers']>

const mac = process.platform === 'darwin'

/**
 * The system's usual menus, and all keys of the window. The window alone knows what a key means where the
 * focus is, so a line of these menus presses its key there; the menu itself listens to none of them but Quit.
 * @param quit asks first where something would be lost
 */
export function installMenu(quit: () => void): void {
  const development: MenuItemConstructorOptions[] = app.isPackaged ? [] : [{ type: 'separator' }, { role: 'toggleDevTools' }]
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: [withCtrl('New Announcement…', 'B'), { type: 'separator' }, withCtrl('Export What Is Shown…', 'E'), withCtrl('Settings…', ','), { type: 'separator' }, mac ? { role: 'close' } : { label: 'Quit', accelerator: 'Ctrl+Q', click: quit }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        withCtrl('Search or Filter', 'F'), withCtrl('Get Everything Again', 'R', ['shift']), { type: 'separator' },
        // Ctrl+0 is the tenth screen.
        { role: 'resetZoom', accelerator: 'CmdOrCtrl+Shift+0' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { type: 'separator' }, { role: 'togglefullscreen' }, ...development,
      ],
    },
    {
      label: 'Go',
      submenu: [
        withCtrl('To a Person, Room, Alert or Screen…', 'K'), { type: 'separator' },
        ...['Overview', 'Alerts', 'People', 'Rooms', 'Events', 'Rates', 'Notices', 'Contract', 'Platforms', 'Audit'].map((title, index) => withCtrl(title, String((index + 1) % 10))),
      ],
    },
    {
      label: 'List',
      submenu: [
        inList('Pause or Resume', 'Space', 'Space'), inList('Newest, and Follow', 'End', 'End'), inList('Oldest Kept', 'Home', 'Home'), { type: 'separator' },
        inList('Mark the Row', 'm', 'M'), inList('Previous Mark', '[', '['), inList('Next Mark', ']', ']'), { type: 'separator' },
        inList('Next Row', 'j', 'J'), inList('Previous Row', 'k', 'K'), inList('Open in the Inspector', 'Enter', 'Enter'), inList('Back', 'Esc', 'Escape'), { type: 'separator' },
        inList('Copy the Row (Masked)', 'c', 'C'), withCtrl('Copy as JSON (Masked)', 'C', ['shift']),
      ],
    },
    {
      label: 'Alerts',
      submenu: [
        inList('Acknowledge', 'a', 'A'), inList('Silence…', 's', 'S'), inList('Escalate…', 'e', 'E'), inList('Undo', 'u', 'U'), { type: 'separator' },
        inList('Choose or Leave Out', 'Space', 'Space'), inList('Show What Is Folded', '→', 'Right'), inList('Hide What Is Folded', '←', 'Left'),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [inList('Keyboard Shortcuts', '?', '?')] },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** A key that works everywhere in the window. A Mac's menu would take the key before the window sees it, so there it is only shown. */
function withCtrl(label: string, key: string, more: Modifiers = []): MenuItemConstructorOptions {
  const shown = [...(more.includes('shift') ? ['Shift'] : []), key].join('+')
  const click = (): void => { press(key, [mac ? 'meta' : 'control', ...more]) }
  return mac ? { label: `${label} (Cmd+${shown})`, click } : { label, accelerator: `Ctrl+${shown}`, registerAccelerator: false, click }
}

/** A key that works while the focus is in a list; it must never be taken from where text is typed. */
function inList(label: string, shown: string, key: string): MenuItemConstructorOptions {
  return { label: `${label} (${shown})`, click: () => { press(key, []) } }
}

function press(key: string, modifiers: Modifiers): void {
  const contents = (BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0])?.webContents
  // A capital letter would mean Shift as well.
  const keyCode = key.length === 1 ? key.toLowerCase() : key
  for (const type of ['keyDown', 'keyUp'] as const) contents?.sendInputEvent({ type, keyCode, modifiers })
}
