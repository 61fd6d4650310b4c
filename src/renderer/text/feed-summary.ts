import { count } from './numbers.ts'

/** What a screen reader hears at most every ten seconds: `212 events in 10 seconds, 3 alerts, following.` */
export function feedSummary(events: number, alerts: number, seconds: number, mode: 'following' | 'not following' | 'paused'): string {
  const parts = [`${count(events)} ${events === 1 ? 'event' : 'events'} in ${seconds} seconds`]
  if (alerts > 0) parts.push(`${count(alerts)} ${alerts === 1 ? 'alert' : 'alerts'}`)
  parts.push(mode)
  return `${parts.join(', ')}.`
}
