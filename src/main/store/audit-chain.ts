import type { AuditResult } from '../../shared/presence.ts'
import { assertNever } from '../assert-never.ts'
import { AuditAnchor } from './audit-anchor.ts'
import type { Head } from './audit-anchor.ts'
import { ENTRY_COLUMNS, entryHash, readEntry, readPurge } from './audit-entry.ts'
import type { ChainEntry, PurgeExtra, Seal } from './audit-entry.ts'
import type { LocalDatabase } from './database.ts'
import type { JsonDocument } from './document.ts'

/** Characters of one field: a record is at most some kilobytes. */
const FIELD_CHARS_MAX = 1_000

/** What is to be appended; the chain gives it its place, its hash and, for a record's first entry, a time of its own. */
export interface NewEntry {
  readonly kind: ChainEntry['kind']
  readonly atMs: number
  readonly who?: string
  readonly action?: string
  readonly targetName?: string
  readonly scope?: string
  readonly reason?: string
  readonly result: AuditResult
  readonly detail?: string
  readonly extra?: object
}

/**
 * The table `audit` as a chain: entries are appended, each with the hash of itself and of the one before, and deleted only from
 * the beginning, by a purge that says so. `n` counts without a gap. All methods throw SQLite's error.
 */
export class AuditChain {
  readonly #database: LocalDatabase
  readonly seal: Seal
  /** undefined: in memory, or nowhere to keep it. */
  readonly anchor: AuditAnchor | undefined
  #head: Head = { n: 0, hash: '' }
  #lastRecord = 0
  /** Rises with every purge: whoever walks along the chain begins again. */
  #purges = 0
  readonly #sealedBefore: boolean

  /** @param sealedBefore an earlier run has sealed log and anchor by this key */
  constructor(database: LocalDatabase, seal: Seal, anchor: JsonDocument | undefined, sealedBefore = false) {
    this.#database = database
    this.seal = seal
    this.#sealedBefore = sealedBefore
    this.anchor = anchor && database.durable ? new AuditAnchor(anchor, seal) : undefined
  }

  get head(): Head {
    return this.#head
  }

  get purges(): number {
    return this.#purges
  }

  /**
   * To be called once, first: takes over records of earlier versions and looks whether the end is where it was left.
   * @returns false: it is sealed with a key that is not available now, so nothing may be appended
   */
  open(nowMs: number): boolean {
    if (this.seal.keyId === '' && this.#database.all("SELECT 1 FROM audit WHERE key_id <> '' LIMIT 1").length > 0) {
      this.#readHead()
      return false
    }
    const kept = this.anchor?.read() ?? { is: 'none' as const }
    const chained = this.#database.all("SELECT 1 FROM audit WHERE hash <> '' LIMIT 1").length > 0
    const fresh = !chained && !this.#sealedBefore && (kept.is === 'none' || (kept.is === 'head' && kept.n === 0))
    if (fresh) {
      // First of all: from the first entry on a missing anchor was taken away.
      this.anchor?.write(this.#head)
      this.#takeOver()
    }
    this.#readHead()
    if (this.anchor && !fresh) this.#compare(this.anchor, nowMs)
    this.anchor?.write(this.#head)
    return true
  }

  /** A record's first entry; on the disk when this returns. @returns the record's number */
  begin(entry: NewEntry): number {
    const record = this.#lastRecord + 1
    this.#append(record, 0, { ...entry, atMs: this.#freeTime(entry.atMs) })
    this.#lastRecord = record
    return record
  }

  /** The result of a record. */
  end(record: number, entry: NewEntry): void {
    this.#append(record, 1, entry)
  }

  /**
   * Deletes the oldest entries, up to the first record of `beforeMs` or later and up to the first that is under way, and appends
   * what `entry` makes of them; both or none. @returns how many records went; 0: nothing was changed
   */
  purge(beforeMs: number, entry: (records: number) => NewEntry): number {
    const [{ until }] = this.#database.all(
      "SELECT min(n) AS until FROM audit b WHERE part = 0 AND (at_ms >= ? OR (kind = 'begun' AND NOT EXISTS (SELECT 1 FROM audit e WHERE e.record = b.record AND e.part = 1)))",
      beforeMs,
    ) as [{ until: number | null }]
    const below = until ?? this.#head.n + 1
    const [{ records }] = this.#database.all('SELECT count(*) AS records FROM audit WHERE part = 0 AND n < ?', below) as [{ records: number }]
    const last = this.#entries('WHERE n < ? ORDER BY n DESC LIMIT 1', below)[0]
    if (records === 0 || !last) return 0
    const extra: PurgeExtra = { beforeMs, n: last.n, hash: last.hash, records }
    const added = entry(records)
    const record = this.#lastRecord + 1
    const before = this.#head
    try {
      this.#database.transaction(() => {
        this.#database.run('DELETE FROM audit WHERE n < ?', below)
        this.#write(record, 0, { ...added, atMs: this.#freeTime(added.atMs), extra })
      })
    } catch (error) {
      this.#head = before
      throw error
    }
    this.#lastRecord = record
    this.#purges++
    this.anchor?.write(this.#head)
    return records
  }

  /** The last purge, from which the chain goes on. */
  get purged(): { readonly entry: ChainEntry; readonly extra: PurgeExtra } | undefined {
    const [entry] = this.#entries("WHERE kind = 'purge' ORDER BY n DESC LIMIT 1")
    const extra = entry && readPurge(entry)
    return entry && extra ? { entry, extra } : undefined
  }

  /** Rows after a place, as they are: to be parsed by whoever checks them. */
  rowsAfter(n: number, limit: number): unknown[] {
    return this.#database.all('SELECT * FROM audit WHERE n > ? ORDER BY n LIMIT ?', n, limit)
  }

