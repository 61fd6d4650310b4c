import { Ring } from './ring.ts'

/** What the app has to say about itself: "You were away 42 min. Reloaded at 10:42." */
export interface Remark {
  readonly id: string
  readonly text: string
  readonly atMs: number
}

const REMARKS_MAX = 20

/** The newest remarks; the same words twice in a row are one, with the newer time. */
export class Remarks {
  readonly #ring = new Ring<Remark>(REMARKS_MAX)
  #number = 0

  add(text: string, atMs: number): void {
    this.#number++
    const last = this.#ring.newest
    if (last?.text === text) this.#ring.keepOnly((remark) => remark !== last)
    this.#ring.push({ id: `remark-${this.#number}`, text, atMs })
  }

  get list(): readonly Remark[] {
    return this.#ring.slice()
  }

  get revision(): number {
    return this.#number
  }
}
