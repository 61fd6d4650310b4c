import { requests } from '../shared/ipc.ts'
import type { Answer, Args, Channel } from '../shared/ipc.ts'

/** One function a channel; the compiler sees to it that none is missing. */
export type Handlers = { readonly [C in Channel]: (args: Args<C>) => Answer<C> | Promise<Answer<C>> }

/**
 * Answers one request of the window: known channel, trusted sender, argument of the contract's shape, else it throws
 * (a bug or an attack, not something that a user can act on).
 */
export async function answerRequest(handlers: Handlers, channel: Channel, trusted: boolean, raw: unknown): Promise<unknown> {
  if (!trusted) throw new Error(`${channel}: untrusted sender`)
  const parsed = requests[channel].args.safeParse(raw)
  if (!parsed.success) throw new Error(`${channel}: malformed argument at ${parsed.error.issues.map((issue) => issue.path.join('.') || '(root)').join(', ')}`)
  const handler = handlers[channel] as (args: unknown) => unknown
  return await handler(parsed.data)
}

export const channels = Object.keys(requests) as readonly Channel[]
