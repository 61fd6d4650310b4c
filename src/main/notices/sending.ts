import { z } from 'zod'
import { NOTICE_ACK_MS, NOTICE_LATE_MS, NOTICE_PARTS_PER_SECOND, NOTICE_UNDO_MS } from '../../shared/limits.ts'
import type { NoticeKind } from '../../shared/notices.ts'
import { messageOf } from '../../shared/message-of.ts'
import { cleaned } from '../monitor/mask.ts'
import type { AuditEnd, AuditLog } from '../store/audit.ts'
import type { KeptNotice, KeptPart, NoticeBody } from '../store/notice-store.ts'
import { auditEnd } from './audit-end.ts'
import type { NoticeBook } from './notice-book.ts'
import { currentParts, outcomeOf, settled, settledLater, withParts } from './state.ts'
import type { Packet, PacketOutcome, Ways } from './way.ts'
import type { World } from './world.ts'

export interface SendingParts {
  readonly book: NoticeBook
  readonly ways: Ways
  readonly world: World
  readonly now: () => number
  /** Completes a delivery's audit record. @returns false: the disk did not take it */
  readonly finished: (auditId: string, end: AuditEnd) => boolean
  /** Begins the record of an answer that comes after the delivery's own said `unknown`; it is completed as that one. */
  readonly beginLate: (noticeId: string, part: KeptPart) => ReturnType<AuditLog['begin']>
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
/** Between two ticks no more than this was time in which an answer could come: the rest was sleep, or a clock that was changed. */
const TICK_MAX_MS = 5_000
const SLEPT = 'This computer was asleep, or its clock was changed, while it was being sent. Nothing more was sent by itself.'
/** An emergency goes before what is less urgent, where both wait for one platform. */
const rank: Record<NoticeKind, number> = { emergency: 0, urgent: 1, maintenance: 2, announcement: 3 }

/**
 * Hands packets over, at a pace for each platform. A part is on the disk as `begun` before its packet is handed over, and no
 * part is handed over twice: `begun` never goes back to `waiting`, and packets live only as long as the run that planned them.
 */
export class Sending {
  readonly #parts: SendingParts
  /** With when they were planned. */
  readonly #packets = new Map<string, { readonly packet: Packet; readonly atMs: number }>()
  readonly #handedOver = new Set<string>()
  /** When the next packet may go to a platform. */
  readonly #freeAtMs = new Map<string, number>()
  /** Outcomes that the disk did not take, by part: written when it does. */
  readonly #unwritten = new Map<string, { readonly noticeId: string; readonly outcome: unknown }>()
  /** Notices that were stopped and of which the disk did not take it, with why: nothing more of them leaves. */
  readonly #stopping = new Map<string, string>()
  /** How long this run could hear answers, and how long it had when a part was handed over. */
  #awakeMs = 0
  readonly #begunAt = new Map<string, number>()
  /** Records of answers that came after silence and are not written yet, by part. */
  readonly #late = new Map<string, string>()
  #tickedAtMs: number | undefined
  #complainedAtMs = Number.NEGATIVE_INFINITY

  constructor(parts: SendingParts) {
    this.#parts = parts
  }

  /** Packets of parts that were written as `waiting`, by the parts' ids. */
  expect(packets: readonly Packet[]): void {
    const atMs = this.#parts.now()
    for (const packet of packets) this.#packets.set(packet.key, { packet, atMs })
  }

  /** To be called first of all when time passes: what waited while nothing could be sent does not leave so much later by itself. */
  wake(nowMs: number): void {
    const before = this.#tickedAtMs ?? nowMs
    this.#tickedAtMs = nowMs
    this.#awakeMs += Math.min(Math.max(0, nowMs - before), TICK_MAX_MS)
    if (nowMs - before <= NOTICE_LATE_MS) return
    for (const notice of this.#parts.book.active) {
      const isOld = notice.body.state === 'sending' && notice.parts.some(({ id }) => (this.#packets.get(id)?.atMs ?? Number.POSITIVE_INFINITY) <= before)
      if (isOld) this.#try(nowMs, () => void this.stop(notice, SLEPT))
    }
  }

  /** Time passes: undo ends, packets leave in their pace, what nobody answered is unknown. */
  tick(nowMs: number): void {
    for (const [partId, { noticeId, outcome }] of this.#unwritten) this.#try(nowMs, () => {
      this.#outcome(noticeId, partId, outcome)
      this.#unwritten.delete(partId)
    })
    for (const [id, remark] of this.#stopping) this.#try(nowMs, () => {
      const notice = this.#parts.book.get(id)
      if (notice) this.stop(notice, remark)
    })
    const active = [...this.#parts.book.active].sort((a, b) => rank[a.body.draft.kind] - rank[b.body.draft.kind])
    for (const found of active) this.#try(nowMs, () => {
      const { draft, state } = found.body
      const isStopping = this.#stopping.has(draft.id)
      const notice = state === 'undoable' && !isStopping ? this.#endUndo(found, nowMs) : this.#parts.book.get(draft.id)
      if (notice) this.#push(notice, nowMs, !isStopping)
    })
  }

