import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright'

/** A quick hand on a wheel: between two turns, and px a turn. */
const TURN_EVERY_MS = 16
const TURN_PX = 300
/** Then the other way. */
const TURNS_EACH_WAY = 90

/** Turns the wheel over a list for a while, down and up again. Returns how many rows passed; throws when the list did not move. */
export async function scrollFor(page: Page, selector: string, forMs: number): Promise<number> {
  await page.locator(selector).hover()
  await page.evaluate((found) => {
    const list = document.querySelector(found)
    if (!list) throw new Error(`no ${found}`)
    const passed = { px: 0, at: list.scrollTop }
    Object.assign(globalThis, { benchScroll: passed })
    list.addEventListener('scroll', () => {
      passed.px += Math.abs(list.scrollTop - passed.at)
      passed.at = list.scrollTop
    }, { passive: true })
  }, selector)
  const startedMs = performance.now()
  for (let turn = 0; performance.now() - startedMs < forMs; turn++) {
    await page.mouse.wheel(0, Math.floor(turn / TURNS_EACH_WAY) % 3 < 2 ? TURN_PX : -TURN_PX)
    await wait(TURN_EVERY_MS)
  }
  const rows = await page.evaluate((found) => {
    const { benchScroll } = globalThis as unknown as { benchScroll: { px: number } }
    const height = document.querySelector(`${found} [role="row"][aria-rowindex]:not(.record-header)`)?.getBoundingClientRect().height ?? 0
    return height === 0 ? 0 : Math.round(benchScroll.px / height)
  }, selector)
  if (rows === 0) throw new Error('the list did not scroll')
  return rows
}
