import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why there can be no keyring here, for test.skip(); undefined: there can. */
export function whyNoKeyring(): string | undefined {
  if (process.platform !== 'linux') return 'a private keyring is made of the Secret Service, which is Linux alone'
  const missing = ['dbus-run-session', 'gnome-keyring-daemon'].filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0)
  return missing.length === 0 ? undefined : `${missing.join(' and ')} not found; on Debian: apt-get install --no-install-recommends dbus gnome-keyring libsecret-1-0`
}

/** A Secret Service of its own: a private bus, with folders of its own, so that nobody's keyring is touched. */
export interface Keyring {
  /** For the app: where its keyring is. */
  readonly env: Readonly<Record<string, string>>
  /** For Electron: use it, whatever desktop this is. */
  readonly args: readonly string[]
  /** Ends bus and daemon and deletes all secrets. */
  end(): Promise<void>
}

/** Starts an unlocked, empty keyring on a private bus. Rejects when the daemon ends instead. */
export async function startKeyring(): Promise<Keyring> {
  const home = mkdtempSync(join(tmpdir(), 'rollcall-keyring-'))
  const own = { HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache'), XDG_RUNTIME_DIR: join(home, 'run') }
  for (const folder of Object.values(own)) mkdirSync(folder, { recursive: true, mode: 0o700 })
  // The shell becomes the daemon: its pid is the daemon's. Standard input is the keyring's password; its end unlocks.
  const script = 'echo "$DBUS_SESSION_BUS_ADDRESS"; echo "$$"; exec gnome-keyring-daemon --foreground --unlock --components=secrets --control-directory="$XDG_RUNTIME_DIR/keyring"'
  const bus = spawn('dbus-run-session', ['--', 'sh', '-c', script], { env: { ...process.env, ...own }, stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(bus, 'exit')
  bus.stdin.end('harbor-lantern')
  const [address, pid] = await Promise.race([daemonReady(bus.stdout), ended.then(([code]) => Promise.reject(new Error(`the keyring's daemon ended with code ${String(code)}`)))])
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    args: ['--password-store=gnome-libsecret'],
    end: async () => {
      // With its only program the bus ends as well.
      if (bus.exitCode === null) process.kill(pid, 'SIGTERM')
      await ended
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Address of the bus and pid of the daemon, once the daemon says that it serves (its line `GNOME_KEYRING_CONTROL=...`). */
async function daemonReady(output: NodeJS.ReadableStream): Promise<readonly [string, number]> {
  let text = ''
  return await new Promise((resolve) => {
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /^(\S+)\n(\d+)\n[^]*GNOME_KEYRING_CONTROL=/.exec(text)
      if (found) resolve([found[1] ?? '', Number(found[2])])
    })
  })
}
