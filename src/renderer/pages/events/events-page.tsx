import { Pause, Play, Radio, Unplug } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { FILTER_CHARS_MAX } from '../../../shared/limits.ts'
import { pauseFeed, setFeedFilter } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useFrame } from '../../frame-store.ts'
import { useView, view } from '../../state/view-store.ts'
import { count } from '../../text/numbers.ts'
import { samplingNotice } from '../../text/pause-banner.ts'
import { liveSummary } from '../../text/words.ts'
import { FeedList } from './feed-list.tsx'

const TYPING_MS = 150

export function EventsPage() {
  const feed = useFrame((state) => state.feed)
  const kept = useFrame((state) => state.totals?.kept ?? 0)
  const sampling = useFrame((state) => samplingNotice(state.totals?.keepOneIn ?? 1))
  const filterText = useView((state) => state.filterText)
  const filterProblem = useFilter(filterText)
  const input = useRef<HTMLInputElement>(null)
  const matching = feed === undefined ? 0 : feed.end - feed.first
  return (
    <section className="events-page" aria-label="Events">
      <div className="events-bar" data-screen-search>
        <SearchBox
          label="Filter events" placeholder="Filter by event, room, person or platform" value={filterText} maxLength={FILTER_CHARS_MAX} inputRef={input}
          onChange={(text) => { view.set({ filterText: text }) }}
          onLeave={() => { document.querySelector<HTMLElement>('[data-testid="feed-list"]')?.focus() }}
        />
        {feed === undefined ? null : (
          <span className="events-count num">{filterText === '' ? <><strong>{count(matching)}</strong> kept</> : <><strong>{count(matching)}</strong> of {count(kept)} match</>}</span>
        )}
        {feed === undefined ? null : (
          <Button small aria-pressed={feed.paused !== null} onClick={() => {
            if (feed.paused === null) view.set({ following: false })
            pauseFeed(feed.paused === null).catch((error: unknown) => { console.error('feed:pause failed', error) })
          }}>
            {feed.paused === null ? <><Pause size={14} aria-hidden="true" />Pause</> : <><Play size={14} aria-hidden="true" />Resume</>}
          </Button>
        )}
      </div>
      {filterProblem === null ? null : <div className="events-notice"><Notice tone="warning" role="status">{filterProblem}</Notice></div>}
      {sampling === undefined ? null : <div className="events-notice"><Notice tone="info" role="status">{sampling}</Notice></div>}
      <div className="events-body">
        {feed === undefined ? <FeedSkeleton /> : matching > 0 ? <FeedList initial={feed} /> : <NoEvents filtered={filterText !== ''} kept={kept} />}
      </div>
    </section>
  )
}

/** Sends the filter once typing rests; gives back why it could not be applied. */
function useFilter(text: string): string | null {
  const [problem, setProblem] = useState<string | null>(null)
  const sent = useRef<string | null>(null)
  useEffect(() => {
    if (sent.current === text) return
    // The first time also when it is empty: after a reload the main process may still have the old filter.
    const timer = setTimeout(() => {
      sent.current = text
      setFeedFilter(text).then(
        (answer) => { setProblem(answer.ok ? null : `${answer.problem.what} ${answer.problem.advice}`) },
        (error: unknown) => { console.error('feed:filter failed', error) },
      )
    }, TYPING_MS)
    return () => { clearTimeout(timer) }
  }, [text])
  return problem
}

function NoEvents({ filtered, kept }: { filtered: boolean; kept: number }) {
  const live = useFrame((state) => liveSummary(state.targets ?? []))
  const anyLive = useFrame((state) => (state.targets ?? []).some((target) => target.state === 'live' || target.state === 'delayed'))
  if (filtered) {
    return (
      <EmptyState title={`0 of ${count(kept)} events match.`} actions={<Button small onClick={() => { view.set({ filterText: '' }) }}>Clear filter</Button>}>
        The filter also applies to events that still arrive.
      </EmptyState>
    )
  }
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
          <span className="feed-cell-room"><Skeleton width={`${40 + ((index * 53) % 40)}%`} height={8} /></span>
        </div>
      ))}
    </div>
  )
}
