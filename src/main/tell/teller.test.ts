import { describe, expect, test } from 'vitest'
import type { TellSettings } from '../../shared/alerts.ts'
import { FLOOD_ALERTS } from '../../shared/limits.ts'
import { actOn } from '../monitor/alerts/alert-acts.ts'
import { intervention, MINUTE_MS, newBook, platformDown, ruleSignal, START_MS } from '../monitor/alerts/alert-book-fixture.ts'
import type { AlertBook } from '../monitor/alerts/alert-book.ts'
import { defaultTellSettings } from '../store/tell-store.ts'
import { openGroups } from './open-groups.ts'
import { CHIME_GAP_MS, FLOOD_KEY, Teller } from './teller.ts'
import type { Deed } from './teller.ts'

const always: TellSettings = { ...defaultTellSettings, soundFrom: 'info', notifyFrom: 'info' }

/** A book with a teller; tell() gives what is to be done at a time. */
function start(settings: TellSettings = always): { readonly book: AlertBook; readonly teller: Teller; settings: TellSettings; readonly tell: (atMs: number) => Deed[] } {
  const book = newBook()
  const teller = new Teller()
  const state = {
    book, teller, settings,
    tell(atMs: number): Deed[] {
      book.tick(atMs)
      return teller.decide({ news: book.takeNews().news, flood: book.flood, groups: openGroups(book.active), settings: state.settings, nowMs: atMs })
    },
  }
  return state
}

const kinds = (deeds: readonly Deed[]): string[] => deeds.map(({ kind }) => kind)
const lines = (deeds: readonly Deed[]): string[] => deeds.flatMap((deed) => (deed.kind === 'show' || deed.kind === 'not-shown' ? [deed.line] : []))

describe('one notification a group', () => {
  test('says school, cause and how many are open, and no person', () => {
    const { book, tell } = start()
    for (const id of ['1', '2', '3']) book.receive(intervention(id), START_MS)
    const deeds = tell(START_MS)
    expect(lines(deeds)).toEqual(['Lincoln High: chronic absence - 3 open'])
    expect(kinds(deeds)).toEqual(['show', 'chime', 'announce'])
    const [show, , announce] = deeds
    expect(show).toMatchObject({ notice: { title: 'Lincoln High: chronic absence', body: '3 open, critical', place: { targetId: 'lincoln' } }, alertIds: ['a1', 'a2', 'a3'] })
    expect(announce).toEqual({ kind: 'announce', text: 'Critical. Lincoln High: chronic absence, 3 open.' })
    expect(JSON.stringify(deeds)).not.toContain('student-')
  })

  test('is replaced under the same key by the next one', () => {
    const { book, tell } = start()
    book.receive(intervention('1'), START_MS)
    const [first] = tell(START_MS)
    book.receive(intervention('2'), START_MS + MINUTE_MS)
    const [second] = tell(START_MS + MINUTE_MS)
    expect([first, second].map((deed) => deed?.kind === 'show' && [deed.notice.key, deed.notice.body])).toEqual([[expect.any(String), '1 open, critical'], [first?.kind === 'show' && first.notice.key, '2 open, critical']])
  })

  test('is another one for another cause or school', () => {
    const { book, tell } = start()
    book.receive(intervention('1'), START_MS)
    book.receive(intervention('2', { cause: 'truancy' }), START_MS)
    book.receive(intervention('3', { subject: { ...intervention('3').subject, targetId: 'roosevelt' }, school: 'Roosevelt' }), START_MS)
    expect(lines(tell(START_MS))).toEqual(['Lincoln High: chronic absence - 1 open', 'Lincoln High: truancy - 1 open', 'Roosevelt: chronic absence - 1 open'])
  })

  test('falls with what is resolved, and is withdrawn with the last', () => {
    const { book, tell } = start()
    for (const id of ['1', '2']) book.receive(intervention(id), START_MS)
    tell(START_MS)
    actOn(book, ['a1'], { kind: 'resolve', note: '' }, 'ortiz', START_MS + 1)
    expect(tell(START_MS + 1)).toMatchObject([{ kind: 'update', notice: { body: '1 open, critical' } }])
    actOn(book, ['a2'], { kind: 'acknowledge', owner: null, note: '', minutes: 30 }, 'ortiz', START_MS + 2)
    expect(kinds(tell(START_MS + 2))).toEqual(['withdraw'])
    expect(kinds(tell(START_MS + 3))).toEqual([])
  })

  test('that was dismissed is neither updated nor withdrawn', () => {
    const { book, teller, tell } = start()
    for (const id of ['1', '2']) book.receive(intervention(id), START_MS)
    const [show] = tell(START_MS)
    teller.gone(show?.kind === 'show' ? show.notice.key : '')
    actOn(book, ['a1'], { kind: 'resolve', note: '' }, 'ortiz', START_MS + 1)
    expect(kinds(tell(START_MS + 1))).toEqual([])
  })

  test('comes again when an acknowledgement ends', () => {
    const { book, tell } = start()
    book.receive(intervention('1'), START_MS)
    actOn(book, ['a1'], { kind: 'acknowledge', owner: null, note: '', minutes: 1 }, 'ortiz', START_MS)
    // It was acknowledged before anybody could be told.
    expect(tell(START_MS)).toEqual([])
    expect(kinds(tell(START_MS + MINUTE_MS))).toEqual(['show', 'chime', 'announce'])
  })

  test('does not come for what is folded under its parent', () => {
    const { book, tell } = start()
    book.ruleState(platformDown, 'firing', START_MS)
    book.ruleState(ruleSignal(), 'firing', START_MS)
    expect(lines(tell(START_MS))).toEqual(['Lincoln High: target down - 1 open'])
  })

  test('holds hostile text as one short line', () => {
    const { book, tell } = start()
    book.receive(intervention('1', { cause: `x\n\u202Egnp.exe${'y'.repeat(10_000)}`, school: '\u0000Lincoln\tHigh' }), START_MS)
    const [line = ''] = lines(tell(START_MS))
    expect(line).toMatch(/^Lincoln High: x gnp\.exey+… \(\d+ characters\) - 1 open$/)
    expect(line.length).toBeLessThan(200)
  })
})

