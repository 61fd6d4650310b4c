import { writeFile } from 'node:fs/promises'
import { app } from 'electron'
import type { BrowserWindow } from 'electron'
import { messageOf } from '../shared/message-of.ts'

/** Once the page is loaded and so many seconds have passed, writes the window to a PNG file and quits; exit code 1 where that fails. */
export function takeScreenshot(window: BrowserWindow, file: string, afterSeconds: number): void {
  window.webContents.once('did-finish-load', () => {
    setTimeout(() => {
      writeScreenshot(window, file).then(
        () => {
          process.stdout.write(`Wrote ${file}\n`)
          app.quit()
        },
        (error: unknown) => {
          process.stderr.write(`No screenshot: ${messageOf(error)}\n`)
          app.exit(1)
        },
      )
    }, afterSeconds * 1000)
  })
}

async function writeScreenshot(window: BrowserWindow, file: string): Promise<void> {
  const image = await window.webContents.capturePage()
  if (image.isEmpty()) throw new Error('the window drew nothing')
  await writeFile(file, image.toPNG())
}
