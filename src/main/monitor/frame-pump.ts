import type { AlertSummary } from '../../shared/alerts.ts'
import type { Totals } from '../../shared/domain.ts'
import type { Frame } from '../../shared/ipc.ts'
import { FRAME_ACK_PATIENCE_MS, LIST_NEWS_MS, RATES_INTERVAL_MS } from '../../shared/limits.ts'
import { buildFrame } from './frame.ts'
import type { Due, WindowView } from './frame.ts'
import type { Monitor } from './monitor.ts'

/** A hidden window draws nothing: a frame every five seconds keeps its totals and states from being stale. */
export const HIDDEN_FRAME_INTERVAL_MS = 5_000
/** The tree is read, not watched. */
const TREE_INTERVAL_MS = 1_000

/** What people were told of alerts: the teller's part of the summary in a frame. */
export type Told = Pick<AlertSummary, 'notShown' | 'chime' | 'announce'>

const nothingTold: Told = { notShown: { count: 0, lastWhy: '' }, chime: null, announce: null }

const firstView: WindowView = { screen: 'overview', rateWindowMinutes: 15, rateTargetId: null }

/**
 * One window's stream: a snapshot, then deltas, one frame in flight. A slow window costs freshness, never memory: while
 * a frame is unanswered nothing is built, and the next delta holds all changes since. The caller drains the monitor and
 * calls tick() every FRAME_INTERVAL_MS.
 */
export class FramePump {
  readonly #monitor: Monitor
  readonly #send: (frame: Frame) => void
  readonly #told: () => Told
  #view = firstView
  #open = false
  #visible = true
  /** The window has answered since it was loaded, so it hears what is sent. */
  #heard = false
  #needsSnapshot = true
  #seq = 0
  #go: Frame['go']
  #goes = 0
  #inFlight: { readonly seq: number; readonly sentAtMs: number; readonly goId: number | undefined } | undefined
  #sent = nothingSent()
  /** The summary that the window has, as text; empty: none. */
  #sentAlerts = ''
  #sentCall = '0 0'
  #lastFrameAtMs = Number.NEGATIVE_INFINITY
  #shown: { readonly atMs: number; readonly rows: number }[] = []

  /** @param told what people were told, asked for at each frame */
  constructor(monitor: Monitor, send: (frame: Frame) => void, told: () => Told = () => nothingTold) {
    this.#monitor = monitor
    this.#send = send
    this.#told = told
  }

