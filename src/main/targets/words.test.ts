import { describe, expect, it } from 'vitest'
import { problemKind } from '../../shared/domain.ts'
import { backoffMs } from './backoff.ts'
import { problemOf, withoutSecrets } from './problem.ts'
import { classifyCode, classifyRefusal, innerError } from './refusal.ts'
import { testToken } from './test-server.ts'
import { cleanToken, readToken, whoAmI } from './token.ts'

describe('problems in words', () => {
  it.each(problemKind.options)('%s says what happened where, and what to do', (kind) => {
    const problem = problemOf(kind, { host: 'live.lincoln.example', namespace: '/chat', details: 'E42' })
    expect(problem.what).toContain('live.lincoln.example')
    expect(problem.what).toMatch(/^[A-Z0-9a-z].+\.$/)
    expect(problem.advice).toMatch(/\.$/)
    expect(`${problem.what} ${problem.advice}`).not.toMatch(/something went wrong|are you sure|E42/i)
    expect(problem.details).toBe('E42')
  })

  it('hold no token in their details', () => {
    const token = testToken()
    for (const text of [token, `Bearer ${token}`, `{"token":"abc123secret"}`, 'access_token=abc123secret&x=1', 'Authorization: Bearer abc123secret', 'password: "abc123secret"', `jwt malformed: ${token.slice(0, 40)}`]) {
      const clean = problemOf('unknown', { host: 'h', details: text }).details
      expect(clean).not.toContain('abc123secret')
      expect(clean).not.toContain(token.slice(0, 40))
    }
    expect(withoutSecrets('x'.repeat(5_000))).toHaveLength(500)
  })
})

describe('classifyRefusal', () => {
  const good = readToken(testToken({ exp: 4_000_000_000 }))
  const at = 1_800_000_000_000
  const of = (message: string, token: typeof good | undefined = good, bareString = false) => classifyRefusal({ message, bareString, extra: '' }, token, at)
  it.each([
    ['unauthorized', 'token-refused'],
    ['Authentication required', 'token-refused'],
    ['Invalid token', 'token-refused'],
    ['Authentication failed', 'token-refused'],
    ['Connection rejected by server', 'token-refused'],
    ['Not enough segments', 'token-refused'],
    ['words that nobody foresaw', 'token-refused'],
    ['', 'token-refused'],
    ['jwt expired', 'token-expired'],
    ['jwt audience invalid', 'token-audience'],
    ['Invalid namespace', 'namespace-unknown'],
    ['Database unavailable', 'server-trouble'],
    ['Too many connections', 'rate-limited'],
    ['RATE_LIMIT_EXCEEDED', 'rate-limited'],
  ])('%j is %s', (message, kind) => expect(of(message)).toBe(kind))

  it('looks at the token that was sent', () => {
    expect(of('Authentication failed', undefined)).toBe('token-refused')
    expect(classifyRefusal({ message: 'x', bareString: false, extra: '' }, undefined, at)).toBe('token-missing')
    expect(of('Authentication failed', readToken('abc'))).toBe('token-malformed')
    expect(of('Authentication failed', readToken(testToken({ exp: 1 })))).toBe('token-expired')
    expect(of('Unable to connect', good, true)).toBe('namespace-unknown')
    expect(of('Connection rejected by server', good, true)).toBe('token-refused')
  })

  it('knows the codes of Node, wherever Socket.IO hides them', () => {
    expect(classifyCode('ENOTFOUND', '')).toBe('host-unknown')
    expect(classifyCode('ERR_TLS_CERT_ALTNAME_INVALID', '')).toBe('tls-name')
    expect(classifyCode('EPROTO', 'ssl3_get_record:wrong version number')).toBe('tls-not-spoken')
    expect(classifyCode('ECONNRESET', 'socket hang up')).toBeUndefined()
    expect(innerError({ message: 'websocket error', description: { error: { code: 'ECONNREFUSED', message: 'connect' } } })).toEqual({ code: 'ECONNREFUSED', message: 'connect' })
    expect(innerError({ message: 'xhr poll error', context: { statusText: { code: 'ENOTFOUND', message: 'dns' } } }).code).toBe('ENOTFOUND')
    expect(innerError({ errors: [{ code: 'ECONNREFUSED' }] }).code).toBe('ECONNREFUSED')
    expect(innerError(null)).toEqual({ code: '', message: '' })
  })
})

describe('tokens', () => {
  it('are read without being trusted', () => {
    expect(readToken(testToken({ exp: 2, iat: 1 }))).toMatchObject({ wellFormed: true, endsAtMs: 2_000, issuedAtMs: 1_000 })
    for (const odd of ['', 'a.b.c', '...', 'x'.repeat(10_000), `${Buffer.from('[]').toString('base64url')}.e30.x`]) expect(readToken(odd)).toMatchObject({ wellFormed: false, endsAtMs: undefined })
    expect(readToken(testToken({ exp: 'soon', iat: 1e300 }))).toMatchObject({ wellFormed: true, endsAtMs: undefined, issuedAtMs: undefined })
  })

  it('are cleaned of what surrounds them', () => {
    for (const text of [' Bearer abc ', '"abc"', 'bearer\tabc', 'Authorization: Bearer abc', 'abc;']) expect(cleanToken(text)).toBe('abc')
  })

  it('name the person by the first source that knows', () => {
    expect(whoAmI([{ sub: 7 }, { role: 'ADMIN' }], { id: ['id', 'sub'], role: ['role'] })).toEqual({ id: '7', role: 'ADMIN' })
    expect(whoAmI([{}], { id: ['sub'], role: [] })).toBeNull()
  })
})

describe('backoffMs', () => {
  it('doubles up to a minute, with jitter of a half', () => {
    expect([0, 1, 2, 5, 6, 50].map((failures) => backoffMs(failures, () => 1))).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000])
    expect(backoffMs(0, () => 0)).toBe(500)
  })
})
