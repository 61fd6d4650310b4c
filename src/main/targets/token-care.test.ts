import { afterEach, beforeEach, expect, test } from 'vitest'
import { Credentials } from './credentials.ts'
import { problemOf } from './problem.ts'
import { ManualClock, memoryVault, startHttp, testCatalog, testSettings, testToken } from './test-server.ts'
import { TokenCare } from './token-care.ts'

const LIFE_SECONDS = 900
let server: Awaited<ReturnType<typeof startHttp>>
let clock: ManualClock
let asked: number
let lifeSeconds: number
let beforeAnswer: () => void
let events: string[]

const token = (): string => testToken({ iat: Math.round(clock.now() / 1000), exp: Math.round(clock.now() / 1000) + lifeSeconds })

beforeEach(async () => {
  clock = new ManualClock()
  asked = 0
  lifeSeconds = LIFE_SECONDS
  beforeAnswer = () => {}
  events = []
  server = await startHttp((_request, response) => {
    asked++
    beforeAnswer()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: token() }))
  })
})
afterEach(() => server.stop())

/** A connection that stands, with a token of 15 minutes and a way to refresh it. */
function care(): TokenCare {
  const base = testCatalog()
  const catalog = testCatalog({ auth: { ...base.auth, refresh: [{ method: 'POST', path: '/refresh', body: { refresh_token: '{refreshToken}' }, accessToken: [{ in: 'body', path: 'access_token' }], refreshToken: [] }] } })
  const settings = testSettings({ url: server.url })
  const credentials = new Credentials(settings, { catalog, vault: memoryVault({ [settings.id]: { token: token(), refreshToken: 'r1' } }), now: () => clock.now(), mayRefresh: true })
  return new TokenCare({
    catalog, clock, credentials,
    random: () => 0.5,
    problemOf: (kind, details = '') => problemOf(kind, { host: 'school.example', details }),
    renewed: () => events.push('renewed'),
    failed: () => events.push('failed'),
  })
}

test('out of turn: not while the token is good; near its end once, told, and with the next renewal planned', async () => {
  const tokens = care()
  expect([await tokens.renewOutOfTurn(), asked]).toEqual([false, 0])
  clock.advance((LIFE_SECONDS - 10) * 1_000)
  expect([await tokens.renewOutOfTurn(), asked, events, clock.pending]).toEqual([true, 1, ['renewed'], 1])
  tokens.stop()
})

test('out of turn at most once a minute, however short the tokens are that a server hands out', async () => {
  const tokens = care()
  clock.advance((LIFE_SECONDS - 10) * 1_000)
  lifeSeconds = 30
  expect(await tokens.renewOutOfTurn()).toBe(true)
  // The renewal that is planned would come first.
  tokens.stop()
  clock.advance(59_000)
  expect([await tokens.renewOutOfTurn(), asked]).toEqual([false, 1])
  clock.advance(1_000)
  expect([await tokens.renewOutOfTurn(), asked]).toEqual([true, 2])
  tokens.stop()
})

test('a token that comes when its connection is gone is told to nobody, and plans nothing', async () => {
  const tokens = care()
  clock.advance((LIFE_SECONDS - 10) * 1_000)
  beforeAnswer = () => tokens.stop()
  expect([await tokens.renewOutOfTurn(), asked, events, clock.pending]).toEqual([true, 1, [], 0])
})
