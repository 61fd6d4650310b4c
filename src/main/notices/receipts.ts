import { z } from 'zod'
import { NOTICE_RECEIPT_BYTES_MAX, NOTICE_RECEIPT_EVERY_MS, NOTICE_RECEIPTS_PENDING_MAX, NOTICE_RECEIPTS_PER_SECOND } from '../../shared/limits.ts'
import type { NoticeSettings } from '../../shared/notices.ts'
import { counted } from '../answers.ts'
import type { RawPayload } from '../monitor/wire-event.ts'
import type { AuditLog } from '../store/audit.ts'
import type { KeptNotice, KeptPart, NoticeBody } from '../store/notice-store.ts'
import type { EventReader } from '../targets/event-reader.ts'
import type { NoticeBook } from './notice-book.ts'
import { FOUND_OUT } from './notice-view.ts'
import { deliveryId } from './plan.ts'
import { settledLater, withoutRemark, withParts } from './state.ts'
import { number } from './words.ts'

/** Behind the name of the event that asks for a notice (docs/server-contract.md, "Receipts"). */
const RECEIPT = ':receipt'
const LATE = 'Confirmed by a later receipt.'
const COMPLAIN_EVERY_MS = 10 * 60_000

const connections = z.number().int().min(0).max(100_000_000)
/** Fields that are not named are not kept: a receipt has numbers and no names. */
const receiptShape = z
  .object({ key: z.string().min(1).max(200), noticeId: z.string().min(1).max(200), delivered: connections.optional(), read: connections.optional(), failed: connections.optional() })
  .refine(({ delivered, read, failed }) => delivered !== undefined || read !== undefined || failed !== undefined)
type Receipt = z.infer<typeof receiptShape>

interface Pending {
  readonly targetId: string
  readonly receipt: Receipt
  /** Record that was begun for it and that the disk took nothing after. */
  auditId: string | undefined
}

export interface ReceiptsParts {
  readonly book: NoticeBook
  readonly audit: AuditLog
  readonly settingsOf: (targetId: string) => NoticeSettings | undefined
  readonly remark: (sentence: string) => void
}

/**
 * What servers say of a notice after they took it: how many connections it was delivered to and how many read it, as running
 * totals. The newest one counts, as the server says it; it is on the disk within NOTICE_RECEIPT_EVERY_MS, at most so often.
 * Of a part that never left, or that the server refused, a receipt changes nothing, nor against what a person found out.
 */
export class Receipts implements EventReader {
  readonly #parts: ReceiptsParts
  /** The newest of each part, by target and part: a server speaks for its own parts alone. */
  readonly #pending = new Map<string, Pending>()
  /** Read since the last tick that wrote, by target. */
  readonly #taken = new Map<string, number>()
  readonly #malformed = new Map<string, number>()
  #wroteAtMs = Number.NEGATIVE_INFINITY
  #complainedAtMs = Number.NEGATIVE_INFINITY
  /** What was not taken, since the start: of another form; of no part that they could be of; too many at once. */
  readonly ignored = { malformed: 0, strange: 0, tooMany: 0 }

  constructor(parts: ReceiptsParts) {
    this.#parts = parts
  }

  reads(targetId: string, namespace: string, name: string): boolean {
    const settings = this.#parts.settingsOf(targetId)
    if (settings?.way !== 'application-socket' || settings.socket.namespace !== namespace) return false
    const { event } = settings.socket
    return name.length === event.length + RECEIPT.length && name.endsWith(RECEIPT) && name.startsWith(event)
  }

  /** Whether an event is part of what this console and a server agreed on: the sending, or its receipts. */
  agreed(targetId: string, namespace: string, name: string): boolean {
    const settings = this.#parts.settingsOf(targetId)
    return settings?.way === 'application-socket' && settings.socket.namespace === namespace && (name === settings.socket.event || this.reads(targetId, namespace, name))
  }

