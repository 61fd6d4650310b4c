import { Timer, Unplug } from 'lucide-react'
import { getLatency } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { Notice } from '../../components/notice.tsx'
import { goTo } from '../../state/navigate.ts'
import { useFrame } from '../../frame-store.ts'
import { useView } from '../../state/view-store.ts'
import { LatencyTable } from './latency-table.tsx'
import { ServerTable } from './server-table.tsx'
import { usePoll } from './use-poll.ts'

/** Round trips, ages of events and the servers' own statistics. */
export function LatencyTab() {
  const targetId = useView((state) => state.rates.targetId)
  const anyLive = useFrame((state) => (state.targets ?? []).some((target) => target.state === 'live' || target.state === 'delayed'))
  const { answer, problem } = usePoll(targetId ?? '', () => getLatency(targetId))
  return (
    <>
      {problem === null ? null : <div className="events-notice"><Notice tone="critical" role="alert">The latencies could not be renewed: {problem}. {answer === null ? 'Rollcall tries again every second.' : 'What you see may be old.'}</Notice></div>}
      {/* A region that scrolls must be reachable by the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="latency scroll" tabIndex={0} role="region" aria-label="Latency">
        {answer === null ? (problem === null ? <ListSkeleton label="Loading latencies" rows={10} /> : null) : answer.namespaces.length === 0 ? (
          anyLive ? <EmptyState icon={Timer} title="Nothing to measure yet.">A namespace appears here once it is connected.</EmptyState>
            : <EmptyState icon={Unplug} title="Not connected to any platform." actions={<Button small onClick={() => { goTo('platforms') }}>Open Platforms</Button>}>Latencies appear here once a platform is live.</EmptyState>
        ) : <LatencyTable namespaces={answer.namespaces} />}
        {answer === null ? null : <ServerTable servers={answer.servers} />}
      </div>
    </>
  )
}
