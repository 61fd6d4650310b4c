import type { FeedFrame } from '../../shared/ipc.ts'
import { count, percent } from './numbers.ts'
import { stopWatch } from './times.ts'

/** The banner while paused: `Paused for 00:42. 3,118 events waiting (buffer 6 %).` */
export function pauseBanner(paused: NonNullable<FeedFrame['paused']>, nowMs: number): string {
  const waiting = `Paused for ${stopWatch(nowMs - paused.sinceMs)}. ${count(paused.waiting)} ${paused.waiting === 1 ? 'event' : 'events'} waiting (buffer ${percent(paused.fill)}).`
  return paused.overwritten > 0 ? `${waiting} Buffer full. Oldest waiting events are being dropped (${count(paused.overwritten)} so far).` : waiting
}

/** Above the log's rate the list samples and says so; undefined when every event is kept. */
export function samplingNotice(keepOneIn: number): string | undefined {
  return keepOneIn > 1 ? `Showing 1 in ${count(keepOneIn)}. All are counted.` : undefined
}

/** Above the list's rate not every payload is read, so rooms' events are a sample; undefined where all were read. */
export function roomSampleNotice(readShare: number | undefined): string | undefined {
  return readShare === undefined || readShare > 0.995 ? undefined : `Events of rooms are from a sample: ${percent(readShare)} of the last minute’s were read.`
}
