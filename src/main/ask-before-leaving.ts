import { app, dialog, powerMonitor } from 'electron'
import type { BrowserWindow } from 'electron'
import type { LeaveQuestion } from './notices/leaving.ts'

/** Stay is first, and what Enter and Escape mean. */
const buttons = ['Stay', 'Close anyway']

/**
 * Closing the window asks once while something would be lost by it, and so does the quit of the menu, which is what is returned.
 * Everything else that quits is no person who waits for a question: a signal, the end of the session, the system's shutdown.
 */
export function askBeforeLeaving(window: BrowserWindow, question: () => LeaveQuestion | undefined): () => void {
  let decided = false
  let asking = false
  let byMenu = false
  app.on('before-quit', () => {
    // A Mac quits from its Dock and its own menu too; it says when it shuts down.
    if (!byMenu && process.platform !== 'darwin') decided = true
    if (process.platform === 'darwin') byMenu = true
  })
  window.on('session-end', () => {
    decided = true
  })
  if (process.platform === 'darwin') {
    powerMonitor.on('shutdown', () => {
      decided = true
    })
  }
  window.on('close', (event) => {
    const lost = decided ? undefined : question()
    if (lost === undefined) return
    event.preventDefault()
    if (asking) return
    asking = true
    const isQuit = byMenu
    byMenu = false
    void dialog.showMessageBox(window, { type: 'warning', ...lost, buttons, defaultId: 0, cancelId: 0, noLink: true }).then(({ response }) => {
      asking = false
      if (response !== buttons.length - 1) return
      decided = true
      if (isQuit) app.quit()
      else if (!window.isDestroyed()) window.close()
    })
  })
  return () => {
    byMenu = true
    app.quit()
  }
}
