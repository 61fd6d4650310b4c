import type { RoundTrip } from './latency/round-trip.ts'

/*
 * What `targets/` hands to the monitor: the contract between the sockets and the core. No Socket.IO type crosses it.
 */

import type { SkimPlan } from './skim.ts'

/** A payload as it came from the wire; parsed only when somebody needs it. */
export interface RawPayload {
  /** JSON text of the arguments array without the event name: `[{"a":1},2]`; may be cut, see `cut`. */
  readonly text: string
  /** UTF-8 bytes of the whole packet as received, attachments included. */
  readonly bytes: number
  /** Number of binary attachments. */
  readonly attachments: number
  /** The text was longer than PAYLOAD_KEPT_BYTES_MAX and is cut. */
  readonly cut: boolean
  /** Parses the arguments; `__proto__` keys are ignored; undefined when the text is cut or no JSON. Never throws. Not cached. */
  args(): readonly unknown[] | undefined
  /** Characters that it holds in memory, without making `text`; absent: those of `text`. */
  readonly chars?: number
  /** What a plan wants of the arguments, as args() would have it, without the rest; undefined: ask args(). */
  skim?(plan: SkimPlan): readonly unknown[] | undefined
}

export interface WireEvent {
  readonly targetId: string
  readonly namespace: string
  /** As received, at any length. */
  readonly name: string
  /** in: server to client; out: client to server. */
  readonly direction: 'in' | 'out'
  /** Set when the admin feed showed it: whose socket it was. Never one of Rollcall's own sockets. */
  readonly feedSocketId?: string
  /** Wall clock at receipt, ms since 1970. */
  readonly atMs: number
  readonly payload: RawPayload
}

/** Closed list of why a packet is no event. */
export type RejectReason = 'not-json' | 'not-an-event' | 'too-many-attachments' | 'attachments-too-large' | 'reserved-name' | 'unknown-packet'

/** Where targets report to. Every call is cheap and never throws. */
export interface WireSink {
  event(event: WireEvent): void
  /** Whether it has counted an event that came in and needs no more of it; else nothing happened, and event() is to be called now. */
  leftOut?(targetId: string, namespace: string, name: string, bytes: number, atMs: number): boolean
  rejected(targetId: string, namespace: string, reason: RejectReason, bytes: number, atMs: number): void
  /** The server answered one of Rollcall's own messages. */
  roundTrip?(trip: RoundTrip): void
}
