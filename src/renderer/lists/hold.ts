/** A key that moved the selection holds the order for so long: the reader's eye is on a row. */
const AFTER_KEY_MS = 2_000

/** What the hold needs of its surroundings, so that a test can be the clock. */
export interface HoldSurroundings {
  readonly send: (hold: boolean) => void
  /** Calls back later; returns "cancel". */
  readonly afterMs: (callback: () => void, delayMs: number) => () => void
}

/** Whether the order of a list has to stay: while the pointer is in it, a menu of it is open, or keys move in it. */
export class Hold {
  #around: HoldSurroundings
  #pointer = false
  #menu = false
  #cancelKey: (() => void) | null = null
  #sent = false
  #listeners = new Set<() => void>()

  constructor(around: HoldSurroundings) {
    this.#around = around
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  readonly isHeld = (): boolean => this.#sent

  pointer(inside: boolean): void {
    this.#pointer = inside
    this.#settle()
  }

  menu(open: boolean): void {
    this.#menu = open
    this.#settle()
  }

  key(): void {
    this.#cancelKey?.()
    this.#cancelKey = this.#around.afterMs(() => {
      this.#cancelKey = null
      this.#settle()
    }, AFTER_KEY_MS)
    this.#settle()
  }

  /** The list left the screen or the window was hidden. */
  release(): void {
    this.#cancelKey?.()
    this.#cancelKey = null
    this.#pointer = false
    this.#menu = false
    this.#settle()
  }

  #settle(): void {
    const hold = this.#pointer || this.#menu || this.#cancelKey !== null
    if (hold === this.#sent) return
    this.#sent = hold
    this.#around.send(hold)
    for (const listener of this.#listeners) listener()
  }
}
