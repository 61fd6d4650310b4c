import type { PayloadChange } from '../../shared/feed-tools.ts'
import { count, counted } from './numbers.ts'
import { duration } from './times.ts'
import { assertNever } from './words.ts'

/* The words of a comparison of two payloads. */

export function changeWord(kind: PayloadChange['kind']): string {
  switch (kind) {
    case 'added': return 'Added'
    case 'removed': return 'Removed'
    case 'changed': return 'Changed'
    default: return assertNever(kind)
  }
}

/** `2 changed, 1 added`; `nothing differs`; what found no place is said. */
export function diffSummary(changes: readonly Pick<PayloadChange, 'kind'>[], leftOut: number): string {
  if (changes.length === 0 && leftOut === 0) return 'nothing differs'
  const parts = (['changed', 'added', 'removed'] as const).flatMap((kind) => {
    const number = changes.filter((change) => change.kind === kind).length
    return number === 0 ? [] : [`${count(number)} ${kind}`]
  })
  if (leftOut > 0) parts.push(`${counted(leftOut, 'more difference')} not listed`)
  return parts.join(', ')
}

/** `12 leaves are equal.` */
export function equalWords(same: number): string {
  return same === 0 ? 'No leaf is equal.' : same === 1 ? '1 leaf is equal.' : `${count(same)} leaves are equal.`
}

/** `83 ms earlier`, `4 min earlier`. */
export function earlierWords(byMs: number): string {
  const ms = Math.max(0, Math.round(byMs))
  return ms === 0 ? 'the same moment' : `${ms < 1_000 ? `${ms} ms` : duration(ms)} earlier`
}
