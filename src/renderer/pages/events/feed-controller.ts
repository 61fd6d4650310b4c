import type { EventRow } from '../../../shared/domain.ts'
import type { Answer, FeedFrame } from '../../../shared/ipc.ts'
import { RowCache } from './row-cache.ts'
import { anchorAt, isAtEnd, scrollIntoView, scrollTopFor, type Anchor } from './scroll-anchor.ts'

/** The scrolling element, as far as the feed needs it. Pixels. */
export interface Viewport {
  scrollTop: number
  readonly scrollHeight: number
  readonly clientHeight: number
}

/** What the feed asks of the rest of the window. */
export interface FeedSurroundings {
  fetchRows(revision: number, from: number, count: number): Promise<Answer<'feed:rows'>>
  locate(seq: number): Promise<Answer<'feed:locate'>>
  pause(paused: boolean): Promise<unknown>
  isFollowing(): boolean
  setFollowing(following: boolean): void
  /** Number in the log of the event that the inspector shows, null for none. */
  selectedSeq(): number | null
  report(problem: string, error: unknown): void
}

export interface FeedState {
  readonly feed: FeedFrame
  readonly following: boolean
  /** Rows that arrived since follow was turned off. */
  readonly newRows: number
  /** Rises with every change of rows. */
  readonly version: number
}

/**
 * The live list's behaviour, outside React: follow, anchor, paging, pause. Rows come from the frames' tails and, for
 * what is scrolled to, from `feed:rows`. `receive` takes a frame's feed; `settle` is called once its rows are in the
 * page and puts the scroll position where it belongs.
 */
export class FeedController {
  readonly #around: FeedSurroundings
  readonly #cache = new RowCache()
  readonly #listeners = new Set<() => void>()
  #state: FeedState
  #viewport: Viewport | null = null
  #headerPx = 0
  #rowPx: number
  #anchor: Anchor | null
  #anchorSeq: number | null = null
  #lastTop = 0
  /** `first` of the rows that the scroll position belongs to; the feed may be one frame ahead of the page. */
  #pageFirst: number
  #asking = false
  #wanted: { readonly from: number; readonly to: number } | null = null
  #stoppedAtEnd: number
  /** An event that was not among the rows known so far: looked for once more when newer rows are known. */
  #lookAgain: number | null = null

