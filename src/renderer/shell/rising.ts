import type { AlertSummary } from '../../shared/alerts.ts'
import { frames } from '../frame-store.ts'

/**
 * Tells what is new by an id that rises. What the window finds when it is loaded is old: somebody was told of it already.
 * @returns a function that says of each value whether it is new; undefined (nothing known yet) is never new
 */
export function risingIds(): (id: number | null | undefined) => boolean {
  let last: number | undefined
  return (id) => {
    if (id === undefined) return false
    const before = last
    last = Math.max(before ?? 0, id ?? 0)
    return before !== undefined && last > before
  }
}

/** Calls back once for each chime or announcement that the frames bring from now on; returns "off". */
export function onRise<K extends 'chime' | 'announce'>(what: K, tell: (rise: NonNullable<AlertSummary[K]>) => void): () => void {
  const isNew = risingIds()
  const look = (): void => {
    const { alerts } = frames.get()
    const rise = alerts?.[what]
    if (isNew(alerts === undefined ? undefined : (rise?.id ?? null)) && rise) tell(rise)
  }
  look()
  return frames.subscribe(look)
}
