import { DoorOpen, Filter, History, Maximize2, SlidersHorizontal, UserRound } from 'lucide-react'
import type { AlertDetail, AlertRow } from '../../../shared/alerts.ts'
import { writeDeepLink } from '../../../shared/deep-link.ts'
import { getAlert } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { SeverityMark } from '../../components/severity-mark.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { useNow } from '../../state/clock.ts'
import { openAlertPage, openPersonPage, openRoomPage, openRule, showEvent, showEventsOf } from '../../state/navigate.ts'
import { useDetail, type Detail } from '../../state/use-detail.ts'
import { useView } from '../../state/view-store.ts'
import { count, counted } from '../../text/numbers.ts'
import { duration, exact, since } from '../../text/times.ts'
import { fieldFilter } from '../events/filter-text.ts'
import { ActionsBar } from './actions-bar.tsx'
import { AlertEvidence } from './alert-evidence.tsx'
import { AlertTimeline } from './alert-timeline.tsx'
import { alertStanding, causeWords, kindWords } from './alert-words.ts'
import { UndoNotice } from './undo-notice.tsx'

export function useAlert(id: string): Detail<AlertDetail> {
  return useDetail(`alert ${id}`, () => getAlert(id))
}

/** One alert whole, in the inspector or as a page: how it stands and what to do first, then what it rests on. */
export function AlertView({ id, page = false, known }: { id: string; page?: boolean; known?: Detail<AlertDetail> }) {
  return known === undefined ? <Asked id={id} page={page} /> : <Shown detail={known} page={page} />
}

function Asked({ id, page }: { id: string; page: boolean }) {
  return <Shown detail={useAlert(id)} page={page} />
}

function Shown({ detail, page }: { detail: Detail<AlertDetail>; page: boolean }) {
  if (detail.is === 'loading') return <div className="inspector-body" role="status" aria-label="Loading the alert">{[240, 160, 260, 200, 180].map((width) => <p key={width}><Skeleton width={width} /></p>)}</div>
  if (detail.is === 'gone') return <EmptyState icon={History} title={detail.problem.what}>{detail.problem.advice}</EmptyState>
  return <Whole detail={detail.value} page={page} />
}

function Whole({ detail, page }: { detail: AlertDetail; page: boolean }) {
  const { row, rule } = detail
  const onScreen = useView((state) => state.screen === 'alerts')
  return (
    <div className={page ? 'person wide alert-view' : 'inspector-body person alert-view'} data-alert={row.id}>
      <Head detail={detail} page={page} />
      {onScreen ? null : <UndoNotice />}
      {rule === null || rule.advice === '' ? null : <section className="alert-advice" aria-label="What to do"><h4>What to do</h4><p className="selectable">{rule.advice}</p></section>}
      {row.oddities.length === 0 ? null : <Notice tone="warning"><strong>What was odd about it</strong><ul className="alert-oddities">{row.oddities.map((oddity) => <li key={oddity} className="selectable">{oddity}</li>)}</ul></Notice>}
      <div className="person-columns">
        <div>
          <Facts detail={detail} />
          <Family detail={detail} />
        </div>
        <div><AlertTimeline detail={detail} /></div>
      </div>
      <AlertEvidence evidence={detail.evidence} wide={page} />
    </div>
  )
}

