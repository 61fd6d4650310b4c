import type { BrowserWindow } from 'electron'
import { FRAME_CHANNEL } from '../shared/ipc.ts'
import type { Frame } from '../shared/ipc.ts'
import type { FramePump } from './monitor/frame-pump.ts'

/** Hands a frame to the window's page; nothing where there is none that could take it. */
export function sendFrame(window: BrowserWindow | undefined, frame: Frame): void {
  if (window && !window.isDestroyed() && !window.webContents.isCrashed()) window.webContents.send(FRAME_CHANNEL, frame)
}

/** The stream follows the window: a fresh page gets a snapshot, a hidden one is left alone, a crashed one is loaded again. */
export function followWindow(window: BrowserWindow, pump: FramePump): void {
  const contents = window.webContents
  contents.on('did-start-loading', () => pump.windowGone())
  contents.on('did-finish-load', () => pump.windowReloaded())
  contents.on('render-process-gone', (_event, { reason }) => {
    pump.windowGone()
    if (reason !== 'clean-exit' && !window.isDestroyed()) contents.reload()
  })
  for (const event of ['hide', 'minimize'] as const) window.on(event as 'hide', () => pump.setVisible(false))
  for (const event of ['show', 'restore', 'focus'] as const) window.on(event as 'show', () => pump.setVisible(true))
  window.on('closed', () => pump.windowGone())
}
