import { payloadOf } from '../monitor/raw-payload.ts'
import { refuseToSend } from './outgoing.ts'
import type { WayOut } from './outgoing.ts'
import { PacedSends } from './paced-send.ts'

/** not-sent: nothing left. answered: the server's acknowledgement. silent: it stayed away in time. lost: the connection ended between the two. */
export type AskOutcome =
  | { readonly kind: 'not-sent'; readonly why: string }
  | { readonly kind: 'answered'; readonly args: readonly unknown[] }
  | { readonly kind: 'silent' | 'lost' }

/** Events that want an acknowledgement: sent once in the platform's pace, and never again. */
export class Asker {
  readonly #options: WayOut
  readonly #sends: PacedSends

  constructor(options: WayOut) {
    this.#options = options
    this.#sends = new PacedSends(options.clock, options.pacer)
  }

  /** Never rejects. A second acknowledgement, and one that comes too late, changes nothing. */
  async ask(namespace: string, event: string, args: readonly unknown[], withinMs: number): Promise<AskOutcome> {
    const { catalog, clock, sink, targetId } = this.#options
    const notLive: AskOutcome = { kind: 'not-sent', why: `${namespace} is not live. Nothing is kept for later: try again when it is connected.` }
    const refused = refuseToSend(catalog, namespace, event, args)
    if (refused) return { kind: 'not-sent', why: refused.what }
    if (!this.#options.liveSocket(namespace)) return notLive
    return new Promise((resolve) => {
      void this.#sends
        .run(() => {
          const socket = this.#options.liveSocket(namespace)
          if (!socket) return false
          const sentAtMs = clock.now()
          let done = false
          const finish = (outcome: AskOutcome): void => {
            if (done) return
            done = true
            clock.clearTimeout(timer)
            socket.off('disconnect', lost)
            resolve(outcome)
          }
          const lost = (): void => finish({ kind: 'lost' })
          // A connection that is given up tells its sockets nothing: then the one that is live now is another.
          const timer = clock.setTimeout(() => finish({ kind: this.#options.liveSocket(namespace) === socket ? 'silent' : 'lost' }), withinMs)
          socket.once('disconnect', lost)
          socket.emit(event, ...args, (...answer: unknown[]) => {
            const atMs = clock.now()
            if (!done) sink.roundTrip?.({ targetId, namespace, by: 'acknowledgement', ms: Math.max(0, atMs - sentAtMs), atMs })
            finish({ kind: 'answered', args: answer })
          })
          sink.event({ targetId, namespace, name: event, direction: 'out', atMs: sentAtMs, payload: payloadOf(args) })
          return true
        })
        .then((sent) => {
          if (!sent) resolve(this.#options.liveSocket(namespace) ? { kind: 'not-sent', why: 'Nothing was sent: too much was sent in the last minute.' } : notLive)
        })
    })
  }
}
