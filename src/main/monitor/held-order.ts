import type { ListState } from '../../shared/presence.ts'

export interface Group {
  readonly label: string
  readonly from: number
  readonly count: number
}

/** A list's order as the window has it: a new revision only when the order really changed, none while it is held. */
export class HeldOrder<T> {
  #items: readonly T[] = []
  #groups: readonly Group[] = []
  #of = 0
  #revision = 1
  #version = 1
  held = false

  get items(): readonly T[] {
    return this.#items
  }

  get revision(): number {
    return this.#revision
  }

  /** Rises with every change that the window could see. */
  get version(): number {
    return this.#version
  }

  /** Something in the rows changed, the order did not. */
  news(): void {
    this.#version++
  }

  /** @param force a new query: the revision rises even if the order is the same */
  replace(items: readonly T[], groups: readonly Group[], of: number, force: boolean): void {
    this.#of = of
    if (!force && sameItems(this.#items, items) && sameGroups(this.#groups, groups)) return
    this.#items = items
    this.#groups = groups
    this.#revision++
    this.#version++
  }

  state(notRemembered: number): ListState {
    return { revision: this.#revision, count: this.#items.length, of: this.#of, groups: this.#groups.map((group) => ({ ...group })), notRemembered }
  }

  /** Items of a range of ordinals; none for another revision. */
  range(revision: number, from: number, count: number): { readonly from: number; readonly items: readonly T[] } {
    const start = Math.max(0, Math.min(from, this.#items.length))
    return { from: start, items: revision === this.#revision ? this.#items.slice(start, start + count) : [] }
  }
}

/** The groups of a list that is already in their order. */
export function groupsOf<T>(items: readonly T[], label: (item: T) => string): Group[] {
  const groups: { label: string; from: number; count: number }[] = []
  for (const [index, item] of items.entries()) {
    const text = label(item)
    const last = groups.at(-1)
    if (last?.label === text) last.count++
    else groups.push({ label: text, from: index, count: 1 })
  }
  return groups
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}

function sameGroups(a: readonly Group[], b: readonly Group[]): boolean {
  return a.length === b.length && a.every((group, index) => group.label === b[index]?.label && group.from === b[index]?.from && group.count === b[index]?.count)
}
