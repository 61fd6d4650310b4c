import { _electron } from 'playwright'
import type { ElectronApplication } from 'playwright'
import { atMost } from './child.ts'

/* Starts Electron and ends it, also when its page hangs. */

const CLOSE_MS = 8_000
const LAUNCH_MS = 60_000

/** @param args what comes after the runtime's own switches: a folder or a script, and its arguments */
export async function launchElectron(args: readonly string[], cwd: string): Promise<ElectronApplication> {
  const switches = JSON.parse(process.env['ROLLCALL_ELECTRON_ARGS'] ?? '[]') as string[]
  const executablePath = process.env['ROLLCALL_ELECTRON']
  if (executablePath === undefined) throw new Error('ROLLCALL_ELECTRON is not set: run it with "npm run bench"')
  const app = await _electron.launch({ executablePath, args: [...switches, ...args], cwd, timeout: LAUNCH_MS })
  // Whoever started this process ends it by this id, should this one be killed.
  process.send?.({ is: 'started', pid: app.process().pid })
  return app
}

/** Never rejects, and takes at most 8 s. */
export async function closeElectron(app: ElectronApplication): Promise<void> {
  const child = app.process()
  await atMost(CLOSE_MS, 'it hangs', app.close()).catch(() => child.kill('SIGKILL'))
}