  constructor(feed: FeedFrame, rowPx: number, around: FeedSurroundings, anchor: Anchor | null = null) {
    this.#around = around
    this.#rowPx = rowPx
    this.#anchor = anchor
    this.#stoppedAtEnd = feed.end
    this.#pageFirst = feed.first
    this.#cache.reset(feed.revision)
    this.#cache.put(feed.tail, feed.end)
    this.#state = { feed, following: around.isFollowing(), newRows: 0, version: 0 }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  readonly getState = (): FeedState => this.#state

  /** Where the reader is now, to come back to; null while following. */
  get anchor(): Anchor | null {
    return this.#around.isFollowing() ? null : this.#anchor
  }

  attach(viewport: Viewport | null, rowPx: number): void {
    this.#viewport = viewport
    this.#headerPx = rowPx
    if (rowPx === this.#rowPx) return
    this.#rowPx = rowPx
    this.settle()
  }

  rowAt(ordinal: number): EventRow | undefined {
    return this.#cache.get(ordinal)
  }

  /** The ordinal of an event, when its row is here. */
  ordinalOf(seq: number): number | undefined {
    return this.#cache.findSeq(seq)?.ordinal
  }

  /** Takes the feed of a new frame. */
  receive(feed: FeedFrame): void {
    const before = this.#state.feed
    if (feed === before) return
    const following = this.#around.isFollowing()
    if (!following && this.#anchor === null) this.#remember()
    const fresh = feed.revision !== before.revision
    if (fresh) {
      this.#cache.reset(feed.revision)
      this.#stoppedAtEnd = feed.end
    }
    this.#cache.put(feed.tail, following || this.#anchor === null ? feed.end : this.#anchor.ordinal)
    if (feed.first !== before.first) this.#cache.dropBefore(feed.first)
    this.#change(feed)
    if (fresh && !following) this.#keepPlace((before.paused === null) === (feed.paused === null))
    else if (this.#lookAgain !== null && feed.end !== before.end) {
      const seq = this.#lookAgain
      this.#lookAgain = null
      this.#locate(seq, 'middle')
    }
    this.#ask()
  }

  /** The reader's place survives a new revision: ordinals changed, numbers in the log did not. */
  #keepPlace(refiltered: boolean): void {
    // A new filter keeps the selected event in view; pause and resume keep the row at the top edge where it is.
    const selected = refiltered ? this.#around.selectedSeq() : null
    const seq = selected ?? this.#anchorSeq
    if (seq === null) {
      this.#anchor = null
      return
    }
    this.#locate(seq, selected === null ? 'top' : 'middle')
  }

  /** Puts the scroll position where it belongs once the rows are in the page. */
  settle(): void {
    const viewport = this.#viewport
    if (viewport === null) return
    // The reader may have scrolled since: the browser tells that only later, and setting the position now would undo it.
    this.scrolled()
    this.#pageFirst = this.#state.feed.first
    if (this.#around.isFollowing() || this.#anchor === null) this.#setTop(viewport.scrollHeight)
    else this.#setTop(scrollTopFor(this.#anchor, this.#state.feed.first, this.#rowPx))
  }

  /** Called when following was turned on or off elsewhere. */
  followingChanged(): void {
    const following = this.#around.isFollowing()
    if (following === this.#state.following) return
    if (following) this.#anchor = null
    else {
      this.#stoppedAtEnd = this.#state.feed.end
      this.#remember()
    }
    this.#change(this.#state.feed)
  }

  stopFollowing(): void {
    if (this.#around.isFollowing()) this.#around.setFollowing(false)
    this.followingChanged()
  }

  /** To the newest row, and follow; also ends a pause. */
  follow(): void {
    if (this.#state.feed.paused !== null) this.#pause(false)
    this.#around.setFollowing(true)
    this.followingChanged()
    this.settle()
  }

  /** Pausing and "resume here" keep the place, "jump to now" follows again. */
  pause(paused: boolean, after: 'here' | 'now'): void {
    if (paused || after === 'here') this.stopFollowing()
    else {
      this.#around.setFollowing(true)
      this.followingChanged()
    }
    this.#pause(paused)
  }

  toOldest(): void {
    this.stopFollowing()
    this.#setTop(0)
    this.#remember()
  }

  /** Brings a row into view with the least movement. */
  show(ordinal: number): void {
    const viewport = this.#viewport
    if (viewport === null) return
    const top = scrollIntoView(ordinal, this.#state.feed.first, this.#rowPx, viewport.scrollTop, viewport.clientHeight - this.#headerPx)
    if (top !== undefined) this.#setTop(top)
    this.#remember()
  }

  /** Brings an event into the middle of the view by its number in the log. */
  reveal(seq: number): void {
    // The screen was not shown, so what is known of the feed may be older than the event.
    this.#lookAgain = seq
    this.#locate(seq, 'middle')
  }

  /** The reader scrolled, or the browser did. Upward ends follow; reaching the end with nothing selected resumes it. */
  scrolled(): void {
    const viewport = this.#viewport
    if (viewport === null) return
    const moved = viewport.scrollTop - this.#lastTop
    this.#lastTop = viewport.scrollTop
    if (Math.abs(moved) <= 1) return
    // Fewer rows move the position as well, and leave it at the end: that is no scrolling.
    const atEnd = isAtEnd(viewport.scrollTop, viewport.clientHeight, viewport.scrollHeight)
    if (moved < 0 && atEnd) return
    if (moved < 0) this.stopFollowing()
    if (this.#around.isFollowing()) return
    this.#remember()
    const resumes = moved > 0 && this.#state.feed.paused === null && this.#around.selectedSeq() === null
    if (resumes && atEnd) this.follow()
  }

  /** Says which rows are on screen; those that are not here are asked for. */
  want(from: number, to: number): void {
    this.#wanted = { from, to }
    this.#ask()
  }

  #change(feed: FeedFrame): void {
    const following = this.#around.isFollowing()
    const newRows = following || feed.paused !== null ? 0 : Math.max(0, feed.end - this.#stoppedAtEnd)
    this.#state = { feed, following, newRows, version: this.#state.version + 1 }
    for (const listener of this.#listeners) listener()
  }

  #setTop(topPx: number): void {
    if (this.#viewport === null) return
    this.#viewport.scrollTop = topPx
    this.#lastTop = this.#viewport.scrollTop
  }

  #remember(): void {
    if (this.#viewport === null) return
    this.#anchor = anchorAt(this.#viewport.scrollTop, this.#pageFirst, this.#rowPx)
    this.#anchorSeq = this.#cache.get(this.#anchor.ordinal)?.seq ?? this.#anchorSeq
  }

  #pause(paused: boolean): void {
    this.#around.pause(paused).catch((error: unknown) => { this.#around.report('feed:pause failed', error) })
  }

  #ask(): void {
    const { feed } = this.#state
    if (this.#wanted === null || this.#asking) return
    const page = this.#cache.missing(this.#wanted.from, this.#wanted.to, feed.first, feed.end)
    if (page === undefined) return
    this.#asking = true
    this.#around.fetchRows(feed.revision, page.from, page.count).then(
      (answer) => {
        this.#asking = false
        if (answer.revision !== this.#cache.revision || answer.rows.length === 0) return
        this.#cache.put(answer.rows, page.from)
        if (this.#anchor !== null) this.#anchorSeq = this.#cache.get(this.#anchor.ordinal)?.seq ?? this.#anchorSeq
        this.#change(this.#state.feed)
        this.#ask()
      },
      (error: unknown) => {
        this.#asking = false
        this.#around.report('feed:rows failed', error)
      },
    )
  }

  /** Brings an event into view, or where it would be: the nearest newer row that is in the list. */
  #locate(seq: number, where: 'top' | 'middle'): void {
    const { revision } = this.#state.feed
    this.#around.locate(seq).then(
      (found) => {
        const { feed } = this.#state
        // Of another revision: the frame that brings it looks for the place itself.
        if (found.revision !== revision || feed.revision !== revision || feed.end === feed.first || this.#around.isFollowing()) return
        if (found.exact) this.#lookAgain = null
        const above = where === 'top' ? 0 : Math.floor((this.#viewport?.clientHeight ?? 0) / this.#rowPx / 2)
        this.#anchor = { ordinal: Math.max(feed.first, (found.ordinal ?? feed.end - 1) - above), offsetPx: where === 'top' ? (this.#anchor?.offsetPx ?? 0) : 0 }
        this.#anchorSeq = this.#cache.get(this.#anchor.ordinal)?.seq ?? seq
        this.#change(feed)
      },
      (error: unknown) => { this.#around.report('finding an event failed', error) },
    )
  }
}
