import type { AttentionItem, LinkState, Problem, TargetView } from '../../shared/domain.ts'
import { ATTENTION_ITEMS_MAX } from '../../shared/limits.ts'
import type { AlertTally } from './alerts/alert-tally.ts'
import { compareSeverity, severityOf } from './alerts/alert.ts'
import type { Alert } from './alerts/alert.ts'

/** A connection that comes back within this time is nobody's business. */
export const TROUBLE_AFTER_MS = 5_000

interface Trouble {
  readonly sinceMs: number
  /** The last view in which the trouble had its words; a new try does not take them away. */
  readonly view: TargetView
}

/** What waits for a person: open alerts, and targets that have not been connected for more than five seconds and of which no alert says so. */
export class Attention {
  readonly #troubles = new Map<string, Trouble>()

  targetChanged(view: TargetView): void {
    const id = view.settings.id
    const known = this.#troubles.get(id)
    if (isTrouble(view.state)) this.#troubles.set(id, { sinceMs: Math.min(known?.sinceMs ?? view.sinceMs, view.sinceMs), view })
    else if (view.state !== 'connecting') this.#troubles.delete(id)
  }

  targetRemoved(targetId: string): void {
    this.#troubles.delete(targetId)
  }

  /** Worst first, newest first within, at most ATTENTION_ITEMS_MAX; the others are a number. Ids stay the same as long as the matter is the same. */
  items(alerts: AlertTally, nowMs: number): { readonly items: AttentionItem[]; readonly leftOut: number } {
    const items = alerts.worst(ATTENTION_ITEMS_MAX).map(itemOfAlert)
    let count = alerts.open
    for (const trouble of this.#troubles.values()) {
      if (nowMs - trouble.sinceMs <= TROUBLE_AFTER_MS || alerts.tellsDown(trouble.view.settings.id)) continue
      items.push(itemOfTrouble(trouble))
      count++
    }
    items.sort((a, b) => compareSeverity(a.severity, b.severity) || b.sinceMs - a.sinceMs || (a.id < b.id ? -1 : 1))
    const shown = items.slice(0, ATTENTION_ITEMS_MAX)
    return { items: shown, leftOut: count - shown.length }
  }
}

function itemOfAlert(alert: Alert): AttentionItem {
  const { school, subject, value } = alert
  return {
    id: alert.id,
    severity: severityOf(alert),
    title: alert.title,
    detail: [school, subject.namespace, subject.room ?? subject.event, value].filter((part) => part !== null && part !== '').join(', '),
    sinceMs: alert.firedAtMs ?? alert.startedAtMs,
    count: alert.count,
    open: { screen: 'alerts', alertId: alert.id },
  }
}

/** All namespaces down is critical; some of them is a warning that names them. */
function itemOfTrouble({ sinceMs, view }: Trouble): AttentionItem {
  const { id, name } = view.settings
  const on = view.namespaces.filter((namespace) => namespace.state !== 'off')
  const down = on.filter((namespace) => isTrouble(namespace.state))
  const partly = down.length > 0 && down.length < on.length
  const problem = view.problem ?? down.find((namespace) => namespace.problem)?.problem ?? null
  return {
    id: `target-${id}`,
    severity: partly || view.state === 'reconnecting' ? 'warning' : 'critical',
    title: partly ? `${name}: ${down.length} of ${on.length} namespaces not connected` : `${name}: ${stateInWords(view.state)}`,
    detail: partly ? `${namesOf(down.map((namespace) => namespace.name))}. ${words(problem)}`.trim() : words(problem),
    sinceMs,
    count: Math.max(1, down.length),
    open: { screen: 'platforms', targetId: id },
  }
}

function isTrouble(state: LinkState): boolean {
  return state === 'offline' || state === 'signed-out' || state === 'reconnecting'
}

function stateInWords(state: LinkState): string {
  return state === 'signed-out' ? 'signed out' : state === 'reconnecting' ? 'reconnecting' : 'not connected'
}

function namesOf(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}

function words(problem: Problem | null): string {
  return problem ? `${problem.what} ${problem.advice}`.trim() : ''
}
