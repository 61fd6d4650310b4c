import { GraduationCap } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorBoundary } from '../../components/error-boundary.tsx'
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
          <Button onClick={() => { openDialog({ name: 'import' }) }}>Import</Button>
        </>
      }>
        Add a platform to see who is there, which rooms they are in and what needs attention. Started without any, Rollcall opens its demo campus.
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
