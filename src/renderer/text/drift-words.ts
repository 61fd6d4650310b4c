import type { DriftKind, DriftList, LearnedContract } from '../../shared/contract-check.ts'
import type { DriftMark } from '../../shared/domain.ts'
import { count, percent } from './numbers.ts'
import { assertNever } from './words.ts'

/** Marks that a row shows: what is as documented, or was not compared, needs no eye. */
export type ShownMark = Extract<DriftMark, 'drift' | 'undocumented' | 'variant'>

export function shownMark(mark: DriftMark | undefined): ShownMark | null {
  switch (mark) {
    case 'drift': case 'undocumented': case 'variant': return mark
    case 'no': case 'unchecked': case undefined: return null
    default: return assertNever(mark)
  }
}

export function driftWord(mark: ShownMark): string {
  switch (mark) {
    case 'drift': return 'Drift'
    case 'undocumented': return 'Undocumented'
    case 'variant': return 'Known variant'
    default: return assertNever(mark)
  }
}

/** How an event stands to its contract, as a sentence. */
export function contractWords(mark: DriftMark | undefined): string {
  switch (mark) {
    case 'drift': return 'Drift: not of the form in the contract'
    case 'undocumented': return 'Undocumented: not in the contract'
    case 'variant': return 'Known variant: differs as the contract says it may'
    case 'no': return 'As documented'
    case 'unchecked': case undefined: return 'Not compared'
    default: return assertNever(mark)
  }
}

export function driftKindWord(kind: DriftKind): string {
  switch (kind) {
    case 'unknown-event': return 'Unknown event'
    case 'wrong-direction': return 'Wrong direction'
    case 'wrong-namespace': return 'Wrong namespace'
    case 'missing-field': return 'Missing field'
    case 'extra-field': return 'Extra field'
    case 'wrong-type': return 'Wrong type'
    case 'wrong-format': return 'Wrong format'
    case 'outside-enum': return 'Unlisted value'
    case 'missing-argument': return 'Missing argument'
    case 'extra-argument': return 'Extra argument'
    default: return assertNever(kind)
  }
}

/** How much of the traffic the table rests on: `812 of 1,040 payloads compared, now 40 %`. */
export function checkedWords({ offered, compared, recentShare }: Pick<DriftList['checked'], 'offered' | 'compared' | 'recentShare'>): string {
  if (offered === 0) return 'nothing to compare yet'
  return `${count(compared)} of ${count(offered)} payloads compared${recentShare === null || recentShare >= 1 ? '' : `, now ${percent(recentShare)}`}`
}

/** What comparing costs of the time that events take in the main process: `comparing: 3 % of time`; null while nothing was compared. */
export function timeShareWords({ timeShare }: Pick<DriftList['checked'], 'timeShare'>): string | null {
  return timeShare === null ? null : `comparing: ${percent(timeShare)} of time`
}

export function directionWord(direction: LearnedContract['events'][number]['direction']): string {
  switch (direction) {
    case 'server-to-client': return 'Server to client'
    case 'client-to-server': return 'Client to server'
    case 'both': return 'Both'
    default: return assertNever(direction)
  }
}
