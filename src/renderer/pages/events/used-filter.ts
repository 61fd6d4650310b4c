/** Which filters go to the history: those that hold and were meant, each once in a row. In whichever order the two are known. */
export class UsedFilter {
  readonly #keep: (text: string) => void
  #held: string | null = null
  #meant: string | null = null
  #kept = ''

  constructor(keep: (text: string) => void) {
    this.#keep = keep
  }

  /** The main process took this text. */
  holds(text: string): void {
    this.#held = text
    this.#check()
  }

  /** The reader is done typing this text. */
  settled(text: string): void {
    this.#meant = text
    this.#check()
  }

  #check(): void {
    const text = this.#held
    if (text === null || text !== this.#meant || text.trim() === '' || text.trim() === this.#kept) return
    this.#kept = text.trim()
    this.#keep(this.#kept)
  }
}