  onEvent(targetId: string, payload: RawPayload): void {
    const taken = (this.#taken.get(targetId) ?? 0) + 1
    this.#taken.set(targetId, taken)
    if (taken > NOTICE_RECEIPTS_PER_SECOND) {
      this.ignored.tooMany++
      return
    }
    const parsed = payload.bytes > NOTICE_RECEIPT_BYTES_MAX ? undefined : receiptShape.safeParse(payload.args()?.[0])
    if (!parsed?.success) {
      this.ignored.malformed++
      this.#malformed.set(targetId, (this.#malformed.get(targetId) ?? 0) + 1)
      return
    }
    const { data } = parsed
    const place = `${targetId} ${data.key}`
    if (!this.#parts.book.has(noticeOf(data.key))) this.ignored.strange++
    else if (this.#pending.size >= NOTICE_RECEIPTS_PENDING_MAX && !this.#pending.has(place)) this.ignored.tooMany++
    else this.#pending.set(place, { targetId, receipt: data, auditId: this.#pending.get(place)?.auditId })
  }

  /** Writes what came, at most every NOTICE_RECEIPT_EVERY_MS; what the disk does not take is tried again. */
  tick(nowMs: number): void {
    if (Math.abs(nowMs - this.#wroteAtMs) >= NOTICE_RECEIPT_EVERY_MS) this.write(nowMs)
  }

  /** Writes what came, now. Never throws. */
  write(nowMs: number): void {
    this.#wroteAtMs = nowMs
    this.#taken.clear()
    for (const [place, pending] of this.#pending) {
      try {
        if (!this.#take(pending, nowMs)) continue
        this.#pending.delete(place)
        // A person was faster, between two tries: then the record still has no end.
        if (pending.auditId !== undefined) this.#parts.audit.finish(pending.auditId, 'failed', 'Something else was said of it first. Nothing was changed.', nowMs)
      } catch {
        // The database; the sender complains of it.
      }
    }
    this.#complain(nowMs)
  }

  /** @returns false: it waits, for the answer that is still to come or for the audit log */
  #take(pending: Pending, nowMs: number): boolean {
    const { book, audit } = this.#parts
    const { targetId, receipt } = pending
    const notice = book.get(noticeOf(receipt.key))
    const part = notice?.parts.find(({ id }) => id === receipt.key)
    if (!notice || !part || part.targetId !== targetId || part.way !== 'application-socket' || receipt.noticeId !== deliveryId(notice.body.draft.id, part.step) || part.state === 'waiting' || part.state === 'stopped' || part.state === 'failed') {
      this.ignored.strange++
      return true
    }
    // The acknowledgement comes first, whatever the network does.
    if (part.state === 'begun') return false
    const after = withReceipt(part, receipt)
    if (part.state !== 'confirmed') {
      if (pending.auditId === undefined) {
        const begun = audit.begin({ who: `the server of ${part.targetName}`, action: 'receipt of notice', targetName: part.targetName, scope: `notice ${notice.body.draft.id}, packet ${part.id}: ${part.state} before`, reason: '' }, nowMs)
        if (!begun.ok) return false
        // Tried again until the disk takes it, within this one record.
        pending.auditId = begun.id
      }
      book.writeWith(bodyAfter(part, withParts(notice, [after]), nowMs), [after])
      audit.finish(pending.auditId, 'confirmed', after.detail, nowMs)
    } else if (after.delivered !== part.delivered || after.read !== part.read || after.detail !== part.detail) book.writePart(notice.body.draft.id, after)
    return true
  }

  #complain(nowMs: number): void {
    if (this.#malformed.size === 0 || Math.abs(nowMs - this.#complainedAtMs) < COMPLAIN_EVERY_MS) return
    this.#complainedAtMs = nowMs
    const count = [...this.#malformed.values()].reduce((sum, each) => sum + each, 0)
    this.#malformed.clear()
    this.#parts.remark(`${counted(count, 'receipt')} of notices had another form than docs/server-contract.md has and ${count === 1 ? 'was' : 'were'} ignored.`)
  }
}

/** A notice of which nothing is unknown any more is as if it had been confirmed in time. */
function bodyAfter(before: KeptPart, notice: KeptNotice, nowMs: number): NoticeBody {
  if (before.state !== 'unknown' || notice.body.state !== 'unknown') return notice.body
  const body = settledLater(notice, nowMs)
  return body.state === 'unknown' ? notice.body : withoutRemark(body)
}

/** A part as a server's receipt makes it. Numbers are shown as they are said: more may read it than it was delivered to, on a device that came later. */
export function withReceipt(part: KeptPart, { delivered = part.delivered ?? undefined, read = part.read ?? undefined, failed = 0 }: Pick<Receipt, 'delivered' | 'read' | 'failed'>): KeptPart {
  const words = [
    ...(delivered === undefined ? [] : [`delivered to ${counted(delivered, 'connection')}`]),
    ...(read === undefined ? [] : [`${delivered !== undefined && read <= delivered ? `${number(read)} of ${number(delivered)}` : number(read)} ${read === 1 ? 'has' : 'have'} read it`]),
    ...(failed === 0 ? [] : [`${number(failed)} failed`]),
  ]
  if (words.length === 0) words.push('nothing failed')
  const isLate = part.state !== 'confirmed' || part.detail.startsWith(LATE)
  return { ...part, state: 'confirmed', delivered: delivered ?? null, read: read ?? null, detail: part.detail.startsWith(FOUND_OUT) ? part.detail : `${isLate ? `${LATE} ` : ''}The server's receipt: ${words.join(', ')}.` }
}

/** The ids of parts are `notice.delivery.part`. */
function noticeOf(key: string): string {
  return key.replace(/\.\d+\.\d+$/, '')
}
