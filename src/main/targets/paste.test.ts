import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { understandPaste } from './paste.ts'
import { testToken } from './test-server.ts'

const token = testToken()

describe('understandPaste', () => {
  it.each([
    ['a bare token', token, null, null, null, token],
    ['Bearer', `Bearer ${token}`, null, null, null, token],
    ['a header line', `Authorization: Bearer ${token}`, null, null, null, token],
    ['quotes and blank lines', `\n\n  "${token}" \n\n`, null, null, null, token],
    ['an assignment', `TOKEN=${token}`, null, null, null, token],
    ['a shell export', `export ACCESS_TOKEN='${token}'`, null, null, null, token],
    ['an opaque token that is named', 'token: abc123', null, null, null, 'abc123'],
    ['JSON of a sign-in', JSON.stringify({ data: { tokens: { access_token: token } } }), null, null, null, token],
    ['wss with the engine path', 'wss://live.lincoln.example/socket.io/', 'https://live.lincoln.example', '/socket.io', null, undefined],
    ['the documented endpoint of endiAPI', 'ws://localhost:8000/socket.io', 'http://localhost:8000', '/socket.io', null, undefined],
    ['https with /ws', 'https://www.rusing.example/ws', 'https://www.rusing.example', '/ws', null, undefined],
    ['a namespace with a token in the address', `http://localhost:8000/study-groups?token=${token}`, 'http://localhost:8000', null, '/study-groups', token],
    ['an address without scheme', 'live.lincoln.example:8443', 'https://live.lincoln.example:8443', null, null, undefined],
    ['localhost without scheme', 'localhost:5000', 'http://localhost:5000', null, null, undefined],
    ['a line of code', "const socket = io('http://localhost:5000', {", 'http://localhost:5000', null, null, undefined],
    ['an .env file', `# school\nAPI_URL=https://live.lincoln.example\nACCESS_TOKEN=${token}\nPORT=3000`, 'https://live.lincoln.example', null, null, token],
    ['address and token', `https://live.lincoln.example\n\nBearer ${token}`, 'https://live.lincoln.example', null, null, token],
    ['a password in the address is left out', 'https://maria:secret@live.lincoln.example', 'https://live.lincoln.example', null, null, undefined],
  ])('%s', (_, text, url, path, namespace, tokenText) => {
    expect(understandPaste(text)).toMatchObject({ url, path, namespace, tokenText, token: tokenText !== undefined })
  })

  it('says what it did not find, and never repeats a token in its remarks', () => {
    expect(understandPaste('hello there').remarks).toEqual(['No address and no token was found in the text.'])
    expect(understandPaste('').remarks).toEqual([])
    expect(JSON.stringify(understandPaste(`http://localhost/x?token=${token}`).remarks)).not.toContain(token)
  })

  it('survives whatever is pasted', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void understandPaste(text)), { numRuns: 500 })
    expect(() => understandPaste(`http://[bad\u0000${'x'.repeat(200_000)}`)).not.toThrow()
  })
})
