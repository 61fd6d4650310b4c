import type { Overview, TargetView } from '../../../shared/domain.ts'
import { retryTarget } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useFrame } from '../../frame-store.ts'
import { useNow } from '../../state/clock.ts'
import { openDialog, view } from '../../state/view-store.ts'
import { count, rate } from '../../text/numbers.ts'
import { clock, countdown, exact, since } from '../../text/times.ts'
import { roomsWords } from '../../text/words.ts'

/** One card a platform: state in words, since when, what comes next, and what it delivers. */
export function TargetCards() {
  const targets = useFrame((state) => state.targets)
  const counts = useFrame((state) => state.overview?.targets)
  return (
    <section className="panel" aria-labelledby="platforms-title">
      <div className="panel-head"><h2 id="platforms-title">Platforms</h2></div>
      <div className="target-cards">
        {targets === undefined ? [0, 1, 2].map((index) => <CardSkeleton key={index} />) : targets.map((target) => (
          <TargetCard key={target.settings.id} target={target} counts={counts?.find((entry) => entry.targetId === target.settings.id)} />
        ))}
      </div>
    </section>
  )
}

function TargetCard({ target, counts }: { target: TargetView; counts: Overview['targets'][number] | undefined }) {
  const now = useNow()
  const { id, name } = target.settings
  const down = target.state === 'offline' || target.state === 'reconnecting' || target.state === 'signed-out'
  return (
    <article className={`target-card ${target.state}`} data-testid={`target-card-${id}`} aria-label={name}>
      <header>
        <button type="button" className="target-name truncate" title={`${name}: open in Platforms`} onClick={() => { view.set({ screen: 'platforms', platformId: id, selection: { kind: 'target', targetId: id } }) }}>{name}</button>
        <StateMark state={target.state} />
      </header>
      <p className="target-line num" title={exact(target.sinceMs)}>
        {target.state === 'signed-out' && target.signedOutAtMs !== null ? `Your sign-in ended at ${since(target.signedOutAtMs, now)}. Your view is kept.`
          : down ? `Since ${clock(target.sinceMs)}. Showing data from then.` : `Since ${since(target.sinceMs, now)}`}
      </p>
      {target.problem === null || target.state === 'signed-out' ? null : <p className="target-problem" title={target.problem.advice}>{target.problem.what}</p>}
      {target.state === 'signed-out' ? <div className="target-actions"><Button small onClick={() => { openDialog({ name: 'sign-in', targetId: id }) }}>Sign in again</Button></div> : null}
      {target.nextTryAtMs === null || target.state === 'signed-out' ? null : (
        <div className="target-actions">
          <span className="num dim">Trying again {countdown(target.nextTryAtMs, now)}</span>
          <Button small onClick={() => { void retryTarget(id) }}>Retry now</Button>
        </div>
      )}
      <p className="target-line num">{roomsWords(target.rooms)}</p>
      <dl className="target-figures">
        <Figure label="events/s" value={counts && rate(counts.perSecond)} />
        <Figure label="events" value={counts && count(counts.received)} />
        <Figure label="people" value={counts && count(counts.people)} />
        <Figure label="rooms" value={counts && count(counts.rooms)} />
      </dl>
    </article>
  )
}

function Figure({ label, value }: { label: string; value: string | undefined }) {
  return <div><dt>{label}</dt><dd className="num">{value ?? <Skeleton width={28} />}</dd></div>
}

function CardSkeleton() {
  return <div className="target-card" aria-hidden="true"><header><Skeleton width={110} /><Skeleton width={40} /></header><Skeleton width={140} height={8} /><Skeleton width={120} height={8} /><Skeleton width="100%" height={24} /></div>
}