describe('from which severity on', () => {
  test.each<[TellSettings['notifyFrom'], number]>([['critical', 1], ['warning', 2], ['info', 3], ['none', 0]])('notifyFrom %s shows %i', (notifyFrom, count) => {
    const { book, tell } = start({ ...always, notifyFrom })
    for (const severity of ['critical', 'warning', 'info'] as const) book.receive(intervention(severity, { severity, cause: severity }), START_MS)
    const deeds = tell(START_MS)
    expect(lines(deeds).length).toBe(count)
    expect(kinds(deeds)).not.toContain('not-shown')
  })

  test.each<[TellSettings['sound'], TellSettings['soundFrom'], boolean]>([['chime', 'critical', false], ['chime', 'warning', true], ['bell', 'info', true], ['off', 'info', false]])('sound %s from %s for a warning: %s', (sound, soundFrom, due) => {
    const { book, tell } = start({ ...always, sound, soundFrom })
    book.receive(intervention('1', { severity: 'warning' }), START_MS)
    const deeds = tell(START_MS)
    expect(kinds(deeds).includes('chime')).toBe(due)
    // Only critical is announced.
    expect(kinds(deeds)).not.toContain('announce')
  })
})

describe('being left in peace', () => {
  // START_MS is a Monday, 9:00 UTC.
  const hours = { days: [1, 2, 3, 4, 5], from: '10:00', to: '16:00', zone: 'UTC' }
  test.each<[string, Partial<TellSettings>, 'critical' | 'warning', string | undefined]>([
    ['do not disturb', { quietUntilMs: START_MS + 1, criticalAlways: false }, 'critical', 'do not disturb'],
    ['do not disturb that is over', { quietUntilMs: START_MS, criticalAlways: false }, 'critical', undefined],
    ['critical always', { quietUntilMs: START_MS + 1, criticalAlways: true }, 'critical', undefined],
    ['critical always, a warning', { quietUntilMs: START_MS + 1, criticalAlways: true }, 'warning', 'do not disturb'],
    ['outside the hours', { monitoringHours: hours, criticalAlways: false }, 'critical', 'outside monitoring hours'],
    ['outside the hours, critical always', { monitoringHours: hours, criticalAlways: true }, 'critical', undefined],
    ['within the hours, in their zone', { monitoringHours: { ...hours, zone: 'Europe/Berlin' }, criticalAlways: false }, 'critical', undefined],
    ['a zone that nobody knows', { monitoringHours: { ...hours, zone: 'Mars/Olympus' }, criticalAlways: false }, 'critical', undefined],
  ])('%s', (_, settings, severity, why) => {
    const { book, tell } = start({ ...always, ...settings })
    book.receive(intervention('1', { severity }), START_MS)
    const deeds = tell(START_MS)
    if (why === undefined) expect(kinds(deeds)[0]).toBe('show')
    else expect(deeds).toEqual([{ kind: 'not-shown', line: 'Lincoln High: chronic absence - 1 open', why, alertIds: ['a1'] }])
  })
})

