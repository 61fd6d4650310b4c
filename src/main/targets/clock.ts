import type { TargetSecrets } from '../../shared/domain.ts'

/** A timer that was set; only a Clock can read it. */
export type Timer = unknown

/** Time as the targets see it, so that tests can drive back-off, pace and renewal. Times are ms since 1970. */
export interface Clock {
  now(): number
  setTimeout(run: () => void, ms: number): Timer
  clearTimeout(timer: Timer): void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
}

/** 0 <= x < 1, as Math.random. */
export type Random = () => number

/** Where a target's secrets are kept; the store implements it. */
export interface Vault {
  readonly where: 'keyring' | 'memory'
  get(targetId: string): TargetSecrets | undefined
  set(targetId: string, secrets: TargetSecrets): void
  remove(targetId: string): void
}
