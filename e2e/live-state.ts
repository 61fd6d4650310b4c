import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { Frame } from '../src/shared/ipc.ts'
import type { Totals, TargetView } from '../src/shared/domain.ts'
import { ask } from './fixtures.ts'

/* What the window is told, watched from inside the page beside the app's own subscription. */

interface Watch {
  targets: TargetView[]
  totals: Totals | null
  /** `name state` of every target at every frame in which it changed. */
  states: string[]
}

declare global {
  interface Window {
    watched?: Watch
  }
}

/** Starts to watch; asks for a snapshot so that nothing is missed. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched: Watch = { targets: [], totals: null, states: [] }
    window.watched = watched
    window.rollcall?.onFrame((frame: Frame) => {
      watched.totals = frame.totals
      if (!frame.targets) return
      for (const target of frame.targets) {
        const before = watched.targets.find(({ settings }) => settings.id === target.settings.id)
        if (before?.state !== target.state) watched.states.push(`${target.settings.name} ${target.state}`)
      }
      watched.targets = frame.targets
    })
  })
  await ask(page, 'frame:resync', null)
}

export async function targetsNow(page: Page): Promise<readonly TargetView[]> {
  return await page.evaluate(() => window.watched?.targets ?? [])
}

export async function totalsNow(page: Page): Promise<Totals | null> {
  return await page.evaluate(() => window.watched?.totals ?? null)
}

export async function statesSeen(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => window.watched?.states ?? [])
}

/** Waits until every target is live and says which are not when time runs out. */
export async function allLive(page: Page, count: number, timeoutMs = 60_000): Promise<void> {
  await expect
    .poll(async () => (await targetsNow(page)).map(({ settings, state, problem }) => `${settings.name}: ${state}${problem ? ` (${problem.what})` : ''}`), { timeout: timeoutMs })
    .toEqual(Array.from({ length: count }, () => expect.stringMatching(/: live$/) as unknown))
}

/** Waits until all rooms that are wanted were asked for: joined, unconfirmed or refused. */
export async function roomsSettled(page: Page, timeoutMs: number): Promise<void> {
  await expect
    .poll(async () => (await targetsNow(page)).filter(({ rooms }) => rooms.joined + rooms.unconfirmed + rooms.refused < rooms.wanted).map(({ settings, rooms }) => `${settings.name}: ${rooms.joined} of ${rooms.wanted}`), { timeout: timeoutMs })
    .toEqual([])
}
