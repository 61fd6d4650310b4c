import { RETRY_BASE_MS, RETRY_MAX_MS } from '../../shared/limits.ts'
import type { Random } from './clock.ts'

/** Wait before the next try, in ms. @param failures in a row so far, 0 for the first wait. */
export function backoffMs(failures: number, random: Random): number {
  const full = Math.min(RETRY_BASE_MS * 2 ** Math.min(failures, 20), RETRY_MAX_MS)
  return Math.round(full * (0.5 + random() / 2))
}
