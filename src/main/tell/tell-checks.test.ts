import { describe, expect, test } from 'vitest'
import type { TellSettings } from '../../shared/alerts.ts'
import { TELL_LOG_MAX, WEBHOOK_RETRY_BASE_MS, WEBHOOK_RETRY_MAX_MS, WEBHOOK_TRIES_MAX } from '../../shared/limits.ts'
import { defaultTellSettings } from '../store/tell-store.ts'
import { QUIET_MAX_MS, settingsTrouble, tidy } from './settings-check.ts'
import { TellLog } from './tell-log.ts'
import { addressTrouble } from './webhook-address.ts'
import { judge, retryAfterMs } from './webhook-verdict.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 9)
const hours = { days: [1, 2], from: '07:00', to: '16:00', zone: 'America/Chicago' }

test.each<[Partial<TellSettings>, RegExp | undefined]>([
  [{ monitoringHours: hours }, undefined],
  [{ monitoringHours: { ...hours, from: '22:00', to: '06:00', zone: 'local' } }, undefined],
  [{ monitoringHours: { ...hours, zone: 'America/Springfield' } }, /no time zone “America\/Springfield”/],
  [{ monitoringHours: { ...hours, to: '07:00' } }, /begin and end at the same time/],
  [{ monitoringHours: null, quietUntilMs: null }, undefined],
  [{ quietUntilMs: NOW_MS + 1 }, undefined],
  [{ quietUntilMs: NOW_MS }, /over already/],
  [{ quietUntilMs: NOW_MS + QUIET_MAX_MS + 1 }, /7 days at most/],
])('settings %j', (change, what) => {
  const trouble = settingsTrouble(change, NOW_MS)
  if (what === undefined) expect(trouble).toBeUndefined()
  else expect(trouble).toMatchObject({ what: expect.stringMatching(what) as unknown, advice: expect.stringMatching(/\.$/) as unknown })
})

test('each owner and day is kept once', () => {
  expect(tidy({ ...defaultTellSettings, owners: ['Ms. Ortiz', 'Mr. Lund', 'ms. ortiz'], monitoringHours: { ...hours, days: [5, 1, 5] } })).toMatchObject({ owners: ['Ms. Ortiz', 'Mr. Lund'], monitoringHours: { days: [1, 5] } })
})

test.each<[string, RegExp | undefined]>([
  ['https://oncall.example/hooks/a', undefined],
  ['http://127.0.0.1:8080/hook', undefined],
  ['http://localhost/hook', undefined],
  ['http://[::1]:9/', undefined],
  ['http://oncall.example/hook', /http everybody/],
  ['http://127.0.0.1.oncall.example/', /http everybody/],
  ['http://hook.localhost/', /http everybody/],
  ['http://2130706433/', undefined],
  ['ftp://oncall.example/', /do not go by ftp/],
  ['file:///etc/hosts', /do not go by file/],
  ['javascript:alert(1)', /do not go by/],
  ['https://user:pass@oncall.example/', /user name or password/],
  ['oncall.example/hook', /not a URL/],
  ['', /not a URL/],
])('address %s', (url, what) => {
  const trouble = addressTrouble(url)
  if (what === undefined) expect(trouble).toBeUndefined()
  else expect(trouble?.what).toMatch(what)
  // What was wrong with an address is said without its user and password.
  expect(JSON.stringify(trouble ?? {})).not.toContain('pass@')
})

describe('what becomes of a message', () => {
  const answer = (status: number, retryAfter?: string) => ({ kind: 'answer' as const, status, retryAfter })
  test.each<[Parameters<typeof judge>[0], string]>([
    [answer(200), 'delivered'], [answer(204), 'delivered'], [answer(299), 'delivered'],
    [answer(301), 'again'], [answer(302), 'again'], [answer(308), 'again'],
    [answer(400), 'given-up'], [answer(401), 'given-up'], [answer(404), 'given-up'], [answer(410), 'given-up'], [answer(422), 'given-up'],
    [answer(408), 'again'], [answer(429), 'again'], [answer(500), 'again'], [answer(503), 'again'], [answer(999), 'again'], [answer(0), 'again'],
    [{ kind: 'none', why: 'nothing listens there' }, 'again'],
  ])('%j: %s', (given, kind) => {
    expect(judge(given, 1, 0.5, NOW_MS).kind).toBe(kind)
  })

  test('waits grow to the longest, with jitter between a half and all of it', () => {
    const waits = (random: number): number[] => Array.from({ length: WEBHOOK_TRIES_MAX - 1 }, (_, index) => {
      const verdict = judge(answer(500), index + 1, random, NOW_MS)
      return verdict.kind === 'again' ? verdict.waitMs : -1
    })
    expect(waits(0)[0]).toBe(WEBHOOK_RETRY_BASE_MS / 2)
    expect(waits(1)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900].map((seconds) => seconds * 1000))
  })

  test('the last try gives up and says so', () => {
    expect(judge(answer(500), WEBHOOK_TRIES_MAX, 0.5, NOW_MS)).toEqual({ kind: 'given-up', why: 'it answered 500, at the last of 10 tries' })
  })

  test.each<[string | undefined, number]>([
    [undefined, 0], ['0', 0], ['30', 30_000], ['999999999999', WEBHOOK_RETRY_MAX_MS], ['-5', 0], ['soon', 0], ['1e9', 0], [''.padEnd(5_000, '9'), 0],
    [new Date(NOW_MS + 60_000).toUTCString(), 60_000], [new Date(NOW_MS - 60_000).toUTCString(), 0], [new Date(NOW_MS + 1e12).toUTCString(), WEBHOOK_RETRY_MAX_MS],
  ])('Retry-After %j: %i ms', (header, ms) => {
    expect(retryAfterMs(header, NOW_MS)).toBe(ms)
  })

  test('Retry-After is honoured where it is longer than the wait', () => {
    expect(judge(answer(429, '120'), 1, 0.5, NOW_MS)).toMatchObject({ kind: 'again', waitMs: 120_000, pauseMs: 120_000 })
    expect(judge(answer(503, '1'), 5, 1, NOW_MS)).toMatchObject({ kind: 'again', waitMs: 80_000, pauseMs: 1_000 })
  })
})

test('the log keeps the newest, and counts what was not shown', () => {
  const log = new TellLog()
  for (let n = 0; n < TELL_LOG_MAX + 5; n++) log.shown(n, String(n))
  log.notShown(1_000, 'Lincoln High: truancy - 1 open', 'do not disturb')
  log.notSent(1_001, 'A webhook message', 'given up')
  expect([log.lines.length, log.lines[0]?.why, log.summary]).toEqual([TELL_LOG_MAX, 'given up', { count: 1, lastWhy: 'do not disturb' }])
})
