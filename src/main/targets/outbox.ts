import { ACK_TIMEOUT_MS } from '../../shared/limits.ts'
import { payloadOf } from '../monitor/raw-payload.ts'
import { refuseToSend } from './outgoing.ts'
import type { SendRefusal, WayOut } from './outgoing.ts'

export type SendResult = { readonly ok: true } | { readonly ok: false; readonly problem: SendRefusal }

/** The only way out: checked, paced, reported to the sink as Rollcall's own traffic, and never kept for a socket that is not live. */
export class Outbox {
  readonly #options: WayOut

  constructor(options: WayOut) {
    this.#options = options
  }

  /** Sends when the pace allows; what is still waiting when the connection ends is dropped. */
  send(namespace: string, event: string, args: readonly unknown[]): SendResult {
    const { catalog, pacer } = this.#options
    const problem = refuseToSend(catalog, namespace, event, args)
    if (problem) return { ok: false, problem }
    const accepted = this.#options.liveSocket(namespace) !== undefined && pacer.schedule('emit', () => void this.emit(namespace, event, args))
    return accepted ? { ok: true } : { ok: false, problem: { what: `${event} was not sent: ${namespace} is not live.`, advice: 'Try again when it is connected; nothing is kept for later.', details: '' } }
  }

  /** Sends now; the caller has its place in the pace. @returns false when it was not sent. @param onAck undefined: no answer in time. */
  emit(namespace: string, event: string, args: readonly unknown[], onAck?: (args: readonly unknown[] | undefined) => void): boolean {
    const { catalog, clock, sink, targetId } = this.#options
    const socket = this.#options.liveSocket(namespace)
    if (!socket || refuseToSend(catalog, namespace, event, args)) return false
    const sentAtMs = clock.now()
    if (onAck) {
      socket.timeout(ACK_TIMEOUT_MS).emit(event, ...args, (error: Error | null, ...answer: unknown[]) => {
        const atMs = clock.now()
        if (!error) sink.roundTrip?.({ targetId, namespace, by: 'acknowledgement', ms: Math.max(0, atMs - sentAtMs), atMs })
        onAck(error ? undefined : answer)
      })
    } else socket.emit(event, ...args)
    sink.event({ targetId, namespace, name: event, direction: 'out', atMs: sentAtMs, payload: payloadOf(args) })
    return true
  }
}
