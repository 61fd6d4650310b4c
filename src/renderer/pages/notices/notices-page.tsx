import { FlaskConical, Megaphone } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { isFocusLost } from '../../components/focus-lost.ts'
import { Segments } from '../../components/segments.tsx'
import { changeNotices, useView, type NoticesView } from '../../state/view-store.ts'
import { count } from '../../text/numbers.ts'
import { ComposeDrill } from './drill/compose-drill.tsx'
import { IncomingPart } from './incoming-part.tsx'
import { ComposeLive } from './live/compose-live.tsx'
import { NoticesPart } from './notices-part.tsx'
import { newAnnouncement, newDrill } from './open-notice.ts'
import { NoticePage } from './receipts/notice-page.tsx'
import { TemplateForm } from './templates/template-form.tsx'
import { TemplatesPart } from './templates/templates-part.tsx'
import { useNoticeList } from './use-notices.ts'
import { WaysPart } from './ways/ways-part.tsx'

/** Notices: what is to be said, what is being said, what was said, and by which way. */
export function NoticesPage() {
  const open = useView((state) => state.notices.open)
  return (
    <section className="notices-page" aria-label="Notices">
      {open === null ? <Parts />
        : open.is === 'live' ? <ComposeLive key={open.draft.id} open={open} />
        : open.is === 'drill' ? <ComposeDrill key={open.draft.id} open={open} />
        : open.is === 'template' ? <TemplateForm key={open.template.id} first={open.template} fresh={open.fresh} />
        : <NoticePage key={open.id} id={open.id} />}
    </section>
  )
}

const tabs: readonly { readonly value: NoticesView['tab']; readonly label: string }[] = [
  { value: 'upcoming', label: 'Upcoming' }, { value: 'in-progress', label: 'In progress' }, { value: 'sent', label: 'Sent' }, { value: 'drafts', label: 'Drafts' },
  { value: 'templates', label: 'Templates' }, { value: 'ways', label: 'Ways out' }, { value: 'incoming', label: 'Incoming' },
]

function Parts() {
  const tab = useView((state) => state.notices.tab)
  const list = useNoticeList()
  const bar = useRef<HTMLDivElement>(null)
  // What was open had the focus and is gone.
  useEffect(() => { if (isFocusLost()) bar.current?.querySelector<HTMLElement>('[data-state="on"]')?.focus() }, [])
  const amounts: Partial<Record<NoticesView['tab'], number>> = list.answer === null ? {} : {
    upcoming: list.answer.upcoming.length, 'in-progress': list.answer.inProgress.length, drafts: list.answer.drafts.length,
  }
  return (
    <>
      <div className="notices-bar" ref={bar}>
        <Segments label="Part of the notices" value={tab} onChange={(value) => { changeNotices({ tab: value }) }} options={tabs.map(({ value, label }) => {
          const amount = amounts[value] ?? 0
          return { value, label: amount === 0 ? label : <>{label}<span className="num dim">{count(amount)}</span></>, name: amount === 0 ? label : `${label}, ${count(amount)}` }
        })} />
        <span className="spacer" />
        <Button small look="primary" title="New announcement (Ctrl+B)" onClick={newAnnouncement}><Megaphone size={14} aria-hidden="true" />New announcement</Button>
        <Button small className="drill-entry" onClick={newDrill}><FlaskConical size={14} aria-hidden="true" />New drill</Button>
      </div>
      {tab === 'templates' ? <TemplatesPart /> : tab === 'ways' ? <WaysPart /> : tab === 'incoming' ? <IncomingPart list={list} /> : <NoticesPart tab={tab} list={list} />}
    </>
  )
}
