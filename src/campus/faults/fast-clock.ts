import type { Clock } from '../../main/targets/clock.ts'

/** Times faster than the wall: ten seconds to undo pass in half a second. */
export const SPEED = 20

/** Time of the console under test. All its lives share one: it goes on while none of them runs. @param startedAtMs on the wall */
export function fastClock(startedAtMs: number): Clock {
  return {
    now: () => Math.round(startedAtMs + (Date.now() - startedAtMs) * SPEED),
    setTimeout: (run, ms) => setTimeout(run, ms / SPEED),
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  }
}
