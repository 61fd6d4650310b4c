import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPlainServer } from '../src/campus/plain/plain-server.ts'
import { AuditLog } from '../src/main/store/audit.ts'
import { openDatabase } from '../src/main/store/database.ts'
import { memoryDocument } from '../src/main/store/document.ts'
import type { JsonDocument } from '../src/main/store/document.ts'
import { auditRecords, expect, test } from './fixtures.ts'
import { accessibilityProblems } from './look.ts'
import { targetsNow, watchFrames } from './live-state.ts'
import { plainForm } from './plain-form.ts'

test('kill -9 in the middle of an action leaves a record with an unknown result, and the console starts again', async ({ launch }) => {
  test.setTimeout(120_000)
  const dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-audit-'))
  const server = await createPlainServer({ clients: 20, changesPerSecond: 0 })
  const pid = server.nodes[0]?.pid ?? 0
  try {
    const first = await launch({ dataFolder, args: ['--demo=never'] })
    await watchFrames(first.page)
    expect((await first.request('target:add', plainForm(server))).ok).toBe(true)
    await expect.poll(async () => (await targetsNow(first.page)).map(({ feedLink }) => feedLink?.state), { timeout: 30_000 }).toEqual(['live'])
    const list = await first.request('people:query', { text: '', targetId: null, status: null, role: null, room: null, sort: 'name', descending: false, group: 'none', showOwn: false })
    const [row] = (await first.request('people:rows', { revision: list.revision, from: 0, count: 1 })).rows
    if (!row) throw new Error('nobody is there')

    // A server that stands still cannot confirm: the action is in its middle for five seconds.
    process.kill(pid, 'SIGSTOP')
    first.request('action:run', { action: { kind: 'disconnect', person: row.key, socketId: null }, reason: 'Ticket 4190: stuck' }).catch(() => {})
    await expect.poll(async () => (await auditRecords(first.request, 1))[0]?.result).toBe('pending')
    const ended = new Promise((resolve) => first.app.process().once('exit', resolve))
    first.app.process().kill('SIGKILL')
    await ended
    process.kill(pid, 'SIGCONT')

    const second = await launch({ dataFolder, args: ['--demo=never'] })
    await expect.poll(async () => (await auditRecords(second.request, 10)).map(({ action, reason, result }) => `${action} ${reason} ${result}`)).toEqual(['disconnect Ticket 4190: stuck unknown'])
    await second.page.getByRole('tab', { name: 'Audit' }).click()
    await expect(second.page.getByText(/1 action with an unknown result/)).toBeVisible()
  } finally {
    process.kill(pid, 'SIGCONT')
    await server.stop()
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
})

/** A log of three weeks, written as the app writes it, into a folder that the app then opens. */
function writeLog(folder: string, guard: { readonly anchor: JsonDocument }): void {
  const nowMs = Date.now()
  const database = openDatabase({ folder, key: { kind: 'none' }, nowMs })
  const audit = new AuditLog(database, nowMs, { key: { kind: 'none' }, ...guard })
  for (let n = 0; n < 260; n++) {
    const atMs = nowMs - (260 - n) * 2 * 3600_000
    const begun = audit.begin({ who: n % 3 === 0 ? 'msmith' : 'jlee; on the platform u-1 (admin)', action: ['disconnect', 'leave', 'reveal', 'acknowledge alerts'][n % 4]!, targetName: n % 2 === 0 ? 'Lakeside High' : 'Hill Street', scope: `person u-${n}, 2 devices, 14 sockets`, reason: `Ticket ${4_000 + n}: shared account` }, atMs)
    if (begun.ok && n !== 258) audit.finish(begun.id, n % 9 === 0 ? 'failed' : 'confirmed', n % 9 === 0 ? 'The server did not answer.' : '14 of 14 sockets ended', atMs + 400)
  }
  database.close()
}

for (const theme of ['light', 'dark'] as const) {
  test(`the screen: verify, filter, a record, purge, and a change of the file that is found, ${theme}`, async ({ launch }) => {
    test.setTimeout(120_000)
    const dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-audit-screen-'))
    try {
      const kept = memoryDocument()
      writeLog(dataFolder, { anchor: kept })
      await writeFile(join(dataFolder, 'audit-anchor.json'), JSON.stringify({ value: kept.read() }))
      const first = await launch({ dataFolder, args: ['--demo=never', `--theme=${theme}`, ...(theme === 'dark' ? ['--size=1024x680'] : [])] })
      const { page } = first
      await page.getByRole('tab', { name: 'Audit' }).click()
      await expect(page.getByTestId('audit-count')).toHaveText('260 records')
      await expect(page.getByText(/^1 action with an unknown result/)).toBeVisible()
      await page.getByRole('button', { name: 'Verify' }).click()
      await expect(page.getByTestId('audit-verdict')).toContainText(/Whole\. 260 records, unbroken since/)
      expect(await accessibilityProblems(page)).toEqual([])

      // Keyboard: from the search box to the records, along them, into one and back.
      const search = page.getByRole('textbox', { name: 'Search the audit log' })
      await search.fill('Ticket 4258')
      await expect(page.getByTestId('audit-count')).toHaveText('1 record')
      await page.getByRole('button', { name: 'Clear filters' }).click()
      await page.getByLabel('Result').selectOption('failed')
      await expect(page.getByTestId('audit-count')).toHaveText('29 records')
      await search.focus()
      await page.keyboard.press('Escape')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog')
      await expect(dialog.getByText('Written before it was done')).toBeVisible()
      await expect(dialog.getByText(/^Fits what is before it/)).toHaveCount(2)
      expect(await accessibilityProblems(page)).toEqual([])
      await page.keyboard.press('Escape')
      await expect(page.locator('[data-record]:focus')).toBeVisible()
      await page.getByRole('button', { name: 'Clear filters' }).click()
      await expect(search).toBeFocused()

      // Purge: a day, a reason and a typed word; Enter does nothing.
      await page.getByRole('button', { name: 'Purge older records…' }).click()
      const day = new Date(Date.now() - 7 * 24 * 3600_000)
      await dialog.getByLabel('Before the day').fill(`${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`)
      await dialog.getByLabel('Reason').fill('End of the quarter')
      const purge = dialog.getByRole('button', { name: /^Delete \d+ records$/ })
      await expect(purge).toBeDisabled()
      await dialog.getByLabel('Type "purge"').fill('purge')
      await expect(purge).toBeEnabled()
      await page.keyboard.press('Enter')
      await expect(dialog).toBeVisible()
      expect(await accessibilityProblems(page)).toEqual([])
      await purge.click()
      await expect(page.getByText(/^Deleted\. \d+ records are left/)).toBeVisible()
      await page.getByRole('button', { name: 'Verify' }).click()
      await expect(page.getByTestId('audit-verdict')).toContainText(/Purged before .* by .*; unbroken since/)
      await expect(page.getByRole('button', { name: /^purge audit log, record/ })).toBeVisible()
      expect(first.complaints).toEqual([])
      await first.app.close()

      // Somebody edits the file while Rollcall is closed.
      const key: unknown = JSON.parse(await readFile(join(dataFolder, 'database-key.json'), 'utf8').catch(() => 'null'))
      if (key !== null) return
      const file = openDatabase({ folder: dataFolder, key: { kind: 'none' }, nowMs: Date.now() })
      file.run("UPDATE audit SET reason = 'Ticket 1' WHERE record = 250 AND part = 0")
      file.close()
      const second = await launch({ dataFolder, args: ['--demo=never', `--theme=${theme}`] })
      await second.page.getByRole('tab', { name: 'Audit' }).click()
      await second.page.getByRole('button', { name: 'Verify' }).click()
      await expect(second.page.getByTestId('audit-verdict')).toContainText('Not whole. Record 250 was changed.')
      await second.page.getByRole('button', { name: 'Show record 250' }).click()
      await expect(second.page.getByRole('dialog').getByText(/^Does not fit/)).toBeVisible()
    } finally {
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    }
  })
}
