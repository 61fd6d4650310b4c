import type { TellSettings, TellView } from '../../../../shared/alerts.ts'
import { duration, since } from '../../../text/times.ts'
import { nextTimeOfDay } from '../rules/wall-time.ts'

/* The words of telling people. */

export const notifyChoices: readonly { readonly value: TellSettings['notifyFrom']; readonly label: string }[] = [
  { value: 'critical', label: 'Critical only' }, { value: 'warning', label: 'Warning and critical' }, { value: 'info', label: 'All alerts' }, { value: 'none', label: 'None' },
]

export const soundFromChoices: readonly { readonly value: TellSettings['soundFrom']; readonly label: string }[] = [
  { value: 'critical', label: 'Critical only' }, { value: 'warning', label: 'Warning and critical' }, { value: 'info', label: 'All alerts' },
]

export const soundChoices: readonly { readonly value: TellSettings['sound']; readonly label: string }[] = [
  { value: 'off', label: 'No sound' }, { value: 'chime', label: 'Chime' }, { value: 'bell', label: 'Bell' }, { value: 'pulse', label: 'Pulse' },
]

export const quietChoices = ['half-hour', 'hour', 'tomorrow'] as const
export type QuietChoice = (typeof quietChoices)[number]

const MORNING_HOUR = 8

/** When do-not-disturb ends that is switched on now. */
export function quietUntil(choice: QuietChoice, nowMs: number, zone?: string): number {
  switch (choice) {
    case 'half-hour': return nowMs + 30 * 60_000
    case 'hour': return nowMs + 60 * 60_000
    case 'tomorrow': return nextTimeOfDay(nowMs, MORNING_HOUR, 0, zone, 1)
  }
}

export function quietLabel(choice: QuietChoice): string {
  switch (choice) {
    case 'half-hour': return '30 minutes'
    case 'hour': return '1 hour'
    case 'tomorrow': return 'Until tomorrow 08:00'
  }
}

/** `On until 11:12, 28 min left.` */
export function quietWords(quietUntilMs: number | null, nowMs: number): string {
  return quietUntilMs === null || quietUntilMs <= nowMs ? 'Off.' : `On until ${since(quietUntilMs, nowMs)}, ${duration(quietUntilMs - nowMs)} left.`
}

/** What a line of the log says: shown, or why not. */
export function logOutcome({ shown, why }: Pick<TellView['log'][number], 'shown' | 'why'>): string {
  return shown ? 'Shown' : `Not shown${why === '' ? '' : `: ${why}`}`
}

const SECRET_CHARS_MIN = 8

/** What is wrong with a webhook before it is sent; undefined: nothing that can be seen here. */
export function webhookError({ url, secret, hasSecret }: { readonly url: string; readonly secret: string; readonly hasSecret: boolean }): { readonly field: 'url' | 'secret'; readonly sentence: string } | undefined {
  if (url.trim() === '') return { field: 'url', sentence: 'Type the address of the receiver.' }
  if (!/^https?:\/\//i.test(url.trim())) return { field: 'url', sentence: 'An address begins with https://, or with http:// to this computer.' }
  if (secret === '' ? !hasSecret : secret.length < SECRET_CHARS_MIN) return { field: 'secret', sentence: 'At least 8 characters, the same as at the receiver.' }
  return undefined
}

/** Adds a name; undefined: it is there already, or is no name. */
export function withOwner(owners: readonly string[], typed: string): readonly string[] | undefined {
  const name = typed.trim()
  return name === '' || owners.some((owner) => owner.toLowerCase() === name.toLowerCase()) ? undefined : [...owners, name]
}
