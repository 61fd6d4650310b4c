import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { requests } from '../shared/ipc.ts'
import { intervention, newBook, START_MS } from './monitor/alerts/alert-book-fixture.ts'
import { AuditLog } from './store/audit.ts'
import { openDatabase } from './store/database.ts'
import type { LocalDatabase } from './store/database.ts'
import { memoryDocument } from './store/document.ts'
import { Vault } from './store/vault.ts'
import { TellDesk } from './tell-desk.ts'
import type { Desktop, DesktopEvents, Notice } from './tell-desk.ts'
import { startReceiver } from './tell/webhook-fixture.ts'

const HOUR_MS = 60 * 60_000
let folder: string
let opened: LocalDatabase[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-tell-'))
})
afterEach(() => {
  for (const each of opened) each.close()
  opened = []
  rmSync(folder, { recursive: true })
})

/** A desk with a desktop that writes down what it is asked to show. @param why what the desktop answers to a notification */
function start(why = '') {
  const calls: string[] = []
  const notices: Notice[] = []
  const acknowledged: (readonly string[] | number)[] = []
  let events: DesktopEvents | undefined
  const desktop: Desktop = {
    listen: (given) => void (events = given),
    notify: (notice) => {
      notices.push(notice)
      return why
    },
    withdraw: (key) => void calls.push(`withdraw ${key}`),
    show: ({ badge, tray, quiet }) => void calls.push(`${tray} ${badge}${quiet ? ' quiet' : ''}`),
    trouble: () => '',
    close: () => void calls.push('close'),
  }
  const database = openDatabase({ folder, key: { kind: 'none' }, nowMs: START_MS })
  opened.push(database)
  const book = newBook()
  const clock = { nowMs: START_MS }
  const audit = new AuditLog(database, START_MS)
  const desk = new TellDesk({
    monitor: { alertBook: book, targets: () => [], rosterPerson: () => undefined },
    database,
    vault: new Vault(memoryDocument(), { available: false, encrypt: (text) => Buffer.from(text), decrypt: String }),
    audit,
    desktop,
    osUser: 'ortiz',
    now: () => clock.nowMs,
    acknowledge: (ids, minutes) => void acknowledged.push(ids, minutes),
  })
  const handlers = desk.handlers()
  return {
    desk, audit, book, notices, calls, acknowledged, database, handlers,
    events: () => events as DesktopEvents,
    tick(atMs: number): void {
      clock.nowMs = atMs
      book.tick(atMs)
      desk.tick(atMs)
    },
    view: () => requests['tell:get'].answer.parse(handlers['tell:get'](null)),
  }
}

const timeline = (app: ReturnType<typeof start>, id: string): string[] => (app.book.slot(id)?.entries ?? []).filter(({ what }) => what === 'notified' || what === 'not-shown').map(({ what, text }) => `${what}: ${text}`)

describe('an alert', () => {
  test('is shown, said in its timeline, in the log and on the icon', () => {
    const app = start()
    app.book.receive(intervention('1'), START_MS)
    app.tick(START_MS)
    expect(app.notices).toMatchObject([{ title: 'Lincoln High: chronic absence', body: '1 open, critical', alertIds: ['a1'] }])
    expect(timeline(app, 'a1')).toEqual(['notified: native notification'])
    expect(app.view().log).toEqual([{ atMs: START_MS, text: 'Lincoln High: chronic absence - 1 open', shown: true, why: '' }])
    expect(app.calls).toEqual(['critical 1'])
    expect(app.desk.summary()).toEqual({ notShown: { count: 0, lastWhy: '' }, chime: { id: 1, severity: 'critical' }, announce: { id: 1, text: 'Critical. Lincoln High: chronic absence, 1 open.' } })
  })

  test('is told once', () => {
    const app = start()
    app.book.receive(intervention('1'), START_MS)
    for (let n = 0; n < 5; n++) app.tick(START_MS + n * 1_000)
    expect(app.notices.length).toBe(1)
  })

  test('that is not shown is logged with the reason, and counted', () => {
    const app = start()
    void app.handlers['tell:set']({ quietUntilMs: START_MS + HOUR_MS, criticalAlways: false })
    app.book.receive(intervention('1'), START_MS)
    app.tick(START_MS)
    expect(app.notices).toEqual([])
    expect(timeline(app, 'a1')).toEqual(['not-shown: not shown: do not disturb'])
    expect(app.view().log).toMatchObject([{ shown: false, why: 'do not disturb' }])
    expect(app.desk.summary()).toEqual({ notShown: { count: 1, lastWhy: 'do not disturb' }, chime: null, announce: null })
    expect(app.calls).toEqual(['critical 1 quiet'])
  })

  test('that the desktop does not take is logged with its reason, and still makes its sound', () => {
    const app = start('this desktop shows no notifications')
    app.book.receive(intervention('1'), START_MS)
    app.tick(START_MS)
    expect(timeline(app, 'a1')).toEqual(['not-shown: not shown: this desktop shows no notifications'])
    expect(app.desk.summary()).toMatchObject({ notShown: { count: 1 }, chime: { id: 1 } })
  })

  test('whose notification fails later is logged too', () => {
    const app = start()
    app.book.receive(intervention('1'), START_MS)
    app.tick(START_MS)
    app.events().failed(app.notices[0]?.key ?? '', 'the desktop refused it (2)')
    expect(app.view().log[0]).toMatchObject({ shown: false, why: 'the desktop refused it (2)' })
    expect(app.desk.summary().notShown.count).toBe(1)
  })

  test('can be acknowledged from its notification, for as long as the settings say', () => {
    const app = start()
    void app.handlers['tell:set']({ acknowledgeMinutes: 45 })
    app.events().acknowledge(['a1'])
    expect(app.acknowledged).toEqual([['a1'], 45])
  })
})

