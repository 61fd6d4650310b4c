import type { TargetView } from '../../shared/domain.ts'
import type { OpenGroup } from './open-groups.ts'

/** What icon and tray show. */
export interface DesktopState {
  /** Alerts that wait for somebody. */
  readonly badge: number
  readonly tray: 'normal' | 'warning' | 'critical' | 'offline'
  readonly word: string
  /** Do not disturb is on. */
  readonly quiet: boolean
}

const down: ReadonlySet<TargetView['state']> = new Set(['offline', 'reconnecting', 'signed-out'])

/** The worst that there is: critical alerts, then no platform at all (nothing can be known), then warnings. */
export function desktopState(groups: Iterable<OpenGroup>, targets: readonly Pick<TargetView, 'state'>[], quiet: boolean): DesktopState {
  let badge = 0
  let worst: OpenGroup['severity'] | undefined
  for (const { open, severity } of groups) {
    badge += open
    if (severity === 'critical' || (severity === 'warning' && worst !== 'critical')) worst = severity
  }
  const on = targets.filter(({ state }) => state !== 'off')
  const offline = on.length > 0 && on.every(({ state }) => down.has(state))
  const tray = worst === 'critical' ? 'critical' : offline ? 'offline' : worst === 'warning' ? 'warning' : 'normal'
  const words = [badge === 0 ? 'no open alerts' : badge === 1 ? '1 open alert' : `${badge} open alerts`, ...(offline ? ['no platform is connected'] : []), ...(quiet ? ['do not disturb'] : [])]
  return { badge, tray, word: `${wordOf[tray]}: ${words.join(', ')}`, quiet }
}

const wordOf: Record<DesktopState['tray'], string> = { normal: 'Normal', warning: 'Warning', critical: 'Critical', offline: 'Offline' }
