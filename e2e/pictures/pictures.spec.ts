import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, formFor, test, typeIntoFilter } from '../fixtures.ts'
import type { CampusPlatform, Console } from '../fixtures.ts'

/*
 * Writes the pictures of docs/screenshots. Everything in them is the demo campus: invented people, invented schools.
 * A picture that cannot be brought about fails.
 */

const folder = process.env['ROLLCALL_PICTURES'] ?? ''
/** Of the collected minutes: enough for charts with a past. */
const COLLECT_MS = 75_000

for (const theme of ['light', 'dark'] as const) {
  test(`events, rates and drift, ${theme}`, async ({ launch }) => {
    const console = await launch({ args: [`--theme=${theme}`, '--size=1280x800'] })
    const { page } = console
    const picture = (name: string): Promise<unknown> => page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
    await live(page)
    await page.waitForTimeout(COLLECT_MS)

    await page.getByRole('tab', { name: 'Overview' }).click()
    await page.waitForTimeout(1_500)
    await picture('overview')

    await page.getByRole('tab', { name: 'Events' }).click()
    const list = page.getByTestId('feed-list')
    await expect(list.getByRole('row').nth(10)).toBeVisible()
    await list.focus()
    await page.keyboard.press('Space')
    await list.getByRole('row').nth(12).click()
    await page.waitForTimeout(2_000)
    await picture('events-paused')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Jump to now' }).click()
    await page.waitForTimeout(1_500)
    await picture('events')
    await typeIntoFilter(page, 'target:SkillCore event:grade* -event:ping')
    await page.keyboard.press('Escape')
    await page.waitForTimeout(1_500)
    await picture('events-filtered')

    await page.getByRole('tab', { name: 'Rates' }).click()
    await expect(page.getByRole('slider', { name: /crosshair/i })).toBeVisible()
    await page.waitForTimeout(1_500)
    await picture('rates')
    await page.getByRole('tab', { name: 'Table' }).click()
    await page.waitForTimeout(2_500)
    await picture('rates-table')
    await page.getByRole('tab', { name: 'Latency' }).click()
    await page.waitForTimeout(1_500)
    await picture('latency')
  })

  test(`people, rooms and platforms, ${theme}`, async ({ launch }) => {
    const { page } = await launch({ args: [`--theme=${theme}`, '--size=1280x800'] })
    const picture = async (name: string): Promise<void> => {
      await page.mouse.move(2, 400)
      await page.waitForTimeout(1_500)
      await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
    }
    await live(page)
    await page.waitForTimeout(30_000)
    await page.getByRole('tab', { name: 'People' }).click()
    const people = page.getByTestId('people-list')
    await expect(people.getByRole('row').nth(10)).toBeVisible()
    await picture('people')
    await page.locator('[data-screen-search] input').fill('teacher-18')
    await expect(people.getByRole('row').nth(1)).toContainText('teacher-18')
    await people.getByRole('row').nth(1).click()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'All people' })).toBeVisible()
    await picture('person')
    await page.getByRole('tab', { name: 'Rooms' }).click()
    const rooms = page.getByTestId('rooms-list')
    await expect(rooms.getByRole('row').nth(10)).toBeVisible()
    await picture('rooms')
    await page.locator('[data-screen-search] input').fill('conv-staff-room')
    await expect(rooms.getByRole('row').filter({ hasText: 'conv-staff-room' })).toHaveCount(1)
    await rooms.getByRole('row').filter({ hasText: 'conv-staff-room' }).click()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'All rooms' })).toBeVisible()
    await picture('room')
    await page.getByRole('tab', { name: 'Platforms' }).click()
    await picture('platforms')
  })

  test(`drift, ${theme}`, async ({ launch, startCampus }) => {
    const campus = await startCampus(['--only', 'skillcore', '--events-per-second', '60'])
    const console = await launch({ args: [`--theme=${theme}`, '--size=1280x800', '--demo=never'] })
    await connectByOlderContract(console, campus.platform('skillcore'))
    await console.page.getByRole('tab', { name: 'Contract' }).click()
    await console.page.waitForTimeout(20_000)
    await console.page.screenshot({ path: join(folder, `contract-${theme}.png`) })
  })
}

async function live(page: Page): Promise<void> {
  await expect(page.getByText('5 of 5 platforms live')).toBeVisible({ timeout: 60_000 })
}

/** SkillCore as an older contract of the school had it: one event is missing in it, one field has another type. What is live differs from that. */
async function connectByOlderContract({ request }: Console, platform: CampusPlatform): Promise<void> {
  const got = await request('catalogs:get', { id: 'skillcore' })
  if (!got.ok) throw new Error(got.problem.what)
  const catalog = structuredClone(got.value.catalog)
  catalog.id = 'skillcore-2024'
  catalog.name = 'SkillCore, contract of 2024'
  catalog.events = catalog.events.filter(({ name }) => name !== 'message.typing' && name !== 'typing.started')
  for (const event of catalog.events) {
    for (const argument of event.args ?? []) {
      const properties = 'properties' in argument ? argument.properties : undefined
      for (const [name, schema] of Object.entries(properties ?? {})) if (/^(score|points|percentage)/i.test(name) && 'type' in schema && schema.type === 'number') Object.assign(schema, { type: 'string' })
    }
  }
  const saved = await request('catalogs:save', { json: JSON.stringify(catalog), replace: false })
  if (!saved.ok) throw new Error(`${saved.problem.what} ${saved.problem.details}`)
  const form = formFor(platform, { watchedRooms: platform.rooms })
  const added = await request('target:add', { ...form, settings: { ...form.settings, name: 'Lincoln High', catalogId: 'skillcore-2024' } })
  expect(added.ok).toBe(true)
}
