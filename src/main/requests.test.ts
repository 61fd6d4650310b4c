import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { FRAME_CHANNEL, REQUEST_PREFIX, requests } from '../shared/ipc.ts'
import type { Channel } from '../shared/ipc.ts'
import { answerRequest, channels } from './requests.ts'
import type { Handlers } from './requests.ts'

/** Handlers that say which channel they are and with what they were called. */
const echo = Object.fromEntries(channels.map((channel) => [channel, (args: unknown) => ({ channel, args })])) as unknown as Handlers

describe('requests of the window', () => {
  test('every channel of the contract is served', () => {
    expect([...channels].sort()).toEqual(Object.keys(requests).sort())
  })

  test('a parsed argument reaches its handler', async () => {
    expect(await answerRequest(echo, 'frame:ack', true, { seq: 7 })).toEqual({ channel: 'frame:ack', args: { seq: 7 } })
  })

  test.each(channels)('%s: a sender that is not our main frame is refused', async (channel) => {
    await expect(answerRequest(echo, channel, false, null)).rejects.toThrow('untrusted sender')
  })

  test.each(channels)('%s: an argument of another shape is refused and not passed on', async (channel) => {
    for (const wrong of [undefined, 7, 'text', [], { nonsense: true }]) {
      await expect(answerRequest(echo, channel, true, wrong)).rejects.toThrow(`${channel}: malformed argument`)
    }
  })

  test('nothing of a malformed argument is repeated in the error', async () => {
    const secret = { targetId: 'a', secrets: { token: 'eyJ.very.secret', extra: 1 } }
    await expect(answerRequest(echo, 'target:sign-in' satisfies Channel, true, secret)).rejects.toThrow(/^(?!.*very\.secret)/)
  })

  test('the preload script speaks of the same channels as the contract', async () => {
    const preload = await readFile(new URL('../preload/index.ts', import.meta.url), 'utf8')
    expect(preload).toContain(`'${REQUEST_PREFIX}'`)
    expect(preload).toContain(`'${FRAME_CHANNEL}'`)
  })
})
