import { ChevronDown, ChevronRight, CornerDownRight, SquareCheck, Square, TriangleAlert, UserRound } from 'lucide-react'
import type { AlertRow } from '../../../shared/alerts.ts'
import { SeverityMark } from '../../components/severity-mark.tsx'
import { useNow } from '../../state/clock.ts'
import { openPersonPage } from '../../state/navigate.ts'
import { count, counted } from '../../text/numbers.ts'
import { duration, exact } from '../../text/times.ts'
import type { AlertLine } from './alert-lines.ts'
import { alertStanding, causeWords, groupCount, placeWords, timesWords } from './alert-words.ts'

type RowLine = Extract<AlertLine, { is: 'row' }>
type GroupLine = Extract<AlertLine, { is: 'group' }>

/** The head of a group: worst severity, school, cause, how many are open. */
export function GroupHead({ line, all }: { line: GroupLine; all: boolean }) {
  const { group } = line
  const Tick = all ? SquareCheck : Square
  return (
    <>
      <span role="gridcell" className="alert-tick" data-tick title={all ? 'Choose none of this group' : 'Choose all of this group'}><Tick size={14} aria-hidden="true" /><span className="visually-hidden">{all ? 'all chosen' : ''}</span></span>
      <span role="gridcell" className="alert-group-title">
        <SeverityMark severity={group.severity} size={14} />
        <strong className="truncate">{group.school}</strong><span className="truncate">{causeWords(group.cause)}</span>
        <span className="num dim">{groupCount(group)}</span>
      </span>
    </>
  )
}

/** One alert: what and how bad, how it stands and since when; below it where, who and how much. */
export function AlertCells({ line, chosen, onFold }: { line: RowLine; chosen: boolean; onFold: () => void }) {
  const { row, level, folded, unfolded, gone } = line
  const now = useNow()
  const Tick = chosen ? SquareCheck : Square
  const Chevron = unfolded ? ChevronDown : ChevronRight
  const place = placeWords(row.subject)
  const { person } = row
  return (
    <>
      <span role="gridcell" className="alert-tick" data-tick><Tick size={14} aria-hidden="true" /></span>
      <span role="gridcell" className="alert-severity">{level === 2 ? <CornerDownRight size={14} className="dim" aria-hidden="true" /> : null}<SeverityMark severity={row.severity} /></span>
      <span role="gridcell" className="alert-main">
        <span className="alert-line">
          <span className="alert-title truncate" title={row.title}>{row.title}</span>
          {row.count > 1 ? <span className="tag num" title={`Received or fired ${count(row.count)} times`}>{timesWords(row.count)}</span> : null}
          {row.kind === 'no-data' ? <span className="tag">no data</span> : null}
          {row.falseAlarm ? <span className="tag">false alarm</span> : null}
          {row.oddities.length === 0 ? null : <span className="tag odd" title={row.oddities.join('\n')}><TriangleAlert size={11} aria-hidden="true" />odd</span>}
          {folded === 0 ? row.children > 0 ? <span className="tag num">{count(row.children)} folded</span> : null : (
            <button type="button" className="tag fold-button num" tabIndex={-1} aria-expanded={unfolded} onClick={(event) => { event.stopPropagation(); onFold() }}><Chevron size={12} aria-hidden="true" />{counted(folded, 'alert')} under it</button>
          )}
          {level === 1 && row.parentId !== null ? <span className="tag">folded under another alert</span> : null}
        </span>
        <span className="alert-line second">
          {person === null ? null : <button type="button" className="alert-person truncate" tabIndex={-1} title="Open the person’s page" onClick={(event) => { event.stopPropagation(); openPersonPage(person.key) }}><UserRound size={12} aria-hidden="true" />{person.label}</button>}
          {row.value === '' ? null : <span className="truncate num value" title={row.value}>{row.value}</span>}
          {place === '' ? null : <span className="truncate mono" title={place}>{place}</span>}
        </span>
      </span>
      <Standing row={row} now={now} gone={gone} />
      <span role="gridcell" className="alert-age num" title={`Since ${exact(row.startedAtMs)}, last ${exact(row.lastAtMs)}`}>{duration(now - row.startedAtMs)}</span>
    </>
  )
}

function Standing({ row, now, gone }: { row: AlertRow; now: number; gone: boolean }) {
  const words = gone ? 'no longer in this list' : alertStanding(row, now)
  const owner = row.owner !== null && row.state !== 'acknowledged' && !gone ? row.owner : null
  return (
    <span role="gridcell" className={`alert-standing ${gone ? 'gone' : row.state}`}>
      <span className="num" title={words}>{words}</span>
      {owner === null ? null : <span className="truncate dim" title={`Owner: ${owner}`}>{owner}</span>}
    </span>
  )
}
