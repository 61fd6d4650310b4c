import type { AlertRule, RuleCondition, RuleMetric } from '../../../../shared/alerts.ts'

/* What a condition can be of, as the window offers it. The main process checks by a table of its own; a test holds them together. */

export type ScopeField = 'namespace' | 'event' | 'room' | 'role'
export type RulePer = AlertRule['per']
export type RuleState = Extract<RuleCondition, { kind: 'state' }>['what']

interface MetricFacts {
  /** In the list of choices. */
  readonly label: string
  /** Begins the sentence of a rule. */
  readonly words: string
  readonly unit: string
  readonly per: readonly RulePer[]
  readonly by: readonly ScopeField[]
  /** Of Rollcall itself, whatever the platform. */
  readonly console?: true
  /** The words hold the window: `Events in 60 s`. */
  readonly counts?: true
}

export const metricFacts: Readonly<Record<RuleMetric, MetricFacts>> = {
  rate: { label: 'Events per second', words: 'Events per second', unit: 'a second', per: ['target', 'namespace', 'event', 'room'], by: ['namespace', 'event', 'room'] },
  count: { label: 'Number of events', words: 'Events', unit: 'events', per: ['target', 'namespace', 'event', 'room'], by: ['namespace', 'event', 'room'], counts: true },
  'bytes-rate': { label: 'Bytes per second', words: 'Bytes per second', unit: 'bytes a second', per: ['target', 'namespace', 'event'], by: ['namespace', 'event'] },
  'size-p95': { label: 'Size of an event (95th percentile)', words: 'Size of events (95th percentile)', unit: 'bytes', per: ['target', 'namespace', 'event'], by: ['namespace', 'event'] },
  'people-online': { label: 'People online', words: 'People online', unit: 'people', per: ['target'], by: [] },
  'people-in-role': { label: 'People online in a role', words: 'People online', unit: 'people', per: ['target'], by: ['role'] },
  'rooms-active': { label: 'Active rooms', words: 'Active rooms', unit: 'rooms', per: ['target'], by: [] },
  'room-members': { label: 'Members of a room', words: 'Members', unit: 'members', per: ['room'], by: ['namespace', 'room'] },
  sockets: { label: 'Sockets', words: 'Sockets', unit: 'sockets', per: ['target', 'namespace'], by: ['namespace'] },
  'latency-p95': { label: 'Round trip (95th percentile)', words: 'Round trip (95th percentile)', unit: 'ms', per: ['target', 'namespace'], by: ['namespace'] },
  'event-age-p95': { label: 'Age of events at receipt (95th percentile)', words: 'Age of events at receipt (95th percentile)', unit: 'ms', per: ['target', 'namespace'], by: ['namespace'] },
  lag: { label: 'Lag of this console', words: 'Lag of this console', unit: 'ms', per: ['target'], by: [], console: true },
  dropped: { label: 'Events that this console dropped', words: 'Events dropped by this console', unit: 'events', per: ['target'], by: [], console: true, counts: true },
  rejected: { label: 'Packets that were no event', words: 'Packets that were no event', unit: 'packets', per: ['target'], by: [], counts: true },
}

interface StateFacts {
  readonly label: string
  /** Behind the place: `Lincoln High is not connected`. */
  readonly words: string
  readonly per: readonly RulePer[]
}

export const stateFacts: Readonly<Record<RuleState, StateFacts>> = {
  'target-down': { label: 'Platform not connected', words: 'is not connected', per: ['target'] },
  'namespace-down': { label: 'Namespace down', words: 'is not connected', per: ['namespace'] },
  'signed-out': { label: 'Signed out', words: 'has ended the sign-in', per: ['target'] },
  'node-stale': { label: 'Server node silent', words: 'has a server node that is silent', per: ['target'] },
  'joins-refused': { label: 'Rooms refused', words: 'refuses rooms that are watched', per: ['target'] },
  'rate-limited': { label: 'Rate limit hit', words: 'refuses messages, because there were too many', per: ['target', 'namespace'] },
  drift: { label: 'Payloads differ from the contract', words: 'sends payloads that differ from the contract', per: ['target', 'namespace'] },
  'roster-below': { label: 'Fewer people than on the roster', words: 'has less of its roster present than', per: ['room'] },
}

/** The places that a condition can be counted by, the usual one first. */
export function perOf(condition: RuleCondition): readonly RulePer[] {
  switch (condition.kind) {
    case 'threshold': return metricFacts[condition.metric].per
    case 'absence': return ['target', 'namespace', 'event', 'room']
    case 'state': return stateFacts[condition.what].per
    case 'change': return ['target', 'namespace', 'event']
  }
}

/** What the scope may name. Events of a room are counted together: by room there is no event, by event no room. */
export function scopeFieldsOf(condition: RuleCondition, per: RulePer): readonly ScopeField[] {
  return fieldsOf(condition).filter((field) => !(per === 'room' && field === 'event') && !(per === 'event' && field === 'room'))
}

function fieldsOf(condition: RuleCondition): readonly ScopeField[] {
  switch (condition.kind) {
    case 'threshold': return metricFacts[condition.metric].by
    case 'absence': return ['namespace', 'event', 'room']
    case 'state': return condition.what === 'roster-below' ? ['namespace', 'room'] : stateFacts[condition.what].per.includes('namespace') ? ['namespace'] : []
    case 'change': return ['namespace', 'event']
  }
}

/** A condition of Rollcall as a whole is of no platform. */
export function isOfConsole(condition: RuleCondition): boolean {
  return condition.kind === 'threshold' && metricFacts[condition.metric].console === true
}

export function perWord(per: RulePer): string {
  switch (per) {
    case 'target': return 'platform'
    case 'namespace': return 'namespace'
    case 'event': return 'event'
    case 'room': return 'room'
  }
}
