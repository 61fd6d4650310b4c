import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { NoticeDraft, NoticeTemplate } from '../../../../shared/notices.ts'
import { wordsToSend } from '../../../../shared/words-to-send.ts'
import { addedText, asDrill, hasWording, sameTexts, valuesIn, withFirst, withTemplate, withWording } from '../template-text.ts'
import { counterWords, cutWords } from './limited-text.tsx'
import { MessagePreview } from './message-preview.tsx'
import { previewText } from './preview-text.ts'
import { lacking } from './steps.ts'

/* A notice in several languages: what is written, what a template brings, and what a recipient sees. */

type Text = NoticeDraft['texts'][number]
const text = (language: string, title = '', body = ''): Text => ({ language, title, body })

function draftOf(texts: Text[], change: Partial<NoticeDraft> = {}): NoticeDraft {
  return { id: 'n', drill: false, kind: 'announcement', severity: 'info', dismissable: true, expiresAtMs: null, texts, audience: { include: [], exclude: [] }, when: { kind: 'now' }, templateId: null, corrects: null, ...change }
}

const bus: NoticeTemplate = {
  id: 'bus', name: 'Late bus', kind: 'announcement', builtIn: true, severity: 'warning', dismissable: false,
  texts: [text('en', 'Bus {bus} is late', '{bus}: {minutes} minutes'), text('fr', 'Autobus {bus} en retard', '{minutes} minutes ({bus})'), text('pt', 'Ônibus {bus}', '{minutes}!')],
  fields: [{ name: 'bus', label: 'Bus', example: '12' }, { name: 'minutes', label: 'Minutes', example: '20' }],
}
const french: NoticeTemplate = { ...bus, id: 'own', texts: [text('fr', 'Avis', 'Texte'), text('de', 'Hinweis', 'Text')], fields: [] }

describe('a template', () => {
  it('brings its wording in the languages that were chosen, and no others', () => {
    expect(withTemplate(draftOf([text('en')]), bus).texts).toEqual([bus.texts[0]])
    expect(withTemplate(draftOf([text('pt-BR'), text('en', 'old', 'old')]), bus).texts).toEqual([{ ...bus.texts[2], language: 'pt-BR' }, bus.texts[0]])
  })

  it('leaves nothing of another template or text in a language that it lacks: no notice says two things', () => {
    const texts = withTemplate(draftOf([text('en', 'Evacuate', 'Go'), text('es', 'Evacúen', 'Salgan')]), bus).texts
    expect(texts).toEqual([bus.texts[0], text('es')])
    expect(lacking(draftOf([...withWording(texts, bus, { bus: '12', minutes: '5' }, false)]), 'message', 0)).toEqual(['Write a title (Spanish).', 'Write the message (Spanish).'])
  })

  it('that has none of the chosen languages brings its first', () => {
    expect(withTemplate(draftOf([text('en')]), french).texts).toEqual([french.texts[0]])
  })

  it('fills its fields in every language, and leaves alone what was written in others', () => {
    const texts = [...bus.texts, text('de', 'Bus {bus}', 'von Hand')]
    expect(withWording(texts, bus, { bus: '7B', minutes: '{bus}' }, false)).toEqual([
      text('en', 'Bus 7B is late', '7B: {bus} minutes'), text('fr', 'Autobus 7B en retard', '{bus} minutes (7B)'), text('pt', 'Ônibus 7B', '{bus}!'), text('de', 'Bus {bus}', 'von Hand'),
    ])
  })

  it('comes, filled, with a language that is added; without wording the language is empty', () => {
    const values = { bus: '12', minutes: '20' }
    expect([hasWording(bus, 'fr'), hasWording(bus, 'ar')]).toEqual([true, false])
    expect(addedText('fr', bus, values, false)).toEqual(text('fr', 'Autobus 12 en retard', '20 minutes (12)'))
    expect([addedText('ar', bus, values, false), addedText('fr', null, {}, false)]).toEqual([text('ar'), text('fr')])
    expect(addedText('en', bus, values, true)).toEqual(text('en', 'DRILL: Bus 12 is late', 'This is a DRILL. 12: 20 minutes'))
    expect(addedText('en', null, {}, true)).toEqual(asDrill([text('en')])[0])
  })

  it('is read back from a kept draft, so that a language that is added later is filled too', () => {
    for (const drill of [false, true]) {
      for (const values of [{}, { bus: '12' }, { bus: '12 / 13', minutes: '20' }, { bus: ' is late', minutes: 'x: y' }]) expect(valuesIn(withWording(bus.texts, bus, values, drill), bus, drill)).toEqual(values)
    }
    const byHand = withWording(bus.texts, bus, { bus: '12', minutes: '20' }, false).map((each) => ({ ...each, body: `${each.body} Sorry.` }))
    expect([valuesIn(byHand, bus, false), valuesIn([], bus, false), valuesIn([text('ar', 'x')], bus, false)]).toEqual([{}, {}, {}])
    expect(valuesIn([text('en', 'Bus 1 is late', ': '.repeat(100_000))], bus, false)).toEqual({})
  })
})

