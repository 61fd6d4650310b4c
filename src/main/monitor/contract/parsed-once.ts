import type { RawPayload } from '../wire-event.ts'

/** A payload whose arguments are read twice in one go, by the catalog's reading and by the contract: parsed once. Not kept. */
export class ParsedOnce implements RawPayload {
  readonly #payload: RawPayload
  #args: readonly unknown[] | undefined
  #parsed = false

  constructor(payload: RawPayload) {
    this.#payload = payload
  }

  get text(): string {
    return this.#payload.text
  }

  get chars(): number {
    return this.#payload.chars ?? this.#payload.text.length
  }

  get bytes(): number {
    return this.#payload.bytes
  }

  get attachments(): number {
    return this.#payload.attachments
  }

  get cut(): boolean {
    return this.#payload.cut
  }

  args(): readonly unknown[] | undefined {
    if (!this.#parsed) {
      this.#parsed = true
      this.#args = this.#payload.args()
    }
    return this.#args
  }
}
