import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright'
import type { Answer, Args, Channel } from '../src/shared/ipc.ts'
import { noAdminFeed } from '../src/shared/presence.ts'
import { closeElectron, launchElectron } from './electron.ts'
import { EXTRA_NAMESPACE, namespaces } from './firehose/stream.ts'

const root = join(import.meta.dirname, '..')

export type TargetForm = Args<'target:add'>

const LIVE_MS = 30_000

interface ToldTarget {
  readonly settings: { readonly id: string }
  readonly state: string
  readonly feedLink: { readonly state: string } | null
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
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))
    const app = await launchElectron([root, `--data-folder=${folder}`, '--demo=never', `--screen=${screen}`], root)
    const page = await app.firstWindow()
    await page.waitForLoadState('domcontentloaded')
    return new ConsoleApp(app, page, folder)
  }

  async close(): Promise<void> {
    await closeElectron(this.#app)
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  /** Asks the main process as the window would. */
  async ask<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>> {
    const answer: unknown = await this.page.evaluate(async ([name, value]) => await (globalThis as unknown as { rollcall: { request(channel: string, args: unknown): Promise<unknown> } }).rollcall.request(name, value), [channel, args] as const)
    return answer as Answer<C>
  }

  /** Adds a platform as the form does; answers its id. */
  async add(form: TargetForm): Promise<string> {
    const added = await this.ask('target:add', form)
    if (!added.ok) throw new Error(added.problem.what)
    return added.value.targetId
  }

  /** Resolves when a platform is live, and its admin feed where it has one that is on. */
  async untilLive(targetId: string, withFeed: boolean): Promise<void> {
    await this.page.evaluate(async () => {
      const here = globalThis as unknown as { benchTargets?: readonly ToldTarget[]; rollcall: { request(channel: string, args: unknown): Promise<unknown>; onFrame(listener: (frame: { targets?: readonly ToldTarget[] }) => void): unknown } }
      if (!here.benchTargets) {
        here.benchTargets = []
        here.rollcall.onFrame(({ targets }) => {
          if (targets) here.benchTargets = targets
        })
      }
      await here.rollcall.request('frame:resync', null)
    })
    await this.page.waitForFunction(([id, feed]) => {
      const { benchTargets } = globalThis as unknown as { benchTargets: readonly ToldTarget[] }
      const target = benchTargets.find(({ settings }) => settings.id === id)
      return target !== undefined && (feed ? target.feedLink?.state === 'live' : target.state === 'live')
    }, [targetId, withFeed] as const, { timeout: LIVE_MS })
  }

  /** Adds the generator as a target; it is live once the generator says that all namespaces are connected. Needs the instruments. */
  async watch(url: string): Promise<void> {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token = `${part({ alg: 'none' })}.${part({ sub: 'operator-1', role: 'ADMIN' })}.none`
    const settings: TargetForm['settings'] = {
      name: 'Firehose', catalogId: 'skillcore', url, path: '/socket.io', transports: ['websocket'], environment: 'production', readOnly: false, authWay: 'auth.token', signIn: 'token', email: '',
      disabledNamespaces: [], extraNamespaces: [EXTRA_NAMESPACE], watchedRooms: [], caCertificate: '', adminFeed: noAdminFeed,
    }
    await this.add({ settings, secrets: { token } })
    await this.page.waitForFunction((wanted) => (globalThis as unknown as { benchFrames?: { liveNamespaces: number } }).benchFrames?.liveNamespaces === wanted, namespaces.length, { timeout: 60_000 })
  }

  async show(screenTitle: string): Promise<void> {
    await this.page.getByRole('tab', { name: screenTitle, exact: true }).click()
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

  /** Ids of the main process and of the window's own. */
  async processes(): Promise<{ readonly main: number; readonly window: number }> {
    const metrics = await insisted(() => this.#app.evaluate(({ app }) => app.getAppMetrics().map(({ pid, type }) => ({ pid, type }))))
    const main = metrics.find(({ type }) => type === 'Browser')
    const window = metrics.find(({ type }) => type === 'Tab')
    if (!main || !window) throw new Error('no main process or no window')
    return { main: main.pid, window: window.pid }
  }

  /** JavaScript heap of the main process that is in use, MB: what lives and what was not collected yet. */
  async mainHeapMb(): Promise<number> {
    return (await insisted(() => this.#app.evaluate(() => process.memoryUsage().heapUsed))) / 1_048_576
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
