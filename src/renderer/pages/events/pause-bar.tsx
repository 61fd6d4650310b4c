import type { FeedFrame } from '../../../shared/ipc.ts'
import { Pause } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { useNow } from '../../state/clock.ts'
import { pauseBanner } from '../../text/pause-banner.ts'

/** Says what pause means while it lasts: the view is frozen, collecting goes on. */
export function PauseBar({ paused, onResume }: { paused: NonNullable<FeedFrame['paused']>; onResume: (where: 'here' | 'now') => void }) {
  const now = useNow()
  return (
    <div className={paused.overwritten > 0 ? 'pause-bar full' : 'pause-bar'} role="region" aria-label="Paused">
      <Pause size={16} aria-hidden="true" />
      <span className="num pause-text">{pauseBanner(paused, now)}</span>
      <Button small onClick={() => { onResume('here') }}>Resume here</Button>
      <Button small onClick={() => { onResume('now') }}>Jump to now</Button>
    </div>
  )
}
