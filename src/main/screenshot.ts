import { writeFile } from 'node:fs/promises'
import type { BrowserWindow } from 'electron'

/** Writes the window as it is now to a PNG file. Rejects with the file system's error. */
export async function writeScreenshot(window: BrowserWindow, file: string): Promise<void> {
  const image = await window.webContents.capturePage()
  if (image.isEmpty()) throw new Error('the window drew nothing')
  await writeFile(file, image.toPNG())
}
