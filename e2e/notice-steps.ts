import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { NoticeDraft, NoticeSettings, NoticeView } from '../src/shared/notices.ts'
import { ask, expect } from './fixtures.ts'
import { shot } from './look.ts'

/* What every walk through the screen Notices does. */

/** Rules of accessibility that no step may break. */
export const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']

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

type ByRequest = Pick<NoticeDraft, 'kind' | 'audience' | 'when'> & { readonly title: string; readonly body?: string; readonly override?: string }

/** Confirms a notice as the window would, without its screen: while people still come and the audience grew, it is reviewed again. */
export async function sendByRequest(page: Page, { kind, audience, when, title, body = 'Ask the office.', override }: ByRequest): Promise<void> {
  const draft: NoticeDraft = { id: randomUUID(), drill: false, kind, severity: 'info', dismissable: true, expiresAtMs: null, texts: [{ language: 'en', title, body }], audience, when, templateId: null, corrects: null }
  const approval = override === undefined ? null : { kind: 'override' as const, reason: override }
  await expect(async () => {
    const review = await ask(page, 'notices:review', draft)
    if (!review.ok) throw new Error(review.problem.what)
    const sent = await ask(page, 'notices:send', { reviewId: review.value.reviewId, typed: review.value.typeToConfirm, approval, repeat: false })
    if (!sent.ok && !sent.problem.what.startsWith('The audience grew')) throw new Error(sent.problem.what)
    expect(sent.ok).toBe(true)
  }).toPass({ timeout: 30_000 })
}

/** All five platforms of the demo with people on them, and a way out that answers. */
export async function openDemoNotices(page: Page): Promise<void> {
  await expect(page.getByText('5 of 5 platforms live')).toBeVisible({ timeout: 60_000 })
  for (const { settings } of await ask(page, 'ways:list', null)) {
    const all = ['announcement', 'maintenance', 'urgent', 'emergency'] as const
    const role = await roleOn(page, settings.targetId)
    await saveWay(page, settings.targetId, { way: settings.targetId === 'demo-aprendeai' ? 'admin-feed' : 'application-socket', schoolName: 'Lincoln High', zone: 'America/Chicago', rights: role === '' ? {} : { [role]: [...all] } })
  }
  await expect(async () => {
    const { online } = await ask(page, 'notices:count', { audience: { include: [{ kind: 'everybody' }], exclude: [] }, kind: 'announcement' })
    expect(online).toBeGreaterThan(50)
  }).toPass({ timeout: 60_000 })
  await page.getByRole('tab', { name: 'Notices' }).click()
}

/** The role under which Rollcall is signed in; the form of the way shows it as its own. */
async function roleOn(page: Page, targetId: string): Promise<string> {
  await page.getByRole('tab', { name: 'Notices' }).click()
  await part(page, 'Ways out')
  const ways = await ask(page, 'ways:list', null)
  await page.getByRole('list', { name: 'Platforms' }).getByRole('button').nth(ways.findIndex(({ settings }) => settings.targetId === targetId)).click()
  const own = page.getByRole('region', { name: 'Rights' }).getByRole('rowheader').filter({ hasText: '(you)' })
  return (await own.count()) === 0 ? '' : (await own.innerText()).replace('(you)', '').trim()
}
