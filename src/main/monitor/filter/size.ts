export type Comparison = '>' | '>=' | '<' | '<=' | '='

/** A size as the filter box writes it: `>1kb`, `<=300`, `2.5mb`. Bytes. */
export interface SizeTest {
  readonly comparison: Comparison
  readonly bytes: number
}

const form = /^(>=|<=|>|<|=)?(\d{1,12}(?:\.\d{1,6})?)(b|kb?|mb?)?$/i

/** Decimal units, as sizes are shown in rows; undefined when the text is no size. */
export function sizeOf(text: string): SizeTest | undefined {
  const found = form.exec(text)
  if (!found) return undefined
  const unit = (found[3] ?? 'b').toLowerCase()
  const factor = unit.startsWith('k') ? 1_000 : unit.startsWith('m') ? 1_000_000 : 1
  return { comparison: (found[1] ?? '=') as Comparison, bytes: Math.round(Number(found[2]) * factor) }
}

export function fitsSize(bytes: number, test: SizeTest): boolean {
  switch (test.comparison) {
    case '>':
      return bytes > test.bytes
    case '>=':
      return bytes >= test.bytes
    case '<':
      return bytes < test.bytes
    case '<=':
      return bytes <= test.bytes
    case '=':
      return bytes === test.bytes
  }
}
