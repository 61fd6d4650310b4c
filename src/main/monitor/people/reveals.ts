import type { PersonKey } from '../../../shared/presence.ts'

export interface Reveal {
  readonly key: PersonKey
  /** From then on the name is masked again, whoever forgets to say so. */
  readonly untilMs: number
}

/** Whose name and address may be shown in clear now. */
export class Reveals {
  #open = new Map<string, Reveal>()
  #revision = 0

  set(reveals: readonly Reveal[]): void {
    this.#open = new Map(reveals.map((reveal) => [textOf(reveal.key), reveal]))
    this.#revision++
  }

  /** Closes what ended. Returns whether something did. */
  close(nowMs: number): boolean {
    let closed = false
    for (const [text, { untilMs }] of this.#open) {
      if (nowMs < untilMs) continue
      this.#open.delete(text)
      closed = true
    }
    if (closed) this.#revision++
    return closed
  }

  has(targetId: string, publicId: string, nowMs: number): boolean {
    if (this.#open.size === 0) return false
    const reveal = this.#open.get(textOf({ targetId, personId: publicId }))
    return reveal !== undefined && nowMs < reveal.untilMs
  }

  get list(): readonly Reveal[] {
    return [...this.#open.values()]
  }

  get revision(): number {
    return this.#revision
  }
}

function textOf({ targetId, personId }: PersonKey): string {
  return JSON.stringify([targetId, personId])
}
