import { z } from 'zod'
import { messageOf } from '../../shared/message-of.ts'
import type { Seal } from './audit-entry.ts'
import type { JsonDocument } from './document.ts'

const anchorBody = z.object({ n: z.number().int().min(0).max(2 ** 50), hash: z.string(), keyId: z.string(), proof: z.string() })
/** The newest entry that was written. n 0: none yet. */
export interface Head {
  readonly n: number
  readonly hash: string
}

export type AnchorState = { readonly is: 'none' } | { readonly is: 'forged' } | ({ readonly is: 'head' } & Head)

/**
 * Where the chain ended, kept outside the database: without it nobody could tell that its end was cut off. With a key the
 * anchor is sealed as the entries are. It may lag behind by what a crash left between the two writes, never lead.
 */
export class AuditAnchor {
  readonly #document: JsonDocument
  readonly #seal: Seal
  /** Why it could not be written last; undefined: it was. */
  trouble: string | undefined

  constructor(document: JsonDocument, seal: Seal) {
    this.#document = document
    this.#seal = seal
  }

  read(): AnchorState {
    const raw = this.#document.read()
    if (raw === undefined || raw === null) return { is: 'none' }
    const parsed = anchorBody.safeParse(raw)
    if (!parsed.success) return { is: 'forged' }
    const { n, hash, keyId, proof } = parsed.data
    // Of a time without a keyring, or of another one: there is nothing to check it by.
    if (keyId !== this.#seal.keyId) return { is: 'head', n, hash }
    return proof === this.#proof({ n, hash }) ? { is: 'head', n, hash } : { is: 'forged' }
  }

  /** It was written by the key of now; false also where there is none. */
  get sealed(): boolean {
    const parsed = anchorBody.safeParse(this.#document.read())
    return parsed.success && parsed.data.keyId === this.#seal.keyId
  }

  /** Never throws: a record counts more than its anchor. */
  write(head: Head): void {
    try {
      this.#document.write({ n: head.n, hash: head.hash, keyId: this.#seal.keyId, proof: this.#proof(head) })
      this.trouble = undefined
    } catch (error) {
      this.trouble = messageOf(error)
    }
  }

  #proof({ n, hash }: Head): string {
    return this.#seal.hash(`anchor\n${n}\n${hash}`)
  }
}