describe('settings', () => {
  test('outlive the run, and one that cannot be read takes its default alone', () => {
    const first = start()
    void first.handlers['tell:set']({ sound: 'bell', owners: ['Ms. Ortiz', 'ms. ortiz'], notifyFrom: undefined })
    first.database.run("UPDATE tell_settings SET body = json_set(body, '$.soundFrom', 'never') WHERE key = 'settings'")
    first.database.close()
    expect(start().view().settings).toMatchObject({ sound: 'bell', owners: ['Ms. Ortiz'], soundFrom: 'critical', notifyFrom: 'warning' })
  })

  test('that make no sense are refused in words, and nothing changes', () => {
    const app = start()
    const answer = app.handlers['tell:set']({ sound: 'off', monitoringHours: { days: [1], from: '08:00', to: '16:00', zone: 'Nowhere/Land' } })
    expect(requests['tell:set'].answer.parse(answer)).toMatchObject({ ok: false, problem: { what: 'This computer knows no time zone “Nowhere/Land”.' } })
    expect(app.view().settings).toMatchObject({ sound: 'chime', monitoringHours: null })
  })

  test('do not disturb from the tray ends by itself', () => {
    const app = start()
    app.tick(START_MS)
    app.events().quietFor(HOUR_MS)
    expect(app.view().settings.quietUntilMs).toBe(START_MS + HOUR_MS)
    app.tick(START_MS + 1_000)
    app.tick(START_MS + HOUR_MS)
    expect(app.view().settings.quietUntilMs).toBeNull()
    expect(app.calls).toEqual(['normal 0', 'normal 0 quiet', 'normal 0'])
  })

  test('that cannot be written are said', () => {
    const app = start()
    app.database.close()
    expect(app.handlers['tell:set']({ sound: 'off' })).toMatchObject({ ok: false, problem: { what: 'This could not be written to the local database.' } })
    expect(() => { app.tick(START_MS + HOUR_MS) }).not.toThrow()
  })
})

describe('tell:test', () => {
  test('notification', async () => {
    expect(await start().handlers['tell:test']({ way: 'notification', severity: 'warning' })).toMatchObject({ ok: true, value: { sentence: expect.stringMatching(/^Handed to the desktop\. .*do-not-disturb/) as unknown } })
    expect(await start('this desktop shows no notifications').handlers['tell:test']({ way: 'notification', severity: 'warning' })).toMatchObject({ ok: false, problem: { what: 'Not shown: this desktop shows no notifications.' } })
  })

  test('sound', async () => {
    const app = start()
    expect(await app.handlers['tell:test']({ way: 'sound', severity: 'info' })).toEqual({ ok: true, value: { sentence: 'The window plays the chime now.' } })
    expect(app.desk.summary().chime).toEqual({ id: 1, severity: 'info' })
    void app.handlers['tell:set']({ sound: 'off' })
    expect(await app.handlers['tell:test']({ way: 'sound', severity: 'info' })).toMatchObject({ ok: false })
    expect(app.desk.summary().chime).toEqual({ id: 1, severity: 'info' })
  })

  test('webhook', async () => {
    const receiver = await startReceiver((response) => response.end())
    const app = start()
    expect(await app.handlers['tell:test']({ way: 'webhook', severity: 'info' })).toMatchObject({ ok: false })
    const set = requests['tell:webhook'].answer.parse(app.handlers['tell:webhook']({ severity: 'info', url: receiver.url, secret: 'tulip-lantern', names: false }))
    expect(JSON.stringify(set)).not.toContain('tulip')
    // Where alerts go outside is in the audit log, without the address's path and without the secret.
    expect(app.audit.list(null, 1)).toMatchObject([{ who: 'ortiz', action: 'set webhook', scope: `info alerts to ${new URL(receiver.url).host}, without names`, result: 'confirmed' }])
    expect(requests['tell:webhook'].answer.parse(app.handlers['tell:webhook']({ severity: 'info', url: 'ftp://nowhere', names: true }))).toMatchObject({ ok: false })
    expect(app.audit.list(null, 1)).toMatchObject([{ action: 'set webhook', scope: 'info alerts to nowhere, names allowed', result: 'failed' }])
    expect(await app.handlers['tell:test']({ way: 'webhook', severity: 'info' })).toMatchObject({ ok: true, value: { sentence: expect.stringMatching(/^The test arrived/) as unknown } })
    await receiver.stop()
    expect(receiver.received.length).toBe(1)
  })
})

test('the end of the app takes its notifications and tray away', () => {
  const app = start()
  app.desk.close()
  expect(app.calls).toEqual(['close'])
})