  entriesOf(record: number): readonly ChainEntry[] {
    return this.#entries('WHERE record = ? ORDER BY part', record)
  }

  entryAt(n: number): ChainEntry | undefined {
    return this.#entries('WHERE n = ?', n)[0]
  }

  /** The place and hash before an entry: of the row before, or what a purge kept of it. */
  before(n: number): Head | undefined {
    const found = this.entryAt(n - 1)
    if (found) return found
    const purged = this.purged
    if (purged?.extra.n === n - 1) return purged.extra
    return n === 1 ? { n: 0, hash: '' } : undefined
  }

  #append(record: number, part: 0 | 1, entry: NewEntry): void {
    this.#write(record, part, entry)
    this.anchor?.write(this.#head)
  }

  #write(record: number, part: 0 | 1, { kind, atMs, who, action, targetName, scope, reason, result, detail, extra }: NewEntry): void {
    const unsigned = {
      n: this.#head.n + 1, record, part, kind, at_ms: Math.trunc(atMs), finished_at_ms: null,
      who: bounded(who), action: bounded(action), target_name: bounded(targetName), scope: bounded(scope), reason: bounded(reason),
      result, detail: bounded(detail), extra: extra ? JSON.stringify(extra) : '', key_id: this.seal.keyId,
    }
    const entry: ChainEntry = { ...unsigned, hash: entryHash(this.seal, this.#head.hash, unsigned) }
    this.#database.run(`INSERT INTO audit (${ENTRY_COLUMNS.join(', ')}) VALUES (${ENTRY_COLUMNS.map(() => '?').join(', ')})`, ...ENTRY_COLUMNS.map((column) => entry[column]))
    this.#head = { n: entry.n, hash: entry.hash }
  }

  /** Records of versions without a chain: sealed as they are found, in their order. */
  #takeOver(): void {
    if (this.#database.all('SELECT 1 FROM audit LIMIT 1').length === 0) return
    this.#database.transaction(() => {
      let hash = ''
      for (const entry of this.#entries('ORDER BY n')) {
        hash = entryHash(this.seal, hash, { ...entry, key_id: this.seal.keyId })
        this.#database.run('UPDATE audit SET key_id = ?, hash = ? WHERE n = ?', this.seal.keyId, hash, entry.n)
      }
    })
  }

  #readHead(): void {
    const [last] = this.#database.all('SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1') as [Head?]
    const [{ record }] = this.#database.all('SELECT max(record) AS record FROM audit') as [{ record: number | null }]
    this.#head = last ?? { n: 0, hash: '' }
    this.#lastRecord = record ?? 0
  }

  /** What the anchor says and the table does not: written down, so that it stays known when the anchor has moved on. */
  #compare(anchor: AuditAnchor, nowMs: number): void {
    const kept = anchor.read()
    switch (kept.is) {
      case 'none':
        this.#break('missing', 'The anchor beside the database was missing at this start: records may be missing before this one.', nowMs)
        return
      case 'forged':
        this.#break('changed', 'The anchor beside the database was changed before this start: records may be missing before this one.', nowMs)
        return
      case 'head':
        break
      default:
        return assertNever(kept)
    }
    if (kept.n > this.#head.n) {
      const cut = kept.n - this.#head.n
      // The gap in the numbers stays, so that it is found by whoever counts.
      this.#head = { n: kept.n, hash: this.#head.hash }
      this.#break('missing', `The end of the log was cut off before this start: ${cut} ${cut === 1 ? 'entry is' : 'entries are'} missing before this one.`, nowMs)
      return
    }
    const extra = this.purged?.extra
    const known = extra && kept.n < extra.n ? kept.hash : kept.n === 0 ? '' : (this.before(kept.n + 1)?.hash ?? undefined)
    if (known !== kept.hash) this.#break('changed', `The log was changed before this start: entry ${kept.n} is not the one that was written last.`, nowMs)
    else if (anchor.sealed) return
    else if (this.#entries('WHERE key_id = ? LIMIT 1', this.seal.keyId).length > 0) this.#break('changed', 'The anchor beside the database was replaced by one without its seal before this start.', nowMs)
    // All of it without the seal that it had: a file of somebody else, whose hashes fit because anybody can make plain ones.
    else if (this.#sealedBefore) this.#break('changed', 'The log was replaced by one without its seal before this start: its records may be invented.', nowMs)
  }

  #break(how: 'changed' | 'missing', sentence: string, nowMs: number): void {
    this.begin({ kind: 'break', atMs: nowMs, who: 'Rollcall', action: 'audit log damaged', scope: sentence, result: 'failed', detail: sentence, extra: { how } })
  }

  /** Pages of records begin at a time, so no two have the same: the later one moves by a millisecond. */
  #freeTime(wantedMs: number): number {
    let atMs = Math.trunc(wantedMs)
    while (this.#database.all('SELECT 1 FROM audit WHERE part = 0 AND at_ms = ?', atMs).length > 0) atMs++
    return atMs
  }

  #entries(tail: string, ...values: readonly (number | string)[]): ChainEntry[] {
    return this.#database.all(`SELECT * FROM audit ${tail}`, ...values).flatMap((raw) => readEntry(raw) ?? [])
  }
}

/** As the database gives it back: without half a surrogate pair and without NUL, at which SQLite's text functions end. */
function bounded(text = ''): string {
  const short = text.length > FIELD_CHARS_MAX ? `${text.slice(0, FIELD_CHARS_MAX)}…` : text
  return short.replaceAll('\0', '�').replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '�')
}
