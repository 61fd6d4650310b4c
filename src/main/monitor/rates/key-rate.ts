import { RecentCounts } from './recent-counts.ts'

/** How far the exact counts of one event key were brought into series, table and minutes. */
export class KeyRate {
  /** Made with the first event. */
  recent: RecentCounts | undefined
  /** Part of the key's count, bytes and traffic that is in already. */
  seenCount = 0
  seenBytes = 0
  seenTraffic = 0
  seenTrafficBytes = 0
  /** Traffic of the minute that runs. */
  minuteCount = 0
  minuteBytes = 0
}
