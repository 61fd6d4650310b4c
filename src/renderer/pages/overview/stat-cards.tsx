import type { ReactNode } from 'react'
import { Skeleton } from '../../components/skeleton.tsx'
import { useFrame } from '../../frame-store.ts'
import { count, counted, rate } from '../../text/numbers.ts'
import { onlineWords } from '../../text/presence-words.ts'

/** Four figures; never a zero before the first snapshot. */
export function StatCards() {
  const overview = useFrame((state) => state.overview)
  const received = useFrame((state) => state.totals?.received)
  return (
    <section className="stat-cards" aria-label="Figures now">
      {overview?.peopleOnline === undefined
        ? <Stat id="stat-people" label="People seen" value={overview && count(overview.peopleSeen)} note={overview && `${count(overview.peopleActive)} active in 5 min`} />
        : <Stat id="stat-people" label="People online" value={count(overview.peopleOnline.observed + overview.peopleOnline.inferred)} note={onlineWords(overview.peopleOnline)} />}
      <Stat id="stat-rooms" label="Rooms active" value={overview && count(overview.roomsActive)} note="in the last 5 min" />
      <Stat id="stat-rate" label="Events per second" value={overview && rate(overview.eventsPerSecond)} note={received === undefined ? undefined : `${count(received)} since start`} />
      <Stat id="stat-alerts" label="Open alerts" value={overview && count(overview.openAlerts)} alarming={(overview?.openAlerts ?? 0) > 0}
        note={overview && (overview.alertsDropped > 0 ? `waiting for somebody · ${counted(overview.alertsDropped, 'alert')} dropped` : 'waiting for somebody')} />
    </section>
  )
}

function Stat({ id, label, value, note, alarming = false }: { id: string; label: string; value: string | undefined; note: ReactNode; alarming?: boolean }) {
  return (
    <div className={alarming ? 'stat alarming' : 'stat'} data-testid={id}>
      <span className="stat-label">{label}</span>
      <span className="stat-value num">{value ?? <Skeleton width={72} height={22} />}</span>
      <span className="stat-note num">{value === undefined ? <Skeleton width={96} height={8} /> : note}</span>
    </div>
  )
}
