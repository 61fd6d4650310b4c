import type { NoticeSettings, NoticeWay, WayReport } from '../../shared/notices.ts'
import type { NoticeValues } from './ways/fill.ts'

/* What the core of notices (desk, schedule, send) asks of a way out, and what it is told. One implementation a way, in ways/. */

/** One packet or request, checked against the catalog before it is made; its payload is plain JSON and never empty. */
export interface Packet {
  /** Idempotency key: the part's id. The same key is never sent twice by Rollcall, and a server can refuse a second. */
  readonly key: string
  readonly noticeId: string
  readonly targetId: string
  readonly way: NoticeWay
  readonly namespace: string
  /** null: all of the namespace. */
  readonly room: string | null
  /** Rooms, or ids of sockets, that the same packet goes to as well (another spelling of a role's room): who is in several receives it once. Admin feed only. */
  readonly otherRooms?: readonly string[]
  readonly event: string
  readonly args: readonly unknown[]
  /** For the application socket and HTTP: an AudienceRule, sent in the server's words (ways/audience.ts). null: what namespace and room say. One packet a platform carries the whole rule. */
  readonly audience: unknown
  /** What a notice's placeholders are filled with (ways/fill.ts): HTTP fills its body with it (absent: with the payload's fields), and its `texts` go to the application socket beside the payload. */
  readonly values?: NoticeValues
  readonly kind: string
  /** What is said to whom, the same from every console (digest.ts): a server can refuse another key with it. Absent: it is not said. */
  readonly digest?: string
}

/**
 * What is known after the packet was handed over. sent: it left, nobody confirms. confirmed: the server said so.
 * not-confirmed: it left, and no answer came in time. refused: the server said no. failed: it did not leave this
 * computer. unknown: the connection ended between the two.
 */
export interface PacketOutcome {
  readonly result: 'sent' | 'confirmed' | 'not-confirmed' | 'refused' | 'failed' | 'unknown'
  readonly delivered: number | null
  /** A sentence without names or secrets. */
  readonly detail: string
}

export interface Ways {
  /** Whether a way is open now; sends nothing to people. */
  test(settings: NoticeSettings): Promise<WayReport>
  /** The same from what is known, without asking anybody. */
  report(settings: NoticeSettings): WayReport
  /** Hands a packet over now or not at all; never rejects, never tries twice. */
  send(packet: Packet, settings: NoticeSettings): Promise<PacketOutcome>
}