  /** The database may fail at any time: what is not written yet is tried again at the next tick. */
  #try(nowMs: number, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (error instanceof TwiceError) throw error
      this.#complain(nowMs, `A notice waits, because the local database cannot be written: ${messageOf(error)}`)
    }
  }

  #complain(nowMs: number, sentence: string): void {
    if (Math.abs(nowMs - this.#complainedAtMs) < COMPLAIN_EVERY_MS) return
    this.#complainedAtMs = nowMs
    this.#parts.remark(sentence)
  }

  /** What waits does not leave any more. Throws SQLite's error; then what has not left is held back, and that is written when the disk takes it. @param remark why, where nobody asked for it */
  stop({ body: { draft } }: KeptNotice, remark = ''): KeptNotice | undefined {
    const { book } = this.#parts
    // As it is now: a part may have been begun since.
    const now = book.get(draft.id)
    if (!now || (now.body.state !== 'sending' && now.body.state !== 'undoable')) {
      this.#stopping.delete(draft.id)
      return now
    }
    // In memory first: nothing more may leave, whatever the disk says.
    this.#stopping.set(draft.id, remark)
    for (const { id } of now.parts) this.#packets.delete(id)
    const changed = now.parts.filter(({ state }) => state === 'waiting').map((part): KeptPart => ({ ...part, state: 'stopped', detail: 'Stopped before it left.' }))
    const body: NoticeBody = { ...now.body, state: 'stopped', undoUntilMs: null, remark }
    this.#endAudit(book.writeWith(settled({ ...withParts(now, changed), body }), changed))
    this.#stopping.delete(draft.id)
    return book.get(draft.id)
  }

  /** Forgets packets of a notice that was taken back before any of them left. */
  forget({ body: { draft }, parts }: KeptNotice): void {
    for (const { id } of parts) this.#packets.delete(id)
    this.#stopping.delete(draft.id)
  }

  #endUndo({ body, parts }: KeptNotice, nowMs: number): KeptNotice | undefined {
    const { book } = this.#parts
    // It was taken back, and the disk did not take that yet.
    if (!parts.some(({ id }) => this.#packets.has(id))) return undefined
    const until = body.undoUntilMs ?? nowMs
    // The clock was set back: the ten seconds begin anew, rather than last for hours.
    if (until - nowMs > NOTICE_UNDO_MS) book.write({ ...body, undoUntilMs: nowMs + NOTICE_UNDO_MS })
    else if (nowMs >= until) return book.write({ ...body, state: 'sending', undoUntilMs: null })
    return undefined
  }

  /** @param mayLeave false: it is to be stopped */
  #push(notice: KeptNotice, nowMs: number, mayLeave: boolean): void {
    for (const { id, state } of notice.parts) {
      if (state !== 'waiting' && state !== 'begun') continue
      // As it is now: an earlier one of this round may have stopped it.
      const part = this.#parts.book.get(notice.body.draft.id)?.parts.find((each) => each.id === id)
      if (!part) continue
      if (part.state === 'begun' && this.#awakeMs - (this.#begunAt.get(part.id) ?? Number.NEGATIVE_INFINITY) > SILENT_WAY_MS) this.#outcome(notice.body.draft.id, part.id, { result: 'unknown', delivered: null, detail: SILENT_DETAIL })
      else if (mayLeave && part.state === 'waiting' && notice.body.state === 'sending' && this.#isFree(part.targetId, nowMs)) {
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
    const packet = this.#packets.get(part.id)?.packet
    const view = world.targets().find(({ settings }) => settings.id === part.targetId)
    if (!packet || !view) {
      this.#outcome(id, part.id, { result: 'failed', delivered: null, detail: view ? 'It was held back before it left.' : 'The platform is no longer there.' })
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
    this.#begunAt.set(part.id, this.#awakeMs)
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

  /** What a way said of a part, or what is said for it. The first word counts; only silence is followed by another. With the last one the delivery is over, in the same write. */
  #outcome(noticeId: string, partId: string, raw: unknown): void {
    const { book, now } = this.#parts
    const notice = book.get(noticeId)
    const part = notice?.parts.find(({ id }) => id === partId)
    if (!notice || !part) return
    const isOpen = part.state === 'begun' || part.state === 'waiting' || (part.state === 'unknown' && part.detail === SILENT_DETAIL)
    if (!isOpen) return this.#endLate(partId, { result: 'failed', detail: 'Something else was said of it first. Nothing was changed.' })
    const parsed = outcomeShape.safeParse(raw)
    const outcome: PacketOutcome = parsed.success ? parsed.data : { result: 'unknown', delivered: null, detail: 'What came back says nothing: it may have arrived.' }
    const state = outcome.result === 'refused' ? 'failed' : outcome.result
    const changed: KeptPart = { ...part, state, delivered: outcome.delivered, detail: cleaned(outcome.detail).slice(0, DETAIL_CHARS_MAX) }
    const after = withParts(notice, [changed])
    const late = part.state === 'unknown' ? this.#lateRecord(noticeId, part) : undefined
    const isOver = isSettled(after)
    if (isOver) book.writeWith(late === undefined ? settled(after) : settledLater(after, now()), [changed])
    else book.writePart(noticeId, changed)
    this.#begunAt.delete(partId)
    this.#endLate(partId, { ...auditEnd([changed]), detail: changed.detail })
    const written = isOver ? book.get(noticeId) : undefined
    if (written) this.#endAudit(written)
  }

  #endLate(partId: string, end: AuditEnd): void {
    const late = this.#late.get(partId)
    if (late === undefined) return
    this.#late.delete(partId)
    this.#parts.finished(late, end)
  }

  /** Throws where it cannot be begun; tried again, it is the same one. */
  #lateRecord(noticeId: string, part: KeptPart): string {
    const known = this.#late.get(part.id)
    if (known !== undefined) return known
    const begun = this.#parts.beginLate(noticeId, part)
    if (!begun.ok) throw new Error(begun.why)
    this.#late.set(part.id, begun.id)
    return begun.id
  }

  /** What was not written when all parts came to an end. */
  #settle(notice: KeptNotice): void {
    const body = isSettled(notice) ? settled(notice) : notice.body
    this.#endAudit(body.state === notice.body.state ? notice : this.#parts.book.write(body))
  }

  /** Until the audit log has its end, the notice stays at hand: this run, or the next one, says what came of it. */
  #endAudit({ body, parts }: KeptNotice): void {
    const current = currentParts({ body, parts })
    if (body.auditId === null || body.state === 'draft' || outcomeOf(current) === 'sending') return
    const { book, finished, now } = this.#parts
    const end = auditEnd(current)
    if (finished(body.auditId, end)) book.write({ ...body, auditId: null })
    else this.#complain(now(), `The result of a notice could not be written to the audit log yet (${end.result}: ${end.detail}).`)
  }

  /** The disk takes nothing: what has not left stays here. */
  #halt(notice: KeptNotice, error: unknown): void {
    const { remark } = this.#parts
    remark(`A notice was stopped, because the local database cannot be written (${messageOf(error)}). What had not left stays here.`)
    try {
      this.stop(notice)
    } catch {
      // It is held back; the next tick, or the next start, says so on the disk.
    }
  }
}

/** A bug that must be seen: nothing is sent after it. */
class TwiceError extends Error {}

function failedWay(error: unknown): PacketOutcome {
  return { result: 'unknown', delivered: null, detail: `The way out broke off (${error instanceof Error ? error.name : 'an error'}): it may have arrived.` }
}

/** Its delivery is over, and nothing was decided of the notice since. */
function isSettled({ body, parts }: KeptNotice): boolean {
  const mayEnd = body.state === 'sending' || body.state === 'undoable' || body.state === 'sent' || body.state === 'unknown' || body.state === 'stopped' || body.state === 'failed'
  return mayEnd && outcomeOf(currentParts({ body, parts })) !== 'sending'
}
