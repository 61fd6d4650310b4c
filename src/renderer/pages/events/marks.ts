import type { EventRow } from '../../../shared/domain.ts'
import { listMarks, locateInFeed, markEvent } from '../../actions.ts'
import { changeSettings } from '../../state/settings-store.ts'
import { createStore, useSelected } from '../../state/store.ts'
import { view } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'
import { announce, notify } from './feed-notice.ts'

export interface Mark {
  readonly row: EventRow
  /** Still in the log: the feed can go there. */
  readonly inLog: boolean
}

interface Marks {
  /** Oldest first. */
  readonly list: readonly Mark[]
  readonly seqs: ReadonlySet<number>
  readonly capacity: number
  /** false until the main process told them: until then the rows say it themselves. */
  readonly known: boolean
}

/** The marked events, as the main process has them. */
export const marks = createStore<Marks>({ list: [], seqs: new Set(), capacity: 0, known: false })

export function useMarks<S>(select: (state: Marks) => S): S {
  return useSelected(marks, select)
}

/** A row that is on screen may be older than a mark, so what is known of the marks comes first. */
export function isMarked({ seqs, known }: Pick<Marks, 'seqs' | 'known'>, row: EventRow): boolean {
  return known ? seqs.has(row.seq) : row.marked === true
}

export async function loadMarks(): Promise<void> {
  try {
    const { marks: list, capacity } = await listMarks()
    marks.set({ list, seqs: new Set(list.map(({ row }) => row.seq)), capacity, known: true })
  } catch (error) {
    console.error('feed:marks failed', error)
  }
}

/** Marks an event, or takes its mark away; says so, and why when it is not possible. */
export async function toggleMark(row: Pick<EventRow, 'seq' | 'event'>): Promise<void> {
  const on = !marks.get().seqs.has(row.seq)
  const { marked } = await markEvent(row.seq, on)
  await loadMarks()
  const { list, capacity } = marks.get()
  if (marked === on) announce(on ? `${row.event} marked. ${counted(list.length, 'mark')}.` : `Mark of ${row.event} taken away.`)
  else if (on) notify(list.length >= capacity ? `Not marked: ${counted(capacity, 'mark')} is the most that is kept. Take some away in Marks.` : 'Not marked: this event is no longer kept, or the marks already hold as much payload as they may.')
}

/** Takes marks away. Undo brings back those whose event is still in the log. */
export async function clearMarks(gone: readonly Mark[]): Promise<void> {
  for (const { row } of gone) await markEvent(row.seq, false)
  await loadMarks()
  const back = gone.filter((mark) => mark.inLog)
  notify(clearedWords(gone.length, gone.length - back.length), back.length === 0 ? null : () => { void bringBack(back) })
}

/** `3 marks taken away. 1 of them cannot come back: its event left the log.` */
export function clearedWords(all: number, lost: number): string {
  const taken = `${counted(all, 'mark')} taken away.`
  if (lost === 0) return taken
  if (lost === all) return `${taken} ${all === 1 ? 'It cannot come back: its event' : 'They cannot come back: their events'} left the log.`
  return `${taken} ${lost} of them cannot come back: ${lost === 1 ? 'its event' : 'their events'} left the log.`
}

async function bringBack(back: readonly Mark[]): Promise<void> {
  for (const { row } of back) await markEvent(row.seq, true)
  await loadMarks()
}

/** Opens a marked event in the inspector and, where the feed lists it, brings its row into view. */
export async function goToMark({ row, inLog }: Mark): Promise<void> {
  view.set({ selection: { kind: 'event', seq: row.seq }, following: false })
  changeSettings({ inspectorOpen: true })
  if (!inLog) {
    announce(`${row.event} left the log and is open in the inspector.`)
    return
  }
  const { exact } = await locateInFeed(row.seq)
  if (exact) view.set({ revealSeq: row.seq })
  else notify(`${row.event} is marked, but not among the rows shown: the filter or Clear hides it. It is open in the inspector.`)
}
