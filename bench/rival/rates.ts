import type { RateStep } from '../results.ts'

/** A rate is held while the page paints a frame a second and is at most so far behind when it ends. */
const FRAME_GAP_MAX_MS = 1_000
const BEHIND_MAX_MS = 1_000
/** The server sent what was ordered, within this share. */
const SENT_SHARE_MIN = 0.95

export function isHeld({ longestFrameGapMs, behindMs, gaveUp }: Pick<RateStep, 'longestFrameGapMs' | 'behindMs' | 'gaveUp'>): boolean {
  return !gaveUp && longestFrameGapMs <= FRAME_GAP_MAX_MS && behindMs <= BEHIND_MAX_MS
}

/** Tries rates upwards until one is lost, or until the server cannot send more. */
export async function climb(rates: readonly number[], attempt: (eventsPerSecond: number) => Promise<RateStep>): Promise<{ readonly steps: readonly RateStep[]; readonly rate: number; readonly serverWasTheLimit: boolean }> {
  const steps: RateStep[] = []
  for (const eventsPerSecond of rates) {
    const step = await attempt(eventsPerSecond)
    steps.push(step)
    if (!step.held) break
    if (step.sent < step.ordered * SENT_SHARE_MIN) return { steps, rate: highestHeld(steps), serverWasTheLimit: true }
  }
  return { steps, rate: highestHeld(steps), serverWasTheLimit: false }
}

/** By what was really sent. */
function highestHeld(steps: readonly RateStep[]): number {
  return Math.max(0, ...steps.filter(({ held }) => held).map(({ sent }) => sent))
}
