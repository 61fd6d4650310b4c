import { ALERT_ENTRIES_MAX, EVIDENCE_AFTER_MS } from '../../shared/limits.ts'
import { messageOf } from '../../shared/message-of.ts'
import type { AlertSlot } from '../monitor/alerts/alert.ts'
import { note } from '../monitor/alerts/alert.ts'
import type { AlertBook } from '../monitor/alerts/alert-book.ts'
import type { AlertStore, KeptAlert } from '../store/alert-store.ts'
import type { AlertEvidence } from '../store/alert-store-body.ts'

/** Where evidence is collected while its time runs. */
export interface EvidenceSource {
  /** What became complete since the last call. */
  take(): readonly { readonly alertId: string; readonly evidence: AlertEvidence }[]
  /** What there is by now. */
  read(alertId: string): AlertEvidence | undefined
}

export interface AlertDiskParts {
  readonly book: AlertBook
  readonly store: AlertStore
  readonly evidence: EvidenceSource
  readonly remark: (sentence: string, nowMs: number) => void
}

/** A write of a few alerts costs as much as one of many: the disk is asked once a second while little happens. */
const IDLE_MS = 1_000
const RETRY_MS = 5_000
const OLD_EVERY_MS = 60_000
/** Alerts of one slice, by what the last one took. Measured: 100 take 3 ms of the processor and one write of the disk, 400 take 10 ms. */
const SLICE_TARGET_MS = 12
const SLICE_MIN = 100
const SLICE_MAX = 400

/** Events of evidence that are written at once: about 200 kB of text. */
const EVIDENCE_SLICE_EVENTS = 500

/** Keeps the book on the disk: loads it at start, and writes what changed in slices between two frames. */
export class AlertDisk {
  readonly #parts: AlertDiskParts
  #slice = SLICE_MIN * 2
  #lastAtMs: number | undefined
  #waitMs = 0
  #oldAtMs: number | undefined
  /** Said to the user, and not over yet. */
  #failing = false
  /** Not written yet. */
  #forgotten: string[] = []
  #evidence: { readonly alertId: string; readonly evidence: AlertEvidence }[] = []

  constructor(parts: AlertDiskParts) {
    this.#parts = parts
  }

  /** To be called once, before anything is received. */
  load(nowMs: number): void {
    const { book, store, remark } = this.#parts
    try {
      const { kept, unreadable } = store.load()
      const ended = endDoubles(kept, nowMs)
      for (const { alert } of kept) alert.seq = null // the log of that run is gone, and its numbers mean others now
      book.load(kept)
      for (const { alert, entriesLeftOut } of kept) {
        const slot = book.slot(alert.id)
        if (slot) slot.entriesLeftOut = entriesLeftOut
      }
      for (const id of ended) {
        const slot = book.slot(id)
        if (!slot) continue
        note(slot, nowMs, 'resolved', null, 'It went on in a newer alert.')
        book.touched(slot)
      }
      if (unreadable > 0) remark(`${unreadable} rows of kept alerts could not be read by this version of Rollcall. They stay in the database; the other alerts are there.`, nowMs)
    } catch (error) {
      remark(`The alerts of earlier runs could not be read: ${messageOf(error)}. They stay in the database; start Rollcall again to try once more.`, nowMs)
    }
  }

  /** These now, because somebody waits for it. @returns why not; undefined: they are on the disk */
  writeNow(slots: readonly AlertSlot[]): string | undefined {
    try {
      this.#parts.store.write(slots)
      return undefined
    } catch (error) {
      return messageOf(error)
    }
  }

