import { setImmediate } from 'node:timers/promises'
import type { AuditProgress } from '../../shared/audit.ts'
import type { AuditVerdict } from '../../shared/notices.ts'
import { counted } from '../answers.ts'
import type { Head } from './audit-anchor.ts'
import type { AuditChain } from './audit-chain.ts'
import { entryHash, plainSeal, readBreak, readEntry } from './audit-entry.ts'
import type { ChainEntry, Seal } from './audit-entry.ts'

/** Entries between two looks at what else is to be done: of the largest possible ones a few ms. */
const VERIFY_SLICE_ENTRIES = 100

type How = NonNullable<AuditVerdict['broken']>['how']
interface Fault {
  readonly how: How
  /** The record at which it was found; '' for none. */
  readonly id: string
  readonly sentence: string
}

/** Walks along the chain in slices; what is appended meanwhile is not looked at, after a purge it begins again. */
export async function verifyChain(chain: AuditChain, onProgress: (progress: AuditProgress) => void): Promise<AuditVerdict> {
  for (;;) {
    const { purges, head } = chain
    const walk = new Walk(chain, head)
    let more = true
    while (more && chain.purges === purges) {
      more = walk.step()
      onProgress({ checked: walk.checked, of: Math.max(walk.checked, head.n - walk.startsAt) })
      await setImmediate()
    }
    if (chain.purges === purges) return walk.verdict()
  }
}

class Walk {
  readonly #chain: AuditChain
  readonly #seals: ReadonlyMap<string, Seal>
  /** The end as this run wrote it: nobody else may write. */
  readonly #end: Head
  readonly #start: Head
  #previous: Head
  /** Rows are read after this number; below 1 none should be. */
  #read = Number.MIN_SAFE_INTEGER
  #fault: Fault | undefined
  /** Found at an earlier start and written down then. */
  #earlierFault: Fault | undefined
  #firstAtMs: number | undefined
  #keyed = false
  #plain = 0
  #unreadable = 0
  #earlier = 0
  #records = 0
  checked = 0

  constructor(chain: AuditChain, end: Head) {
    this.#chain = chain
    this.#end = end
    this.#seals = new Map([plainSeal, chain.seal].map((seal) => [seal.keyId, seal]))
    this.#start = chain.purged?.extra ?? { n: 0, hash: '' }
    this.#previous = this.#start
  }

  get startsAt(): number {
    return this.#start.n
  }

