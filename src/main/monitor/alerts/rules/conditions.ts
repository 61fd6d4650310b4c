import type { AlertRule, RuleCondition, RuleMetric } from '../../../../shared/alerts.ts'
import type { RuleState } from './measures.ts'

/* What conditions are made of, and what each can be of: the same table for the checks, the engine and the words. */

/** Of which place a metric can be measured. `console`: of Rollcall as a whole, whatever the platform. */
export interface MetricFacts {
  readonly words: string
  readonly unit: string
  readonly per: readonly AlertRule['per'][]
  /** Narrowing the scope by it makes sense. */
  readonly by: readonly ('namespace' | 'event' | 'room' | 'role')[]
  readonly console?: true
  /** It can never be above this. */
  readonly most?: number
}

export const metricFacts: Readonly<Record<RuleMetric, MetricFacts>> = {
  rate: { words: 'events a second', unit: ' a second', per: ['target', 'namespace', 'event', 'room'], by: ['namespace', 'event', 'room'] },
  count: { words: 'events', unit: ' events', per: ['target', 'namespace', 'event', 'room'], by: ['namespace', 'event', 'room'] },
  'bytes-rate': { words: 'bytes a second', unit: ' bytes a second', per: ['target', 'namespace', 'event'], by: ['namespace', 'event'] },
  'size-p95': { words: 'size of an event (95th percentile)', unit: ' bytes', per: ['target', 'namespace', 'event'], by: ['namespace', 'event'] },
  'people-online': { words: 'people online', unit: ' people', per: ['target'], by: [] },
  'people-in-role': { words: 'people online in a role', unit: ' people', per: ['target'], by: ['role'] },
  'rooms-active': { words: 'active rooms', unit: ' rooms', per: ['target'], by: [] },
  'room-members': { words: 'members of a room', unit: ' members', per: ['room'], by: ['namespace', 'room'] },
  sockets: { words: 'sockets', unit: ' sockets', per: ['target', 'namespace'], by: ['namespace'] },
  'latency-p95': { words: 'round trip (95th percentile)', unit: ' ms', per: ['target', 'namespace'], by: ['namespace'] },
  'event-age-p95': { words: 'age of events at receipt (95th percentile)', unit: ' ms', per: ['target', 'namespace'], by: ['namespace'] },
  lag: { words: 'lag of this console', unit: ' ms', per: ['target'], by: [], console: true },
  dropped: { words: 'events that this console dropped', unit: ' events', per: ['target'], by: [], console: true },
  rejected: { words: 'packets that were no event', unit: ' packets', per: ['target'], by: [] },
}

interface StateFacts {
  readonly words: string
  readonly cause: string
  readonly per: readonly AlertRule['per'][]
  readonly covers: 'target' | 'namespace' | null
}

export const stateFacts: Readonly<Record<RuleState, StateFacts>> = {
  'target-down': { words: 'not connected', cause: 'platform-down', per: ['target'], covers: 'target' },
  'namespace-down': { words: 'not connected', cause: 'namespace-down', per: ['namespace'], covers: 'namespace' },
  'signed-out': { words: 'signed out', cause: 'signed-out', per: ['target'], covers: null },
  'node-stale': { words: 'silent server', cause: 'node-stale', per: ['target'], covers: null },
  'joins-refused': { words: 'rooms refused', cause: 'joins-refused', per: ['target'], covers: null },
  'rate-limited': { words: 'rate limit hit', cause: 'rate-limited', per: ['target', 'namespace'], covers: null },
  drift: { words: 'payloads differ from the contract', cause: 'drift', per: ['target', 'namespace'], covers: null },
  'roster-below': { words: 'fewer people than on the roster', cause: 'roster-below', per: ['room'], covers: null },
}

/** Pseudo events: names that no platform can send as an event's name are groups of them. */
export const MEANING = 'meaning:'
export const SOCKET_CONNECT = 'socket:connect'

/** The scope names a meaning of events, not one event. */
export function isGroup(event: string | null): boolean {
  return event !== null && event.startsWith(MEANING)
}

/** A word that stays the same for the same kind of matter: silences and groups are made by it. */
export function causeOf({ condition, scope }: AlertRule): string {
  switch (condition.kind) {
    case 'state':
      return stateFacts[condition.what].cause
    case 'absence':
      return 'rate-low'
    case 'change':
      return condition.compare === 'above' ? 'rate-high' : 'rate-low'
    case 'threshold':
      return causeOfThreshold(condition, scope.event)
  }
}

function causeOfThreshold({ metric, compare }: Extract<RuleCondition, { kind: 'threshold' }>, event: string | null): string {
  const way = compare === 'above' ? 'high' : 'low'
  switch (metric) {
    case 'rate':
    case 'count':
      if (compare === 'above' && event === `${MEANING}error`) return 'errors-high'
      if (compare === 'above' && event === SOCKET_CONNECT) return 'reconnect-storm'
      return `rate-${way}`
    case 'bytes-rate':
      return `bytes-${way}`
    case 'size-p95':
      return `size-${way}`
    case 'people-online':
    case 'people-in-role':
      return `people-${way}`
    case 'rooms-active':
      return `rooms-${way}`
    case 'room-members':
      return `members-${way}`
    case 'sockets':
      return `sockets-${way}`
    case 'latency-p95':
      return `latency-${way}`
    case 'event-age-p95':
      return `event-age-${way}`
    case 'lag':
      return `lag-${way}`
    case 'dropped':
    case 'rejected':
      return metric
  }
}
