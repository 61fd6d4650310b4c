import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AudienceCount, NoticeView } from '../../../../shared/notices.ts'
import { followUpVerb, followUpWord, withoutKnown } from '../notice-words.ts'
import { stepBlock, stepButton, stepSentence } from './step-words.ts'

const pages = join(import.meta.dirname, '..')

describe('a step by hand', () => {
  const counted = (online: number, problems: string[] = []): Pick<AudienceCount, 'online' | 'problems' | 'perTarget'> => ({
    online, problems, perTarget: ['a', 'b'].map((targetId) => ({ targetId, name: targetId, online, way: { targetId, way: 'admin-feed', ok: true, sentence: '', events: [], receipts: 'none' } })),
  })

  it('says in a sentence and on its button what is sent, to how many and where', () => {
    expect(stepSentence('in-progress', counted(1_288), [{ targetId: 'a', schoolName: 'Lincoln *High*' }])).toBe('Send **IN PROGRESS** to **1,288 people** at **Lincoln High, b** now.')
    expect(stepButton('in-progress', counted(1_288))).toBe('Send “In progress” to 1,288')
  })

  it('is not sent before somebody was counted, nor where something is against it', () => {
    expect([stepBlock(null), stepBlock(counted(3, ['It is read-only.'])), stepBlock(counted(3))]).toEqual(['Counting…', 'It is read-only.', null])
  })

  it('is sent by its dialog alone', async () => {
    const files = (await readdir(pages, { recursive: true })).filter((name) => name.endsWith('.tsx'))
    const calls = await Promise.all(files.map(async (name) => (await readFile(join(pages, name), 'utf8')).match(/stepNotice\(/g)?.map(() => name) ?? []))
    expect(calls.flat()).toEqual([join('receipts', 'notice-actions.tsx')])
    expect(await readFile(join(pages, 'receipts', 'notice-actions.tsx'), 'utf8')).toMatch(/<StepDialog [^\n]*onSend=\{\(\) => \{ void act\(\(\) => stepNotice\(/)
  })
})

it('Enter presses none of the buttons that send', async () => {
  const files = (await readdir(pages, { recursive: true })).filter((name) => name.endsWith('.tsx'))
  const sources = await Promise.all(files.map(async (name) => await readFile(join(pages, name), 'utf8')))
  const buttons = sources.flatMap((source) => [...source.matchAll(/<Button[^>]*data-testid="(send-[a-z]+)"(?:[^>]|=>)*>/g)].map(([tag, id]) => [id, tag.includes('onKeyDown={refuseEnter}')]))
  expect(Object.fromEntries(buttons)).toEqual({ 'send-drill': true, 'send-live': true, 'send-step': true })
})

it('older ones are listed once, also where newer ones moved down meanwhile', () => {
  const of = (id: string) => ({ draft: { id } }) as NoticeView
  expect(withoutKnown([of('a'), of('b'), of('c')], [of('b')]).map(({ draft }) => draft.id)).toEqual(['a', 'c'])
})

it('a notice that follows another says how', () => {
  expect((['correct', 'retract', 'resend'] as const).map((how) => [followUpWord(how), followUpVerb(how)])).toEqual([['Correction', 'Corrects'], ['Retraction', 'Retracts'], ['Sent again', 'Sends again']])
})
