import { join } from 'node:path'
import { ask, expect, formFor, test } from '../fixtures.ts'

const folder = process.env['ROLLCALL_PICTURES'] ?? ''

for (const theme of ['light', 'dark'] as const) {
  test(`alerts, ${theme}`, async ({ launch, startCampus }) => {
    const campus = await startCampus(['--scenario', 'absence-spike', '--scenario-speed', '4'])
    const { page, request } = await launch({ args: [`--theme=${theme}`, '--size=1280x800', '--demo=never'] })
    for (const platform of campus.platforms) expect((await request('target:add', formFor(platform, { watchedRooms: platform.rooms.slice(0, 6) }))).ok).toBe(true)
    const picture = (name: string): Promise<unknown> => page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
    const open = async (): Promise<readonly { readonly id: string; readonly cause: string }[]> =>
      (await ask(page, 'alerts:list', { text: '', states: ['open'], severities: [], targetId: null, cause: null, mine: false })).rows
    await expect.poll(async () => (await open()).length, { timeout: 120_000 }).toBeGreaterThan(12)
    const [first, second] = await open()
    if (!first || !second) throw new Error('no alert')
    expect((await request('alerts:act', { ids: [first.id], action: { kind: 'acknowledge', owner: 'M. Ortiz', note: 'Calling the family.', minutes: 30 } })).ok).toBe(true)
    expect((await request('alerts:act', { ids: [second.id], action: { kind: 'snooze', minutes: 60 } })).ok).toBe(true)
    await page.getByRole('tab', { name: /^Alerts/ }).click()
    await page.mouse.move(4, 4)
    await page.waitForTimeout(3_000)
    await picture('alerts')

    const list = page.getByTestId('alerts-list')
    await list.focus()
    await page.keyboard.press('Home')
    for (let step = 0; step < 40 && (await list.getAttribute('aria-activedescendant')) !== `alert-${first.id}`; step++) await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForTimeout(1_500)
    await picture('alert')
    await page.getByRole('button', { name: 'All alerts' }).click()
    await page.getByRole('button', { name: 'Clear the selection' }).click()
    await page.getByRole('radio', { name: /^Rules/ }).click()
    await page.waitForTimeout(1_500)
    await picture('rules')
    const now = Date.now()
    expect((await request('silences:save', { id: 'exams', matchers: [{ field: 'cause', is: 'tardy_pattern', not: false }], reason: 'Bus strike until noon', startsAtMs: now, endsAtMs: now + 2 * 60 * 60_000 })).ok).toBe(true)
    await page.getByRole('radio', { name: /^Silences/ }).click()
    await page.waitForTimeout(1_500)
    await picture('silences')
    await page.getByRole('radio', { name: /^Telling/ }).click()
    await page.waitForTimeout(1_500)
    await picture('telling')
  })
}