  /** To be called with the pulse: one slice, if it is time. */
  tick(nowMs: number): void {
    // A clock that was set back must not stop it.
    if (this.#lastAtMs !== undefined && Math.abs(nowMs - this.#lastAtMs) < this.#waitMs) return
    this.#lastAtMs = nowMs
    this.#waitMs = this.#work(nowMs)
  }

  /** Everything that waits, as far as the disk takes it; evidence ends here where its time is not over. */
  close(nowMs: number): void {
    const { book, evidence } = this.#parts
    this.#slice = SLICE_MAX
    while (this.#work(nowMs) === 0);
    if (this.#failing) return
    for (const { alert } of book.active) {
      if (alert.firedAtMs === null || Math.abs(nowMs - alert.lastAtMs) > 2 * EVIDENCE_AFTER_MS) continue
      const collected = evidence.read(alert.id)
      if (collected && !collected.complete) this.#evidence.push({ alertId: alert.id, evidence: { ...collected, toMs: Math.min(collected.toMs, nowMs), complete: true } })
    }
    while (this.#evidence.length > 0 && this.#work(nowMs) === 0);
  }

  /** @returns how long the next piece can wait; 0: there is more */
  #work(nowMs: number): number {
    const { book } = this.#parts
    const asked = this.#slice
    const slots = book.takeChanged(asked)
    this.#forgotten.push(...book.takeForgotten())
    try {
      if (slots.length > 0 || this.#forgotten.length > 0) {
        const beganMs = performance.now()
        this.#parts.store.write(slots, this.#forgotten)
        this.#forgotten = []
        this.#follow(performance.now() - beganMs, slots.length)
        if (slots.length >= asked) return 0
      }
      const more = this.#writeEvidence()
      this.#recovered(nowMs)
      return this.#deleteOld(nowMs) || more ? 0 : IDLE_MS
    } catch (error) {
      book.keepChanged(slots)
      this.#failed(error, nowMs)
      return RETRY_MS
    }
  }

  #follow(tookMs: number, wrote: number): void {
    // Not by half: one slow write of the disk says little.
    if (tookMs > SLICE_TARGET_MS) this.#slice = Math.min(this.#slice, Math.max(SLICE_MIN, Math.floor(this.#slice * 0.75)))
    else if (tookMs < SLICE_TARGET_MS / 2 && wrote >= this.#slice) this.#slice = Math.min(SLICE_MAX, Math.ceil(this.#slice * 1.5))
  }

  /** After the alerts themselves, because a row of evidence belongs to one of theirs. @returns whether there is more */
  #writeEvidence(): boolean {
    if (this.#evidence.length === 0) this.#evidence.push(...this.#parts.evidence.take())
    let events = 0
    const enough = this.#evidence.findIndex(({ evidence }) => (events += evidence.events.length) > EVIDENCE_SLICE_EVENTS)
    const slice = this.#evidence.slice(0, enough < 0 ? undefined : Math.max(1, enough))
    this.#parts.store.writeEvidence(slice)
    this.#evidence.splice(0, slice.length)
    return slice.length > 0
  }

  /** What is complete and waits for the disk; see EvidenceSource for what is not complete. */
  waitingEvidence(alertId: string): AlertEvidence | undefined {
    return this.#evidence.find((each) => each.alertId === alertId)?.evidence
  }

  /** @returns whether there is more to delete */
  #deleteOld(nowMs: number): boolean {
    if (this.#oldAtMs !== undefined && Math.abs(nowMs - this.#oldAtMs) < OLD_EVERY_MS) return false
    const more = this.#parts.store.deleteOld(nowMs)
    if (!more) this.#oldAtMs = nowMs
    return more
  }

  #failed(error: unknown, nowMs: number): void {
    const { book, remark } = this.#parts
    // A row that the database refuses must not hold up all others for ever: it ends up in a slice of its own.
    this.#slice = Math.max(1, Math.floor(this.#slice / 2))
    for (const { unwritten } of book.all) if (unwritten.length > ALERT_ENTRIES_MAX) unwritten.splice(0, unwritten.length - ALERT_ENTRIES_MAX)
    if (this.#failing) return
    this.#failing = true
    remark(`Alerts cannot be written to the disk: ${messageOf(error)}. They are kept in this run, and it is tried again every ${RETRY_MS / 1_000} s.`, nowMs)
  }

  #recovered(nowMs: number): void {
    if (!this.#failing) return
    this.#failing = false
    this.#slice = Math.max(SLICE_MIN, this.#slice)
    this.#parts.remark('Alerts are written to the disk again.', nowMs)
  }
}

/** Two that are not resolved and have one fingerprint: a crash between two writes can leave them. The newest goes on. @returns ids of the others */
function endDoubles(kept: readonly KeptAlert[], nowMs: number): string[] {
  const newest = new Map<string, KeptAlert>()
  const ended: string[] = []
  for (const each of kept) {
    if (each.alert.phase === 'resolved') continue
    const other = newest.get(each.alert.fingerprint)
    newest.set(each.alert.fingerprint, each)
    if (!other) continue
    other.alert.phase = 'resolved'
    other.alert.resolvedAtMs = nowMs
    other.alert.parentId = null
    ended.push(other.alert.id)
  }
  return ended
}
