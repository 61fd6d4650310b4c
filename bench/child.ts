import { spawn } from 'node:child_process'

/* A child process of the bench as an object: orders down, reports up. It ends when the bench does, and is ended by its handle alone. */

const START_MS = 20_000
const ANSWER_MS = 30_000

export interface BenchChild<Order, News> {
  readonly pid: number
  readonly ready: News & { is: 'ready' }
  order(order: Order): void
  report(): Promise<News & { is: 'report' }>
  stop(): Promise<void>
}

type Told = { is: 'ready' } | { is: 'report'; id: number }

/** Resolves when the child says that it is ready. @param program absolute path of a TypeScript module */
export async function startChild<Order, News extends Told>(program: string, args: readonly string[]): Promise<BenchChild<Order, News>> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const waiting = new Map<number, (news: News & { is: 'report' }) => void>()
  let asked = 0
  const ready = await within<News & { is: 'ready' }>(START_MS, `${program} did not start`, (resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${program} ended with code ${code}`)))
    child.on('message', (news: News) => {
      if (isReady(news)) resolve(news)
      else if (isReport(news)) {
        waiting.get(news.id)?.(news)
        waiting.delete(news.id)
      }
    })
  })
  return {
    pid: child.pid ?? 0,
    ready,
    order: (order) => child.send(order as object),
    report: () =>
      within(ANSWER_MS, `${program} did not answer`, (resolve) => {
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

/** Rejects with `what` when nothing was decided after `ms`. */
export async function within<T>(ms: number, what: string, run: (resolve: (value: T) => void, reject: (error: Error) => void) => void): Promise<T> {
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

/** The same for a promise that exists already; it is left alone when the time is over. */
export async function atMost<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  return await within<T>(ms, what, (resolve, reject) => void promise.then(resolve, reject))
}
