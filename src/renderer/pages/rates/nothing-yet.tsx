import { Activity, Unplug } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useFrame } from '../../frame-store.ts'
import { goTo } from '../../state/navigate.ts'
import { changeRates, useView } from '../../state/view-store.ts'
import { liveSummary } from '../../text/words.ts'

/** Why there is nothing to see: not connected, filtered out, or no event yet. */
export function NothingYet({ what }: { what: 'chart' | 'table' }) {
  const rates = useView((state) => state.rates)
  const live = useFrame((state) => liveSummary(state.targets ?? []))
  const anyLive = useFrame((state) => (state.targets ?? []).some((target) => target.state === 'live' || target.state === 'delayed'))
  if (rates.text !== '' || rates.targetId !== null) {
    return (
      <EmptyState icon={Activity} title={rates.text === '' ? 'No events of this platform here.' : 'No event’s name here has this text in it.'}
        actions={<Button small onClick={() => { changeRates({ text: '', targetId: null }) }}>Show all platforms and events</Button>}>
        {what === 'chart' ? 'A longer window may hold some.' : 'Rollcall’s own traffic and heartbeats are left out unless you tick their box.'}
      </EmptyState>
    )
  }
  if (!anyLive) return <EmptyState icon={Unplug} title="Not connected to any platform." actions={<Button small onClick={() => { goTo('platforms') }}>Open Platforms</Button>}>Rates appear here once a platform is live.</EmptyState>
  return <EmptyState icon={Activity} title="No events in this window yet.">{live}. {rates.group === 'room' && what === 'chart' ? 'A line begins with the first event that names its room.' : 'A line begins with the first event. Quiet is normal outside lessons.'}</EmptyState>
}