function Head({ detail, page }: { detail: AlertDetail; page: boolean }) {
  const now = useNow()
  const { row, rule, open } = detail
  const names = useTargetNames()
  const place = row.subject
  const filter = [fieldFilter('target', names[place.targetId] ?? row.school), ...(place.namespace === null ? [] : [fieldFilter('ns', place.namespace)]), ...(place.room === null ? [] : [fieldFilter('room', place.room)])].join(' ')
  return (
    <header className="person-head">
      <h3 className={page ? 'page-title selectable' : 'inspector-title selectable'}>{row.title}</h3>
      <p className="person-answer"><SeverityMark severity={row.severity} /><span className="selectable num" data-testid="alert-standing">{alertStanding(row, now)}</span></p>
      <p className="inspector-line wrap">
        <span>{row.school}</span><span>{causeWords(row.cause)}</span>
        <span className="num" title={exact(row.startedAtMs)}>for {duration((row.resolvedAtMs ?? now) - row.startedAtMs)}</span>
        {row.falseAlarm ? <span className="tag">false alarm</span> : null}{row.kind === 'no-data' ? <span className="tag">no data</span> : null}
      </p>
      <ActionsBar rows={[row]} label="What to do with this alert" />
      <div className="inspector-actions wrap">
        {open.person === null ? null : <Button small onClick={() => { if (open.person !== null) openPersonPage(open.person) }}><UserRound size={14} aria-hidden="true" />Open person</Button>}
        {open.room === null ? null : <Button small onClick={() => { if (open.room !== null) openRoomPage(open.room) }}><DoorOpen size={14} aria-hidden="true" />Open room</Button>}
        {open.seq === null ? <Button small onClick={() => { showEventsOf(filter) }}><Filter size={14} aria-hidden="true" />Events of this place</Button> : <Button small onClick={() => { if (open.seq !== null) showEvent(open.seq) }}><Filter size={14} aria-hidden="true" />Open its event</Button>}
        {rule === null ? null : <Button small onClick={() => { openRule(rule.id) }}><SlidersHorizontal size={14} aria-hidden="true" />Tune this rule</Button>}
        <CopyButton words label="Copy link" text={writeDeepLink({ kind: 'alert', key: { targetId: place.targetId, alertId: row.id } })} />
        {page ? null : <Button small onClick={() => { openAlertPage(row.id) }}><Maximize2 size={14} aria-hidden="true" />Open page</Button>}
      </div>
    </header>
  )
}

function Facts({ detail: { row, rule } }: { detail: AlertDetail }) {
  const now = useNow()
  const { subject, person } = row
  const at = (ms: number) => <dd className="num" title={exact(ms)}>{since(ms, now)}</dd>
  return (
    <section className="person-part" aria-label="Facts">
      <h4>Facts</h4>
      <dl className="facts">
        {person === null ? null : <><dt>Person</dt><dd><button type="button" className="link-button" onClick={() => { openPersonPage(person.key) }}>{person.label}</button></dd></>}
        <dt>Owner</dt><dd>{row.owner ?? 'nobody'}</dd>
        {row.value === '' ? null : <><dt>Measured</dt><dd className="num">{row.value}</dd></>}
        {subject.namespace === null ? null : <><dt>Namespace</dt><dd className="mono">{subject.namespace}</dd></>}
        {subject.room === null ? null : <><dt>Room</dt><dd className="mono">{subject.room}</dd></>}
        {subject.event === null ? null : <><dt>Event</dt><dd className="mono">{subject.event}</dd></>}
        {subject.role === null ? null : <><dt>Role</dt><dd>{subject.role}</dd></>}
        {subject.serverId === null ? null : <><dt>Server</dt><dd className="mono">{subject.serverId}</dd></>}
        <dt>Began</dt>{at(row.startedAtMs)}
        {row.firedAtMs === null || row.firedAtMs === row.startedAtMs ? null : <><dt>Fired</dt>{at(row.firedAtMs)}</>}
        {row.lastAtMs === row.startedAtMs ? null : <><dt>Last</dt>{at(row.lastAtMs)}</>}
        {row.resolvedAtMs === null ? null : <><dt>Resolved</dt>{at(row.resolvedAtMs)}</>}
        <dt>Times</dt><dd className="num">{count(row.count)}</dd>
        <dt>Raised by</dt><dd>{rule === null ? kindWords(row.kind) : <button type="button" className="link-button" onClick={() => { openRule(rule.id) }}>{rule.name}</button>}</dd>
      </dl>
    </section>
  )
}

/** The alert under which it is folded, and those folded under it. */
function Family({ detail: { parent, children } }: { detail: AlertDetail }) {
  if (parent === null && children.length === 0) return null
  return (
    <section className="person-part" aria-label="Folded alerts">
      {parent === null ? null : <><h4>Folded under</h4><ul><Relative row={parent} /></ul></>}
      {children.length === 0 ? null : (
        <><h4>{counted(children.length, 'alert')} folded under it</h4><ul className="alert-children">{children.map((child) => <Relative key={child.id} row={child} />)}</ul></>
      )}
    </section>
  )
}

function Relative({ row }: { row: AlertRow }) {
  const now = useNow()
  return (
    <li>
      <button type="button" className="row-button alert-relative" onClick={() => { openAlertPage(row.id) }} title={row.title}>
        <SeverityMark severity={row.severity} wordless size={14} /><span className="truncate">{row.title}</span><span className="dim num truncate">{alertStanding(row, now)}</span>
      </button>
    </li>
  )
}
