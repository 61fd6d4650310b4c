import { timePair } from './zone-times.ts'
import { useOwnZone } from './use-notices.ts'

/** A time at the school and, where it differs, where the reader is. */
export function TimePair({ atMs, zone }: { atMs: number; zone: string }) {
  const { school, own } = timePair(atMs, zone, useOwnZone())
  return <span className="time-pair num"><span>{school}</span>{own === null ? null : <span className="dim">{own} your time</span>}</span>
}
