import type { z } from 'zod'
import type { Client, Hub } from './hub.ts'

/* How a message of a client is checked and answered. */

/** SkillCore document, "Event Errors" and "Rate Limiting". */
export interface Refusal {
  readonly code: 'UNAUTHORIZED' | 'VALIDATION_ERROR' | 'RATE_LIMIT_EXCEEDED'
  readonly message: string
  /** Seconds; the document gives no unit. */
  readonly retryAfter?: number
}

export type Outcome = { readonly refusal: Refusal } | { readonly data?: Readonly<Record<string, unknown>> }

type Ack = (answer: unknown) => void

export const unauthorized = (message: string): Outcome => ({ refusal: { code: 'UNAUTHORIZED', message } })
export const invalid = (message: string): Outcome => ({ refusal: { code: 'VALIDATION_ERROR', message } })

/** The acknowledgement that the client asked for, if it did. */
export function ackIn(args: readonly unknown[]): Ack | undefined {
  const last = args.at(-1)
  return typeof last === 'function' ? (last as Ack) : undefined
}

/**
 * Listens to a message with one object as payload. Any payload may come; one that does not fit is answered, never thrown.
 * @param flatAck the acknowledgement holds the data's fields itself (documented for `send-message`), not under `data`
 */
export function handle<T>(hub: Hub, socket: Client, event: string, schema: z.ZodType<T>, run: (payload: T) => Outcome | undefined | Promise<Outcome | undefined>, flatAck = false): void {
  socket.on(event, (...args: unknown[]) => {
    const ack = ackIn(args)
    const answer = (outcome: Outcome = {}): void => {
      if ('refusal' in outcome) refuse(hub, socket, outcome.refusal, ack)
      else if (flatAck && !hub.deployed) ack?.({ success: true, ...outcome.data })
      else ack?.({ success: true, ...(outcome.data !== undefined || hub.deployed ? { data: outcome.data ?? {} } : {}) })
    }
    // The guide's form for an exception in a handler.
    const fail = (error: unknown): void => ack?.({ success: false, error: error instanceof Error ? error.message : 'Internal error' })
    try {
      const parsed = schema.safeParse(typeof args[0] === 'function' ? undefined : args[0])
      if (!parsed.success) {
        const issue = parsed.error.issues[0]
        refuse(hub, socket, { code: 'VALIDATION_ERROR', message: `${event}: ${issue?.path.join('.') || 'payload'}: ${issue?.message ?? 'invalid'}` }, ack)
        return
      }
      const outcome = run(parsed.data)
      if (outcome instanceof Promise) outcome.then(answer).catch(fail)
      else answer(outcome)
    } catch (error) {
      fail(error)
    }
  })
}

/**
 * Documented: in the acknowledgement where one was asked for, else as `error`; a rate limit as both. As deployed, missing
 * rights and rate limits are an `error` event without acknowledgement, and a payload that fails is an exception.
 */
export function refuse(hub: Hub, socket: Client, refusal: Refusal, ack: Ack | undefined): void {
  if (hub.deployed) {
    if (refusal.code === 'VALIDATION_ERROR' && ack) ack({ success: false, error: refusal.message })
    else socket.emit('error', refusal)
    return
  }
  if (!ack || refusal.code === 'RATE_LIMIT_EXCEEDED') socket.emit('error', refusal)
  ack?.({ success: false, error: refusal })
}
