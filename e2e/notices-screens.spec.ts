import { expect, test } from './fixtures.ts'
import { accessibilityProblems } from './look.ts'
import { next, openDemoNotices, part, picture, rules, write } from './notice-steps.ts'

/* The lists of notices and the steps of writing one, looked at in the smallest window. */

for (const theme of ['light', 'dark'] as const) {
  test(`lists and steps break no accessibility rule and fit the smallest window, ${theme}`, async ({ launch }) => {
    test.setTimeout(300_000)
    const { app, page } = await launch({ args: [`--theme=${theme}`] })
    await app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 680) })
    await openDemoNotices(page)
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
    // A list that cannot be read says so in words, in place of rows that seem to load.
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await app.evaluate(({ ipcMain }) => {
      ipcMain.removeHandler('rollcall:notices:list')
      ipcMain.handle('rollcall:notices:list', () => { throw new Error('disk I/O error') })
    })
    await page.getByRole('tab', { name: 'Audit' }).click()
    await page.getByRole('tab', { name: 'Notices' }).click()
    await part(page, 'Incoming')
    await expect(page.getByRole('alert')).toContainText('The incoming notices could not be read. Nothing was changed. Rollcall tries again by itself.')
    await expect(page.getByRole('status', { name: 'Loading incoming notices' })).toHaveCount(0)
    await page.getByText('Details').click()
    await expect(page.getByText('disk I/O error', { exact: true })).toBeVisible()
    await check('unread')
  })
}
