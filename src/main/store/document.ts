/** One small JSON document on disk, read once and written atomically; the shell gives an electron-store one. */
export interface JsonDocument {
  read(): unknown
  write(value: unknown): void
}

/** A document of this run alone: for tests, and for runs that must leave nothing behind. */
export function memoryDocument(value?: unknown): JsonDocument {
  let kept = value
  return {
    read: () => kept,
    write: (next) => {
      kept = structuredClone(next)
    },
  }
}
