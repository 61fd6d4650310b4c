import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { news } from './orders.ts'
import type { AuditReport, LifeReport, News, Order } from './orders.ts'

const ANSWER_MS = 15_000

/** One process of the console, from its start to its end. */
export class Life {
  readonly #child: ChildProcess
  readonly #loaded: Promise<void>
  readonly #waiting = new Map<number, (news: News) => void>()
  readonly ended: Promise<void>
  #errors = ''
  #asked = 0
  isStruck = false
  #how: 'runs' | 'killed' | 'failed' = 'runs'

  /** It loads its modules and waits, so that the next life can begin at once. @param cache a folder for compiled modules */
  constructor(cache: string) {
    this.#child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'console-child.ts')], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { ...process.env, NODE_COMPILE_CACHE: cache } })
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#errors = (this.#errors + chunk.toString()).slice(-4_000)))
    let loaded = (): void => {}
    this.#loaded = new Promise((resolve) => (loaded = resolve))
    this.#child.on('message', (raw) => {
      const said = news.parse(raw)
      if (said.is === 'loaded') return loaded()
      this.#waiting.get(said.n)?.(said)
      this.#waiting.delete(said.n)
    })
    this.#child.on('error', () => {})
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (_code, signal) => {
        this.#how = signal === 'SIGKILL' ? 'killed' : 'failed'
        loaded()
        for (const answer of this.#waiting.values()) answer({ is: 'loaded' })
        resolve()
      })
    })
  }

  get runs(): boolean {
    return this.#how === 'runs'
  }

  /** What it said as it ended by itself, which it never should; undefined: it runs, or was killed. */
  get failure(): string | undefined {
    return this.#how === 'failed' ? `the console ended by itself: ${this.#errors}` : undefined
  }

  get loaded(): Promise<void> {
    return this.#loaded
  }

  order(order: Order): void {
    if (this.runs && this.#child.connected) this.#child.send(order, () => {})
  }

  /** undefined: it ended. */
  async report(notices: readonly string[]): Promise<LifeReport | undefined> {
    const said = await this.#ask((n) => ({ do: 'report', n, notices: [...notices] }))
    return said?.is === 'report' ? said : undefined
  }

  async audit(): Promise<AuditReport | undefined> {
    const said = await this.#ask((n) => ({ do: 'audit', n }))
    return said?.is === 'audit' ? said : undefined
  }

  /** SIGKILL, from outside. */
  strike(): void {
    if (!this.runs) return
    this.isStruck = true
    this.#child.kill('SIGKILL')
  }

  /** The same, and it is gone. */
  async kill(): Promise<void> {
    this.strike()
    await this.ended
  }

  async #ask(order: (n: number) => Order): Promise<News | undefined> {
    if (!this.runs) return undefined
    const n = ++this.#asked
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the console did not answer within ${ANSWER_MS / 1_000} s: ${this.#errors}`)), ANSWER_MS)
      this.#waiting.set(n, (said) => {
        clearTimeout(timer)
        resolve(said)
      })
      this.order(order(n))
    })
  }
}
