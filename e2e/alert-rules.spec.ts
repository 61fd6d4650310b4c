import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { accessibilityProblems, shot } from './look.ts'

/* Rules, silences and telling in the real window: what somebody makes there is there after a restart, and a webhook arrives. */

let dataFolder = ''
let server: Server | undefined
test.beforeEach(async () => {
  test.setTimeout(180_000)
  dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-rules-'))
})
test.afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

/** The smallest window: nothing is wider than it, and the named part is in it. */
async function fitsSmall(app: ElectronApplication, page: Page, what: Locator): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 680) })
  await expect.poll(async () => await page.evaluate(() => window.innerWidth)).toBe(1024)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024)
  const box = await what.boundingBox()
  expect(box !== null && box.x >= 0 && box.x + box.width <= 1024 && box.y + box.height <= 680).toBe(true)
}

async function openPart(page: Page, part: 'Rules' | 'Silences' | 'Telling'): Promise<void> {
  await page.getByRole('tab', { name: /^Alerts/ }).click()
  await page.getByRole('radio', { name: new RegExp(`^${part}`) }).click()
  await expect(page.getByRole('region', { name: part, exact: true })).toBeVisible()
}

for (const theme of ['light', 'dark'] as const) {
  test(`a rule with a wrong gap is explained, tried, saved, and there after a restart, ${theme}`, async ({ launch }) => {
    const first = await launch({ dataFolder, args: [`--theme=${theme}`] })
    const { page } = first
    await openPart(page, 'Rules')
    const rules = page.getByRole('table', { name: /Rules: what raises/ })
    await expect(rules.getByRole('row')).toHaveCount(15, { timeout: 30_000 })
    await expect(page.getByTestId('rules-facts')).toHaveText(/^14 rules over \d+ subjects?, [<\d.]+ ms$/, { timeout: 30_000 })
    await shot(page, `rules-${theme}`)
    expect(await accessibilityProblems(page)).toEqual([])

    // Nothing is lost by Escape, and nothing saved.
    await page.getByRole('button', { name: 'New rule…' }).click()
    const dialog = page.getByRole('dialog', { name: 'New rule' })
    await dialog.getByLabel('Name', { exact: true }).fill('Too busy')
    await dialog.getByLabel('Event', { exact: true }).fill('chat.*')
    await dialog.getByLabel('Fires when').fill('0.5')
    await dialog.getByLabel('Over at').fill('2')
    await dialog.getByRole('button', { name: 'Add rule' }).click()
    await expect(dialog.getByText('It fires above 0.5, so it can be over at 0.5 or less, not at 2.')).toBeVisible()
    await expect(dialog.getByLabel('Over at')).toBeFocused()
    await shot(page, `rule-wrong-${theme}`)
    await dialog.getByLabel('Over at').fill('0.2')
    await dialog.getByLabel('Fires after', { exact: true }).fill('0')
    await expect(dialog.getByTestId('rule-sentence')).toHaveText('Events per second (over 60 s) of chat.* at each platform above 0.5.')

    // What only the main process knows stands beside its field too.
    await dialog.getByLabel('Namespace', { exact: true }).fill('chat')
    await dialog.getByRole('button', { name: 'Add rule' }).click()
    await expect(dialog.locator('.form-error').getByText('A namespace begins with a slash.')).toBeVisible()
    await expect(dialog.getByLabel('Namespace', { exact: true })).toBeFocused()
    await dialog.getByLabel('Namespace', { exact: true }).fill('')

    await dialog.getByRole('button', { name: 'Try it' }).click()
    await expect(dialog.getByTestId('trial-sentence')).toHaveText(/last hour/, { timeout: 30_000 })
    // All events of the demo: once a few seconds of it are kept, it would have fired.
    await dialog.getByLabel('Event', { exact: true }).fill('')
    await dialog.getByLabel('Measured over', { exact: true }).fill('10')
    await expect(async () => {
      await dialog.getByRole('button', { name: 'Try it' }).click()
      await expect(dialog.getByTestId('trial-sentence')).toHaveText(/Would have fired [1-9]/, { timeout: 3_000 })
    }).toPass({ timeout: 90_000 })
    await expect(dialog.getByRole('list', { name: 'Firings' }).getByRole('listitem').first()).toContainText('limit 0.5')
    await expect(dialog.getByRole('img', { name: /^Firings between/ })).toBeVisible()
    await shot(page, `rule-tried-${theme}`)
    expect(await accessibilityProblems(page)).toEqual([])
    await fitsSmall(first.app, page, dialog.getByRole('button', { name: 'Add rule' }))
    await shot(page, `rule-small-${theme}`)
    await dialog.getByRole('switch', { name: 'Only at certain times' }).click()
    await dialog.getByLabel('Time zone').selectOption('Asia/Tokyo')
    await expect(dialog.getByText(/^\d\d:\d\d–\d\d:\d\d here \(/)).toBeVisible()
    await dialog.getByRole('switch', { name: 'Only at certain times' }).click()
    await dialog.getByLabel('Event', { exact: true }).fill('chat.*')
    await dialog.getByRole('button', { name: 'Add rule' }).click()
    await expect(dialog).toBeHidden()
    const mine = page.getByRole('row').filter({ hasText: 'Too busy' })
    await expect(mine).toContainText('Events per second (over 10 s) of chat.* at each platform above 0.5')

    await shot(page, `rules-small-${theme}`)
    await fitsSmall(first.app, page, page.getByRole('button', { name: 'Remove Platform not connected' }))

    // The switch of the list, the filter, a removal with its question.
    await mine.getByRole('switch', { name: 'Rule Too busy' }).click()
    await expect(mine).toContainText('Off')
    await page.getByLabel('Rules shown').selectOption('off')
    await expect(rules.getByRole('row')).toHaveCount(2)
    await page.getByLabel('Rules shown').selectOption('all')
    await page.getByRole('button', { name: 'Remove Server node silent' }).click()
    const question = page.getByRole('dialog', { name: /Remove the rule/ })
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await question.getByRole('button', { name: 'Remove rule' }).click()
    await expect(rules.getByRole('row')).toHaveCount(15)
    await first.app.close()

    const second = await launch({ dataFolder, args: ['--demo=never', `--theme=${theme}`] })
    await openPart(second.page, 'Rules')
    await expect(second.page.getByRole('row').filter({ hasText: 'Too busy' })).toContainText('Off')
    await expect(second.page.getByRole('row').filter({ hasText: 'Server node silent' })).toHaveCount(0)
    await second.page.getByRole('button', { name: 'More for rules' }).click()
    await second.page.getByRole('menuitem', { name: 'Import…' }).click()
    await second.page.getByLabel('JSON of an export').fill(JSON.stringify({ rollcallRules: 1, rules: [{ name: 'Broken' }] }))
    await second.page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(second.page.getByText('Rule 1 "Broken"')).toBeVisible()
    await second.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await second.page.getByRole('button', { name: 'More for rules' }).click()
    await second.page.getByRole('menuitem', { name: 'Restore starter set…' }).click()
    await second.page.getByRole('dialog').getByRole('button', { name: 'Restore starter set' }).click()
    await expect(second.page.getByRole('row').filter({ hasText: 'Server node silent' })).toBeVisible()
    expect([...first.complaints, ...second.complaints]).toEqual([])
  })

  test(`a silence: what it would do, its end and reason, renewed and ended, ${theme}`, async ({ launch }) => {
    const { app, page, complaints } = await launch({ dataFolder, args: ['--demo=never', `--theme=${theme}`] })
    await openPart(page, 'Silences')
    await page.getByRole('button', { name: 'New silence…' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Silence alerts' })
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
    const save = dialog.getByRole('button', { name: 'Silence', exact: true })

    // All is refused, and so is a reason that is none.
    await dialog.getByLabel('School of condition 1').fill('*')
    await expect(dialog.getByText('This would silence everything. Name a school, a cause or something else.')).toBeVisible()
    await expect(save).toBeDisabled()
    await dialog.getByLabel('School of condition 1').fill('Lincoln*')
    await expect(dialog.getByTestId('silence-preview')).toContainText('Silence every alert whose school is “Lincoln*”, for 2 h.')
    await expect(dialog.getByText('Affects no open alert now.')).toBeVisible()
    await save.click()
    await expect(dialog.getByText(/^Say in a few words why/)).toBeVisible()
    await dialog.getByLabel('Reason').fill('Servers are moved')
    await shot(page, `silence-dialog-${theme}`)
    expect(await accessibilityProblems(page)).toEqual([])
    await dialog.getByLabel('School of condition 1').press('Enter')
    await expect(dialog).toBeVisible()
    await expect(save).toBeEnabled()
    await save.click()
    await expect(dialog).toBeHidden()
    const active = page.getByRole('region', { name: 'Active' })
    await expect(active).toContainText('school is “Lincoln*”')
    await expect(active).toContainText(/ends in (1 h 59 min|2 h)/)

    // Another one like it: the first is offered instead.
    await page.getByRole('button', { name: 'New silence…' }).click()
    await dialog.getByLabel('School of condition 1').fill('Lincoln High')
    await dialog.getByRole('button', { name: 'Extend that one instead' }).click()
    const extend = page.getByRole('dialog', { name: 'Extend a silence' })
    await extend.getByLabel('Until').selectOption('tomorrow')
    await expect(extend.getByRole('button', { name: 'Extend silence' })).toBeEnabled()
    await fitsSmall(app, page, extend.getByRole('button', { name: 'Extend silence' }))
    await shot(page, `silence-extend-${theme}`)
    await extend.getByRole('button', { name: 'Extend silence' }).click()
    await expect(extend).toBeHidden()
    await expect(active.locator('.silence-row')).toHaveCount(1)
    await expect(active).toContainText(/at \d+ \w+, 08:00/)

    // A coming one; then the active one is ended and renewed.
    await page.getByRole('button', { name: 'New silence…' }).click()
    await dialog.getByLabel('School of condition 1').fill('Roma')
    await dialog.getByRole('radio', { name: 'Later' }).click()
    await dialog.getByLabel('Reason').fill('Fire drill')
    await expect(save).toBeEnabled()
    await save.click()
    await expect(page.getByRole('region', { name: 'Coming' })).toContainText('Fire drill')
    await shot(page, `silences-${theme}`)
    expect(await accessibilityProblems(page)).toEqual([])
    await active.getByRole('button', { name: /^End now/ }).click()
    const expired = page.getByRole('region', { name: 'Expired' })
    await expect(expired).toContainText('Servers are moved')
    await expired.getByRole('button', { name: /^Renew/ }).click()
    await expect(dialog.getByLabel('Reason')).toHaveValue('Servers are moved')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    expect(complaints).toEqual([])
  })
}

test('a webhook is refused, saved, tested, and signed; do not disturb, hours and owners hold', async ({ launch }) => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.statusCode = 204
      response.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`

  const { app, page, complaints, request } = await launch({ dataFolder, args: ['--demo=never', '--theme=light'] })
  await openPart(page, 'Telling')
  const webhook = page.getByRole('region', { name: 'Webhook for Critical' })
  await webhook.getByLabel('Address').fill('http://oncall.example/hook')
  await webhook.getByRole('button', { name: /^Save/ }).click()
  await expect(webhook.getByText('At least 8 characters, the same as at the receiver.', { exact: true })).toBeVisible()
  await webhook.getByLabel('Secret').fill('a secret of the test')
  await webhook.getByRole('button', { name: /^Save/ }).click()
  await expect(webhook.getByText('By http everybody on the way could read the alerts.')).toBeVisible()
  await webhook.getByLabel('Address').fill(url)
  await webhook.getByLabel(/May hold the name/).check()
  await expect(webhook.getByText(/Names of students then leave this computer/)).toBeVisible()
  await webhook.getByLabel(/May hold the name/).uncheck()
  await webhook.getByRole('button', { name: /^Save/ }).click()
  await expect(webhook.getByText(/Kept on this computer, and never shown/)).toBeVisible()
  await expect(webhook.getByLabel('Secret')).toHaveValue('')
  await webhook.getByRole('button', { name: /^Test/ }).click()
  await expect(webhook.getByText(/^The test arrived: it was answered 204/).first()).toBeVisible()
  expect(received).toHaveLength(1)
  const [{ headers, body } = { headers: {}, body: '' }] = received
  const timestamp = headers['x-rollcall-timestamp']
  expect(headers['x-rollcall-signature']).toBe(`sha256=${createHmac('sha256', 'a secret of the test').update(`${String(timestamp)}.${body}`).digest('hex')}`)

  await shot(page, 'telling-webhooks')
  expect(await accessibilityProblems(page)).toEqual([])
  await fitsSmall(app, page, page.getByRole('radio', { name: 'Telling' }))

  await page.getByRole('button', { name: '30 minutes' }).click()
  await expect(page.getByTestId('quiet-state')).toHaveText(/^On until \d\d:\d\d, (29|30) min left\.$/)
  await page.getByLabel('Sound', { exact: true }).selectOption('bell')
  await page.getByLabel('Add', { exact: true }).fill('Ms. Ortiz')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Names offered as owners' })).toContainText('Ms. Ortiz')
  await page.getByRole('switch', { name: 'Only in monitoring hours' }).click()
  await page.getByLabel('From', { exact: true }).fill('730')
  await page.getByLabel('To', { exact: true }).fill('16:00')
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('07:30')
  await page.getByRole('button', { name: 'Save hours' }).click()
  await expect(page.getByText(/^Notifications and sound only Mon–Fri 07:30–16:00\./)).toBeVisible()
  await shot(page, 'telling-light')
  expect(await accessibilityProblems(page)).toEqual([])
  const { settings } = await request('tell:get', null)
  expect(settings).toMatchObject({ sound: 'bell', owners: ['Ms. Ortiz'], monitoringHours: { days: [1, 2, 3, 4, 5], from: '07:30', to: '16:00', zone: 'local' } })
  await page.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByTestId('quiet-state')).toHaveText('Off.')
  await page.getByRole('button', { name: 'Play the sound' }).click()
  await expect(page.getByText('The window plays the bell now.')).toBeVisible()
  expect(complaints.filter((line) => !line.startsWith('The alert sound was not played'))).toEqual([])
})
