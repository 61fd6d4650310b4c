import type { AlertSummary } from '../../shared/alerts.ts'
import type { RateChart, Totals } from '../../shared/domain.ts'
import type { Frame, ScreenName } from '../../shared/ipc.ts'
import { FEED_TAIL_ROWS } from '../../shared/limits.ts'
import type { Monitor } from './monitor.ts'

/** What the window looks at (`view:set`). */
export interface WindowView {
  readonly screen: ScreenName
  readonly rateWindowMinutes: RateChart['windowMinutes']
  /** null: all targets. */
  readonly rateTargetId: string | null
  /** Rows of the feed that its display can show; absent: FEED_TAIL_ROWS. */
  readonly feedRows?: number | undefined
}

/** Sections that a frame is to hold; absent ones did not change or are on no screen. */
export interface Due {
  readonly targets: boolean
  readonly overview: boolean
  readonly tree: boolean
  readonly rates: boolean
  readonly feed: boolean
  readonly people: boolean
  readonly rooms: boolean
  readonly reveals: boolean
  readonly remarks: boolean
}

export interface FrameHead {
  /** Absent: as the window has it. */
  readonly alerts?: AlertSummary
  /** A place that the window should go to, once. */
  readonly go?: Frame['go']
  readonly seq: number
  readonly kind: Frame['kind']
  readonly nowMs: number
  readonly totals: Totals
  /** The rows that the window has been sent and answered; absent: none that count. */
  readonly feedSent?: { readonly revision: number; readonly end: number } | undefined
}

/** Builds a frame: totals always, each due section whole. */
export function buildFrame(monitor: Monitor, view: WindowView, head: FrameHead, due: Due): Frame {
  const { seq, kind, nowMs, totals, go, alerts, feedSent } = head
  return {
    seq,
    kind,
    atMs: nowMs,
    totals,
    ...(go && { go }),
    ...(alerts && { alerts }),
    ...(due.targets && { targets: monitor.targets() }),
    ...(due.overview && { overview: monitor.overview(nowMs) }),
    ...(due.tree && { tree: monitor.tree(nowMs) }),
    ...(due.rates && { rates: monitor.rates({ windowMinutes: view.rateWindowMinutes, groupBy: 'namespace', targetId: view.rateTargetId, nowMs }) }),
    ...(due.feed && { feed: monitor.feed.frame(Math.min(view.feedRows ?? FEED_TAIL_ROWS, FEED_TAIL_ROWS), feedSent) }),
    ...(due.people && { people: monitor.people.refresh(nowMs) }),
    ...(due.rooms && { rooms: monitor.rooms.refresh(nowMs) }),
    ...(due.reveals && { reveals: monitor.reveals().map(({ key, untilMs }) => ({ key, untilMs })) }),
    ...(due.remarks && { remarks: [...monitor.remarks()] }),
  }
}
