/* The life of one rule at one place: pure, by the given time. */

export const INACTIVE = 0
export const PENDING = 1
export const FIRING = 2
export const RECOVERING = 3
export type LifePhase = typeof INACTIVE | typeof PENDING | typeof FIRING | typeof RECOVERING

/** holds: beyond the limit. over: beyond the value at which it is over. between: neither. */
export type Finding = 'holds' | 'between' | 'over' | 'unknown'

export interface Times {
  readonly pendingMs: number
  readonly recoverMs: number
}

/**
 * The phase after a look, and since when its time runs. Pending needs the rule to hold all the time, recovering needs it
 * to be over all the time: what lies between starts that time again, and so does what is not known. Nothing unknown ends
 * or begins an alert.
 */
export function nextPhase(phase: LifePhase, sinceMs: number, finding: Finding, nowMs: number, { pendingMs, recoverMs }: Times): { readonly phase: LifePhase; readonly sinceMs: number } {
  // A clock that was set back must not make a time last for ever.
  const since = Math.min(sinceMs, nowMs)
  switch (phase) {
    case INACTIVE:
      if (finding !== 'holds') return { phase, sinceMs: nowMs }
      return { phase: pendingMs === 0 ? FIRING : PENDING, sinceMs: nowMs }
    case PENDING:
      if (finding === 'unknown') return { phase, sinceMs: nowMs }
      if (finding !== 'holds') return { phase: INACTIVE, sinceMs: nowMs }
      return nowMs - since >= pendingMs ? { phase: FIRING, sinceMs: nowMs } : { phase, sinceMs: since }
    case FIRING:
      if (finding !== 'over') return { phase, sinceMs: since }
      return { phase: recoverMs === 0 ? INACTIVE : RECOVERING, sinceMs: nowMs }
    case RECOVERING:
      if (finding === 'holds') return { phase: FIRING, sinceMs: nowMs }
      if (finding !== 'over') return { phase, sinceMs: nowMs }
      return nowMs - since >= recoverMs ? { phase: INACTIVE, sinceMs: nowMs } : { phase, sinceMs: since }
  }
}
