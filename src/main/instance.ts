import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import type { LaunchOptions } from './launch-options.ts'

/** Data folder and single instance; false when another instance was told to come to the front. */
export function prepareInstance(options: LaunchOptions): boolean {
  if (options.dataFolder !== undefined) app.setPath('userData', options.dataFolder)
  if (options.screenshot === undefined) {
    if (app.requestSingleInstanceLock()) return true
    app.exit(0)
    return false
  }
  // A screenshot never disturbs a console that runs: settings are read, Chromium's own files are elsewhere.
  app.setPath('sessionData', mkdtempSync(join(tmpdir(), 'rollcall-screenshot-')))
  return true
}
