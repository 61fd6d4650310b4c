import { createServer } from 'node:http'
import type { Page } from '@playwright/test'
import type { NoticeView } from '../src/shared/notices.ts'
import { ask, expect, test } from './fixtures.ts'
import { accessibilityProblems } from './look.ts'
import { confirmName, next, part, picture, saveWay, sentNotices, write } from './notice-steps.ts'

/* An administrator of the demo campus announces, drills, stops and corrects. */

const platforms = 5

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']

/** All five platforms with people on them, and a way out that answers. */
async function openNotices(page: Page): Promise<void> {
  await expect(page.getByText(`${platforms} of ${platforms} platforms live`)).toBeVisible({ timeout: 60_000 })
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

/** A role that somebody has on every platform that shows roles, chosen on each. */
async function chooseRoleEverywhere(page: Page): Promise<number> {
  const lists = page.getByRole('list', { name: /^Roles on/ })
  await expect(lists.first()).toBeVisible({ timeout: 20_000 })
  const roles = page.getByRole('button', { name: /^(teacher|instructor|coach|lecturer)\b.*send to this role/i })
  await expect(roles).toHaveCount(platforms, { timeout: 20_000 })
  const amount = await roles.count()
  for (let index = 0; index < amount; index++) await roles.nth(index).click()
  return amount
}

async function addLanguage(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add language' }).click()
  await page.getByRole('menuitem', { name }).click()
}

test('an announcement to one role on the campus: composed, reviewed, undone, sent once, with receipts; then corrected', async ({ launch }) => {
  test.setTimeout(300_000)
  const { page, complaints } = await launch()
  await openNotices(page)

  await page.keyboard.press('Control+b')
  await expect(page.getByRole('heading', { name: '1. Type' })).toBeFocused()
  await picture(page, '1-type')
  await next(page)
  expect(await chooseRoleEverywhere(page)).toBe(platforms)
  await expect(page.getByTestId('audience-count')).toContainText('online now')
  await picture(page, '2-audience')
  // A class is one entry, wherever its rooms are.
  const { groups: [aClass] } = await ask(page, 'notices:groups', { targetId: 'demo-skillcore', text: 'class' })
  const search = page.getByRole('textbox', { name: 'Find a role, class, room or person' })
  await search.fill(aClass?.id ?? '')
  const chip = page.getByRole('list', { name: 'Classes and schools on SkillCore' }).getByRole('button', { name: new RegExp(`^${aClass?.words} \\d+: send to this class on SkillCore$`) })
  await chip.click()
  await expect(chip).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('list', { name: 'To', exact: true })).toContainText(`${aClass?.words} on SkillCore`)
  await chip.click()
  await search.fill('')
  await next(page)
  await write(page, 'Staff meeting moved', 'It begins at 15:30 in the library.')
  await expect(page.getByTestId('notice-preview')).toContainText('Staff meeting moved')
  await picture(page, '3-message')
  await next(page)
  await picture(page, '4-when')
  await next(page)

  // Review: the focus is on Back, Enter sends nothing, the button says verb and number.
  const send = page.getByTestId('send-live')
  await expect(send).toHaveText(/^Send to [\d,]+$/, { timeout: 20_000 })
  await expect(page.getByTestId('review-sentence')).toHaveText(/^Send ANNOUNCEMENT to [\d,]+ (people|person) at Lincoln High now\.$/)
  await expect(page.getByRole('button', { name: 'Back', exact: true })).toBeFocused()
  await expect(page.getByTestId('send-drill')).toHaveCount(0)
  await confirmName(page)
  await expect(send).toBeEnabled()
  await picture(page, '5-review')
  await send.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('notice-review')).toBeVisible()
  expect(await sentNotices(page)).toEqual([])

  // A double click is one notice; it can be undone before anything left.
  await send.dblclick()
  await expect(page.getByTestId('notice-page')).toContainText('About to be sent')
  await picture(page, '6-undo')
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect(page.getByTestId('notice-sentence')).toContainText('Undone')
  expect(await sentNotices(page)).toEqual([])

  await page.getByRole('button', { name: 'Write on' }).click()
  await page.getByRole('button', { name: /Review/ }).first().click()
  await confirmName(page)
  await expect(send).toBeEnabled({ timeout: 20_000 })
  await send.click()
  await expect(page.getByTestId('notice-page').getByText(/^(Sent|Unknown, check)$/)).toBeVisible({ timeout: 60_000 })
  const [notice] = await sentNotices(page)
  expect((await sentNotices(page)).length).toBe(1)
  expect(notice?.draft).toMatchObject({ drill: false, kind: 'announcement' })
  expect(notice?.parts.length).toBeGreaterThan(0)
  await expect(page.getByTestId('notice-parts').getByRole('row')).toHaveCount((notice?.parts.length ?? 0) + 1)
  expect(notice?.parts.map(({ state }) => state)).not.toContain('failed')
  await expect(page.getByTestId('notice-parts').getByText('Confirmed').first()).toBeVisible()
  await picture(page, '7-after')

  // A correction is one click away, already written and linked.
  await page.getByRole('button', { name: 'Correct…' }).click()
  await expect(page.getByText('Corrects an earlier notice')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue(/Staff meeting moved/)
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(page.getByRole('button', { name: /Correction/ })).toBeVisible()

  // The same words once more: the review says so, and the button waits for the tick.
  await page.keyboard.press('Control+b')
  await next(page)
  await page.getByRole('button', { name: 'Send to SkillCore', exact: true }).click()
  await next(page)
  await write(page, 'Staff meeting moved', 'It begins at 15:30 in the library.')
  await page.getByRole('button', { name: /Review/ }).first().click()
  await expect(page.getByRole('list', { name: 'Sent already' })).toContainText(/You sent these very words to SkillCore .+ ago\./, { timeout: 20_000 })
  await confirmName(page)
  await expect(send).toBeDisabled()
  await page.getByLabel('Send it again all the same').check()
  await expect(send).toBeEnabled()
  expect((await sentNotices(page)).length).toBe(1)
  expect(complaints).toEqual([])
})

