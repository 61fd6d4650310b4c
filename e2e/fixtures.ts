import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, _electron } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { z } from 'zod'
import { anyAudit } from '../src/shared/audit.ts'
import type { Answer, Args, Channel } from '../src/shared/ipc.ts'

export const root = join(import.meta.dirname, '..')

/** The real app with its own data folder. */
export interface Console {
  readonly app: ElectronApplication
  readonly page: Page
  readonly dataFolder: string
  /** Lines that the window wrote to its console as errors or warnings. */
  readonly complaints: readonly string[]
  readonly request: <C extends Channel>(channel: C, args: Args<C>) => Promise<Answer<C>>
}

/** The campus's command line as a child process, on free ports, driven over its control address. */
export interface CampusProcess {
  readonly platforms: readonly CampusPlatform[]
  platform(id: string): CampusPlatform
  /** `namespace event` -> packets written to the sockets of the console's account. */
  sent(id: string): Promise<Readonly<Record<string, number>>>
  status(): Promise<CampusStatus>
  post(path: string): Promise<void>
}

const campusPlatform = z.object({ id: z.string(), name: z.string(), url: z.string(), path: z.string(), email: z.string(), password: z.string(), rooms: z.array(z.object({ namespace: z.string(), room: z.string() })) })
export type CampusPlatform = z.infer<typeof campusPlatform>
const readyMessage = z.object({ type: z.literal('campus-ready'), control: z.object({ url: z.string(), token: z.string() }), platforms: z.array(campusPlatform) })
const statusAnswer = z.object({ platforms: z.array(z.object({ id: z.string(), running: z.boolean(), connectsSeen: z.object({ packets: z.number(), transports: z.number() }) })) })
export type CampusStatus = z.infer<typeof statusAnswer>

interface Fixtures {
  /** Starts the app; arguments are added to the command line. Closed at the end of the test. */
  readonly launch: (options?: { readonly args?: readonly string[]; readonly dataFolder?: string; /** Beside this process's own. */ readonly env?: Readonly<Record<string, string>> }) => Promise<Console>
  readonly startCampus: (args?: readonly string[]) => Promise<CampusProcess>
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from the pattern
  launch: async ({}, provide) => {
    const running: ElectronApplication[] = []
    const folders: string[] = []
    await provide(async ({ args = [], dataFolder, env = {} } = {}) => {
      const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'rollcall-e2e-')))
      if (dataFolder === undefined) folders.push(folder)
      const console = await launchConsole(folder, args, env)
      running.push(console.app)
      return console
    })
    for (const app of running) await app.close().catch(() => {})
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  startCampus: async ({}, provide) => {
    const running: ChildProcess[] = []
    await provide(async (args = []) => {
      const { child, campus } = await spawnCampus(args)
      running.push(child)
      return campus
    })
    for (const child of running) await endChild(child)
  },
})
export { expect } from '@playwright/test'

/** The newest records of the audit log, newest first. */
export async function auditRecords(request: Console['request'], limit: number): Promise<Answer<'audit:find'>['records']> {
  return (await request('audit:find', { filter: anyAudit, before: null, limit })).records
}

async function launchConsole(dataFolder: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Console> {
  const executablePath = process.env['ROLLCALL_ELECTRON']
  if (executablePath === undefined) throw new Error('ROLLCALL_ELECTRON is not set: run the tests with "npm test" or "npm run e2e"')
  const runtimeArgs = z.array(z.string()).parse(JSON.parse(process.env['ROLLCALL_ELECTRON_ARGS'] ?? '[]'))
  const app = await _electron.launch({ executablePath, args: [...runtimeArgs, root, `--data-folder=${dataFolder}`, ...(process.env['ROLLCALL_SHOTS_THEME'] === undefined ? [] : [`--theme=${process.env['ROLLCALL_SHOTS_THEME']}`]), ...args], cwd: root, env: { ...process.env, ...env } as Record<string, string> })
  const complaints: string[] = []
  const page = await app.firstWindow()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.waitForLoadState('domcontentloaded')
  return {
    app,
    page,
    dataFolder,
    complaints,
    request: (channel, requestArgs) => ask(page, channel, requestArgs),
  }
}

/** Asks the main process as the window would. */
export async function ask<C extends Channel>(page: Page, channel: C, args: Args<C>): Promise<Answer<C>> {
  const answer: unknown = await page.evaluate(
    async ([name, value]) => {
      const bridge = window.rollcall as { request(channel: string, args: unknown): Promise<unknown> } | undefined
      return await bridge?.request(name, value)
    },
    [channel, args] as const,
  )
  return answer as Answer<C>
}

async function spawnCampus(args: readonly string[]): Promise<{ child: ChildProcess; campus: CampusProcess }> {
  const child = spawn(process.execPath, [join(root, 'src/campus/cli.ts'), '--port-base', '0', '--quiet', ...args], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ready = await new Promise<z.infer<typeof readyMessage>>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the campus ended with code ${code}: ${errors}`)))
    child.on('message', (raw) => {
      const parsed = readyMessage.safeParse(raw)
      if (parsed.success) resolve(parsed.data)
    })
  })
  const { url, token } = ready.control
  const get = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`)).json()
  const campus: CampusProcess = {
    platforms: ready.platforms,
    platform: (id) => {
      const found = ready.platforms.find((platform) => platform.id === id)
      if (!found) throw new Error(`the campus has no ${id}`)
      return found
    },
    sent: async (id) => z.record(z.string(), z.number()).parse(await get(`/sent/${id}`)),
    status: async () => statusAnswer.parse(await get('/status')),
    post: async (path) => {
      const response = await fetch(`${url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    },
  }
  return { child, campus }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

/** What the add-platform form sends for a platform of the campus. */
export function formFor(platform: CampusPlatform, change: Partial<Args<'target:add'>['settings']> = {}): Args<'target:add'> {
  return {
    settings: {
      name: platform.name,
      catalogId: platform.id,
      url: platform.url,
      path: platform.path,
      transports: ['websocket', 'polling'],
      environment: 'test',
      readOnly: false,
      authWay: 'auth.token',
      signIn: 'password',
      email: platform.email,
      disabledNamespaces: [],
      extraNamespaces: [],
      watchedRooms: [...platform.rooms],
      caCertificate: '',
      adminFeed: { on: false, namespace: '/admin', auth: 'basic', username: 'admin' },
      ...change,
    },
    secrets: { password: platform.password },
  }
}

/** Ctrl+F and a text, once the box has the focus. */
export async function typeIntoFilter(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+f')
  await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement)
  await page.keyboard.type(text)
}
