import type { ContractState, DriftMark } from '../../../shared/domain.ts'
import type { CompiledCatalog } from '../compiled-catalog.ts'
import type { EventKey, TargetSlot } from '../counts.ts'
import type { RawPayload } from '../wire-event.ts'
import { CheckBudget } from './check-budget.ts'
import { checkArguments, checkName } from './check.ts'
import type { NameCheck } from './check.ts'
import { DriftBook } from './drift-book.ts'
import type { Drift } from './drift-book.ts'
import { ParsedOnce } from './parsed-once.ts'

/** What is known of one event key's contract. */
interface KeyCheck {
  readonly catalog: CompiledCatalog | undefined
  readonly name: NameCheck
  /** Row of a name that drifts; undefined where the table had no place for it. */
  nameDrift: Drift | undefined
  nameSeen: boolean
  compared: number
  variants: number
  drifts: number
  /** Second in which a payload was compared last. */
  comparedSecond: number
}

/** How much of the traffic was compared. */
export interface Checked {
  readonly offered: number
  readonly compared: number
  readonly recentShare: number | null
  readonly timeShare: number | null
}

/**
 * Compares what is applied with the catalog of its target: the name of every event, payloads within a budget of time. Its only clock is
 * `nowUs`, monotonic, by which comparisons and drains are measured.
 */
export class ContractWatch {
  readonly book: DriftBook
  /** What Rollcall and a server agreed on by themselves (docs/server-contract.md) is in no document, and no drift. */
  agreed: (targetId: string, namespace: string, name: string) => boolean = () => false
  readonly #nowUs: () => number
  readonly #budget = new CheckBudget()
  readonly #keys = new Map<EventKey, KeyCheck>()
  #offered = 0
  #compared = 0
  #second = Number.NEGATIVE_INFINITY
  #inSecond = { offered: 0, compared: 0 }
  #lastSecond = { second: Number.NEGATIVE_INFINITY, offered: 0, compared: 0 }

  constructor(nowUs: () => number, capacity?: number) {
    this.#nowUs = nowUs
    this.book = new DriftBook(capacity)
  }

  beginDrain(waiting: number): void {
    this.#budget.begin(this.#nowUs(), waiting)
  }

  endDrain(): void {
    this.#budget.end(this.#nowUs())
  }

  /** Counts the event; its mark where the name alone decides or its payload is left out, undefined where byPayload() is to be asked. */
  byName(key: EventKey, payload: RawPayload, atMs: number): DriftMark | undefined {
    const check = this.#checkOf(key)
    return this.#nameMark(key, check, payload, atMs) ?? (this.#budget.takes(check.comparedSecond === Number.NEGATIVE_INFINITY, check.comparedSecond !== this.#second) ? undefined : 'unchecked')
  }

  /** Counts an event whose payload nobody reads: by its name it is checked all the same. @param payload absent: wantsPayload() said no */
  leftOut(key: EventKey, payload: RawPayload | undefined, atMs: number): void {
    this.#nameMark(key, this.#checkOf(key), payload, atMs)
  }

  /** The event's name drifts and was not seen before: its payload is to be the example. */
  wantsPayload(key: EventKey): boolean {
    const check = this.#checkOf(key)
    return check.name.is === 'drift' && !check.nameSeen
  }

  #nameMark(key: EventKey, check: KeyCheck, payload: RawPayload | undefined, atMs: number): DriftMark | undefined {
    switch (check.name.is) {
      case 'unchecked':
        return 'unchecked'
      case 'drift':
        this.#countName(key, check, payload, atMs)
        return check.name.difference.kind === 'unknown-event' ? 'undocumented' : 'drift'
      case 'known':
        break
    }
    if (check.name.documented === null && check.name.variants.length === 0) return check.name.variant ? 'variant' : 'no'
    const second = Math.floor(atMs / 1000)
    if (second !== this.#second) this.#turn(second)
    this.#offered++
    this.#inSecond.offered++
    return undefined
  }

