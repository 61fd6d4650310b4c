import { Clock, Sparkle } from 'lucide-react'
import type { PersonRow } from '../../shared/presence.ts'
import { useNow } from '../state/clock.ts'
import { evidenceSentence, evidenceWords } from '../text/presence-words.ts'
import { minute } from '../text/times.ts'

/** Observed or inferred, with its age; what a silent feed showed last says as of when. */
export function EvidenceMark({ row }: { row: Pick<PersonRow, 'evidence' | 'lastSeenMs' | 'stale'> }) {
  const now = useNow()
  if (row.stale) {
    return <span className="evidence stale num" title="The feed or the server that showed it is silent."><Clock size={12} aria-hidden="true" />as of {minute(row.lastSeenMs)}</span>
  }
  return (
    <span className={`evidence num ${row.evidence}`} title={evidenceSentence(row.evidence)}>
      {row.evidence === 'inferred' ? <Sparkle size={12} aria-hidden="true" /> : null}{evidenceWords(row, now)}
    </span>
  )
}
