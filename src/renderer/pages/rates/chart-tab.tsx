import { ChartLine, Pause, Play, Table2 } from 'lucide-react'
import { useState } from 'react'
import type { RateChartQuery } from '../../../shared/rates.ts'
import { getRateChart } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { Segments } from '../../components/segments.tsx'
import { Select } from '../../components/select.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useNow } from '../../state/clock.ts'
import { changeRates, useView, type RatesView } from '../../state/view-store.ts'
import { clock } from '../../text/times.ts'
import { ChartFigure } from './chart-figure.tsx'
import { compareSentence, lackSentences } from './compare-words.ts'
import { NothingYet } from './nothing-yet.tsx'
import { usePoll } from './use-poll.ts'

const groups = [
  { value: 'namespace', label: 'Namespace', name: 'By namespace' }, { value: 'event', label: 'Event', name: 'By event' },
  { value: 'room', label: 'Room', name: 'By room' }, { value: 'target', label: 'Platform', name: 'By platform' },
] as const
const windows = [
  { value: '1', label: '1 min', name: '1 minute', minutes: 1 }, { value: '15', label: '15 min', name: '15 minutes', minutes: 15 }, { value: '60', label: '1 h', name: '1 hour', minutes: 60 },
  { value: '360', label: '6 h', name: '6 hours', minutes: 360 }, { value: '1440', label: '24 h', name: '24 hours', minutes: 1_440 },
] as const
const comparisons = [{ value: 'none', label: 'Compare: none' }, { value: 'yesterday', label: 'With yesterday' }, { value: 'last-week', label: 'With last week' }] as const

function queryOf({ targetId, text, group, windowMinutes, compare }: RatesView): RateChartQuery {
  return { targetId, namespace: null, text, group, windowMinutes, compare }
}

/** Rates over time: lines, crosshair, comparison; it asks once a second unless it is paused. */
export function ChartTab() {
  const rates = useView((state) => state.rates)
  const query = queryOf(rates)
  const id = JSON.stringify(query)
  // A pause belongs to the picture it froze: another question ends it.
  const [pausedFor, setPausedFor] = useState<{ readonly id: string; readonly atMs: number } | null>(null)
  const paused = pausedFor !== null && pausedFor.id === id
  const [asTable, setAsTable] = useState(false)
  const { answer, current, problem } = usePoll(id, () => getRateChart(query), paused)
  const pause = (): void => { setPausedFor(paused ? null : { id, atMs: Date.now() }) }

  return (
    <>
      <div className="list-bar-line filters rates-controls">
        <span className="dim rates-by rates-wide" aria-hidden="true">By</span>
        <Segments label="Lines by" value={rates.group} options={groups} onChange={(group) => { changeRates({ group }) }} />
        <Segments label="Time window" value={windows.find((each) => each.minutes === rates.windowMinutes)?.value ?? '15'} options={windows}
          onChange={(value) => { changeRates({ windowMinutes: windows.find((each) => each.value === value)?.minutes ?? 15 }) }} />
        <Select label="Compare with" value={rates.compare} options={comparisons} onChange={(compare) => { changeRates({ compare }) }} />
        <span className="spacer" />
        <Button small aria-label={asTable ? 'Show as chart' : 'Show as table'} onClick={() => { setAsTable(!asTable) }}>
          {asTable ? <ChartLine size={14} aria-hidden="true" /> : <Table2 size={14} aria-hidden="true" />}<span className="rates-wide">{asTable ? 'Show as chart' : 'Show as table'}</span>
        </Button>
        <Button small disabled={answer === null} onClick={pause}>{paused ? <><Play size={14} aria-hidden="true" />Resume</> : <><Pause size={14} aria-hidden="true" />Pause</>}</Button>
      </div>
      {problem === null ? null : <div className="events-notice"><Notice tone="critical" role="alert">The chart could not be renewed: {problem}. {answer === null ? 'Rollcall tries again every second.' : 'What you see may be old.'}</Notice></div>}
      <div className="rates-body" aria-busy={!current && problem === null}>
        {answer === null ? (problem === null ? <div className="rates-wait" role="status" aria-label="Loading the chart"><Skeleton width="100%" height={280} /></div> : null) : (
          <>
            <Said answer={answer} compare={rates.compare} current={current} pausedAtMs={paused ? pausedFor.atMs : null} onResume={pause} />
            {answer.lines.length === 0 && answer.before === null ? <NothingYet what="chart" /> : <ChartFigure answer={answer} asTable={asTable} paused={paused} onPause={pause} />}
          </>
        )}
      </div>
    </>
  )
}

/** What stands above the picture in words: the pause, the comparison, and what is missing. Empty most of the time. */
function Said({ answer, compare, current, pausedAtMs, onResume }: { answer: Parameters<typeof compareSentence>[0]; compare: RatesView['compare']; current: boolean; pausedAtMs: number | null; onResume: () => void }) {
  const now = useNow()
  const compared = current ? compareSentence(answer, compare, now) : null
  const lacks = lackSentences(answer)
  if (pausedAtMs === null && compared === null && lacks.length === 0) return null
  return (
    <div className="rates-said num">
      {pausedAtMs === null ? null : <p role="status"><strong>Paused at {clock(pausedAtMs)}.</strong> Counting goes on. <button type="button" className="link-button" onClick={onResume}>Resume</button></p>}
      {compared === null ? null : <p>{compared}</p>}
      {lacks.map((sentence) => <p key={sentence} className="dim">{sentence}</p>)}
    </div>
  )
}
