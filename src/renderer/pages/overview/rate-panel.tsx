import { ChartLine, Table2 } from 'lucide-react'
import { useState } from 'react'
import type { Settings } from '../../../shared/ipc.ts'
import { ValueTable } from '../../charts/value-table.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { Segments } from '../../components/segments.tsx'
import { Select } from '../../components/select.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useFrame } from '../../frame-store.ts'
import { changeSettings } from '../../state/settings-store.ts'
import { useView, view } from '../../state/view-store.ts'
import { RateChartView } from './rate-chart.tsx'

const windows: readonly { readonly value: '1' | '15' | '60'; readonly label: string; readonly name: string }[] = [
  { value: '1', label: '1 min', name: '1 minute' },
  { value: '15', label: '15 min', name: '15 minutes' },
  { value: '60', label: '60 min', name: '60 minutes' },
]
const minutesOf = { '1': 1, '15': 15, '60': 60 } as const satisfies Record<string, Settings['rateWindowMinutes']>

export function RatePanel() {
  const chart = useFrame((state) => state.rates)
  const names = useTargetNames()
  const targetId = useView((state) => state.rateTargetId)
  const windowMinutes = useView((state) => state.rateWindowMinutes)
  const [asTable, setAsTable] = useState(false)
  return (
    <section className="panel rates" aria-labelledby="rates-title">
      <div className="panel-head">
        <h2 id="rates-title">Event rate by namespace</h2>
        <span className="spacer" />
        <Select label="Platform in the chart" value={targetId ?? ''} onChange={(value) => { view.set({ rateTargetId: value === '' ? null : value }) }}
          options={[{ value: '', label: 'All platforms' }, ...Object.entries(names).map(([id, name]) => ({ value: id, label: name }))]} />
        <Segments label="Time window" value={String(windowMinutes) as keyof typeof minutesOf} options={windows} onChange={(value) => {
          view.set({ rateWindowMinutes: minutesOf[value] })
          changeSettings({ rateWindowMinutes: minutesOf[value] })
        }} />
        <Button small aria-pressed={asTable} onClick={() => { setAsTable(!asTable) }}>
          {asTable ? <><ChartLine size={14} aria-hidden="true" />View as chart</> : <><Table2 size={14} aria-hidden="true" />View as table</>}
        </Button>
      </div>
      <div className="panel-body">
        {chart === undefined ? <div role="status" aria-label="Loading the chart"><Skeleton width="100%" height={184} /></div>
          : chart.series.length === 0 ? <EmptyState title="No events in this window yet.">The chart begins with the first event. Quiet is normal outside lessons.</EmptyState>
          : asTable ? <ValueTable chart={chart} otherLabel="Other namespaces" caption="Events per second by namespace, newest first" /> : <RateChartView chart={chart} />}
      </div>
    </section>
  )
}
