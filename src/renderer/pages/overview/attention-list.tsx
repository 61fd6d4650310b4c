import { CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AttentionItem } from '../../../shared/domain.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { SeverityMark } from '../../components/severity-mark.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { frames, useFrame } from '../../frame-store.ts'
import { useNow } from '../../state/clock.ts'
import { openAlertPage } from '../../state/navigate.ts'
import { changeSettings } from '../../state/settings-store.ts'
import { view } from '../../state/view-store.ts'
import { count, counted } from '../../text/numbers.ts'
import { duration, exact } from '../../text/times.ts'
import { nextList, type HeldList } from './attention-order.ts'

/** Lines drawn; what is beyond is a number. */
const SHOWN_MAX = 50

/** What waits for a person: open alerts, refusals and lost connections. */
export function AttentionList() {
  const items = useFrame((state) => state.overview?.attention)
  const dropped = useFrame((state) => state.overview?.alertsDropped ?? 0)
  const leftOut = useFrame((state) => state.overview?.attentionLeftOut ?? 0)
  const now = useNow()
  const [held, setHeld] = useState(false)
  const list = useHeldList(held)

  return (
    <section className="panel attention" aria-labelledby="attention-title">
      <div className="panel-head">
        <h2 id="attention-title">Needs attention</h2>
        {items === undefined || items.length === 0 ? null : <span className="dim num">{count(items.length + leftOut)}</span>}
        <span className="spacer" />
        {held ? <span className="dim panel-note">Order held while you read</span> : null}
      </div>
      <div className="panel-body" data-testid="attention-list" onPointerEnter={() => { setHeld(true) }} onPointerLeave={() => { setHeld(false) }}>
        {items === undefined ? <AttentionSkeleton /> : list.shown.length === 0 ? (
          <EmptyState icon={CircleCheck} title="Nothing needs attention.">Alerts that wait for somebody, refused sign-ins and lost connections appear here.</EmptyState>
        ) : (
          <ul className="attention-items">
            {list.shown.slice(0, SHOWN_MAX).map(({ item, gone }) => <Line key={item.id} item={item} gone={gone} now={now} />)}
          </ul>
        )}
        {list.shown.length > SHOWN_MAX || leftOut > 0 ? <p className="attention-more dim num">{counted(Math.max(0, list.shown.length - SHOWN_MAX) + leftOut, 'more item')} not listed here.</p> : null}
        {dropped > 0 ? <p className="attention-more dim num">{counted(dropped, 'alert')} found no place, because too many were open. All are counted.</p> : null}
      </div>
    </section>
  )
}

/** The list as it may be shown now; renewed when items changed, and once a second in case sorting had to wait. */
function useHeldList(held: boolean): HeldList {
  const [list, setList] = useState<HeldList>(() => nextList({ shown: [], sortedAtMs: 0 }, frames.get().overview?.attention ?? [], Date.now(), false))
  useEffect(() => {
    let seen: readonly AttentionItem[] | undefined
    const renew = (): void => {
      const items = frames.get().overview?.attention
      if (items === undefined) return
      seen = items
      setList((before) => nextList(before, items, Date.now(), held))
    }
    const off = frames.subscribe(() => { if (frames.get().overview?.attention !== seen) renew() })
    const timer = setInterval(renew, 1_000)
    return () => {
      off()
      clearInterval(timer)
    }
  }, [held])
  return list
}

function Line({ item, gone, now }: { item: AttentionItem; gone: boolean; now: number }) {
  return (
    <li className={gone ? 'gone' : undefined}>
      <button type="button" className="row-button attention-item" onClick={() => { openItem(item) }} title={`${item.title}\n${item.detail}\nsince ${exact(item.sinceMs)}`}>
        <SeverityMark severity={item.severity} wordless />
        <span className="attention-text">
          <span className="attention-title truncate">{item.title}{item.count > 1 ? <span className="tag num">{count(item.count)} times</span> : null}</span>
          <span className="attention-detail truncate">{item.detail}</span>
        </span>
        <span className="attention-since num">{gone ? 'resolved' : duration(now - item.sinceMs)}</span>
      </button>
    </li>
  )
}

/** Goes to where the item can be seen whole. */
function openItem(item: AttentionItem): void {
  if (item.open.screen === 'platforms') {
    view.set({ screen: 'platforms', platformId: item.open.targetId, selection: { kind: 'target', targetId: item.open.targetId } })
    changeSettings({ screen: 'platforms' })
    return
  }
  openAlertPage(item.open.alertId)
}

function AttentionSkeleton() {
  return (
    <div role="status" aria-label="Loading what needs attention" className="attention-skeleton">
      {[220, 180, 240].map((width) => <div key={width}><Skeleton width={16} height={16} /><span><Skeleton width={width} /><Skeleton width={width - 60} height={8} /></span></div>)}
    </div>
  )
}
