import { FLOOD_ALERTS, FLOOD_WINDOW_MS } from '../../../shared/limits.ts'

/** Ten seconds: the window slides in such steps, so its memory does not depend on the storm. */
const STEP_MS = 10_000
const STEPS = FLOOD_WINDOW_MS / STEP_MS

/**
 * More than FLOOD_ALERTS new open alerts within FLOOD_WINDOW_MS are a flood: people are told once, in a summary. It is over
 * when there were no more than half as many in the window.
 */
export class Flood {
  readonly #steps = new Map<number, number>()
  #since: number | undefined
  #alerts = 0

  /** An alert began to wait for somebody. */
  add(nowMs: number): void {
    const step = Math.floor(nowMs / STEP_MS)
    this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1)
    if (this.#since !== undefined) this.#alerts++
    this.tick(nowMs)
  }

  tick(nowMs: number): void {
    const step = Math.floor(nowMs / STEP_MS)
    // Also what lies ahead of a clock that was set back.
    for (const each of this.#steps.keys()) if (each <= step - STEPS || each > step) this.#steps.delete(each)
    let inWindow = 0
    for (const count of this.#steps.values()) inWindow += count
    if (this.#since === undefined && inWindow > FLOOD_ALERTS) {
      this.#since = nowMs
      this.#alerts = inWindow
    } else if (this.#since !== undefined && inWindow <= FLOOD_ALERTS / 2) this.#since = undefined
  }

  /** null: no flood now. `alerts`: since the window that began it. */
  get now(): { readonly sinceMs: number; readonly alerts: number } | null {
    return this.#since === undefined ? null : { sinceMs: this.#since, alerts: this.#alerts }
  }
}
