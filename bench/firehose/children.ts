import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { BareNews, BareOrder, GeneratorNews, GeneratorOrder, Receiver, SentReport } from './messages.ts'

/* The bench's own child processes, as objects. Each ends when the bench does, and is ended by its handle alone. */

const START_MS = 20_000
const ANSWER_MS = 30_000

interface Child<Order, News> {
  readonly ready: News & { is: 'ready' }
  order(order: Order): void
  report(): Promise<News & { is: 'report' }>
  stop(): Promise<void>
}

export interface Generator extends Child<GeneratorOrder, GeneratorNews> {
  write(to: Receiver, eventsPerSecond: number): void
  sent(to: Receiver): Promise<SentReport>
}

export async function startGenerator(): Promise<Generator> {
  const child = await start<GeneratorOrder, GeneratorNews>('generator.ts', [])
  return {
    ...child,
    write: (to, eventsPerSecond) => child.order({ do: 'write', to, eventsPerSecond }),
    sent: async (to) => (await child.report()).sent[to],
  }
}

export async function startBareClient(url: string): Promise<Child<BareOrder, BareNews>> {
  return await start<BareOrder, BareNews>('bare-client.ts', [url])
}

type Told = { is: 'ready' } | { is: 'report'; id: number }

async function start<Order, News extends Told>(file: string, args: readonly string[]): Promise<Child<Order, News>> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const waiting = new Map<number, (news: News & { is: 'report' }) => void>()
  let asked = 0
  const ready = await within<News & { is: 'ready' }>(START_MS, `${file} did not start`, (resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with code ${code}`)))
    child.on('message', (news: News) => {
      if (isReady(news)) resolve(news)
      else if (isReport(news)) {
        waiting.get(news.id)?.(news)
        waiting.delete(news.id)
      }
    })
  })
  return {
    ready,
    order: (order) => child.send(order as object),
    report: () =>
      within(ANSWER_MS, `${file} did not answer`, (resolve) => {
        const id = ++asked
        waiting.set(id, resolve)
        child.send({ do: 'report', id })
      }),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}

function isReady<News extends Told>(news: News): news is News & { is: 'ready' } {
  return news.is === 'ready'
}

function isReport<News extends Told>(news: News): news is News & { is: 'report' } {
  return news.is === 'report'
}

async function within<T>(ms: number, what: string, run: (resolve: (value: T) => void, reject: (error: Error) => void) => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    return await new Promise<T>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(what)), ms)
      run(resolve, reject)
    })
  } finally {
    clearTimeout(timer)
  }
}