  /** @returns whether there is more to walk */
  step(): boolean {
    const rows = this.#chain.rowsAfter(this.#read, VERIFY_SLICE_ENTRIES)
    for (const raw of rows) {
      const n = (raw as { n: number }).n
      this.#read = n
      if (n > this.#end.n && this.#chain.head.n > this.#end.n) break
      this.#fault = this.#look(raw, n)
      if (this.#fault) return false
      this.checked++
    }
    if (rows.length === VERIFY_SLICE_ENTRIES && this.#read <= this.#end.n) return true
    this.#fault = this.#lookAtEnd()
    return false
  }

  verdict(): AuditVerdict {
    const fault = this.#fault ?? this.#earlierFault
    const records = this.#records
    if (fault) return { ok: false, sentence: fault.sentence, records, broken: { id: fault.id, how: fault.how } }
    if (this.#unreadable > 0) {
      return { ok: false, sentence: `${counted(this.#unreadable, 'entry', 'entries')} cannot be checked: ${this.#unreadable === 1 ? 'it is' : 'they are'} sealed with a key that this computer's keyring does not give now. Their order is whole.`, records, broken: null }
    }
    return { ok: true, sentence: this.#soundSentence(), records, broken: null }
  }

  #look(raw: unknown, n: number): Fault | undefined {
    const expected = this.#previous.n + 1
    const entry = readEntry(raw)
    const id = entry ? String(entry.record) : ''
    if (n < expected) return { how: 'inserted', id, sentence: `Record ${id} was put in: it stands before the beginning of the log.` }
    if (n > expected && n > this.#end.n) return { how: 'inserted', id, sentence: `Record ${id} was put in after the end of the log.` }
    // A gap that an earlier start found and wrote down is told by that record.
    if (n > expected && !(entry?.kind === 'break' && readBreak(entry) === 'missing' && this.#fits(entry, n, this.#previous.hash))) {
      return this.#startFault() ?? { how: 'missing', id, sentence: `${n - expected === 1 ? 'An entry is' : `${n - expected} entries are`} missing before record ${id}.` }
    }
    if (!entry) return { how: 'changed', id, sentence: `Entry ${n} was changed: it is not what Rollcall writes.` }
    const seal = this.#seals.get(entry.key_id)
    if (!seal) this.#unreadable++
    else if (!this.#fits(entry, n, this.#previous.hash)) return (expected === this.#start.n + 1 ? this.#startFault() : undefined) ?? this.#explain(entry)
    if (entry.key_id === '' && this.#keyed) return { how: 'changed', id, sentence: `Record ${id} was changed: it has no seal, and those before it have one.` }
    this.#count(entry)
    this.#previous = { n, hash: entry.hash }
    return undefined
  }

  #count(entry: ChainEntry): void {
    if (entry.key_id === '') this.#plain++
    else this.#keyed = true
    if (entry.kind === 'earlier') this.#earlier++
    if (entry.kind === 'break') this.#earlierFault ??= { how: readBreak(entry), id: String(entry.record), sentence: entry.scope }
    if (entry.part === 0) {
      this.#records++
      this.#firstAtMs ??= entry.at_ms
    }
  }

  #lookAtEnd(): Fault | undefined {
    const { n, hash } = this.#previous
    const missing = this.#end.n - n
    if (missing > 0) return { how: 'missing', id: '', sentence: `The last ${missing === 1 ? 'entry is' : `${missing} entries are`} missing.` }
    if (hash !== this.#end.hash) return { how: 'changed', id: '', sentence: 'The log was written anew: its end is not the one that Rollcall wrote.' }
    const anchor = this.#chain.anchor
    const kept = anchor?.read()
    if (!anchor || !kept || anchor.trouble !== undefined) return undefined
    // What was appended during the walk moved the anchor on.
    const same = kept.is === 'head' && (kept.n > n || (kept.n === n && kept.hash === hash))
    return same && anchor.sealed ? undefined : { how: 'changed', id: '', sentence: 'The anchor beside the database was changed or taken away: it does not say where the log ended.' }
  }

  #fits(entry: ChainEntry, n: number, previousHash: string): boolean {
    const seal = this.#seals.get(entry.key_id)
    return seal !== undefined && entryHash(seal, previousHash, { ...entry, n }) === entry.hash
  }

  /** The beginning does not fit: the record of the purge, which says how it should, may be what was changed. */
  #startFault(): Fault | undefined {
    const purge = this.#chain.purged?.entry
    const before = purge && this.#chain.entryAt(purge.n - 1)
    if (!purge || !before || this.#fits(purge, purge.n, before.hash)) return undefined
    return { how: 'changed', id: String(purge.record), sentence: `Record ${purge.record} was changed: it says what was purged.` }
  }

  /** What became of an entry that does not fit its place: tried against its neighbours, then against all places. */
  #explain(entry: ChainEntry): Fault {
    const id = String(entry.record)
    const next = this.#chain.entryAt(entry.n + 1)
    if (next && this.#fits(next, entry.n, this.#previous.hash) && !this.#fits(entry, next.n, next.hash)) return { how: 'inserted', id, sentence: `Record ${id} was put in.` }
    if (next && !this.#fits(next, next.n, entry.hash) && this.#fits(next, next.n + 1, entry.hash)) return { how: 'missing', id, sentence: `An entry is missing before record ${id}; those after it were renumbered.` }
    const place = this.#placeOf(entry)
    return place === undefined ? { how: 'changed', id, sentence: `Record ${id} was changed.` } : { how: 'reordered', id, sentence: `Record ${id} was moved: it was entry ${place} and stands at ${entry.n}.` }
  }

  #placeOf(entry: ChainEntry): number | undefined {
    let before: Head = this.#start
    for (let rows = this.#chain.rowsAfter(this.#start.n, 1_000); rows.length > 0; rows = this.#chain.rowsAfter(before.n, 1_000)) {
      for (const raw of rows) {
        const { n, hash } = raw as Head
        // Neighbours that changed places: what stood before it stands after it now.
        if (n !== entry.n && (this.#fits(entry, n, before.hash) || this.#fits(entry, n, hash))) return n
        before = { n, hash }
      }
    }
    return undefined
  }

  #soundSentence(): string {
    const records = counted(this.#records, 'record', 'records')
    const purged = this.#chain.purged
    const since = purged
      ? `${records}. Purged before ${day(purged.extra.beforeMs)} by ${purged.entry.who}; unbroken since.`
      : this.#firstAtMs === undefined ? 'The log is empty.' : `${records}, unbroken since ${day(this.#firstAtMs)}.`
    return [since, this.#earlier === 0 ? '' : `${counted(this.#earlier, 'record is', 'records are')} from before the chain and sealed as found.`, this.#sealSentence()].filter((text) => text !== '').join(' ')
  }

  #sealSentence(): string {
    const troubled = this.#chain.anchor?.trouble
    const anchor = troubled === undefined ? '' : ` The anchor beside the database could not be written (${troubled}).`
    if (this.#chain.seal.keyId === '') return `Not sealed by a key, because this computer has no keyring: who edits the file can also make its hashes anew.${anchor}`
    return `${this.#plain === 0 ? "Sealed with a key of this computer's keyring." : `Sealed with a key of this computer's keyring, but for the first ${counted(this.#plain, 'entry', 'entries')}.`}${anchor}`
  }
}

/** In the zone of this computer: `3 September 2026`. */
function day(atMs: number): string {
  return new Date(atMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}
