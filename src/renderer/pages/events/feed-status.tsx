import { useEffect, useRef, useState } from 'react'
import { frames } from '../../frame-store.ts'
import { view } from '../../state/view-store.ts'
import { feedSummary } from '../../text/feed-summary.ts'

const EVERY_S = 10

/**
 * A polite summary for screen readers, outside the list (a live region on a virtualized list would fire at every
 * scroll), at most every ten seconds and only while the list has the focus.
 */
export function FeedStatus({ listFocused }: { listFocused: boolean }) {
  const [text, setText] = useState('')
  const before = useRef<{ received: number; alerts: number } | null>(null)
  useEffect(() => {
    if (!listFocused) {
      before.current = null
      return
    }
    const read = (): { received: number; alerts: number } => {
      const { totals, overview } = frames.get()
      return { received: totals?.received ?? 0, alerts: overview?.openAlerts ?? 0 }
    }
    before.current = read()
    const timer = setInterval(() => {
      const now = read()
      const last = before.current ?? now
      const mode = frames.get().feed?.paused != null ? 'paused' : view.get().following ? 'following' : 'not following'
      setText(feedSummary(Math.max(0, now.received - last.received), Math.max(0, now.alerts - last.alerts), EVERY_S, mode))
      before.current = now
    }, EVERY_S * 1_000)
    return () => { clearInterval(timer) }
  }, [listFocused])
  return <div role="status" aria-live="polite" className="visually-hidden">{text}</div>
}
