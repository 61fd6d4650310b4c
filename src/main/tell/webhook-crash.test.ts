import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newBook } from '../monitor/alerts/alert-book-fixture.ts'
import { openDatabase } from '../store/database.ts'
import { memoryDocument } from '../store/document.ts'
import { TellStore } from '../store/tell-store.ts'
import { Vault } from '../store/vault.ts'
import { startReceiver, until } from './webhook-fixture.ts'
import { Webhooks } from './webhooks.ts'

test.each([
  ['wait', 0],
  ['send', 1],
])('kill -9 before the answer (%s): the next run delivers once more, under the same id', async (how, before) => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-webhook-crash-'))
  // The receiver takes what the first process sends, and never answers it.
  const receiver = await startReceiver((response, index) => {
    if (index >= before) response.end()
  })
  const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'webhook-crash-child.ts'), folder, receiver.url, how], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await once(child.stdout, 'data')
    await until(() => receiver.received.length === before)
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended

    const database = openDatabase({ folder, key: { kind: 'none' }, nowMs: Date.now() })
    const vault = new Vault(memoryDocument(), { available: false, encrypt: (text) => Buffer.from(text), decrypt: String })
    vault.setWebhookSecret('critical', 'tulip-lantern')
    let delivered = 0
    const webhooks = new Webhooks({ store: new TellStore(database), vault, book: newBook(), random: () => 1, newId: () => 'another', now: Date.now, onEnd: () => delivered++, personName: () => undefined })
    await until(() => delivered === 1, () => webhooks.tick(Date.now()))
    webhooks.close()
    expect(database.all('SELECT * FROM webhook_outbox')).toEqual([])
    database.close()
    expect(receiver.received.map(({ headers, payload }) => [headers['x-rollcall-delivery'], payload.event])).toEqual(Array.from({ length: before + 1 }, () => ['delivery-of-the-killed', 'fired']))
  } finally {
    child.kill('SIGKILL')
    await receiver.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
