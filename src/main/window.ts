import { join } from 'node:path'
import { app, BrowserWindow, screen } from 'electron'
import type { Session, WebFrameMain } from 'electron'
import { APP_ORIGIN } from './app-protocol.ts'
import { boundsFor, MIN_HEIGHT_PX, MIN_WIDTH_PX } from './window-state.ts'
import type { WindowState } from './window-state.ts'

export interface WindowOptions {
  readonly kept: WindowState | undefined
  readonly size: { readonly width: number; readonly height: number } | undefined
  /** Query of the page: theme and screen for screenshots. */
  readonly query: Readonly<Record<string, string>>
  readonly dark: boolean
  readonly onState: (state: WindowState) => void
}

/** Both themes' page background, so that no white flash comes before the first paint. */
const BACKGROUND = { light: '#f7f7f5', dark: '#16181b' }

/** Opens the one window: isolated, sandboxed, no Node, no navigation, no pop-ups. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const bounds = boundsFor(options.kept, screen.getAllDisplays().map((display) => display.workArea))
  const window = new BrowserWindow({
    ...bounds,
    ...(options.size && { width: options.size.width, height: options.size.height, useContentSize: true }),
    minWidth: options.size ? 0 : MIN_WIDTH_PX,
    minHeight: options.size ? 0 : MIN_HEIGHT_PX,
    show: false,
    title: 'Rollcall',
    backgroundColor: options.dark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      // Counting goes on while hidden; the window itself stops drawing.
      backgroundThrottling: true,
      // An alert's sound must not wait for a click in the window.
      autoplayPolicy: 'no-user-gesture-required',
    },
  })
  if (options.kept?.maximized === true && !options.size) window.maximize()
  window.once('ready-to-show', () => window.show())
  const remember = () => {
    if (!window.isDestroyed() && !window.isMinimized()) options.onState({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  }
  window.on('resized', remember)
  window.on('moved', remember)
  window.on('close', remember)
  const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
  void window.loadURL(`${devServer ?? `${APP_ORIGIN}/`}?${new URLSearchParams(options.query).toString()}`)
  return window
}

/** No page of this app ever goes elsewhere, opens a window, embeds a web view or is given a permission. */
export function lockDown(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** True for the main frame of our window at our own origin. */
export function isMainFrameOf(window: BrowserWindow | undefined, frame: WebFrameMain | null): boolean {
  if (!window || window.isDestroyed() || !frame) return false
  const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
  return frame === window.webContents.mainFrame && (frame.url.startsWith(`${APP_ORIGIN}/`) || (devServer !== undefined && frame.url.startsWith(devServer)))
}
