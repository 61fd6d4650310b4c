import type { Page } from '@playwright/test'
import type { NoticeSettings, NoticeView } from '../src/shared/notices.ts'
import { ask } from './fixtures.ts'
import { shot } from './look.ts'

/* What every walk through the screen Notices does. */

/** Pictures of the README: `notice-5-review-dark`. */
export async function picture(page: Page, name: string): Promise<void> {
  await shot(page, `notice-${name}-${process.env['ROLLCALL_SHOTS_THEME'] ?? 'light'}`)
}

/** One of the lists. */
export async function part(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${name}`) }).click()
}

export async function next(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Next/ }).click()
}

export async function toReview(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Review/ }).first().click()
}

export async function write(page: Page, title: string, body: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(title)
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(body)
}

/** Types what the review wants to be typed; nothing where it wants nothing. */
export async function confirmName(page: Page): Promise<void> {
  const typed = page.getByLabel('Type the school’s name')
  if (await typed.isVisible()) await typed.fill((await typed.getAttribute('placeholder')) ?? '')
}

/** Notices that left, or are about to. */
export async function sentNotices(page: Page): Promise<readonly NoticeView[]> {
  const { sent, inProgress } = await ask(page, 'notices:list', null)
  return [...inProgress, ...sent]
}

/** Sets how a platform takes notices, as the form of its way out would. */
export async function saveWay(page: Page, targetId: string, change: Partial<NoticeSettings>): Promise<void> {
  const way = (await ask(page, 'ways:list', null)).find(({ settings }) => settings.targetId === targetId)
  if (way === undefined) throw new Error(`there is no platform ${targetId}`)
  const saved = await ask(page, 'ways:save', { settings: { ...way.settings, ...change } })
  if (!saved.ok) throw new Error(saved.problem.what)
}
