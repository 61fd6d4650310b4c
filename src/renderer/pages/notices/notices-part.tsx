import { useEffect, useRef, useState } from 'react'
import { CalendarClock, PencilLine, Send, SendHorizontal, type LucideIcon } from 'lucide-react'
import type { Failure } from '../../../shared/ipc.ts'
import type { NoticeList, NoticeView } from '../../../shared/notices.ts'
import { olderNotices } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { ReadProblem } from '../../components/read-problem.tsx'
import { count } from '../../text/numbers.ts'
import type { Polled } from '../rates/use-poll.ts'
import { NoticeRow } from './notice-row.tsx'
import { withoutKnown } from './notice-words.ts'
import { newAnnouncement } from './open-notice.ts'
import { focusReturned } from './return-focus.ts'
import { useWays, type WayOfTarget } from './use-notices.ts'
import { zoneOfDraft } from './zones.ts'

type ListTab = 'upcoming' | 'in-progress' | 'sent' | 'drafts'

const empty: Readonly<Record<ListTab, { readonly icon: LucideIcon; readonly title: string; readonly words: string }>> = {
  upcoming: { icon: CalendarClock, title: 'Nothing is scheduled.', words: 'A notice for later and the steps of a maintenance window wait here. Rollcall has to run at their time; what it missed asks, and is never sent late by itself.' },
  'in-progress': { icon: SendHorizontal, title: 'Nothing is being sent.', words: 'While a notice goes out, it can be stopped from here.' },
  sent: { icon: Send, title: 'Nothing was sent yet.', words: 'Every notice that left is kept here, with its receipts and its corrections.' },
  drafts: { icon: PencilLine, title: 'No drafts.', words: 'What you write is kept as you type. Closing asks nothing.' },
}

function rowsOf(list: NoticeList, tab: ListTab): readonly NoticeView[] {
  switch (tab) {
    case 'upcoming': return list.upcoming
    case 'in-progress': return list.inProgress
    case 'sent': return list.sent
    case 'drafts': return list.drafts
    default: {
      const never: never = tab
      return never
    }
  }
}

/** Sent notices beyond the newest ones, as many as somebody asks for: also an old one can be looked into, corrected, or be unknown still. */
function OlderNotices({ newest, leftOut, ways }: { newest: readonly NoticeView[]; leftOut: number; ways: readonly WayOfTarget[] }) {
  const [older, setOlder] = useState<readonly NoticeView[]>([])
  const [problem, setProblem] = useState<Failure['problem'] | null>(null)
  const [busy, setBusy] = useState(false)
  const rows = withoutKnown(older, newest)
  const left = leftOut - rows.length
  async function more(): Promise<void> {
    setBusy(true)
    const answer = await olderNotices(newest.length + rows.length)
    setBusy(false)
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) setOlder([...rows, ...withoutKnown(answer.value, rows)])
  }
  return (
    <>
      {rows.length === 0 ? null : <ul className="notice-rows" aria-label="Older notices" data-rows>{rows.map((view) => <NoticeRow key={view.draft.id} view={view} zone={zoneOfDraft(view.draft, ways)} />)}</ul>}
      {problem === null ? null : <Notice tone="critical" role="alert"><ProblemText problem={problem} /></Notice>}
      {left <= 0 ? null : <p className="notices-more dim num">{count(left)} older ones. <Button small disabled={busy} onClick={() => { void more() }}>Show older ones</Button></p>}
    </>
  )
}

/** One of the lists of notices. */
export function NoticesPart({ tab, list }: { tab: ListTab; list: Polled<NoticeList> }) {
  const ways = useWays().answer ?? []
  const rows = list.answer === null ? null : rowsOf(list.answer, tab)
  const Empty = empty[tab]
  const body = useRef<HTMLDivElement>(null)
  const isRead = rows !== null
  useEffect(() => { if (isRead) focusReturned(body.current, body.current?.parentElement?.querySelector('.notices-bar') ?? null) }, [isRead])
  return (
    <>
      {list.problem === null ? null : <div className="notices-note"><ReadProblem what="The notices" problem={list.problem} shown={rows !== null} /></div>}
      <div className="notices-body scroll" ref={body}>
        {rows === null ? (list.problem === null ? <ListSkeleton label="Loading notices" rows={12} /> : null) : rows.length === 0 ? (
          <EmptyState icon={Empty.icon} title={Empty.title} actions={<Button small onClick={newAnnouncement}>New announcement</Button>}>{Empty.words}</EmptyState>
        ) : (
          <ul className="notice-rows" aria-label="Notices" data-rows>
            {rows.map((view) => <NoticeRow key={view.draft.id} view={view} zone={zoneOfDraft(view.draft, ways)} />)}
          </ul>
        )}
        {tab === 'sent' && list.answer !== null && list.answer.sentLeftOut > 0 ? <OlderNotices newest={list.answer.sent} leftOut={list.answer.sentLeftOut} ways={ways} /> : null}
      </div>
    </>
  )
}
