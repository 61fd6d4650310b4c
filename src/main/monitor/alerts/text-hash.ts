/**
 * A digest of a text in pieces, 106 bits as text: cyrb53 (bryc, public domain) twice with different seeds. Not for secrets:
 * it tells contents apart, and whoever forges one hides only an alert of his own.
 */
export class TextHash {
  readonly #lanes = [seeded(0), seeded(0x5f3759df)]

  add(text: string): void {
    for (const lane of this.#lanes) {
      let { a, b } = lane
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index)
        a = Math.imul(a ^ code, 2654435761)
        b = Math.imul(b ^ code, 1597334677)
      }
      lane.a = a
      lane.b = b
    }
  }

  digest(): string {
    return this.#lanes.map(finished).join('')
  }
}

/** The hash of a whole text. */
export function hashOf(text: string): string {
  const hash = new TextHash()
  hash.add(text)
  return hash.digest()
}

function seeded(seed: number): { a: number; b: number } {
  return { a: 0xdeadbeef ^ seed, b: 0x41c6ce57 ^ seed }
}

function finished({ a, b }: { readonly a: number; readonly b: number }): string {
  const low = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  const high = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  return (4294967296 * (2097151 & high) + (low >>> 0)).toString(36).padStart(11, '0')
}
