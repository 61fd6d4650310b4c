import { BrushCleaning, Download, Pause, Play, Radio, Unplug } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import type { FeedFrame } from '../../../shared/ipc.ts'
import { clearFeed, pauseFeed, showOwnInFeed, unclearFeed } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { Segments } from '../../components/segments.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { useFrame } from '../../frame-store.ts'
import { openDialog, view } from '../../state/view-store.ts'
import { count, counted } from '../../text/numbers.ts'
import { samplingNotice } from '../../text/pause-banner.ts'
import { liveSummary } from '../../text/words.ts'
import { findExport } from './export-run.ts'
import { ExportLine } from './export-progress.tsx'
import { FeedList } from './feed-list.tsx'
import { FeedNoticeLine } from './feed-notice-line.tsx'
import { FilterBox } from './filter-box.tsx'
import { FilterFaultLine } from './filter-fault-line.tsx'
import { FilterHelp } from './filter-help.tsx'
import { loadMarks } from './marks.ts'
import { MarksMenu } from './marks-menu.tsx'
import { useFilter } from './use-filter.ts'

const modes = [{ value: 'hide', label: 'Hide', name: 'Hide what does not match' }, { value: 'highlight', label: 'Highlight', name: 'Highlight what matches' }] as const

/** A request whose answer says nothing; it fails only when the main process is gone, which the status bar says. */
function send(what: string, request: Promise<unknown>): void {
  request.catch((error: unknown) => { console.error(`${what} failed`, error) })
}

export function EventsPage() {
  const feed = useFrame((state) => state.feed)
  const sampling = useFrame((state) => samplingNotice(state.totals?.keepOneIn ?? 1))
  const { text, mode, fault, settle } = useFilter()
  const [offering, setOffering] = useState(false)
  const faultId = useId()
  useEffect(() => {
    void loadMarks()
    void findExport()
  }, [])
  // While completions are on screen the text is not finished, so nothing is wrong with it yet.
  const shownFault = offering ? null : fault
  return (
    <section className="events-page" aria-label="Events">
      <div className="events-bar" data-screen-search>
        <FilterBox
          value={text} wrong={shownFault !== null} faultId={faultId} onOffer={setOffering}
          onChange={(next) => { view.set({ filterText: next }) }}
          onPick={(next, nextMode) => { view.set({ filterText: next, ...(nextMode === null ? {} : { filterMode: nextMode }) }) }}
          onSettled={settle}
          onLeave={() => { document.querySelector<HTMLElement>('[data-testid="feed-list"]')?.focus() }}
        />
        <FilterHelp />
        <Segments label="What the filter does" value={mode} options={modes} onChange={(next) => { view.set({ filterMode: next, filterText: text }) }} />
        {feed === undefined ? null : <FeedButtons feed={feed} />}
      </div>
      {shownFault === null ? null : <FilterFaultLine id={faultId} fault={shownFault} />}
      {feed === undefined ? null : <FeedFacts feed={feed} />}
      {sampling === undefined ? null : <div className="events-notice"><Notice tone="info" role="status">{sampling}</Notice></div>}
      {feed === undefined || feed.cleared === null || feed.cleared.rows === 0 ? null : (
        <div className="events-notice">
          <Notice tone="info" role="status" action={<Button small onClick={() => { send('feed:unclear', unclearFeed()) }}>Undo</Button>}>Cleared {counted(feed.cleared.rows, 'row')}.</Notice>
        </div>
      )}
      <FeedNoticeLine />
      <ExportLine />
      <div className="events-body">
        {feed === undefined ? <FeedSkeleton /> : feed.end > feed.first ? <FeedList initial={feed} /> : <NoEvents feed={feed} />}
      </div>
    </section>
  )
}

function FeedButtons({ feed }: { feed: FeedFrame }) {
  const paused = feed.paused !== null
  return (
    <>
      <Button small aria-pressed={paused} title={paused ? 'Resume where the pause began (Space)' : 'Pause: the view stands still, collecting goes on (Space)'} onClick={() => {
        if (!paused) view.set({ following: false })
        send('feed:pause', pauseFeed(!paused))
      }}>
        {paused ? <><Play size={14} aria-hidden="true" /><span className="events-button-word">Resume</span></> : <><Pause size={14} aria-hidden="true" /><span className="events-button-word">Pause</span></>}
      </Button>
      <Button small disabled={feed.end === feed.first} title="Hide the rows of before now; Undo brings them back" onClick={() => { send('feed:clear', clearFeed()) }}>
        <BrushCleaning size={14} aria-hidden="true" /><span className="events-button-word">Clear</span>
      </Button>
      <MarksMenu />
      <Button small title="Export events (Ctrl+E)" onClick={() => { openDialog({ name: 'export-events' }) }}><Download size={14} aria-hidden="true" /><span className="events-button-word">Export</span></Button>
    </>
  )
}

/** How many rows there are and of how many, and the switch for Rollcall's own traffic. */
function FeedFacts({ feed }: { feed: FeedFrame }) {
  const kept = useFrame((state) => state.totals?.kept ?? 0)
  const rows = feed.end - feed.first
  const filtered = feed.filter.text.trim() !== ''
  return (
    <div className="events-facts">
      <span className="events-count num" data-testid="events-count">
        {filtered ? <><strong>{count(feed.matching)}</strong> of {count(feed.filter.mode === 'highlight' ? rows : Math.max(kept, rows))} match</> : <><strong>{count(rows)}</strong> kept</>}
      </span>
      <span className="spacer" />
      <label className="events-own num">
        Show Rollcall’s own{feed.showOwn ? '' : ` (${count(feed.hiddenOwn)} hidden)`}
        <Toggle label="Show Rollcall’s own traffic and heartbeats" checked={feed.showOwn} onChange={(show) => { send('feed:own', showOwnInFeed(show)) }} />
      </label>
    </div>
  )
}

function NoEvents({ feed }: { feed: FeedFrame }) {
  const kept = useFrame((state) => state.totals?.kept ?? 0)
  const live = useFrame((state) => liveSummary(state.targets ?? []))
  const anyLive = useFrame((state) => (state.targets ?? []).some((target) => target.state === 'live' || target.state === 'delayed'))
  if (feed.filter.text.trim() !== '') {
    return (
      <EmptyState title={`0 of ${count(kept)} events match.`} actions={<Button small onClick={() => { view.set({ filterText: '' }) }}>Clear filter</Button>}>
        The filter also applies to events that still arrive.
      </EmptyState>
    )
  }
  if (feed.cleared !== null && anyLive) return <EmptyState icon={Radio} title="No events since you cleared the list.">{live}. New ones appear here as they arrive.</EmptyState>
  if (anyLive) return <EmptyState icon={Radio} title="No events yet.">{live}. Quiet is normal outside lessons.</EmptyState>
  return (
    <EmptyState icon={Unplug} title="Not connected to any platform." actions={<Button small onClick={() => { view.set({ screen: 'platforms' }) }}>Open Platforms</Button>}>
      Events appear here once a platform is live. Platforms says of each one why it is not.
    </EmptyState>
  )
}

function FeedSkeleton() {
  return (
    <div className="feed-skeleton" role="status" aria-label="Loading events">
      {Array.from({ length: 24 }, (_, index) => (
        <div key={index} className="feed-row static">
          <span className="feed-cell-time"><Skeleton width={52} height={8} /></span>
          <span />
          <span className="feed-cell-event"><Skeleton width={`${50 + ((index * 37) % 40)}%`} height={8} /></span>
          <span><Skeleton width={`${40 + ((index * 53) % 40)}%`} height={8} /></span>
        </div>
      ))}
    </div>
  )
}
