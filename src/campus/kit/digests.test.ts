import { afterEach, expect, test, vi } from 'vitest'
import { Digests, SAME_WORDS_MS } from './digests.ts'

afterEach(() => void vi.useRealTimers())

test('of several at the same moment the first that can be delivered is, and nobody is refused for words that did not leave', async () => {
  const digests = new Digests()
  const delivered: number[] = []
  const ask = (number: number, success: boolean) => digests.once('d', async () => {
    await Promise.resolve()
    delivered.push(number)
    return { success }
  })
  expect(await Promise.all([ask(1, false), ask(2, true), ask(3, true)])).toEqual([{ success: false }, { success: true }, undefined])
  expect(delivered).toEqual([1, 2])
})

test('for a minute; other words, and words without a digest', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const digests = new Digests()
  const ask = async (digest?: string) => (await digests.once(digest, () => Promise.resolve({ success: true }))) !== undefined
  expect([await ask('a'), await ask('a'), await ask('b'), await ask(), await ask()]).toEqual([true, false, true, true, true])
  vi.setSystemTime(Date.now() + SAME_WORDS_MS)
  expect(await ask('a')).toBe(true)
})
