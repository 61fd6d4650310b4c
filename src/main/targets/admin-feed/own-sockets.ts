/** Ids that are remembered; each namespace makes a new one at each connect. */
const IDS_MAX = 10_000

/** Ids of Rollcall's own sockets on one server, ended ones too: their last words may come late. */
export class OwnSockets {
  readonly #ids = new Set<string>()

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  /** @returns those that are new. */
  add(ids: readonly string[]): readonly string[] {
    const added = ids.filter((id) => !this.#ids.has(id))
    for (const id of added) this.#ids.add(id)
    for (const oldest of this.#ids) {
      if (this.#ids.size <= IDS_MAX) break
      this.#ids.delete(oldest)
    }
    return added
  }
}
