import type { Overview } from '../../shared/domain.ts'
import type { AlertTally } from './alerts/alert-tally.ts'
import type { Attention } from './attention.ts'
import type { Counts } from './counts.ts'
import type { TargetPresence } from './people/target-presence.ts'
import type { Rates } from './rates/rates.ts'
import { eventsIn } from './room-tree.ts'

export interface OverviewParts {
  /** In their order on screen. */
  readonly targetIds: Iterable<string>
  readonly counts: Counts
  readonly rates: Rates
  readonly presenceOf: (targetId: string) => TargetPresence | undefined
  readonly alerts: AlertTally
  readonly alertsDropped: number
  readonly attention: Attention
}

/** The numbers of the Overview: of each target, their sums, and what waits for a person. */
export function overviewOf({ targetIds, counts, rates, presenceOf, alerts, alertsDropped, attention }: OverviewParts, nowMs: number): Overview {
  const waiting = attention.items(alerts, nowMs)
  const sum = { people: 0, active: 0, observed: 0, rooms: 0 }
  const targets: Overview['targets'] = []
  for (const targetId of targetIds) {
    const presence = presenceOf(targetId)
    const people = presence?.counts(nowMs) ?? { seen: 0, online: 0, observed: 0 }
    sum.people += people.seen
    sum.active += people.online
    sum.observed += people.observed
    sum.rooms += presence?.rooms.activeCount(nowMs) ?? 0
    targets.push({
      targetId,
      received: receivedOf(counts, targetId),
      perSecond: rates.perSecond(nowMs, targetId),
      people: people.seen,
      rooms: presence?.rooms.size ?? 0,
      alerts: alerts.ofTarget(targetId),
    })
  }
  return {
    peopleSeen: sum.people,
    peopleActive: sum.active,
    peopleOnline: { observed: sum.observed, inferred: sum.active - sum.observed },
    roomsActive: sum.rooms,
    eventsPerSecond: rates.perSecond(nowMs),
    openAlerts: alerts.open,
    alertsDropped,
    attention: waiting.items,
    attentionLeftOut: waiting.leftOut,
    targets,
  }
}

function receivedOf(counts: Counts, targetId: string): number {
  let received = 0
  for (const space of counts.target(targetId)?.spaces.values() ?? []) received += eventsIn(space)
  return received
}
