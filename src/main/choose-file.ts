import { join } from 'node:path'
import { app, dialog } from 'electron'
import type { BrowserWindow } from 'electron'

/** Asks where to save a file, beginning with the downloads folder. undefined: nowhere. */
export async function chooseFile(window: BrowserWindow | undefined, title: string, suggestedName: string): Promise<string | undefined> {
  const options = { title, defaultPath: join(app.getPath('downloads'), suggestedName) }
  const chosen = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return chosen.canceled || chosen.filePath === '' ? undefined : chosen.filePath
}
