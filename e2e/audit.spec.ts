import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPlainServer } from '../src/campus/plain/plain-server.ts'
import { expect, test } from './fixtures.ts'
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
    await expect.poll(async () => (await first.request('audit:list', { before: null, limit: 1 }))[0]?.result).toBe('pending')
    const ended = new Promise((resolve) => first.app.process().once('exit', resolve))
    first.app.process().kill('SIGKILL')
    await ended
    process.kill(pid, 'SIGCONT')

    const second = await launch({ dataFolder, args: ['--demo=never'] })
    await expect.poll(async () => (await second.request('audit:list', { before: null, limit: 10 })).map(({ action, reason, result }) => `${action} ${reason} ${result}`)).toEqual(['disconnect Ticket 4190: stuck unknown'])
    await second.page.getByRole('tab', { name: 'Audit' }).click()
    await expect(second.page.getByText(/1 action with an unknown result/)).toBeVisible()
  } finally {
    process.kill(pid, 'SIGCONT')
    await server.stop()
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
})