it('any language can be made the first', () => {
  const texts = [text('en'), text('fr'), text('ar')]
  expect([withFirst(texts, 2), withFirst(texts, 0)].map((all) => all.map(({ language }) => language).join())).toEqual(['ar,en,fr', 'en,fr,ar'])
  expect([withFirst(texts, 9), sameTexts(withFirst(texts, 1), texts)]).toEqual([texts, false])
})

describe('the preview', () => {
  const both = [text('en', 'Snow', 'Closed.'), text('ar', 'ثلج', 'مغلق.')]
  const window = { kind: 'window' as const, startMs: 1, endMs: 2, zone: 'UTC', reminderMinutes: null }

  it.each([['now', draftOf(both)], ['a drill', draftOf(both, { drill: true })], ['a window', draftOf(both, { kind: 'maintenance', when: window })]])('%s: shows what leaves, to the letter', (_, draft) => {
    const { title, body, cut } = previewText(draft, 'all', false)
    const words = wordsToSend(draft, draft.when.kind === 'window' ? 'scheduled' : 'announce')
    expect([title.map(({ text: piece }) => piece).join(''), body.map(({ text: piece }) => piece).join('\n\n'), cut]).toEqual([words.title, words.body, false])
    expect(previewText(draft, 'ar', false)).toEqual({ title: [{ language: 'ar', text: words.texts[1]?.title }], body: [{ language: 'ar', text: words.texts[1]?.body }], cut: false })
    // One that was removed.
    expect(previewText(draft, 'de', false)).toEqual(previewText(draft, 'all', false))
  })

  it('on a phone cuts a long title as a lock screen does, between characters', () => {
    const draft = draftOf([text('en', 'Parent evening moved to Thursday', 'x'), text('fr', '👩‍👧'.repeat(20), 'y')])
    const { title, cut } = previewText(draft, 'all', true)
    expect([title.map(({ text: piece }) => piece), cut]).toEqual([['Parent evening moved to Thursday', ` / ${'👩‍👧'.repeat(5)}…`], true])
    expect(previewText(draft, 'en', true).cut).toBe(false)
  })

  it('is plain text with its language and direction, and hidden characters are seen', () => {
    const html = renderToStaticMarkup(createElement(MessagePreview, { draft: draftOf([text('en', '<b>Snow</b>', 'a\u202Eb'), text('ar', 'ثلج', 'مغلق')]) }))
    expect(html).toContain('<p class="preview-title" dir="auto"><span lang="en">&lt;b&gt;Snow&lt;/b&gt;</span><span lang="ar"> / ثلج</span></p>')
    expect(html).toContain('<p lang="en" dir="auto">a⟨U+202E⟩b</p><p lang="ar" dir="auto">مغلق</p>')
    expect(html).toContain('All, as sent')
    const empty = renderToStaticMarkup(createElement(MessagePreview, { draft: draftOf([text('en'), text('fr')]) }))
    expect([empty.includes('No title yet'), empty.includes('No message yet')]).toEqual([true, true])
    expect(renderToStaticMarkup(createElement(MessagePreview, { draft: draftOf([text('en')]) }))).not.toContain('All, as sent')
  })
})

it('the counter counts as people do, and says what the limit counts', () => {
  expect(counterWords('Bus 12', 200)).toBe('6 of 200 characters')
  expect(counterWords('👩‍👧‍👦', 200)).toBe('1 character; emoji and marks count for more: 8 of 200 used')
  expect(cutWords('a'.repeat(1_000_000), 'a'.repeat(5_000))).toBe('The text had 1,000,000: only the first 5,000 were taken.')
  expect(cutWords('👩‍👧‍👦'.repeat(30), '👩‍👧‍👦'.repeat(25))).toBe('The text had 30: only the first 25 were taken.')
})
