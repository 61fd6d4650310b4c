import { z } from 'zod'
import { NOTICE_ACK_MS, NOTICE_PARTS_PER_SECOND, NOTICE_UNDO_MS } from '../../shared/limits.ts'
import type { NoticeKind } from '../../shared/notices.ts'
import { messageOf } from '../answers.ts'
import { cleaned } from '../monitor/mask.ts'
import type { FinalResult } from '../store/audit.ts'
import type { KeptNotice, KeptPart, NoticeBody } from '../store/notice-store.ts'
import type { NoticeBook } from './notice-book.ts'
import { currentParts, outcomeOf, settled, stoppedSentence } from './state.ts'
import type { Packet, PacketOutcome, Ways } from './way.ts'
import type { World } from './world.ts'

export interface SendingParts {
  readonly book: NoticeBook
  readonly ways: Ways
  readonly world: World
  readonly now: () => number
  /** Completes the delivery's audit record. */
  readonly finished: (body: NoticeBody, auditId: string, result: FinalResult, detail: string) => void
  readonly remark: (sentence: string) => void
}

const outcomeShape = z.object({
  result: z.enum(['sent', 'confirmed', 'not-confirmed', 'refused', 'failed', 'unknown']),
  delivered: z.number().int().min(0).max(1_000_000_000).nullable().catch(null),
  detail: z.string().catch(''),
})

/** A way that says nothing at all for so long: a bug or a hung connection, and nobody knows. */
const SILENT_WAY_MS = 3 * NOTICE_ACK_MS
const SILENT_DETAIL = 'No word came of it: it may have arrived.'
const DETAIL_CHARS_MAX = 300
const COMPLAIN_EVERY_MS = 60_000
/** An emergency goes before what is less urgent, where both wait for one platform. */
const rank: Record<NoticeKind, number> = { emergency: 0, urgent: 1, maintenance: 2, announcement: 3 }

/**
 * Hands packets over, at a pace for each platform. A part is on the disk as `begun` before its packet is handed over, and no
 * part is handed over twice: `begun` never goes back to `waiting`, and packets live only as long as the run that planned them.
 */
export class Sending {
  readonly #parts: SendingParts
  readonly #packets = new Map<string, Packet>()
  readonly #handedOver = new Set<string>()
  /** When the next packet may go to a platform. */
  readonly #freeAtMs = new Map<string, number>()
  /** Outcomes that the disk did not take, by part: written when it does. */
  readonly #unwritten = new Map<string, { readonly noticeId: string; readonly outcome: unknown }>()
  #complainedAtMs = Number.NEGATIVE_INFINITY

  constructor(parts: SendingParts) {
    this.#parts = parts
  }

  /** Packets of parts that were written as `waiting`, by the parts' ids. */
  expect(packets: readonly Packet[]): void {
    for (const packet of packets) this.#packets.set(packet.key, packet)
  }

