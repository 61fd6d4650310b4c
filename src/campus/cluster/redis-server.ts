import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/* A Redis of one's own, for tests and trials: real, on a free port of this machine, without a file that stays. */

export interface RedisServer {
  /** `redis://127.0.0.1:34567` */
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** Why a test that needs Redis does not run here. */
export const noRedisServer = 'skipped: no Redis on this machine (Debian and Ubuntu: apt-get install redis-tools; npm test does it where it may)'

const START_MAX_MS = 10_000

const SERVERS = ['redis-server', 'valkey-server']
/**
 * Redis and Valkey are one program that is what it is called as. Debian and Ubuntu have it in `redis-tools` (without a service that
 * starts by itself) under these names.
 */
const CHECKERS = ['redis-check-rdb', 'valkey-check-rdb']

/** A Redis, or Valkey, on PATH; undefined when there is none. */
export function findRedisServer(): string | undefined {
  return SERVERS.map(onPath).find((file) => file !== undefined) ?? CHECKERS.map(onPath).find((file) => file !== undefined && isServer(file))
}

function onPath(name: string): string | undefined {
  const places = (process.env['PATH'] ?? '').split(delimiter).filter((place) => place !== '')
  return places.map((place) => join(place, process.platform === 'win32' ? `${name}.exe` : name)).find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function isServer(file: string): boolean {
  const { stdout } = spawnSync(file, ['--version'], { argv0: 'redis-server', encoding: 'utf8', timeout: START_MAX_MS })
  return /server v=\d/i.test(stdout ?? '')
}

/** Starts one on 127.0.0.1; undefined when this machine has none. Rejects when it does not come up within 10 s. */
export async function startRedisServer(): Promise<RedisServer | undefined> {
  const program = findRedisServer()
  if (program === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'campus-redis-'))
  const port = await freePort()
  const child = spawn(program, ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder, '--daemonize', 'no'], { argv0: 'redis-server', stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = () => void child.kill('SIGKILL')
  // A program that ends without stop() takes it along.
  process.once('exit', end)
  const stop = async () => {
    process.removeListener('exit', end)
    child.kill('SIGKILL')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
  let said = ''
  const up = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`redis-server did not start: ${said.slice(-1_000)}`)), START_MAX_MS)
    const settle = (error?: Error) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve()
    }
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-10_000)
        if (said.includes('eady to accept connections')) settle()
      })
    }
    child.once('error', settle)
    void gone.then(() => settle(new Error(`redis-server ended: ${said.slice(-1_000)}`)))
  })
  try {
    await up
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid ?? 0, stop }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
