import type { AttentionItem, LinkState, Problem, ReceivedAlert, TargetView } from '../../shared/domain.ts'
import { alertDetail, severityRank } from './alerts.ts'

/** A connection that comes back within this time is nobody's business. */
export const TROUBLE_AFTER_MS = 5_000

interface Trouble {
  readonly sinceMs: number
  /** The last view in which the trouble had its words; a new try does not take them away. */
  readonly view: TargetView
}

/** What waits for a person: alerts as received, and targets that have not been connected for more than five seconds. */
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

  /** Worst first, newest first within. Ids stay the same as long as the matter is the same. */
  items(alerts: readonly ReceivedAlert[], targetName: (targetId: string) => string, nowMs: number): AttentionItem[] {
    const items = alerts.map((alert) => itemOfAlert(alert, targetName(alert.targetId)))
    for (const trouble of this.#troubles.values()) if (nowMs - trouble.sinceMs > TROUBLE_AFTER_MS) items.push(itemOfTrouble(trouble))
    return items.sort((a, b) => severityRank[a.severity] - severityRank[b.severity] || b.sinceMs - a.sinceMs || (a.id < b.id ? -1 : 1))
  }
}

function itemOfAlert(alert: ReceivedAlert, targetName: string): AttentionItem {
  return {
    id: alert.id,
    severity: alert.severity,
    title: alert.title,
    detail: alertDetail(alert, targetName),
    sinceMs: alert.firstAtMs,
    count: alert.count,
    open: { screen: 'events', seq: alert.seq },
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
