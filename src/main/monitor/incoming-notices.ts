import type { Catalog } from '../../shared/catalog.ts'
import { INCOMING_NOTICES_MAX, NOTICE_PAYLOAD_BYTES_MAX } from '../../shared/limits.ts'
import type { NoticeList } from '../../shared/notices.ts'
import { hashOf } from './alerts/text-hash.ts'
import type { LogRecord } from './event-log.ts'
import { cleaned, lengthOnly } from './mask.ts'
import { cutName } from './names.ts'

export type IncomingNotice = NoticeList['incoming'][number]

/** The admin feed shows one broadcast once for each socket: so many ms after the first the same text is the same notice. */
const SAME_WITHIN_MS = 30_000
/** Keys under which platforms keep a notice's words (the platforms' documents). */
const titleKeys = ['title', 'subject', 'message', 'body', 'text'] as const
/** Values of one payload that are looked at. */
const VALUES_MAX = 60
const TITLE_CHARS_MAX = 120

/** What came, and hashes of the strings in it: its words are compared, and never kept whole. */
interface Kept {
  readonly notice: IncomingNotice
  readonly text: string
  readonly strings: ReadonlySet<string>
}

/** What clients are told by others, or by Rollcall itself: events whose meaning is `notice`, newest last, bounded. */
export class IncomingNotices {
  readonly #kept: Kept[] = []
  #isOwn: (id: string) => string | null = () => null
  #revision = 0
  /** Older ones that were let go. */
  dropped = 0
  /** Strings too long for a notice's words: they are compared with nothing. */
  notCompared = 0

  /** @param isOwn the notice that an id in a payload belongs to: an id of this console, or of one of its deliveries; else null */
  tellOwn(isOwn: (id: string) => string | null): void {
    this.#isOwn = isOwn
  }

  get revision(): number {
    return this.#revision
  }

  add(record: LogRecord, catalog: Catalog | undefined): void {
    const { key, payload, atMs } = record
    const text = payload.text.slice(0, 2_000)
    const event = cutName(key.name, TITLE_CHARS_MAX)
    if (this.#kept.some(({ notice, text: other }) => other === text && notice.targetId === key.target.id && notice.event === event && notice.namespace === key.space.name && Math.abs(atMs - notice.atMs) < SAME_WITHIN_MS)) return
    const strings = stringsIn(payload.args() ?? [])
    const own = strings.map(({ value }) => this.#isOwn(value)).find((id) => id !== null) ?? null
    // What a document says is shown to everybody is no secret; a notice to one person may be.
    const isPublic = own !== null || (key.event?.spec.person === undefined && catalog?.notices?.some(({ event }) => event === key.name) === true)
    this.#kept.push({ notice: { seq: record.seq, atMs, targetId: key.target.id, namespace: key.space.name, event, title: titleOf(strings, isPublic), own }, text, strings: this.#hashes(strings) })
    if (this.#kept.length > INCOMING_NOTICES_MAX) {
      this.#kept.shift()
      this.dropped++
    }
    this.#revision++
  }

  targetRemoved(targetId: string): void {
    const left = this.#kept.filter(({ notice }) => notice.targetId !== targetId)
    this.#kept.splice(0, this.#kept.length, ...left)
    this.#revision++
  }

  /** The newest that is kept; -1: none. Rises as long as Rollcall runs. */
  get newestSeq(): number {
    return this.#kept.at(-1)?.notice.seq ?? -1
  }

  /** What others said on a platform with these words, newest first. @param forms the words may come in any of them: all strings of one are in the payload */
  fromOthers(targetId: string, forms: readonly (readonly string[])[]): { readonly seq: number; readonly atMs: number }[] {
    const hashed = forms.map((form) => form.map(hashOf))
    return this.#kept.filter(({ notice, strings }) => notice.own === null && notice.targetId === targetId && hashed.some((form) => form.length > 0 && form.every((hash) => strings.has(hash)))).map(({ notice: { seq, atMs } }) => ({ seq, atMs })).reverse()
  }

  /** Newest first. */
  list(): IncomingNotice[] {
    return this.#kept.map(({ notice }) => notice).reverse()
  }

  #hashes(strings: readonly Found[]): Set<string> {
    const hashes = new Set<string>()
    for (const { value } of strings) {
      if (value.length > NOTICE_PAYLOAD_BYTES_MAX) this.notCompared++
      else hashes.add(hashOf(value))
    }
    return hashes
  }
}

interface Found {
  readonly key: string
  readonly value: string
}

function titleOf(strings: readonly Found[], isPublic: boolean): string {
  for (const wanted of titleKeys) {
    const found = strings.find(({ key, value }) => key === wanted && value !== '')
    if (found) return isPublic ? cleaned(cutName(found.value, TITLE_CHARS_MAX)) : lengthOnly(found.value)
  }
  return ''
}

/** The strings of a payload, outer ones first; a hostile one is not walked to its end. */
function stringsIn(args: readonly unknown[]): Found[] {
  const found: Found[] = []
  let level: { key: string; value: unknown }[] = args.map((value) => ({ key: '', value }))
  for (let depth = 0; depth < 4 && level.length > 0 && found.length < VALUES_MAX; depth++) {
    const next: { key: string; value: unknown }[] = []
    for (const { key, value } of level.slice(0, VALUES_MAX)) {
      if (typeof value === 'string') found.push({ key, value })
      else if (Array.isArray(value)) for (const item of value.slice(0, VALUES_MAX)) next.push({ key, value: item })
      else if (typeof value === 'object' && value !== null) for (const name of Object.keys(value).slice(0, VALUES_MAX)) next.push({ key: name, value: (value as Record<string, unknown>)[name] })
    }
    level = next
  }
  return found.slice(0, VALUES_MAX)
}
