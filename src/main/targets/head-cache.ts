const QUOTE = 34
const COMMA = 44
const ASCII_MAX = 127
const SLOTS = 256
/** Longer heads are read the long way. */
const HEAD_BYTES_MAX = 200

/** The front of an event's packet up to the comma behind its name: `2/messages,["message.new",`. */
export interface KnownHead {
  readonly namespace: string
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * Fronts of packets that were read before, found again by their bytes: of 50,000 events a second there are some dozen. A front is whole when
 * it holds two quotes, those of its name; one with more, with an ack id or with other than ASCII is never learned.
 */
export class HeadCache {
  readonly #slots: (KnownHead | undefined)[] = Array.from({ length: SLOTS }, () => undefined)

  /** The front of the packet in these bytes, undefined when it is not known. */
  find(chunk: Uint8Array, from: number, to: number): KnownHead | undefined {
    const stop = Math.min(to, from + HEAD_BYTES_MAX)
    let hash = 0
    let quotes = 0
    let at = from
    while (at < stop) {
      const code = chunk[at++] as number
      hash = (hash * 31 + code) | 0
      if (code === QUOTE && ++quotes === 2) break
    }
    const known = this.#slots[hash & (SLOTS - 1)]
    if (known === undefined || known.bytes.length !== at - from + 1 || at >= to) return undefined
    const { bytes } = known
    for (let index = 0; index < bytes.length; index++) if (bytes[index] !== chunk[from + index]) return undefined
    return known
  }

  /** Learns the front of a packet that was read. @param argsAt where its first argument begins */
  learn(text: string, argsAt: number, namespace: string, name: string): void {
    if (argsAt < 2 || argsAt > HEAD_BYTES_MAX || text.charCodeAt(argsAt - 1) !== COMMA || text.charCodeAt(argsAt - 2) !== QUOTE) return
    if (text.indexOf('"', text.indexOf('"') + 1) !== argsAt - 2) return
    const bytes = new Uint8Array(argsAt)
    let hash = 0
    for (let index = 0; index < argsAt; index++) {
      const code = text.charCodeAt(index)
      if (code > ASCII_MAX) return
      bytes[index] = code
      if (index < argsAt - 1) hash = (hash * 31 + code) | 0
    }
    this.#slots[hash & (SLOTS - 1)] = { namespace, name, bytes }
  }
}
