import type { TellSettings } from '../../shared/alerts.ts'
import { isZone } from '../monitor/alerts/rules/schedule.ts'
import type { Trouble } from './trouble.ts'

/** Do not disturb ends: nobody remembers after a week that it was switched on. */
export const QUIET_MAX_MS = 7 * 24 * 60 * 60_000

/** Why settings cannot be saved; undefined: they can. */
export function settingsTrouble({ monitoringHours, quietUntilMs }: Partial<TellSettings>, nowMs: number): Trouble | undefined {
  if (monitoringHours) {
    if (!isZone(monitoringHours.zone)) return { what: `This computer knows no time zone “${monitoringHours.zone}”.`, advice: 'Use a name like America/Chicago, or local for this computer’s own.' }
    if (monitoringHours.from === monitoringHours.to) return { what: 'Monitoring hours begin and end at the same time.', advice: 'Choose another end. For the whole day, every day, switch monitoring hours off.' }
  }
  if (typeof quietUntilMs === 'number') {
    if (quietUntilMs <= nowMs) return { what: 'Do not disturb would be over already.', advice: 'Choose a later time.' }
    if (quietUntilMs - nowMs > QUIET_MAX_MS) return { what: 'Do not disturb lasts 7 days at most.', advice: 'Choose an earlier time. For longer, switch notifications off.' }
  }
  return undefined
}

/** Each day and owner once, in the order given; owners without regard to case. */
export function tidy(settings: TellSettings): TellSettings {
  const seen = new Set<string>()
  const owners = settings.owners.filter((owner) => !seen.has(owner.toLowerCase()) && seen.add(owner.toLowerCase()))
  return { ...settings, owners, monitoringHours: settings.monitoringHours && { ...settings.monitoringHours, days: [...new Set(settings.monitoringHours.days)].sort((a, b) => a - b) } }
}
