import { Tabs } from 'radix-ui'
import { useTargetNames } from '../../components/platform-name.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { changeRates, useView } from '../../state/view-store.ts'
import { ChartTab } from './chart-tab.tsx'
import { LatencyTab } from './latency-tab.tsx'
import { TableTab } from './table-tab.tsx'

const tabs = [{ value: 'chart', label: 'Chart' }, { value: 'table', label: 'Table' }, { value: 'latency', label: 'Latency' }] as const
const ANY = ''

/** How often what happens, and how fast: chart, table and latency of all platforms or one. */
export function RatesPage() {
  const { tab, targetId, text } = useView((state) => state.rates)
  const names = useTargetNames()
  return (
    <section className="events-page rates-page" aria-label="Rates">
      <Tabs.Root className="rates-tabs" value={tab} onValueChange={(value) => {
        const next = tabs.find((each) => each.value === value)
        if (next !== undefined) changeRates({ tab: next.value })
      }}>
        <div className="list-bar-line rates-bar">
          <Tabs.List className="segments rates-parts" aria-label="Parts of Rates">
            {tabs.map((each) => <Tabs.Trigger key={each.value} value={each.value}>{each.label}</Tabs.Trigger>)}
          </Tabs.List>
          {tab === 'latency' ? <span className="spacer" /> : (
            <div className="rates-search" data-screen-search>
              <SearchBox label="Filter by event" placeholder="Part of an event’s name" value={text} maxLength={500} onChange={(value) => { changeRates({ text: value }) }}
                onLeave={() => { document.querySelector<HTMLElement>('[data-screen-list]')?.focus() }} />
            </div>
          )}
          <Select label="Platform" value={targetId ?? ANY} options={[{ value: ANY, label: 'All platforms' }, ...Object.entries(names).map(([value, label]) => ({ value, label }))]} onChange={(id) => { changeRates({ targetId: id === ANY ? null : id }) }} />
        </div>
        <Tabs.Content value="chart" className="rates-part" tabIndex={-1}><ChartTab /></Tabs.Content>
        <Tabs.Content value="table" className="rates-part" tabIndex={-1}><TableTab /></Tabs.Content>
        <Tabs.Content value="latency" className="rates-part" tabIndex={-1}><LatencyTab /></Tabs.Content>
      </Tabs.Root>
    </section>
  )
}
