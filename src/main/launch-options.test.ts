import { describe, expect, test } from 'vitest'
import { parseLaunchOptions } from './launch-options.ts'

describe('parseLaunchOptions', () => {
  test('nothing given: the demo starts when no target is configured', () => {
    expect(parseLaunchOptions(['electron', '.', '--no-sandbox'])).toEqual({ ok: true, options: { afterSeconds: 0, demo: 'when-empty', demoEventsPerSecond: 50 } })
  })

  test('both spellings of a screenshot', () => {
    const options = { screenshot: '/tmp/a.png', screen: 'events', theme: 'dark', size: { width: 1280, height: 800 }, afterSeconds: 3, demo: 'when-empty', demoEventsPerSecond: 50 }
    expect(parseLaunchOptions('--screenshot /tmp/a.png --screen events --theme dark --size 1280x800 --after 3'.split(' '))).toEqual({ ok: true, options })
    expect(parseLaunchOptions('--screenshot=/tmp/a.png --screen=events --theme=dark --size=1280x800 --after=3'.split(' '))).toEqual({ ok: true, options })
  })

  test.each([
    ['--size 1280', '--size: give width and height: --size 1280x800'],
    ['--after soon', '--after: give seconds: --after 10'],
    ['--screenshot', '--screenshot: give a file: --screenshot overview.png'],
  ])('%s is answered with a sentence', (line, sentence) => {
    expect(parseLaunchOptions(line.split(' '))).toEqual({ ok: false, sentence })
  })

  test('an unknown screen names the known ones', () => {
    const parsed = parseLaunchOptions(['--screen', 'weather'])
    expect(parsed.ok ? '' : parsed.sentence).toMatch(/overview.*events.*platforms/)
  })
})