  /** Time passes: undo ends, packets leave in their pace, what nobody answered is unknown. */
  tick(nowMs: number): void {
    for (const [partId, { noticeId, outcome }] of this.#unwritten) this.#try(nowMs, () => {
      this.#outcome(noticeId, partId, outcome)
      this.#unwritten.delete(partId)
    })
    const active = [...this.#parts.book.active].sort((a, b) => rank[a.body.draft.kind] - rank[b.body.draft.kind])
    for (const { body } of active) this.#try(nowMs, () => {
      const notice = body.state === 'undoable' ? this.#endUndo(body, nowMs) : this.#parts.book.get(body.draft.id)
      if (notice) this.#push(notice, nowMs)
    })
  }

  /** The database may fail at any time: what is not written yet is tried again at the next tick. */
  #try(nowMs: number, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (error instanceof TwiceError) throw error
      if (Math.abs(nowMs - this.#complainedAtMs) < COMPLAIN_EVERY_MS) return
      this.#complainedAtMs = nowMs
      this.#parts.remark(`A notice waits, because the local database cannot be written: ${messageOf(error)}`)
    }
  }

  /** What waits does not leave any more. Throws SQLite's error; then what has not left is only held back. */
  stop({ body: { draft } }: KeptNotice): KeptNotice | undefined {
    const { book } = this.#parts
    // As it is now: a part may have been begun since.
    let now = book.get(draft.id)
    if (!now) return undefined
    for (const part of now.parts) {
      if (part.state !== 'waiting') continue
      // In memory first: nothing more may leave, whatever the disk says.
      this.#packets.delete(part.id)
      now = book.writePart(draft.id, { ...part, state: 'stopped', detail: 'Stopped before it left.' }) ?? now
    }
    now = book.write({ ...now.body, state: 'stopped', undoUntilMs: null, remark: '' })
    this.#settle(now)
    return book.get(draft.id)
  }

  /** Forgets packets of a notice that was taken back before any of them left. */
  forget(notice: KeptNotice): void {
    for (const { id } of notice.parts) this.#packets.delete(id)
  }

  #endUndo(body: NoticeBody, nowMs: number): KeptNotice | undefined {
    const { book } = this.#parts
    const until = body.undoUntilMs ?? nowMs
    // The clock was set back: the ten seconds begin anew, rather than last for hours.
    if (until - nowMs > NOTICE_UNDO_MS) book.write({ ...body, undoUntilMs: nowMs + NOTICE_UNDO_MS })
    else if (nowMs >= until) return book.write({ ...body, state: 'sending', undoUntilMs: null })
    return undefined
  }

  #push(notice: KeptNotice, nowMs: number): void {
    for (const { id, state } of notice.parts) {
      if (state !== 'waiting' && state !== 'begun') continue
      // As it is now: an earlier one of this round may have stopped it.
      const part = this.#parts.book.get(notice.body.draft.id)?.parts.find((each) => each.id === id)
      if (!part) continue
      if (part.state === 'begun' && part.atMs !== null && Math.abs(nowMs - part.atMs) > SILENT_WAY_MS) this.#outcome(notice.body.draft.id, part.id, { result: 'unknown', delivered: null, detail: SILENT_DETAIL })
      else if (part.state === 'waiting' && notice.body.state === 'sending' && this.#isFree(part.targetId, nowMs)) {
        if (!this.#begin(notice, part, nowMs)) return
      }
    }
    // Its end was not written when it came.
    const now = this.#parts.book.get(notice.body.draft.id)
    if (now && (now.body.state === 'sending' || now.body.auditId !== null)) this.#settle(now)
  }

  #isFree(targetId: string, nowMs: number): boolean {
    const freeAtMs = this.#freeAtMs.get(targetId)
    return freeAtMs === undefined || nowMs >= freeAtMs || freeAtMs - nowMs > 1_000 / NOTICE_PARTS_PER_SECOND
  }

  /** @returns whether the disk took it */
  #begin(notice: KeptNotice, part: KeptPart, nowMs: number): boolean {
    const { book, world, ways } = this.#parts
    const { id } = notice.body.draft
    const packet = this.#packets.get(part.id)
    const view = world.targets().find(({ settings }) => settings.id === part.targetId)
    if (!packet || !view) {
      this.#outcome(id, part.id, { result: 'failed', delivered: null, detail: view ? 'It was planned in another run and is not sent by itself.' : 'The platform is no longer there.' })
      return true
    }
    try {
      book.writePart(id, { ...part, state: 'begun', atMs: nowMs })
    } catch (error) {
      this.#halt(notice, error)
      return false
    }
    if (this.#handedOver.has(part.id)) throw new TwiceError(`Part ${part.id} would be handed over twice.`)
    this.#handedOver.add(part.id)
    this.#packets.delete(part.id)
    this.#freeAtMs.set(part.targetId, nowMs + 1_000 / NOTICE_PARTS_PER_SECOND)
    const settle = (outcome: unknown): void => {
      try {
        this.#outcome(id, part.id, outcome)
      } catch {
        this.#unwritten.set(part.id, { noticeId: id, outcome })
      }
    }
    try {
      ways.send(packet, world.settingsOf(view)).then(settle, (error: unknown) => settle(failedWay(error)))
    } catch (error) {
      settle(failedWay(error))
    }
    return true
  }

  /** What a way said of a part, or what is said for it. The first word counts; only silence is followed by another. */
  #outcome(noticeId: string, partId: string, raw: unknown): void {
    const { book } = this.#parts
    const part = book.get(noticeId)?.parts.find(({ id }) => id === partId)
    if (!part) return
    const isOpen = part.state === 'begun' || part.state === 'waiting' || (part.state === 'unknown' && part.detail === SILENT_DETAIL)
    if (!isOpen) return
    const parsed = outcomeShape.safeParse(raw)
    const outcome: PacketOutcome = parsed.success ? parsed.data : { result: 'unknown', delivered: null, detail: 'What came back says nothing: it may have arrived.' }
    const state = outcome.result === 'refused' ? 'failed' : outcome.result
    const notice = book.writePart(noticeId, { ...part, state, delivered: outcome.delivered, detail: cleaned(outcome.detail).slice(0, DETAIL_CHARS_MAX) })
    if (notice) this.#settle(notice)
  }

  /** All parts came to an end: so does the delivery. */
  #settle(notice: KeptNotice): void {
    const parts = currentParts(notice)
    const outcome = outcomeOf(parts)
    if (outcome === 'sending' || notice.body.state === 'draft') return
    const { book, finished } = this.#parts
    const { auditId } = notice.body
    const after = book.write({ ...settled(notice), auditId: null })
    if (auditId !== null) finished(after.body, auditId, auditResult(outcome, parts), auditDetail(outcome, parts))
  }

  /** The disk takes nothing: what has not left stays here. */
  #halt(notice: KeptNotice, error: unknown): void {
    const { remark } = this.#parts
    for (const { id, state } of notice.parts) if (state === 'waiting') this.#packets.delete(id)
    remark(`A notice was stopped, because the local database cannot be written (${messageOf(error)}). What had not left stays here.`)
    try {
      this.stop(notice)
    } catch {
      // Without their packets the parts cannot leave; the next tick, or the next start, says so on the disk.
    }
  }
}

/** A bug that must be seen: nothing is sent after it. */
class TwiceError extends Error {}

function failedWay(error: unknown): PacketOutcome {
  return { result: 'unknown', delivered: null, detail: `The way out broke off (${error instanceof Error ? error.name : 'an error'}): it may have arrived.` }
}

function auditResult(outcome: ReturnType<typeof outcomeOf>, parts: readonly KeptPart[]): FinalResult {
  if (outcome === 'unknown') return 'unknown'
  if (outcome === 'failed') return 'failed'
  return parts.every(({ state }) => state === 'confirmed') ? 'confirmed' : outcome === 'stopped' && !parts.some(({ state }) => state === 'sent' || state === 'confirmed' || state === 'not-confirmed') ? 'failed' : 'sent'
}

function auditDetail(outcome: ReturnType<typeof outcomeOf>, parts: readonly KeptPart[]): string {
  const counts = new Map<string, number>()
  for (const { state } of parts) counts.set(state, (counts.get(state) ?? 0) + 1)
  const packets = `Packets: ${[...counts].map(([state, count]) => `${count} ${state}`).join(', ')}.`
  return outcome === 'stopped' ? `${stoppedSentence(parts)} ${packets}` : packets
}