  /**
   * What the window looks at now. The first call of a fresh window also says that it listens: a snapshot that was sent
   * before that is sent again.
   */
  setView(view: WindowView, nowMs: number): void {
    const old = this.#view
    this.#view = view
    if (!this.#heard) this.windowReloaded()
    if (old.screen !== view.screen) this.#monitor.releaseLists()
    if (old.screen !== view.screen) this.#sent = { ...this.#sent, overviewAtMs: NEVER, ratesAtMs: NEVER, feedVersion: NEVER, listAtMs: NEVER, listVersion: NEVER }
    if (old.rateWindowMinutes !== view.rateWindowMinutes || old.rateTargetId !== view.rateTargetId) this.#sent = { ...this.#sent, ratesAtMs: NEVER }
    this.tick(nowMs)
  }

  /** Sends the window to a place with the next frame; it stays due until a frame that carried it was answered. */
  go(place: NonNullable<Frame['go']>['place']): void {
    this.#go = { id: ++this.#goes, place }
  }

  get view(): WindowView {
    return this.#view
  }

  /** Sends a frame if the last one was answered and something is due. Returns whether it did. */
  tick(nowMs: number): boolean {
    if (!this.#open) return false
    if (this.#inFlight) {
      if (nowMs - this.#inFlight.sentAtMs <= FRAME_ACK_PATIENCE_MS) return false
      this.#startAnew()
    }
    if (!this.#visible && !this.#needsSnapshot && nowMs - this.#lastFrameAtMs < HIDDEN_FRAME_INTERVAL_MS && !this.#callsOut()) return false
    const kind = this.#needsSnapshot ? 'snapshot' : 'delta'
    // Read once: what comes while the frame is built is due with the next one.
    const { revisions } = this.#monitor
    const due = this.#due(revisions, nowMs)
    const alerts = this.#alertsDue(nowMs)
    if (kind === 'delta' && !this.#go && !alerts && !Object.values(due).includes(true) && nowMs - this.#lastFrameAtMs < RATES_INTERVAL_MS && !this.#received()) return false
    const frame = buildFrame(this.#monitor, this.#view, { seq: ++this.#seq, kind, nowMs, totals: this.#totals(nowMs), feedSent: this.#feedSent(), ...(this.#go && { go: this.#go }), ...(alerts && { alerts }) }, due)
    if (alerts) {
      this.#sentAlerts = JSON.stringify(alerts)
      this.#sentCall = callOf(alerts)
    }
    this.#remember(frame, due, revisions, nowMs)
    this.#send(frame)
    return true
  }

  /** The window painted a frame. Answers to frames other than the one in flight are late, and ignored. */
  ack(seq: number, _nowMs: number): void {
    if (seq !== this.#inFlight?.seq) return
    if (this.#inFlight.goId === this.#go?.id) this.#go = undefined
    this.#inFlight = undefined
    this.#heard = true
  }

  /** A window was loaded, or loaded again: it has nothing. */
  windowReloaded(): void {
    this.#open = true
    this.#heard = false
    this.#startAnew()
    this.#monitor.frameSent()
  }

  /** The window is gone or crashed: nothing is sent until windowReloaded() or setView(). */
  windowGone(): void {
    this.#open = false
    this.#heard = false
    this.#startAnew()
  }

  /** A window that nobody sees gets a frame every HIDDEN_FRAME_INTERVAL_MS, without lists; all is due when it is seen again. */
  setVisible(visible: boolean): void {
    if (visible && !this.#visible) {
      this.#sent = { ...this.#sent, treeAtMs: NEVER, overviewAtMs: NEVER, ratesAtMs: NEVER, feedVersion: NEVER, listAtMs: NEVER, listVersion: NEVER }
      // Rollcall's own restraint is no lag.
      this.#monitor.frameSent()
    }
    this.#visible = visible
  }

  /** The frame that the window has not answered yet. */
  get awaiting(): number | undefined {
    return this.#inFlight?.seq
  }

  #startAnew(): void {
    this.#inFlight = undefined
    this.#needsSnapshot = true
    this.#monitor.releaseLists()
    this.#sent = nothingSent()
    this.#sentAlerts = ''
    this.#shown = []
  }

  #due({ targets, remarks, rooms, reveals }: Monitor['revisions'], nowMs: number): Due {
    const sent = this.#sent
    const { screen } = this.#view
    const lists = this.#visible || this.#needsSnapshot
    return {
      targets: targets !== sent.targets,
      remarks: remarks !== sent.remarks,
      tree: lists && rooms !== sent.rooms && nowMs - sent.treeAtMs >= TREE_INTERVAL_MS,
      overview: lists && screen === 'overview' && nowMs - sent.overviewAtMs >= RATES_INTERVAL_MS,
      rates: lists && screen === 'overview' && nowMs - sent.ratesAtMs >= RATES_INTERVAL_MS,
      people: lists && screen === 'people' && this.#listDue(this.#monitor.people, nowMs),
      rooms: lists && screen === 'rooms' && this.#listDue(this.#monitor.rooms, nowMs),
      reveals: reveals !== sent.reveals,
      feed: lists && screen === 'events' && this.#monitor.feed.version !== sent.feedVersion,
    }
  }

  /** The summary of alerts, on every screen, when it is another one than the window has. */
  #alertsDue(nowMs: number): AlertSummary | undefined {
    const alerts = { ...this.#monitor.alertSummary(nowMs), ...this.#told() }
    return this.#needsSnapshot || JSON.stringify(alerts) !== this.#sentAlerts ? alerts : undefined
  }

  /** A sound or an announcement is due: for these nobody waits until the window is seen. */
  #callsOut(): boolean {
    return callOf(this.#told()) !== this.#sentCall
  }

  /** A list is told of when it changed, at most once a second; asking brings it up to date. */
  #listDue(list: { refresh(nowMs: number): unknown; readonly version: number }, nowMs: number): boolean {
    if (nowMs - this.#sent.listAtMs < LIST_NEWS_MS) return false
    list.refresh(nowMs)
    return list.version !== this.#sent.listVersion
  }

  /** The frame before was answered, so its rows are there; a list that was out of sight starts with a whole tail. */
  #feedSent(): { readonly revision: number; readonly end: number } | undefined {
    const { feedVersion, feedRevision, feedEnd } = this.#sent
    return feedVersion === NEVER ? undefined : { revision: feedRevision, end: feedEnd }
  }

  #received(): boolean {
    return this.#monitor.flow.accepted !== this.#sent.accepted
  }

  #totals(nowMs: number): Totals {
    this.#shown = this.#shown.filter((part) => nowMs - part.atMs < 1000)
    const shownPerSecond = this.#shown.reduce((sum, part) => sum + part.rows, 0)
    return { ...this.#monitor.totals(nowMs), shownPerSecond, lagMs: this.#visible ? this.#monitor.lagMs(nowMs) : 0 }
  }

  #remember(frame: Frame, due: Due, { targets, remarks, rooms, reveals }: Monitor['revisions'], nowMs: number): void {
    const old = this.#sent
    if (frame.feed) {
      const fresh = old.feedRevision === frame.feed.revision ? frame.feed.end - old.feedEnd : frame.feed.tail.length
      this.#shown.push({ atMs: nowMs, rows: Math.max(0, Math.min(fresh, frame.feed.tail.length)) })
    }
    this.#sent = {
      targets,
      remarks,
      rooms: due.tree ? rooms : old.rooms,
      treeAtMs: due.tree ? nowMs : old.treeAtMs,
      overviewAtMs: due.overview ? nowMs : old.overviewAtMs,
      ratesAtMs: due.rates ? nowMs : old.ratesAtMs,
      feedVersion: due.feed ? this.#monitor.feed.version : old.feedVersion,
      feedRevision: frame.feed?.revision ?? old.feedRevision,
      feedEnd: frame.feed?.end ?? old.feedEnd,
      reveals,
      listAtMs: due.people || due.rooms ? nowMs : old.listAtMs,
      listVersion: due.people ? this.#monitor.people.version : due.rooms ? this.#monitor.rooms.version : old.listVersion,
      accepted: this.#monitor.flow.accepted,
    }
    this.#needsSnapshot = false
    this.#inFlight = { seq: frame.seq, sentAtMs: nowMs, goId: frame.go?.id }
    this.#lastFrameAtMs = nowMs
    this.#monitor.frameSent()
  }
}

function callOf({ chime, announce }: Pick<AlertSummary, 'chime' | 'announce'>): string {
  return `${chime?.id ?? 0} ${announce?.id ?? 0}`
}

const NEVER = Number.NEGATIVE_INFINITY

/** What the window has been sent: a section is due when this is older than the monitor. */
function nothingSent(): Record<'targets' | 'remarks' | 'rooms' | 'treeAtMs' | 'overviewAtMs' | 'ratesAtMs' | 'feedVersion' | 'feedRevision' | 'feedEnd' | 'accepted' | 'reveals' | 'listAtMs' | 'listVersion', number> {
  return { targets: NEVER, remarks: NEVER, rooms: NEVER, treeAtMs: NEVER, overviewAtMs: NEVER, ratesAtMs: NEVER, feedVersion: NEVER, feedRevision: NEVER, feedEnd: NEVER, accepted: NEVER, reveals: NEVER, listAtMs: NEVER, listVersion: NEVER }
}