  /** A payload that is to be read by others as well is parsed only once. */
  reading(payload: RawPayload): RawPayload {
    return new ParsedOnce(payload)
  }

  /** Compares a payload for which byName() said nothing. */
  byPayload(key: EventKey, payload: RawPayload, atMs: number): DriftMark {
    const check = this.#checkOf(key)
    if (check.name.is !== 'known') return 'unchecked'
    const startedUs = this.#nowUs()
    check.comparedSecond = Math.floor(atMs / 1000)
    const found = checkArguments(check.name, payload.args())
    if (found.is === 'drift') this.book.add(key, check.name.spec, found.differences, payload, atMs)
    this.#budget.spent(this.#nowUs() - startedUs)
    if (found.is === 'not-compared') return 'unchecked'
    check.compared++
    this.#compared++
    this.#inSecond.compared++
    switch (found.is) {
      case 'fits':
        return 'no'
      case 'variant':
        check.variants++
        return 'variant'
      case 'drift':
        check.drifts++
        return 'drift'
    }
  }

  /** The worst that was seen of an event. */
  stateOf(key: EventKey): ContractState {
    const check = this.#keys.get(key)
    if (!check || check.catalog !== key.target.catalog) return 'unchecked'
    switch (check.name.is) {
      case 'unchecked':
        return 'unchecked'
      case 'drift':
        return check.name.difference.kind === 'unknown-event' ? 'undocumented' : 'drift'
      case 'known':
        if (check.drifts > 0) return 'drift'
        if (check.variants > 0 || check.name.variant) return 'known-variant'
        return check.compared > 0 || check.name.documented === null ? 'ok' : 'unchecked'
    }
  }

  /** Payloads of an event that were compared; of one whose name drifts none need be. */
  comparedOf(key: EventKey): number {
    const check = this.#keys.get(key)
    return check === undefined ? 0 : check.name.is === 'drift' ? key.count : check.compared
  }

  checked(nowMs: number): Checked {
    const second = Math.floor(nowMs / 1000)
    const last = this.#second === second - 1 ? { second: this.#second, ...this.#inSecond } : this.#lastSecond
    const isRecent = last.second === second - 1 && last.offered > 0
    return { offered: this.#offered, compared: this.#compared, recentShare: isRecent ? last.compared / last.offered : null, timeShare: this.#budget.timeShare }
  }

  removeTarget(target: TargetSlot): void {
    this.book.removeTarget(target)
    for (const key of this.#keys.keys()) if (key.target === target) this.#keys.delete(key)
  }

  #checkOf(key: EventKey): KeyCheck {
    const known = this.#keys.get(key)
    const catalog = key.target.catalog
    if (known && known.catalog === catalog) return known
    // By another catalog everything is judged anew.
    if (known) this.book.removeKey(key)
    const isAgreed = this.agreed(key.target.id, key.space.name, key.name)
    const name: NameCheck = catalog && !isAgreed ? checkName(catalog.catalog, key.space.name, key.name, key.direction) : { is: 'unchecked' }
    const check: KeyCheck = { catalog, name, nameDrift: undefined, nameSeen: false, compared: 0, variants: 0, drifts: 0, comparedSecond: Number.NEGATIVE_INFINITY }
    this.#keys.set(key, check)
    return check
  }

  #countName(key: EventKey, check: KeyCheck, payload: RawPayload | undefined, atMs: number): void {
    if (check.name.is !== 'drift') return
    if (check.nameDrift) {
      this.book.again(check.nameDrift, atMs)
      return
    }
    // A name that found no place once is not offered again at every event, only counted.
    if (check.nameSeen || payload === undefined) {
      this.book.missed()
      return
    }
    check.nameSeen = true
    this.book.add(key, check.name.spec, [check.name.difference], payload, atMs)
    check.nameDrift = this.book.ofName(key, check.name.difference)
  }

  #turn(second: number): void {
    this.#lastSecond = { second: this.#second, ...this.#inSecond }
    this.#second = second
    this.#inSecond = { offered: 0, compared: 0 }
  }
}
