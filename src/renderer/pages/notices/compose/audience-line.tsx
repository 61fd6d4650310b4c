import type { AudienceCount, AudienceRule, NoticeDraft } from '../../../../shared/notices.ts'
import { countAudience } from '../../../actions.ts'
import { Notice } from '../../../components/notice.tsx'
import { ReadProblem } from '../../../components/read-problem.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { count } from '../../../text/numbers.ts'
import { usePoll } from '../../rates/use-poll.ts'

const COUNT_RENEW_MS = 2_000

/** How many people that is now, counted anew every 2 s. */
export function AudienceLine({ audience, draft }: { audience: AudienceRule; draft: Pick<NoticeDraft, 'kind'> }) {
  const none = audience.include.length === 0
  const { answer, current, problem } = usePoll<AudienceCount | null>(`count ${draft.kind} ${JSON.stringify(audience)}`, async () => (none ? null : await countAudience(audience, draft.kind)), false, COUNT_RENEW_MS)
  if (none) return null
  if (problem !== null) return <ReadProblem what="The audience" problem={problem} shown={false} done="counted" />
  if (answer === null || !current) return <p className="audience-sentence"><Skeleton width={360} height={10} /></p>
  return (
    <div className="audience-count" data-testid="audience-count">
      <p className="audience-sentence num" role="status">{answer.sentence}{answer.inferred === 0 ? null : <span className="dim"> {count(answer.inferred)} of them are inferred, not observed.</span>}</p>
      <ul className="role-counts">{answer.roles.map(({ role, people }) => <li key={role} className="tag num">{role} <strong>{count(people)}</strong></li>)}</ul>
      <WayLines lines={answer.perTarget.filter(({ way }) => !way.ok)} />
      <details className="details"><summary>{answer.perTarget.every(({ way }) => way.ok) ? 'By which ways' : 'By which ways, where one is open'}</summary><WayLines lines={answer.perTarget.filter(({ way }) => way.ok)} /></details>
      {answer.problems.map((each) => <Notice key={each} tone="warning">{each}</Notice>)}
    </div>
  )
}

function WayLines({ lines }: { lines: AudienceCount['perTarget'] }) {
  if (lines.length === 0) return null
  return <ul className="way-lines">{lines.map(({ targetId, name, online, way }) => <li key={targetId} className={way.ok ? 'dim' : 'way-closed'}><span className="num">{name}: {count(online)} online.</span> {way.sentence}</li>)}</ul>
}
