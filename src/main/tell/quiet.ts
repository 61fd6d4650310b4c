import type { Schedule, TellSettings } from '../../shared/alerts.ts'
import type { Severity } from '../../shared/catalog.ts'
import { isZone, ScheduleClock } from '../monitor/alerts/rules/schedule.ts'

/** Why somebody is left in peace now; the words stand in the log behind "not shown:". */
export type QuietReason = 'do not disturb' | 'outside monitoring hours'

/** Decides whether people may be disturbed. Keeps what it worked out of the monitoring hours. */
export class Quiet {
  #schedule: Schedule | undefined
  #clock: ScheduleClock | undefined

  /** @returns why not; undefined: they may. Critical goes through both where `criticalAlways` says so. */
  reason(settings: TellSettings, severity: Severity, nowMs: number): QuietReason | undefined {
    if (severity === 'critical' && settings.criticalAlways) return undefined
    if (settings.quietUntilMs !== null && nowMs < settings.quietUntilMs) return 'do not disturb'
    const { monitoringHours } = settings
    return monitoringHours !== null && !this.#isWithin(monitoringHours, nowMs) ? 'outside monitoring hours' : undefined
  }

  #isWithin(schedule: Schedule, nowMs: number): boolean {
    // A zone that this computer does not know (any more): rather told at night than never.
    if (!isZone(schedule.zone)) return true
    if (this.#schedule !== schedule) {
      this.#schedule = schedule
      this.#clock = new ScheduleClock(schedule)
    }
    return this.#clock?.current(nowMs) !== undefined
  }
}
