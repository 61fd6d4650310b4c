import { z } from 'zod'
import { targetSettings } from '../../shared/domain.ts'
import type { TargetSettings } from '../../shared/domain.ts'
import { TARGETS_MAX } from '../../shared/limits.ts'
import type { JsonDocument } from './document.ts'

const file = z.object({ version: z.literal(1), targets: z.array(z.unknown()) })

/** The configured targets, without any secret. An entry that cannot be read stays in the file, untouched, and is named. */
export class TargetStore {
  readonly #document: JsonDocument
  #targets: TargetSettings[] = []
  #unreadable: unknown[] = []

  constructor(document: JsonDocument) {
    this.#document = document
    const parsed = file.safeParse(document.read())
    for (const raw of parsed.success ? parsed.data.targets : []) {
      const target = targetSettings.safeParse(raw)
      if (target.success) this.#targets.push(target.data)
      else this.#unreadable.push(raw)
    }
  }

  list(): readonly TargetSettings[] {
    return this.#targets
  }

  /** Entries of the file that could not be read. */
  get unreadable(): number {
    return this.#unreadable.length
  }

  /** @returns false when there is no room for one more. */
  save(target: TargetSettings): boolean {
    const index = this.#targets.findIndex(({ id }) => id === target.id)
    if (index < 0 && this.#targets.length >= TARGETS_MAX) return false
    if (index < 0) this.#targets = [...this.#targets, target]
    else this.#targets = this.#targets.with(index, target)
    this.#write()
    return true
  }

  remove(id: string): void {
    this.#targets = this.#targets.filter((target) => target.id !== id)
    this.#write()
  }

  #write(): void {
    this.#document.write({ version: 1, targets: [...this.#targets, ...this.#unreadable] })
  }
}
