import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'

/* A child process that answers: requests by number, and messages that nobody answers. The other side is child-side.ts. */

/** Parent to child. */
export type Downward = { readonly kind: 'ask'; readonly id: number; readonly what: string; readonly value: unknown } | { readonly kind: 'tell'; readonly what: string; readonly value: unknown }
/** Child to parent. */
export type Upward = { readonly kind: 'answer'; readonly id: number; readonly value: unknown; readonly error?: string } | { readonly kind: 'tell'; readonly what: string; readonly value: unknown }

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

const ERRORS_CHARS_MAX = 2_000
const STOP_MAX_MS = 1_200

/** A process of its own that is asked and answers; what it says at its end is kept for the error. */
export class Child {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  readonly #exited: Promise<void>
  #next = 0
  #alive = true
  #errors = ''

  /** @param program absolute path of a TypeScript module @param onTell what the child says without being asked */
  constructor(program: string, onTell: (what: string, value: unknown) => void, onExit: () => void) {
    // Structured clone instead of JSON: binary arguments and sets pass.
    this.#process = fork(program, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] })
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-ERRORS_CHARS_MAX)
    })
    this.#process.on('message', (raw) => {
      const message = raw as Upward
      if (message.kind === 'tell') return onTell(message.what, message.value)
      const waiting = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      if (message.error === undefined) waiting?.resolve(message.value)
      else waiting?.reject(new Error(message.error))
    })
    // A channel that breaks shows as the end of the process.
    this.#process.on('error', () => {})
    this.#process.once('exit', () => (this.#alive = false))
    // The channel closes last: what it said before it ended was heard.
    this.#exited = Promise.all(['exit', 'disconnect'].map(async (event) => await new Promise((resolve) => this.#process.once(event, resolve)))).then(() => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error(`the process ${this.pid} ended. ${this.#errors}`))
      this.#waiting.clear()
      onExit()
    })
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }
  get alive(): boolean {
    return this.#alive
  }
  /** The end of what it wrote to stderr. */
  get errors(): string {
    return this.#errors
  }

  /** Rejects with the child's own error, or when it ends before it answers. */
  ask(what: string, value?: unknown): Promise<unknown> {
    if (!this.#alive || !this.#process.connected) return Promise.reject(new Error(`the process ${this.pid} is gone`))
    const id = ++this.#next
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#send({ kind: 'ask', id, what, value })
    })
  }

  tell(what: string, value: unknown): void {
    this.#send({ kind: 'tell', what, value })
  }

  /** SIGKILL by its id; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#alive) this.#process.kill('SIGKILL')
    await this.#exited
  }

  /** Lets it close its connections; after 1.2 s it is killed. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), STOP_MAX_MS)
    this.tell('stop', undefined)
    await this.#exited
    clearTimeout(timer)
  }

  #send(message: Downward): void {
    if (this.#process.connected) this.#process.send(message, () => {})
  }
}