test('a drill has its own frame, words and button, and is sent as nothing else', async ({ launch }) => {
  test.setTimeout(300_000)
  const { page, complaints } = await launch()
  await openNotices(page)
  await page.getByRole('button', { name: 'New drill' }).click()
  await expect(page.getByTestId('drill-frame')).toBeVisible()
  await page.getByRole('radio', { name: 'Announcement' }).check()
  await next(page)
  await page.getByRole('button', { name: 'Send to SkillCore', exact: true }).click()
  await next(page)
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue(/^DRILL/)
  await write(page, 'DRILL: Fire alarm', 'This is not a drill. Leave by the nearest door.')
  await expect(page.getByText('Take “not a drill” out of the text.')).toBeVisible()
  await write(page, 'DRILL: Fire alarm', 'This is a drill. Leave by the nearest door.')

  // In a second language, which is made the first by keyboard: the preview shows what leaves.
  const preview = page.getByTestId('notice-preview')
  await addLanguage(page, 'Spanish')
  await write(page, 'Alarma de incendio', 'Salgan por la puerta más cercana.')
  await expect(preview).toContainText('DRILL: Fire alarm / DRILL – SIMULACRO: Alarma de incendio')
  await page.getByRole('button', { name: 'Spanish: order and remove' }).press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Make first' })).toBeFocused()
  await page.keyboard.press('Enter')
  const joined = 'DRILL – SIMULACRO: Alarma de incendio / DRILL: Fire alarm'
  await expect(preview).toContainText(joined)
  await page.getByRole('radio', { name: 'Show English alone' }).click()
  await expect(preview).not.toContainText('SIMULACRO')
  await page.getByRole('radio', { name: 'All, as sent' }).click()
  await page.getByRole('radio', { name: 'Phone' }).click()
  await expect(preview).toContainText('DRILL – SIMULACRO: Alarma de incendio /…')
  expect(await accessibilityProblems(page, rules)).toEqual([])
  await next(page)
  await next(page)
  const send = page.getByTestId('send-drill')
  await expect(send).toHaveText(/^Send DRILL to [\d,]+$/, { timeout: 20_000 })
  await expect(page.getByTestId('send-live')).toHaveCount(0)
  await expect(page.getByTestId('review-sentence')).toContainText('DRILL')
  await page.getByText('What leaves, exactly').click()
  const packet: unknown = JSON.parse(await page.getByRole('group', { name: /^Payload of/ }).first().innerText())
  expect(packet).toMatchObject({ payload: { title: joined }, texts: [{ language: 'es', title: 'DRILL – SIMULACRO: Alarma de incendio' }, { language: 'en', title: 'DRILL: Fire alarm' }] })
  await confirmName(page)
  await expect(send).toBeEnabled()
  await picture(page, 'drill-review')
  await send.click()
  await expect(page.getByTestId('notice-page').getByText(/^(Sent|Unknown, check)$/)).toBeVisible({ timeout: 60_000 })
  await expect(page.locator('.notice-page.drill-frame')).toBeVisible()
  const [notice] = await sentNotices(page)
  expect(notice?.draft.drill).toBe(true)

  // The other request refuses it, even by hand.
  const review = await ask(page, 'notices:review', { ...(notice as NoticeView).draft, id: 'another' })
  expect(review.ok).toBe(true)
  if (review.ok) expect(await ask(page, 'notices:send', { reviewId: review.value.reviewId, typed: review.value.typeToConfirm, approval: null, repeat: false })).toMatchObject({ ok: false })
  expect((await sentNotices(page)).length).toBe(1)
  expect(complaints).toEqual([])
})

