import { BellOff, CircleCheck } from 'lucide-react'
import { useMemo } from 'react'
import type { AlertRow } from '../../../shared/alerts.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { Notice } from '../../components/notice.tsx'
import { useFrame } from '../../frame-store.ts'
import { useHold } from '../../lists/use-list.ts'
import { goTo } from '../../state/navigate.ts'
import { changeAlertFilter, firstAlertFilter, useView } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'
import { ActionsBar } from './actions-bar.tsx'
import { alertLines, rowIds } from './alert-lines.ts'
import { targetsOf } from './alert-selection.ts'
import { emptyInbox, isFiltering } from './alert-words.ts'
import { InboxFilters } from './inbox-filters.tsx'
import { InboxList } from './inbox-list.tsx'
import { InboxNotices } from './inbox-notices.tsx'
import { useRuleCount } from './tell-facts.ts'
import { useAlertList } from './use-alert-list.ts'

/** The order is this window's; nobody else has to know that it is held. */
const holdNothing = async (): Promise<null> => null

/** All that waits for somebody, by school and cause. */
export function Inbox() {
  const { filter, unfoldedIds, cursorId, selectedIds } = useView((state) => state.alerts)
  const { hold, held } = useHold(holdNothing)
  const { drawn, problem, sortNow } = useAlertList(filter, held)
  const lines = useMemo(() => (drawn === null ? [] : alertLines(drawn, new Set(unfoldedIds))), [drawn, unfoldedIds])
  const targets = useMemo((): readonly AlertRow[] => {
    const byId = new Map(lines.flatMap((line) => (line.is === 'row' && !line.gone ? [[line.row.id, line.row] as const] : [])))
    return targetsOf({ cursorId, selectedIds }, new Set(rowIds(lines))).flatMap((id) => byId.get(id) ?? [])
  }, [lines, cursorId, selectedIds])
  const late = drawn?.late.size ?? 0

  return (
    <div className="alerts-part" role="region" aria-label="Inbox">
      <InboxFilters list={drawn?.list ?? null} held={held} />
      <InboxNotices held={held} />
      {problem === null ? null : <div className="events-notice"><Notice tone="critical" role="alert">The list could not be renewed: {problem}. What you see may be old.</Notice></div>}
      <ActionsBar rows={targets} label="What to do with the chosen alerts" note={targets.length === 0 ? 'No alert chosen' : counted(targets.length, 'alert') + (selectedIds.length > 1 ? ' chosen' : '')} />
      <div className="events-body alerts-body">
        {drawn === null ? <ListSkeleton label="Loading alerts" rows={14} /> : lines.length === 0 ? <NoAlerts /> : <InboxList lines={lines} hold={hold} targets={targets} />}
        <div className="alerts-waiting" role="status">{late === 0 ? null : <Button small onClick={sortNow}>{counted(late, 'new alert')} at the end. Sort now</Button>}</div>
      </div>
    </div>
  )
}

function NoAlerts() {
  const filter = useView((state) => state.alerts.filter)
  const rules = useRuleCount()
  const platforms = useFrame((state) => (state.targets ?? []).filter((target) => target.state !== 'off').length)
  const active = useFrame((state) => (state.alerts === undefined ? null : state.alerts.open.critical + state.alerts.open.warning + state.alerts.open.info + state.alerts.acknowledged + state.alerts.snoozed + state.alerts.silenced + state.alerts.pending))
  const { title, text } = emptyInbox(filter, active, platforms, rules)
  const filtering = isFiltering(filter)
  return (
    <EmptyState icon={filtering ? BellOff : CircleCheck} title={title} actions={
      filtering ? <Button small onClick={() => { changeAlertFilter(firstAlertFilter) }}>Clear the filter</Button>
        : platforms === 0 ? <Button small onClick={() => { goTo('platforms') }}>Open Platforms</Button>
          : <Button small onClick={() => { changeAlertFilter({ states: ['resolved'] }) }}>Show resolved alerts</Button>
    }>{text}</EmptyState>
  )
}
