import type { Frame } from '../shared/ipc.ts'

/** What the window knows: the last value of every section; a section is absent until it was received once. */
export interface FrameState {
  readonly seq: number
  readonly atMs: number
  readonly totals: Frame['totals'] | undefined
  readonly targets: Frame['targets'] | undefined
  readonly overview: Frame['overview'] | undefined
  readonly tree: Frame['tree'] | undefined
  readonly rates: Frame['rates'] | undefined
  readonly feed: Frame['feed'] | undefined
  readonly people: Frame['people'] | undefined
  readonly rooms: Frame['rooms'] | undefined
  readonly alerts: Frame['alerts'] | undefined
  readonly reveals: Frame['reveals'] | undefined
  readonly remarks: Frame['remarks'] | undefined
  readonly go: Frame['go'] | undefined
}

export const emptyFrameState: FrameState = {
  seq: -1, atMs: 0, totals: undefined, targets: undefined, overview: undefined, tree: undefined, rates: undefined, feed: undefined,
  people: undefined, rooms: undefined, alerts: undefined, reveals: undefined, remarks: undefined, go: undefined,
}

/**
 * Applies a frame. A snapshot replaces everything (a section that it lacks is unknown again); a delta replaces the
 * sections it has, each whole. A delta before the first snapshot shows nothing: its missing sections would look empty.
 */
export function applyFrame(state: FrameState, frame: Frame): FrameState {
  if (frame.kind === 'delta' && state.seq < 0) return state
  const before = frame.kind === 'snapshot' ? emptyFrameState : state
  return {
    seq: frame.seq,
    atMs: frame.atMs,
    totals: frame.totals,
    targets: frame.targets ?? before.targets,
    overview: frame.overview ?? before.overview,
    tree: frame.tree ?? before.tree,
    rates: frame.rates ?? before.rates,
    feed: frame.feed ?? before.feed,
    people: frame.people ?? before.people,
    rooms: frame.rooms ?? before.rooms,
    alerts: frame.alerts ?? before.alerts,
    reveals: frame.reveals ?? before.reveals,
    remarks: frame.remarks ?? before.remarks,
    go: frame.go ?? before.go,
  }
}
