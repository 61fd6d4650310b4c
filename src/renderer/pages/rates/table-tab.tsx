import { ClipboardCopy, ChartLine, ListFilter } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import { useEffect, useMemo, useState } from 'react'
import type { RateTableQuery } from '../../../shared/rates.ts'
import { getRateTable } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { copyText } from '../../components/clipboard.ts'
import { HeldNote } from '../../components/held-note.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { Notice } from '../../components/notice.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { Select } from '../../components/select.tsx'
import { RecordList } from '../../lists/record-list.tsx'
import { useHold } from '../../lists/use-list.ts'
import { showEventsOf } from '../../state/navigate.ts'
import { changeRates, rateSorts, useView, view } from '../../state/view-store.ts'
import { NothingYet } from './nothing-yet.tsx'
import { rateColumns } from './rate-columns.tsx'
import { firstDescending, idOfRate, type PlacedRow } from './rate-order.ts'
import { rateAsText, tableCount } from './rate-words.ts'
import { placeRates, ratesList } from './rates-list.ts'
import { usePoll } from './use-poll.ts'
import { useRatesView } from './use-rates-view.ts'

const groupings = [{ value: 'none', label: 'No grouping' }, { value: 'namespace', label: 'By namespace' }, { value: 'platform', label: 'By platform' }, { value: 'contract', label: 'By contract' }] as const
const holdNothing = (): Promise<null> => Promise.resolve(null)
const idOfPlaced = ({ row }: PlacedRow): string => idOfRate(row)
const classOfPlaced = ({ row, gone }: PlacedRow): string => [gone ? 'stale' : '', row.own ? 'own' : ''].filter((name) => name !== '').join(' ')

/** Every event name of every namespace and platform, with its rates; order and selection stay while it is read. */
export function TableTab() {
  const rates = useView((state) => state.rates)
  const names = useTargetNames()
  const query: RateTableQuery = { targetId: rates.targetId, namespace: null, text: rates.text, showOwn: rates.showOwn }
  const queryId = JSON.stringify(query)
  const { answer: table, current, problem } = usePoll(queryId, () => getRateTable(query))
  const { hold, held } = useHold(holdNothing)
  const [selected, setSelected] = useState<PlacedRow | null>(null)
  const { drawn, waiting } = useRatesView()
  const columns = useMemo(() => rateColumns((id) => names[id] ?? id), [names])
  const { sort, descending, tableGroup } = rates

  useEffect(() => {
    if (table === null || !current) return
    const order = { sort, descending, tableGroup }
    placeRates(table, order, `${queryId} ${JSON.stringify(order)}`, (id) => names[id] ?? id, Date.now(), held)
  }, [table, current, queryId, sort, descending, tableGroup, names, held])

  const { list } = drawn
  const said = table === null ? null : tableCount(table, waiting)
  return (
    <>
      <div className="list-bar-line filters rates-controls">
        <Select label="Grouping" value={tableGroup} options={groupings} onChange={(value) => { changeRates({ tableGroup: value }) }} />
        <label className="check">
          <input type="checkbox" className="checkbox" checked={rates.showOwn} onChange={(event) => { changeRates({ showOwn: event.target.checked }) }} />
          Show Rollcall’s own
        </label>
        <HeldNote held={held} />
        <span className="spacer" />
        {said === null ? null : <span className="events-count num" role="status">{said.text}</span>}
        <Button small disabled={selected === null} title={selected === null ? 'Choose a row first' : `Show events: ${selected.row.filter}`} onClick={() => { if (selected !== null) showEventsOf(selected.row.filter) }}><ListFilter size={14} aria-hidden="true" />Show events</Button>
      </div>
      {problem === null ? null : <div className="events-notice"><Notice tone="critical" role="alert">The table could not be renewed: {problem}. {table === null ? 'Rollcall tries again every second.' : 'What you see may be old.'}</Notice></div>}
      {said === null || said.lacks.length === 0 ? null : <div className="rates-said bare num">{said.lacks.map((sentence) => <p key={sentence} className="dim">{sentence}.</p>)}</div>}
      <div className="events-body">
        {table === null || list === null ? (problem === null ? <ListSkeleton label="Loading the table of rates" /> : null) : list.count === 0 ? <NothingYet what="table" /> : (
          <RecordList
            label="Rates by event, namespace and platform" testId="rates-list" control={ratesList} drawn={{ ...drawn, list }} hold={hold} columns={columns} keyOf={idOfPlaced} rowClass={classOfPlaced}
            selectedKey={selected === null ? null : idOfPlaced(selected)} sort={sort} descending={descending}
            onSort={(next, down) => { sortBy(next, down) }}
            onSelect={setSelected}
            onOpen={({ row }) => { showEventsOf(row.filter) }}
            onCopy={({ row }) => { copyText(rateAsText(row, names[row.targetId] ?? row.targetId)) }}
            onClear={() => { setSelected(null) }}
            renderMenu={({ row }) => (
              <>
                <ContextMenu.Item className="menu-item" onSelect={() => { showEventsOf(row.filter) }}><ListFilter size={16} aria-hidden="true" />Show its events</ContextMenu.Item>
                <ContextMenu.Item className="menu-item" onSelect={() => { changeRates({ tab: 'chart', targetId: row.targetId, text: row.event, group: 'event' }) }}><ChartLine size={16} aria-hidden="true" />Show in the chart</ContextMenu.Item>
                <ContextMenu.Separator className="menu-line" />
                <ContextMenu.Item className="menu-item" onSelect={() => { copyText(rateAsText(row, names[row.targetId] ?? row.targetId)) }}><ClipboardCopy size={16} aria-hidden="true" />Copy row</ContextMenu.Item>
              </>
            )}
          />
        )}
      </div>
    </>
  )
}

/** Another column begins with what is looked for first there, the same one turns round. */
function sortBy(name: string, descending: boolean): void {
  const sort = rateSorts.find((each) => each === name)
  if (sort !== undefined) changeRates({ sort, descending: sort === view.get().rates.sort ? descending : firstDescending(sort) })
}
