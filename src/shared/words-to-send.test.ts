import { describe, expect, test } from 'vitest'
import type { NoticeDraft } from './notices.ts'
import { firstStep, saysNotADrill, wordsToSend } from './words-to-send.ts'

const text = (language: string, title: string, body: string): NoticeDraft['texts'][number] => ({ language, title, body })
const english = text('en', ' Snow ', 'School closes.\r\nGo home. ')
const arabic = text('ar', 'ثلج اليوم 12!', 'المدرسة (7B) تغلق عند الظهر.')

describe('words as they leave', () => {
  test('each language by itself and all joined, in their order', () => {
    expect(wordsToSend({ texts: [english, text('es', 'Nieve', 'Cierra.')], drill: false }, 'announce')).toEqual({
      title: 'Snow / Nieve', body: 'School closes.\nGo home.\n\nCierra.', language: 'en,es',
      texts: [text('en', 'Snow', 'School closes.\nGo home.'), text('es', 'Nieve', 'Cierra.')],
    })
  })

  test('a step and a drill are said in the language of each text', () => {
    const { title, texts } = wordsToSend({ texts: [english, text('pt-BR', 'Neve', 'Fechada.'), text('so', 'Baraf', 'Xiran.')], drill: true }, 'in-progress')
    expect(title).toBe('DRILL: In progress: Snow / DRILL – SIMULAÇÃO: Em curso: Neve / DRILL: In progress: Baraf')
    expect(texts.map(({ body }) => body.split('\n').at(-1))).toEqual(['This is a DRILL.', 'This is a DRILL. Isto é uma simulação.', 'This is a DRILL.'])
    const again = wordsToSend({ texts: [...texts], drill: true }, 'announce')
    expect(again.title).toBe(title)
  })

  test('a notice begins with its announcement, a window with "scheduled"', () => {
    expect(firstStep({ when: { kind: 'now' } })).toBe('announce')
    expect(firstStep({ when: { kind: 'window', startMs: 1, endMs: 2, zone: 'UTC', reminderMinutes: null } })).toBe('scheduled')
  })

  test('right to left and left to right stand in paragraphs of their own: no sign that turns directions is added, and none is needed', () => {
    const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
    for (const texts of [[english, arabic], [arabic, english]]) {
      const words = wordsToSend({ texts, drill: true }, 'reminder')
      expect(turning.test(JSON.stringify(words))).toBe(false)
      // A paragraph that begins in one script holds one language: its first letter sets its direction.
      const paragraphs = words.body.split('\n').filter((line) => line !== '')
      for (const paragraph of paragraphs) expect(/\p{Script=Arabic}/u.test(paragraph) && /[a-z]{3}/.test(paragraph), paragraph).toBe(false)
    }
  })

  test.each(['This is NOT a  drill', 'This isn’t a drill', "It's no drill!", 'This is not just a drill', 'Esto no es un simulacro', 'Ceci n’est pas un exercice', 'Isto não é uma simulação', 'Das ist keine Übung!'])('a drill never says: %s', (words) => {
    expect(saysNotADrill(words)).toBe(true)
    expect(saysNotADrill('This is a drill. Ceci est un exercice. Não é uma aula.')).toBe(false)
  })
})
