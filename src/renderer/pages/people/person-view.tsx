import { History, Maximize2 } from 'lucide-react'
import type { PersonDetail, PersonKey } from '../../../shared/presence.ts'
import { getPerson } from '../../actions.ts'
import { writeDeepLink } from '../../../shared/deep-link.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { EvidenceMark } from '../../components/evidence-mark.tsx'
import { Notice } from '../../components/notice.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { PresenceMark } from '../../components/presence-mark.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useNow } from '../../state/clock.ts'
import { idOfPerson } from '../../state/keys.ts'
import { openPersonPage, showEventsOf } from '../../state/navigate.ts'
import { fieldFilter } from '../events/filter-text.ts'
import { useDetail } from '../../state/use-detail.ts'
import { counted } from '../../text/numbers.ts'
import { personHeadline, personWhere } from '../../text/presence-words.ts'
import { minute } from '../../text/times.ts'
import { LastEvents } from './last-events.tsx'
import { PersonActions, RevealButton } from './person-actions.tsx'
import { PersonRooms } from './person-rooms.tsx'
import { PersonSessions } from './person-sessions.tsx'
import { PersonTimeline } from './person-timeline.tsx'

/** One person whole, in the inspector or as a page: the answer first, then what it rests on. */
export function PersonView({ person, page = false }: { person: PersonKey; page?: boolean }) {
  const detail = useDetail(idOfPerson(person), () => getPerson(person))
  if (detail.is === 'loading') return <div className="inspector-body" role="status" aria-label="Loading the person">{[160, 240, 200, 260, 180].map((width) => <p key={width}><Skeleton width={width} /></p>)}</div>
  if (detail.is === 'gone') return <EmptyState icon={History} title={detail.problem.what}>{detail.problem.advice}</EmptyState>
  return <Whole detail={detail.value} page={page} />
}

function Whole({ detail, page }: { detail: PersonDetail; page: boolean }) {
  const { row } = detail
  return (
    <div className={page ? 'person wide' : 'inspector-body person'} data-person>
      <Head detail={detail} page={page} />
      {row.status === 'flapping' ? <Notice tone="warning">Flapping: {counted(detail.drops, 'drop')} within 10 minutes. The network or the device is unsteady; the timeline shows each one.</Notice> : null}
      {row.stale ? <Notice tone="warning">The feed or the server that showed this is silent. All of it is as of {minute(row.lastSeenMs)}.</Notice> : null}
      <div className="person-columns">
        <div>
          <PersonSessions detail={detail} />
          <PersonRooms detail={detail} />
        </div>
        <div>
          <PersonTimeline detail={detail} />
          <LastEvents events={detail.lastEvents} onMore={() => { showEventsOf(fieldFilter('person', row.key.personId)) }} />
        </div>
      </div>
    </div>
  )
}

function Head({ detail, page }: { detail: PersonDetail; page: boolean }) {
  const now = useNow()
  const names = useTargetNames()
  const { row } = detail
  return (
    <header className="person-head">
      <h3 className={page ? 'page-title selectable' : 'inspector-title selectable'}>{row.name}</h3>
      <p className="person-answer"><PresenceMark status={row.status} wordless /><span className="selectable num" data-testid="person-headline">{personHeadline(detail, now)}</span></p>
      <p className="person-where selectable num">{personWhere(detail, now)}</p>
      <p className="inspector-line wrap">
        {row.name === row.key.personId ? null : <span className="mono selectable">{row.key.personId}</span>}
        {detail.email === null ? null : <span className="selectable">{detail.email}</span>}
        {row.role === null ? null : <span className="tag">{row.role}</span>}
        <span>{names[row.key.targetId] ?? row.key.targetId}</span>
        <EvidenceMark row={row} />
        {row.own ? <span className="tag">Rollcall’s own account</span> : null}
      </p>
      <div className="inspector-actions wrap">
        <RevealButton row={row} />
        <PersonActions row={row} />
        <CopyButton words label="Copy link" text={writeDeepLink({ kind: 'person', key: row.key })} />
        {page ? null : <Button small onClick={() => { openPersonPage(row.key) }}><Maximize2 size={14} aria-hidden="true" />Open page</Button>}
      </div>
    </header>
  )
}
