import { useEffect, useLayoutEffect, useState, useSyncExternalStore, type RefObject } from 'react'
import type { FeedFrame } from '../../../shared/ipc.ts'
import { getFeedRows, locateInFeed, pauseFeed } from '../../actions.ts'
import { frames } from '../../frame-store.ts'
import { useView, view } from '../../state/view-store.ts'
import { FeedController, type FeedState, type FeedSurroundings } from './feed-controller.ts'
import type { Anchor } from './scroll-anchor.ts'

const around: FeedSurroundings = {
  fetchRows: getFeedRows,
  locate: locateInFeed,
  pause: pauseFeed,
  isFollowing: () => view.get().following,
  setFollowing: (following) => { view.set({ following }) },
  selectedSeq: () => {
    const { selection } = view.get()
    return selection?.kind === 'event' ? selection.seq : null
  },
  report: (problem, error) => { console.error(problem, error) },
}

/** Where the reader was when the list was left, so that coming back does not move it. */
let left: { readonly revision: number; readonly anchor: Anchor } | null = null

function createController(feed: FeedFrame, rowPx: number): FeedController {
  return new FeedController(feed, rowPx, around, left?.revision === feed.revision ? left.anchor : null)
}

/** Joins the controller to the frames, the view and the scrolling element. */
export function useFeed(feed: FeedFrame, scroller: RefObject<HTMLDivElement | null>, rowPx: number): { control: FeedController; state: FeedState } {
  const [control] = useState(() => createController(feed, rowPx))
  const state = useSyncExternalStore(control.subscribe, control.getState)
  const revealSeq = useView((value) => value.revealSeq)

  useLayoutEffect(() => {
    control.attach(scroller.current, rowPx)
    return () => { control.attach(null, rowPx) }
  }, [control, scroller, rowPx])

  useEffect(() => {
    const take = (): void => {
      const next = frames.get().feed
      if (next !== undefined) control.receive(next)
    }
    take()
    const offFrames = frames.subscribe(take)
    const offView = view.subscribe(() => { control.followingChanged() })
    return () => {
      offFrames()
      offView()
      const { anchor } = control
      left = anchor === null ? null : { revision: control.getState().feed.revision, anchor }
    }
  }, [control])

  // After every render: rows were added or left, so the position may have to follow them.
  useLayoutEffect(() => { control.settle() })

  // The list was away because nothing matched, or the filter changed meanwhile: the selected event comes into view again.
  useEffect(() => {
    const seq = around.selectedSeq()
    if (seq !== null && !around.isFollowing() && control.anchor === null && view.get().revealSeq === null) control.reveal(seq)
  }, [control])

  useEffect(() => {
    if (revealSeq === null) return
    view.set({ revealSeq: null })
    control.reveal(revealSeq)
  }, [control, revealSeq])

  return { control, state }
}
