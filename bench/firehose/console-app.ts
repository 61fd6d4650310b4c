import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright'
import type { ElectronApplication, Page } from 'playwright'
import type { Answer, Args, Channel } from '../../src/shared/ipc.ts'
import { noAdminFeed } from '../../src/shared/presence.ts'
import { EXTRA_NAMESPACE, namespaces } from './stream.ts'

const root = join(import.meta.dirname, '../..')
/** USER_HZ of Linux: the unit of CPU times in /proc. */
const TICKS_PER_SECOND = 100

export interface Processes {
  readonly window: number
  /** Working set of main process and window's renderer. */
  readonly memoryMb: number
  readonly mainMb: number
}

/** The real app with its window open, its data in a folder of its own. */
export class ConsoleApp {
  readonly page: Page
  readonly #app: ElectronApplication
  readonly #folder: string

  private constructor(app: ElectronApplication, page: Page, folder: string) {
    this.#app = app
    this.page = page
    this.#folder = folder
  }

  static async launch(screen: string): Promise<ConsoleApp> {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-firehose-'))
    const switches = JSON.parse(process.env['ROLLCALL_ELECTRON_ARGS'] ?? '[]') as string[]
    const args = [...switches, root, `--data-folder=${folder}`, '--demo=never', `--screen=${screen}`]
    const app = await _electron.launch({ executablePath: process.env['ROLLCALL_ELECTRON'] ?? '', args, cwd: root })
    const page = await app.firstWindow()
    await page.waitForLoadState('domcontentloaded')
    return new ConsoleApp(app, page, folder)
  }

  async close(): Promise<void> {
    await this.#app.close()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  /** Asks the main process as the window would. */
  async ask<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>> {
    const answer: unknown = await this.page.evaluate(async ([name, value]) => await (globalThis as unknown as { rollcall: { request(channel: string, args: unknown): Promise<unknown> } }).rollcall.request(name, value), [channel, args] as const)
    return answer as Answer<C>
  }

  /** Adds the generator as a target; it is live once the generator says that all namespaces are connected. */
  async watch(url: string): Promise<void> {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token = `${part({ alg: 'none' })}.${part({ sub: 'operator-1', role: 'ADMIN' })}.none`
    const settings: Args<'target:add'>['settings'] = {
      name: 'Firehose', catalogId: 'skillcore', url, path: '/socket.io', transports: ['websocket'], environment: 'production', readOnly: false, authWay: 'auth.token', signIn: 'token', email: '',
      disabledNamespaces: [], extraNamespaces: [EXTRA_NAMESPACE], watchedRooms: [], caCertificate: '', adminFeed: noAdminFeed,
    }
    const added = await this.ask('target:add', { settings, secrets: { token } })
    if (!added.ok) throw new Error(added.problem.what)
    await this.page.waitForFunction((wanted) => (globalThis as unknown as { benchFrames?: { liveNamespaces: number } }).benchFrames?.liveNamespaces === wanted, namespaces.length, { timeout: 60_000 })
  }

  /** `namespace event` -> events that came in. */
  async counted(): Promise<{ readonly events: number; readonly byName: Readonly<Record<string, number>> }> {
    const mine = (await this.ask('counts:list', null)).filter(({ direction }) => direction === 'in')
    return { events: mine.reduce((sum, { count }) => sum + count, 0), byName: Object.fromEntries(mine.map(({ namespace, event, count }) => [`${namespace} ${event}`, count])) }
  }

  /** CPU of the whole main process since it started, all threads. */
  async mainCpuMs(): Promise<number> {
    const { user, system } = await insisted(() => this.#app.evaluate(() => process.cpuUsage()))
    return (user + system) / 1_000
  }

  async processes(): Promise<Processes> {
    const metrics = await insisted(() => this.#app.evaluate(({ app }) => app.getAppMetrics().map(({ pid, type, memory }) => ({ pid, type, mb: memory.workingSetSize / 1_024 }))))
    const main = metrics.find(({ type }) => type === 'Browser')
    const window = metrics.find(({ type }) => type === 'Tab')
    if (!main || !window) throw new Error('no main process or no window')
    return { window: window.pid, memoryMb: main.mb + window.mb, mainMb: main.mb }
  }

  async setHidden(hidden: boolean): Promise<void> {
    await insisted(() => this.#app.evaluate(({ BrowserWindow }, hide) => {
      const [window] = BrowserWindow.getAllWindows()
      if (hide) window?.hide()
      else window?.show()
    }, hidden))
  }

  async versions(): Promise<{ readonly electron: string; readonly node: string; readonly chrome: string }> {
    return await insisted(() => this.#app.evaluate(() => ({ electron: process.versions.electron ?? '', node: process.versions.node, chrome: process.versions['chrome'] ?? '' })))
  }

  /** Samples the main process for a while: the functions with most time of their own, in percent of the time that it was busy. */
  async profileMain(ms: number): Promise<readonly string[]> {
    return await this.#app.evaluate(async (_electronModule, forMs) => {
      interface Node { readonly id: number; readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number } }
      interface Profile { readonly nodes: readonly Node[]; readonly samples: readonly number[] }
      interface Session { connect(): void; disconnect(): void; post(method: string, params: object, done: (error: Error | null, answer: { profile: Profile }) => void): void }
      const found = (process as unknown as { getBuiltinModule(name: string): { Session: new () => Session } }).getBuiltinModule('node:inspector')
      const session = new found.Session()
      session.connect()
      const post = (method: string, params: object = {}) => new Promise<{ profile: Profile }>((resolve, reject) => session.post(method, params, (error, answer) => (error ? reject(error) : resolve(answer))))
      await post('Profiler.enable')
      await post('Profiler.setSamplingInterval', { interval: 500 })
      await post('Profiler.start')
      await new Promise((resolve) => setTimeout(resolve, forMs))
      const { profile } = await post('Profiler.stop')
      session.disconnect()
      const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName || '(anonymous)'} ${callFrame.url.split('/').at(-1) ?? ''}:${callFrame.lineNumber + 1}`]))
      const own = new Map<string, number>()
      let busy = 0
      for (const sample of profile.samples) {
        const name = names.get(sample) ?? ''
        if (name.startsWith('(idle)')) continue
        busy++
        own.set(name, (own.get(name) ?? 0) + 1)
      }
      const share = `busy ${((busy / profile.samples.length) * 100).toFixed(0)} % of the time`
      return [share, ...[...own].sort((a, b) => b[1] - a[1]).slice(0, 40).map(([name, samples]) => `${((samples / busy) * 100).toFixed(1)} % ${name}`)]
    }, ms)
  }
}

/** The debugger's answer may be collected as garbage on a busy process, before it is told: then it is asked again. */
async function insisted<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (attempt === 5 || !String(error).includes('garbage collected')) throw error
    }
  }
}

/** CPU of a process since it started, all threads. Linux. */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold blanks; after it come state (3rd field) ... utime (14th) and stime (15th).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000
}
