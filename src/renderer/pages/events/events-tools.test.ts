import { describe, expect, it } from 'vitest'
import type { ExportState } from '../../../shared/feed-tools.ts'
import { exportRequest } from '../../../shared/feed-tools.ts'
import { exportSentence, progressWords, readExportForm, type ExportForm } from './export-form.ts'
import { shelfEntries } from './filter-shelf.ts'
import { withTerm } from './filter-text.ts'
import { formatLocalTime, parseLocalTime } from './local-time.ts'
import { clearedWords, isMarked } from './marks.ts'
import { personIsNamed } from './row-actions.ts'
import { UsedFilter } from './used-filter.ts'

/** Noon in winter, in whichever zone the test runs. */
const NOON = new Date(2026, 10, 20, 12, 0, 0).getTime()

describe('a time that somebody types', () => {
  it.each([
    ['10:42', new Date(2026, 10, 20, 10, 42)], ['9:05:07', new Date(2026, 10, 20, 9, 5, 7)],
    ['2026-11-19 23:59', new Date(2026, 10, 19, 23, 59)], [' 2026-1-2T03:04:05 ', new Date(2026, 0, 2, 3, 4, 5)],
  ])('%s', (text, at) => {
    expect(parseLocalTime(text, NOON)).toEqual({ ok: true, atMs: at.getTime() })
  })

  it.each([['', /Enter a time/], ['soon', /Write a time as 10:42/], ['24:00', /hours go to 23/], ['10:61', /minutes and seconds to 59/], ['2026-02-30 10:00', /no such day/], ['2026-13-01 10:00', /no such day/], ['10:4', /Write a time/]])('%s is answered with a sentence', (text, sentence) => {
    const read = parseLocalTime(text, NOON)
    expect(read.ok ? '' : read.sentence).toMatch(sentence)
  })

  it('reads what it writes', () => {
    expect(parseLocalTime(formatLocalTime(NOON), 0)).toEqual({ ok: true, atMs: NOON })
  })
})

describe('export', () => {
  const form: ExportForm = { format: 'csv', scope: 'shown', from: '10:00', to: '11:00', filter: ' event:grade.* ', names: 'masked', reason: 'other', note: '' }
  const requestOf = (change: Partial<ExportForm>) => {
    const read = readExportForm({ ...form, ...change }, NOON)
    return read.ok ? exportRequest.parse(read.request) : read.errors
  }

  it('asks for what is shown, masked', () => {
    expect(requestOf({ from: 'nonsense' })).toEqual({ format: 'csv', scope: { kind: 'shown' }, reveal: null })
  })

  it('asks for a span in ms with its filter, and for a reason where names are in clear', () => {
    expect(requestOf({ scope: 'span', names: 'clear', reason: 'safety' })).toEqual({
      format: 'csv', scope: { kind: 'span', fromMs: new Date(2026, 10, 20, 10).getTime(), toMs: new Date(2026, 10, 20, 11).getTime(), filter: 'event:grade.*' }, reveal: { reason: 'safety', note: '' },
    })
  })

  it('says of each field what is wrong with it', () => {
    expect(Object.keys(requestOf({ scope: 'span', from: 'x', to: '', names: 'clear' }))).toEqual(['from', 'to', 'note'])
    expect(requestOf({ scope: 'span', from: '11:00', to: '11:00' })).toEqual({ to: 'The end must be after the beginning.' })
    expect(requestOf({ names: 'clear', note: 'a' })).toEqual({ note: expect.stringMatching(/few words/) as unknown })
  })

  it('has a sentence for every end', () => {
    const state: ExportState = { id: 'a', fileName: 'events.csv', state: 'running', total: 50_000, written: 1_284, bytes: 312_000, sentence: '' }
    expect(progressWords(state)).toBe('1,284 of 50,000 events (3 %)')
    expect(progressWords({ written: 0, total: 0 })).toBe('0 of 0 events')
    const sentences = (['running', 'done', 'cancelled', 'failed'] as const).map((each) => exportSentence({ ...state, state: each }))
    for (const sentence of sentences) expect(sentence).toContain('events.csv')
    expect(exportSentence({ ...state, state: 'done', sentence: 'Wrote 2 events (1 kB). 3 events of this time were counted but not kept.' })).toBe('events.csv: Wrote 2 events (1 kB). 3 events of this time were counted but not kept.')
    expect(exportSentence({ ...state, state: 'failed', sentence: 'The disk is full. Free some space.' })).toBe('The disk is full. Free some space.')
  })
})

describe('history of filters', () => {
  const keeping = (): { kept: string[]; used: UsedFilter } => {
    const kept: string[] = []
    return { kept, used: new UsedFilter((text) => kept.push(text)) }
  }

  it('keeps what holds and was meant, in whichever order the two are known, once in a row', () => {
    const { kept, used } = keeping()
    used.holds('a')
    used.settled('a')
    used.settled('b')
    used.holds('b')
    used.settled('b ')
    used.holds('b ')
    expect(kept).toEqual(['a', 'b'])
    used.holds('a')
    used.settled('a')
    expect(kept).toEqual(['a', 'b', 'a'])
  })

  it('keeps nothing that is half typed, wrong or empty', () => {
    const { kept, used } = keeping()
    used.holds('event:gra')
    used.settled('event:grade.*')
    used.holds('')
    used.settled('')
    used.settled('size:>x')
    expect(kept).toEqual([])
  })

  it('lists saved filters first, and what is saved not a second time', () => {
    const saved = [{ id: '1', name: 'Help', text: 'text:help', mode: 'hide' as const }]
    expect(shelfEntries({ saved, history: ['text:help', 'event:x'] }, 'event:x').map((entry) => entry.kind)).toEqual(['saved', 'history', 'manage'])
    expect(shelfEntries({ saved: [], history: [] }, '')).toEqual([{ kind: 'manage', label: 'Manage filters…' }])
  })
})

it('adds a term to a filter once', () => {
  expect([withTerm('', '-event:ping'), withTerm('room:7b', '-event:ping'), withTerm('-event:ping room:7b', '-event:ping'), withTerm('-event:pings', '-event:ping')])
    .toEqual(['-event:ping', 'room:7b -event:ping', '-event:ping room:7b', '-event:pings -event:ping'])
})

it('finds people by id only, never by what is left of a masked name', () => {
  expect(['teacher-18', 'Unknown person', 'M. R.', 'm•••', 'Ö.', '', '42'].map(personIsNamed)).toEqual([true, false, false, false, false, false, true])
})

it('says which marks cannot come back', () => {
  expect(clearedWords(3, 0)).toBe('3 marks taken away.')
  expect(clearedWords(3, 1)).toBe('3 marks taken away. 1 of them cannot come back: its event left the log.')
  expect(clearedWords(1, 1)).toBe('1 mark taken away. It cannot come back: its event left the log.')
  expect(clearedWords(2, 2)).toBe('2 marks taken away. They cannot come back: their events left the log.')
})

it('believes the list of marks more than a row that was asked for before', () => {
  const row = { ordinal: 0, seq: 7, atMs: 0, targetId: 't', namespace: '/', direction: 'in' as const, event: 'x', room: null, person: null, bytes: 1, preview: '', cut: false, own: false, feed: false, severity: null, highlighted: false, marked: true }
  expect([isMarked({ seqs: new Set(), known: false }, row), isMarked({ seqs: new Set(), known: true }, row), isMarked({ seqs: new Set([7]), known: true }, { ...row, marked: false })]).toEqual([true, false, true])
})
