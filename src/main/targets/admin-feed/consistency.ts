/** Between two reloads at the least; doubled after each one that did not help (Socket.IO 3 never sends a whole cluster). */
const RESYNC_EVERY_MS = 60_000
const RESYNC_WAIT_MAX_MS = 30 * 60_000
/** A difference counts once it was there in so many rounds of stats: in a cluster the counts of one round are up to 2 s apart. */
const LASTING_ROUNDS = 2
/** How long the view says that all was loaded again. */
const SAID_FOR_MS = 5 * 60_000

export interface Difference {
  readonly namespace: string
  readonly known: number
  readonly counted: number
}

/**
 * The servers' own `socketsCount` is the only check that there is: the feed has no sequence numbers, and what it lost it
 * lost without a word. A lasting difference asks for a reload of everything, seldom, and says so.
 */
export class Consistency {
  #rounds = 0
  #lasting: readonly Difference[] = []
  #reported = new Set<string>()
  #reloads = 0
  #mayReloadAtMs = 0
  #said: { readonly atMs: number; readonly text: string } | undefined

  /** A new connection: rounds are counted anew. */
  restart(): void {
    this.#rounds = 0
    this.#reported.clear()
  }

  /** One server spoke. @returns true when with it a round is complete: every server that speaks has spoken since the last. */
  heard(serverKey: string): boolean {
    const complete = this.#reported.has(serverKey)
    if (complete) this.#reported.clear()
    this.#reported.add(serverKey)
    return complete
  }

  /** @param hasHole deltas were lost for want of room. @returns true: everything should be loaded again now. */
  check(differences: readonly Difference[], hasHole: boolean, nowMs: number): boolean {
    if (hasHole) return this.#mayReload(nowMs, 'All sockets were loaded again, because more happened while they were loading than Rollcall can keep.')
    if (differences.length === 0) {
      this.#rounds = 0
      this.#lasting = []
      this.#reloads = 0
      return false
    }
    this.#rounds++
    if (this.#rounds < LASTING_ROUNDS) return false
    this.#lasting = differences
    return this.#mayReload(nowMs, `All sockets were loaded again, because the counts differed: ${sentence(differences)}`)
  }

  #mayReload(nowMs: number, text: string): boolean {
    if (nowMs < this.#mayReloadAtMs) return false
    this.#mayReloadAtMs = nowMs + Math.min(RESYNC_EVERY_MS * 2 ** this.#reloads, RESYNC_WAIT_MAX_MS)
    this.#reloads++
    this.#said = { atMs: nowMs, text }
    return true
  }

  /** The lasting difference in words; null when table and servers agree. */
  get difference(): string | null {
    const text = sentence(this.#lasting)
    return text === '' ? null : `${text.charAt(0).toUpperCase()}${text.slice(1)}`
  }

  warnings(nowMs: number): readonly string[] {
    return this.#said && nowMs - this.#said.atMs < SAID_FOR_MS ? [this.#said.text] : []
  }
}

function sentence(differences: readonly Difference[]): string {
  const [first, ...others] = differences
  if (!first) return ''
  const more = others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'namespace differs' : 'namespaces differ'}.`
  return `in ${first.namespace} Rollcall knows ${first.known} ${first.known === 1 ? 'socket' : 'sockets'}, the servers count ${first.counted}.${more}`
}
