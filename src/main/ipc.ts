import { ipcMain } from 'electron'
import type { WebFrameMain } from 'electron'
import { REQUEST_PREFIX } from '../shared/ipc.ts'
import { answerRequest, channels } from './requests.ts'
import type { Handlers } from './requests.ts'

/** Connects the window's requests to their handlers: the only user of ipcMain. */
export function serveWindow(handlers: Handlers, isOurMainFrame: (frame: WebFrameMain | null) => boolean): void {
  for (const channel of channels) {
    ipcMain.handle(`${REQUEST_PREFIX}${channel}`, (event, raw: unknown) => answerRequest(handlers, channel, isOurMainFrame(event.senderFrame), raw))
  }
}
