import { messageOf } from '../../shared/message-of.ts'
import type { Downward, Upward } from './child.ts'

/* The side of child.ts that runs in the child process. */

export interface Tasks {
  /** Answers to what the parent asks, by name; a rejection goes to the parent as its text. */
  readonly answers: Readonly<Record<string, (value: never) => unknown>>
  /** What the parent tells without wanting an answer. */
  readonly hears?: Readonly<Record<string, (value: never) => void>>
  /** Called when the parent says `stop`; the process ends afterwards. */
  readonly stop: () => Promise<void>
}

/** Tells the parent something. */
export function tellParent(what: string, value: unknown): void {
  send({ kind: 'tell', what, value })
}

/** Serves the parent until it says `stop` or is gone: a child does not outlive its parent. */
export function serveParent({ answers, hears = {}, stop }: Tasks): void {
  process.on('message', (raw) => {
    const message = raw as Downward
    if (message.kind === 'ask') void answer(message.id, answers[message.what], message.value)
    else if (message.what === 'stop') void stop().finally(() => process.exit(0))
    else hears[message.what]?.(message.value as never)
  })
  process.on('disconnect', () => process.exit(0))
  // Ctrl+C reaches the whole group of processes: the parent decides when a child ends.
  process.on('SIGINT', () => {})
}

async function answer(id: number, task: ((value: never) => unknown) | undefined, value: unknown): Promise<void> {
  try {
    if (!task) throw new Error('unknown request')
    send({ kind: 'answer', id, value: await task(value as never) })
  } catch (error) {
    send({ kind: 'answer', id, value: undefined, error: messageOf(error) })
  }
}

function send(message: Upward): void {
  if (process.connected) process.send?.(message, () => {})
}