describe('sound', () => {
  test('comes once within ten seconds', () => {
    const { book, tell } = start()
    const chimes = [0, CHIME_GAP_MS - 1, CHIME_GAP_MS].map((afterMs, index) => {
      book.receive(intervention(String(index)), START_MS + afterMs)
      return kinds(tell(START_MS + afterMs)).includes('chime')
    })
    expect(chimes).toEqual([true, false, true])
  })

  test('is not silent for hours when the clock is set back', () => {
    const { book, tell } = start()
    book.receive(intervention('1'), START_MS)
    tell(START_MS)
    book.receive(intervention('2'), START_MS - 60 * MINUTE_MS)
    expect(kinds(tell(START_MS - 60 * MINUTE_MS))).toContain('chime')
  })
})

describe('flood', () => {
  function flooded(settings: TellSettings = always) {
    const state = start(settings)
    for (let n = 0; n <= FLOOD_ALERTS; n++) state.book.receive(intervention(`f${n}`, { cause: `cause-${n}`, severity: 'warning' }), START_MS)
    return { ...state, set: (next: TellSettings) => void (state.settings = next), first: state.tell(START_MS) }
  }

  test('is one summary and one sound, then nothing', () => {
    const { book, tell, first } = flooded()
    expect(kinds(first)).toEqual(['show', 'chime'])
    expect(first[0]).toMatchObject({ notice: { key: FLOOD_KEY, title: '11 alerts at once', severity: 'warning' } })
    for (let n = 1; n < 50; n++) {
      book.receive(intervention(`g${n}`, { cause: `later-${n}`, severity: 'warning' }), START_MS + n * CHIME_GAP_MS)
      expect(tell(START_MS + n * CHIME_GAP_MS)).toEqual([])
    }
  })

  test('takes the notifications before it from the desktop', () => {
    const { book, tell } = start()
    book.receive(intervention('1'), START_MS)
    tell(START_MS)
    for (let n = 0; n < FLOOD_ALERTS; n++) book.receive(intervention(`f${n}`), START_MS + 1)
    expect(kinds(tell(START_MS + 1))).toEqual(['withdraw', 'show', 'announce'])
  })

  test('announces once when something critical is among it', () => {
    const { book, tell } = flooded()
    book.receive(intervention('c1'), START_MS + 1)
    expect(kinds(tell(START_MS + 1))).toEqual(['announce'])
    book.receive(intervention('c2'), START_MS + 2)
    expect(tell(START_MS + 2)).toEqual([])
  })

  test('that was not shown is said once, and shown when it may be', () => {
    const { book, tell, first, set } = flooded({ ...always, quietUntilMs: START_MS + MINUTE_MS })
    expect(first).toMatchObject([{ kind: 'not-shown', why: 'do not disturb' }])
    book.receive(intervention('g1', { severity: 'warning' }), START_MS + 1)
    expect(tell(START_MS + 1)).toEqual([])
    set({ ...always, quietUntilMs: null })
    book.receive(intervention('g2', { severity: 'warning' }), START_MS + 2)
    expect(kinds(tell(START_MS + 2))).toEqual(['show', 'chime'])
  })

  test('is over: the summary goes, and groups are told again', () => {
    const { book, tell } = flooded()
    const later = START_MS + 20 * MINUTE_MS
    book.tick(later)
    book.receive(intervention('new'), later)
    expect(kinds(tell(later))).toEqual(['withdraw', 'show', 'chime', 'announce'])
  })

  test('of 10,000 alerts in a second makes one notification', () => {
    const { book, tell } = start()
    const deeds: Deed[] = []
    for (let n = 0; n < 10_000; n++) {
      book.receive(intervention(String(n), { cause: `cause-${n % 700}` }), START_MS + Math.floor(n / 10))
      if (n % 1_000 === 999) deeds.push(...tell(START_MS + Math.floor(n / 10)))
    }
    expect(kinds(deeds)).toEqual(['show', 'chime', 'announce'])
  })
})