test('bad input gets words and sends nothing; drafts are kept as they are written', async ({ launch }) => {
  test.setTimeout(300_000)
  const { page, complaints } = await launch()
  await openNotices(page)
  await page.keyboard.press('Control+b')
  await page.getByRole('radio', { name: 'Emergency' }).check()
  await page.getByRole('button', { name: /Message/ }).first().click()

  // A text of a megabyte, markup, hidden characters.
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('<script>alert(1)</script> \u202Egnp.exe')
  await expect(page.getByTestId('notice-preview')).toContainText('<script>alert(1)</script> ⟨U+202E⟩gnp.exe')
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('x'.repeat(1_000_000))
  await expect(page.getByText('The text had 1,000,000: only the first 5,000 were taken.')).toBeVisible()

  // A time of the night in which clocks are set forward does not exist.
  await page.getByRole('button', { name: /Type/ }).first().click()
  await page.getByRole('radio', { name: 'Announcement' }).check()
  await page.getByRole('button', { name: /When/ }).first().click()
  await page.getByRole('radio', { name: 'Later' }).check()
  await page.getByLabel('Times are in').selectOption('America/Chicago')
  await page.getByLabel('Send at').fill('2027-03-14 02:30')
  await expect(page.getByText('There is no such time on that day: the clocks are set forward then.')).toBeVisible()
  await page.getByLabel('Send at').fill('2027-03-14 03:30')
  await expect(page.getByText(/03:30 GMT-5 at school|03:30 CDT at school/)).toBeVisible()

  // Nobody is chosen: the button is off and says why.
  await page.getByRole('button', { name: /Review/ }).first().click()
  await expect(page.getByTestId('send-live')).toBeDisabled({ timeout: 20_000 })
  await expect(page.getByText('Choose who is to get it.').first()).toBeVisible()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(page.getByRole('button', { name: /<script>/ })).toBeVisible()

  // The draft survives a reload of the window.
  await page.reload()
  await page.getByRole('tab', { name: 'Notices' }).click()
  await part(page, 'Drafts')
  await page.getByRole('button', { name: /<script>/ }).click()
  await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toHaveValue('x'.repeat(5_000))
  await page.getByRole('button', { name: 'Discard the draft' }).click()
  await expect(page.getByText('No drafts.')).toBeVisible()
  expect(await sentNotices(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('a scheduled notice waits with both times and can be cancelled', async ({ launch }) => {
  test.setTimeout(300_000)
  const { page, complaints } = await launch()
  await openNotices(page)
  await page.keyboard.press('Control+b')
  await page.getByRole('radio', { name: 'Urgent' }).check()
  await next(page)
  await page.getByRole('button', { name: 'Send to Everybody', exact: true }).click()
  await next(page)
  // A template's fields fill every language, and a language that is added brings its wording.
  await page.getByLabel('Template').selectOption({ label: 'Outage of the platform' })
  await page.getByLabel('What does not work').fill('Live class')
  await addLanguage(page, 'Portuguese, with the template’s wording')
  await expect(page.getByTestId('notice-preview')).toContainText('Live class does not work at the moment / Live class não funciona no momento')
  await page.getByRole('button', { name: 'Portuguese: order and remove' }).click()
  await page.getByRole('menuitem', { name: 'Remove Portuguese' }).click()
  await write(page, 'Bus 12 is late', 'By 20 minutes.')
  await next(page)
  await page.getByRole('radio', { name: 'Later' }).check()
  await next(page)
  await expect(page.getByTestId('send-live')).toHaveText(/^Schedule for [\d,]+$/, { timeout: 20_000 })
  await confirmName(page)
  await page.getByTestId('send-live').click()
  await expect(page.getByTestId('notice-page').getByText('Scheduled', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'All notices' }).click()
  await part(page, 'Upcoming')
  await page.getByRole('button', { name: /Bus 12 is late/ }).click()
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await expect(page.getByTestId('notice-page').getByText('Cancelled', { exact: true })).toBeVisible()

  // The same words again.
  await page.getByRole('button', { name: 'Write it again' }).click()
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Bus 12 is late')
  expect(complaints).toEqual([])
})

test('what is going out can be stopped; what a server does not answer is not confirmed and can be sent to those again', async ({ launch }) => {
  test.setTimeout(300_000)
  const { page, complaints } = await launch()
  await openNotices(page)
  // A server that takes a request and does not answer.
  let requests = 0
  const silent = createServer(() => { requests++ })
  await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve) })
  const address = silent.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  await saveWay(page, 'demo-skillcore', { way: 'http', http: { method: 'POST', url: `http://127.0.0.1:${address.port}/notices`, body: '{"title": "{title}", "body": "{body}", "audience": "{audience}"}', headers: [], hasSecretHeader: false } })

  await page.keyboard.press('Control+b')
  await next(page)
  await page.getByRole('button', { name: 'Send to SkillCore', exact: true }).click()
  await next(page)
  await write(page, 'Picture day moved', 'To Friday.')
  await page.getByRole('button', { name: /Review/ }).first().click()
  await expect(page.getByTestId('send-live')).toBeVisible({ timeout: 20_000 })
  await confirmName(page)
  await expect(page.getByTestId('send-live')).toBeEnabled()
  await page.getByTestId('send-live').click()
  const stop = page.getByRole('button', { name: 'Stop', exact: true })
  await expect(stop).toBeVisible({ timeout: 30_000 })
  await picture(page, '6-sending')
  await stop.click()
  await expect(stop).toBeHidden({ timeout: 30_000 })
  await expect(page.getByTestId('notice-parts').getByText('Not confirmed')).toBeVisible({ timeout: 60_000 })
  await picture(page, '7-not-confirmed')
  expect(requests).toBe(1)
  await page.getByRole('button', { name: 'Resend to those not confirmed' }).click()
  await expect(page.getByTestId('review-sentence')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('button', { name: 'Back', exact: true })).toBeFocused()
  expect(requests).toBe(1)
  silent.closeAllConnections()
  silent.close()
  expect(complaints).toEqual([])
})

test('ways out: settings, test, rights, and what no document covers', async ({ launch }) => {
  test.setTimeout(240_000)
  const { page, complaints } = await launch()
  await openNotices(page)
  await part(page, 'Ways out')
  await page.getByRole('list', { name: 'Platforms' }).getByRole('button').first().click()
  await expect(page.getByLabel('Way out')).toHaveValue('application-socket')
  await expect(page.getByRole('region', { name: 'Events' })).toBeVisible()
  await page.getByLabel('Time zone').fill('Mars/Olympus')
  await expect(page.getByText('There is no such zone.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
  await page.getByLabel('Time zone').fill('Europe/Vienna')
  await page.getByRole('button', { name: 'Test the way' }).click()
  await expect(page.getByTestId('way-report')).toContainText('Tested now', { timeout: 20_000 })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  expect((await ask(page, 'ways:list', null))[0]?.settings.zone).toBe('Europe/Vienna')
  await picture(page, 'ways')
  expect(complaints).toEqual([])
})

for (const theme of ['light', 'dark'] as const) {
  test(`lists and steps break no accessibility rule and fit the smallest window, ${theme}`, async ({ launch }) => {
    test.setTimeout(300_000)
    const { app, page } = await launch({ args: [`--theme=${theme}`] })
    await app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 680) })
    await openNotices(page)
    // Ten tabs, none covered and none outside.
    const last = page.getByRole('tab', { name: 'Audit' })
    expect(await last.evaluate((tab) => {
      const { left, right, top, bottom } = tab.getBoundingClientRect()
      return document.elementFromPoint((left + right) / 2, top + 6) === tab && document.elementFromPoint((left + right) / 2, bottom - 6) === tab && right < window.innerWidth
    })).toBe(true)
    const check = async (name: string): Promise<void> => {
      await page.mouse.move(2, 400)
      await page.waitForTimeout(250)
      await picture(page, `${theme}-${name}`)
      expect(await accessibilityProblems(page, rules), name).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${name} fits`).toBe(true)
    }
    for (const name of ['Upcoming', 'Sent', 'Drafts', 'Templates', 'Ways out', 'Incoming']) {
      await part(page, name)
      await check(name)
    }
    for (const entry of ['New announcement', 'New drill']) {
      if (!(await page.getByRole('button', { name: entry }).isVisible())) await page.getByRole('button', { name: 'Close', exact: true }).click()
      await page.getByRole('button', { name: entry }).click()
      await check(`${entry} type`)
      await next(page)
      await page.getByRole('button', { name: 'Send to Everybody', exact: true }).click()
      await expect(page.getByTestId('audience-count')).toBeVisible()
      await check(`${entry} audience`)
      await next(page)
      await write(page, entry === 'New drill' ? 'DRILL: Hold' : 'Picture day', 'Stay in your room. drill')
      await check(`${entry} message`)
      await next(page)
      await check(`${entry} when`)
      await next(page)
      await expect(page.getByTestId('review-sentence')).toBeVisible({ timeout: 20_000 })
      await check(`${entry} review`)
    }
  })
}
