import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { Monitor } from '../main/monitor/monitor.ts'
import { NoticeWays } from '../main/notices/ways/index.ts'
import { packet, waySettings, waysOn } from '../main/notices/ways/ways-fixture.ts'
import type { EventReader } from '../main/targets/event-reader.ts'
import { Targets } from '../main/targets/targets.ts'
import { memoryVault, testCatalog, testSettings } from '../main/targets/test-server.ts'
import { openClient, until } from './kit/test-client.ts'
import type { TestClient } from './kit/test-client.ts'
import { deskOn } from './notices-fixture.ts'

/* docs/server-contract.md: its example, as printed, in a process of its own, and the real ways send to it. */

const root = join(import.meta.dirname, '../..')
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** @param blocks of those behind the example, by what they begin with, each put in as the page says */
async function runExample(...blocks: readonly ('const unread' | 'const said')[]): Promise<string> {
  const page = readFileSync(join(root, 'docs/server-contract.md'), 'utf8')
  const [example = '', ...others] = page.split(/^```js\n/m).slice(1).map((text) => text.slice(0, text.search(/\n```$/m)))
  expect(example.split('\n').length).toBeLessThanOrEqual(30)
  let code = example
  for (const [index, block] of others.entries()) {
    if (!blocks.some((start) => block.startsWith(start))) continue
    // What stands between the block before it and this one.
    const words = page.split(/^```(?:js)?\n/m)[2 * (index + 1)] ?? ''
    const changes = [...words.matchAll(/`([^`\n]+)` becomes `([^`\n]+)`/g)]
    expect(changes.length).toBeGreaterThan(0)
    for (const [, before = '', after = ''] of changes) {
      expect(code.split(before)).toHaveLength(2)
      code = code.replace(before, after)
    }
    code += `\n${block}`
  }
  expect(code.includes('follow(')).toBe(blocks.includes('const unread'))
  expect(code.includes('once(')).toBe(blocks.includes('const said'))
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  stops.push(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
  await until(() => /listening on \d+/.test(said), () => `the example listens: ${said}`)
  return `http://127.0.0.1:${/listening on (\d+)/.exec(said)?.[1]}`
}

async function open(url: string, token: string): Promise<TestClient> {
  const client = openClient({ url, path: '/socket.io' }, { auth: { token } })
  stops.push(() => client.close())
  await until(() => client.socket.connected, 'the client is connected')
  return client
}

test('the example of docs/server-contract.md, run as printed, takes a notice for a role and delivers it to that role alone, once', async () => {
  const url = await runExample()
  const students = await Promise.all([open(url, 'token-2'), open(url, 'token-2')])
  const teacher = await open(url, 'token-3')
  const bench = waysOn(url, { catalog: testCatalog(), secrets: { token: 'token-1' } })
  stops.push(() => bench.targets.stop())
  await bench.live()

  const toStudents = packet({ audience: { include: [{ kind: 'role', targetId: 'target-1', role: 'student' }], exclude: [] } })
  expect(await bench.ways.send(toStudents, waySettings())).toEqual({ result: 'confirmed', delivered: 2, detail: 'The server confirmed it. Delivered to 2 connections.' })
  // A console that lost its memory asks again: the server answers as before, and sends nothing.
  const again = waysOn(url, { catalog: testCatalog(), secrets: { token: 'token-1' } })
  stops.push(() => again.targets.stop())
  await again.live()
  expect(await again.ways.send(toStudents, waySettings())).toMatchObject({ result: 'confirmed', delivered: 2 })
  expect(await bench.ways.send(packet({ audience: { include: [{ kind: 'everybody' }], exclude: [{ kind: 'role', targetId: 'target-1', role: 'student' }] }, args: [{ title: 'Staff' }] }), waySettings())).toMatchObject({ result: 'confirmed', delivered: 3 })
  await teacher.first('announcement.new')
  expect([...students, teacher].map((client) => client.all('announcement.new'))).toEqual([toStudents.args, toStudents.args, [{ title: 'Staff' }]])

  expect(await bench.ways.send(packet({ event: 'something.else' }), waySettings())).toEqual({ result: 'refused', delivered: null, detail: 'The server refused it: INVALID.' })
  // Malformed ones, straight on the wire, by an admin and by others: the process lives.
  const admin = await open(url, 'token-1')
  const whole = { noticeId: 'n', audience: { include: [{ kind: 'everybody' }], exclude: [] }, event: 'announcement.new', payload: { title: 'x' } }
  const malformed = [null, 5, 'x', {}, { key: 'k0' }, { ...whole, key: 'k1', audience: { include: 7 } }, { ...whole, key: 'k2', audience: { include: [null], exclude: [] } }, { ...whole, key: 'k3', payload: null }, { ...whole, key: {} }]
  for (const notice of [...malformed, { ...whole, key: 'k4', audience: { include: [{ kind: 'constructor' }], exclude: [] } }, { ...whole, key: 'k5', audience: { include: [{ kind: 'everybody' }], exclude: [{ kind: 'moon phase' }] } }, { ...whole, key: 'k6', audience: { include: [{ kind: 'everybody' }], exclude: [{ kind: 'room', namespace: '/grades', room: '7b' }] } }]) {
    expect(await admin.socket.timeout(5_000).emitWithAck('admin:broadcast', notice)).toMatchObject({ success: false, error: { code: 'INVALID' } })
  }
  admin.socket.emit('admin:broadcast')
  expect(await teacher.socket.timeout(5_000).emitWithAck('admin:broadcast', { noticeId: 'n' })).toMatchObject({ success: false, error: { code: 'FORBIDDEN' } })
  expect([...students, teacher].map((client) => client.all('announcement.new').length)).toEqual([1, 1, 1])
})

test('with the block of repeats: two consoles that say the same at the same moment reach everybody once, and other words are no repeat', async () => {
  const url = await runExample('const said')
  const students = await Promise.all([open(url, 'token-2'), open(url, 'token-2')])
  const [one, other] = [1, 2].map(() => waysOn(url, { catalog: testCatalog(), secrets: { token: 'token-1' } }))
  if (!one || !other) throw new Error('no console')
  stops.push(() => one.targets.stop(), () => other.targets.stop())
  await Promise.all([one.live(), other.live()])
  const same = { digest: 'd'.repeat(64), audience: { include: [{ kind: 'role', targetId: 'target-1', role: 'student' }], exclude: [] }, args: [{ title: 'Same' }] }
  expect((await Promise.all([one, other].map(({ ways }) => ways.send(packet(same), waySettings())))).map(({ result, delivered }) => `${result} ${delivered}`).sort()).toEqual(['confirmed 2', 'refused null'])
  expect(await other.ways.send(packet({ ...same, digest: 'e'.repeat(64) }), waySettings())).toMatchObject({ result: 'confirmed' })
  await until(() => students.every((student) => student.all('announcement.new').length >= 2), 'both arrived')
  expect(students.map((student) => student.all('announcement.new').length)).toEqual([2, 2])
})

test('with the block of receipts it tells how many read a notice, and the desk of notices shows it: numbers alone, after a restart of the connection too; languages by the block behind it', async () => {
  const url = await runExample('const unread', 'const said')
  const students = await Promise.all([open(url, 'token-2'), open(url, 'token-2'), open(url, 'token-2')])
  const teacher = await open(url, 'token-3')
  const catalog = testCatalog({ notices: [{ kinds: ['announcement'], namespace: '/', event: 'announcement.new', args: [{ id: '{noticeId}', title: '{title}', body: '{body}' }], roleRooms: [], source: 'test' }] })
  const monitor = new Monitor({ catalogs: [catalog], startedAtMs: Date.now() })
  let reader: EventReader | undefined
  const targets = new Targets({
    catalogs: () => [catalog], vault: memoryVault({ 'target-1': { token: 'token-1' } }), sink: monitor, presence: monitor, loopbackOnly: true,
    reader: { reads: (...event) => reader?.reads(...event) === true, onEvent: (...event) => reader?.onEvent(...event) },
    onChange: (view) => monitor.targetChanged(view, Date.now()), onWatched() {}, onRemoved() {},
  })
  stops.push(() => targets.stop())
  targets.add(testSettings({ url, catalogId: catalog.id, transports: ['websocket'] }))
  const isLive = () => targets.views()[0]?.namespaces[0]?.state === 'live'
  await until(isLive, 'the console is live')
  let aheadMs = 0
  const { desk, stop } = deskOn({ monitor, ways: new NoticeWays({ targets, catalogOf: () => catalog, secretHeader: () => undefined, loopbackOnly: true }), now: () => Date.now() + aheadMs })
  stops.unshift(stop)
  reader = desk.receipts
  const handlers = desk.handlers()
  await handlers['ways:save']({ settings: waySettings() })
  const review = await handlers['notices:review']({
    id: 'n-1', drill: false, kind: 'announcement', severity: 'info', dismissable: true, expiresAtMs: null, texts: [{ language: 'en', title: 'Late bus', body: 'Bus 12.' }, { language: 'fr', title: 'Autobus en retard', body: 'Autobus 12.' }],
    audience: { include: [{ kind: 'role', targetId: 'target-1', role: 'student' }], exclude: [] }, when: { kind: 'now' }, templateId: null, corrects: null,
  })
  if (!review.ok) throw new Error(review.problem.what)
  expect(review.value).toMatchObject({ problems: [] })
  expect(await handlers['notices:send']({ reviewId: review.value.reviewId, typed: review.value.typeToConfirm, approval: null, repeat: false })).toMatchObject({ ok: true })
  // The ten seconds of undo.
  aheadMs = 10_000
  const part = async () => {
    const answer = await handlers['notices:get']({ id: 'n-1' })
    return answer.ok ? answer.value.parts[0] : undefined
  }
  await expect.poll(part, { timeout: 5_000 }).toMatchObject({ state: 'confirmed', delivered: 3, read: null })
  // Its students read French: the words of that language are in the place of the joined ones.
  expect(students.map((client) => client.all('announcement.new')[0])).toEqual(students.map(() => ({ id: 'n-1', title: 'Autobus en retard', body: 'Autobus 12.' })))
  // Said twice it counts once, and who did not get it has not read it.
  for (const client of [students[0], students[0], teacher]) client.socket.emit('announcement.read')
  await expect.poll(part, { timeout: 5_000 }).toMatchObject({ state: 'confirmed', delivered: 3, read: 1, detail: "The server's receipt: delivered to 3 connections, 1 of 3 has read it." })
  targets.rebuildAll()
  await until(() => !isLive(), 'the connection is made anew')
  await until(isLive, 'the console is live again')
  for (const client of students) client.socket.emit('announcement.read')
  await expect.poll(part, { timeout: 5_000 }).toMatchObject({ delivered: 3, read: 3 })
  expect([...students, teacher].map((client) => client.all('announcement.new').length)).toEqual([1, 1, 1, 0])
  expect(students.flatMap((client) => client.all('admin:broadcast:receipt'))).toEqual([])
}, 20_000)
