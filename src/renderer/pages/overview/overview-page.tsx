import { GraduationCap } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '../../../shared/ipc.ts'
import { startDemo } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorBoundary } from '../../components/error-boundary.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { useFrame } from '../../frame-store.ts'
import { openDialog } from '../../state/view-store.ts'
import { AttentionList } from './attention-list.tsx'
import { RatePanel } from './rate-panel.tsx'
import { StatCards } from './stat-cards.tsx'
import { TargetCards } from './target-cards.tsx'

export function OverviewPage() {
  const empty = useFrame((state) => state.targets?.length === 0)
  if (empty) {
    return (
      <EmptyState icon={GraduationCap} title="No platform is being watched." actions={
        <>
          <Button look="primary" onClick={() => { openDialog({ name: 'add-platform' }) }}>Add platform</Button>
          <DemoButton />
          <Button onClick={() => { openDialog({ name: 'import' }) }}>Import</Button>
        </>
      }>
        Add a platform to see who is there, which rooms they are in and what needs attention. The demo school is five invented platforms on this computer.
      </EmptyState>
    )
  }
  return (
    <div className="overview scroll">
      <ErrorBoundary name="The figures"><StatCards /></ErrorBoundary>
      <ErrorBoundary name="The rate chart"><RatePanel /></ErrorBoundary>
      <ErrorBoundary name="The attention list"><AttentionList /></ErrorBoundary>
      <ErrorBoundary name="The platform cards"><TargetCards /></ErrorBoundary>
    </div>
  )
}

function DemoButton() {
  const [state, setState] = useState<'idle' | 'starting' | Failure>('idle')
  async function start(): Promise<void> {
    setState('starting')
    const answer = await startDemo()
    if (!answer.ok) setState(answer)
  }
  return (
    <>
      <Button disabled={state === 'starting'} onClick={() => { void start() }}>{state === 'starting' ? 'Opening the demo school…' : 'Open demo school'}</Button>
      {typeof state === 'string' ? null : <Notice tone="critical" role="alert"><ProblemText problem={state.problem} /></Notice>}
    </>
  )
}
