import { getPerson } from '../../actions.ts'
import { PresenceMark } from '../../components/presence-mark.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/button.tsx'
import type { PersonKey } from '../../../shared/presence.ts'
import { useTargetNames } from '../../components/platform-name.ts'
import { useNow } from '../../state/clock.ts'
import { idOfPerson } from '../../state/keys.ts'
import { inspectPerson } from '../../state/navigate.ts'
import { useDetail } from '../../state/use-detail.ts'
import { count } from '../../text/numbers.ts'
import { personHeadline, personWhere } from '../../text/presence-words.ts'

/** The answer to a typed name, in two lines: signed in or not, where, and what happened last. */
export function AnswerStrip({ person, matches }: { person: PersonKey; matches: number }) {
  const now = useNow()
  const names = useTargetNames()
  const detail = useDetail(idOfPerson(person), () => getPerson(person))
  if (detail.is === 'gone') return null
  if (detail.is === 'loading') return <div className="answer" role="status" aria-label="Looking this person up"><p><Skeleton width="55%" /></p><p><Skeleton width="75%" height={8} /></p></div>
  const { value } = detail
  return (
    <div className="answer" data-testid="answer" role="status">
      <p className="answer-line">
        <PresenceMark status={value.row.status} wordless /><strong className="answer-name truncate">{value.row.name}</strong>
        <span className="truncate num" title={personHeadline(value, now)}>{personHeadline(value, now)}</span>
      </p>
      <p className="answer-where truncate num" title={personWhere(value, now)}>{names[person.targetId] ?? person.targetId} · {personWhere(value, now)}</p>
      <span className="answer-more">
        {matches > 1 ? <span className="dim num">best of {count(matches)}</span> : null}
        <Button small className="narrow-gone" onClick={() => { inspectPerson(person) }}>Details</Button>
      </span>
    </div>
  )
}
