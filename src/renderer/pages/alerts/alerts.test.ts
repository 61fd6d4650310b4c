import { describe, expect, it } from 'vitest'
import { alertAction, alertState, type AlertList, type AlertRow } from '../../../shared/alerts.ts'
import { commandFor } from '../../shell/shortcuts.ts'
import { firstAlertFilter } from '../../state/view-store.ts'
import { fittingButtons } from './actions-bar.tsx'
import { alertChoices } from './alert-actions.ts'
import { actionOf, minuteChoices, noteError, takesMinutes } from './alert-ask.ts'
import { deedSentence, silencePrefill, undoLeftMs, type AlertDeed } from './alert-done.ts'
import { alertLines, groupKey, rowIds, takeAlerts } from './alert-lines.ts'
import { choose, extend, stepFrom, targetsOf, toggle, toggleAll } from './alert-selection.ts'
import { alertBadge, alertStanding, causeWords, emptyInbox, entryText, floodSentence, groupCount, listCount, mergeCauses, notShownSentence, placeWords, rowSentence, silencesSentence } from './alert-words.ts'

const atMs = new Date(2026, 10, 20, 10, 12).getTime()
const later = (minutes: number): number => atMs + minutes * 60_000

function row(id: string, change: Partial<AlertRow> = {}): AlertRow {
  return {
    id, fingerprint: id, kind: 'platform', state: 'open', severity: 'warning', cause: 'truancy', title: `Title ${id}`, school: 'Lincoln High',
    subject: { targetId: 't', namespace: '/attendance', event: null, room: null, role: null, serverId: null }, person: null, ruleId: null, value: '',
    startedAtMs: atMs, firedAtMs: atMs, lastAtMs: atMs, resolvedAtMs: null, count: 1, owner: null, acknowledgedUntilMs: null, snoozedUntilMs: null, silencedBy: [], silencedUntilMs: null,
    parentId: null, children: 0, falseAlarm: false, notes: 0, oddities: [], seq: null, ...change,
  }
}

function listOf(rows: readonly AlertRow[], revision = 1): AlertList {
  const groups = new Map<string, AlertList['groups'][number]>()
  for (const { subject, cause, school, severity, state } of rows) {
    const key = groupKey(subject.targetId, cause)
    const before = groups.get(key)
    groups.set(key, { school, targetId: subject.targetId, cause, severity: before?.severity ?? severity, alerts: (before?.alerts ?? 0) + 1, open: (before?.open ?? 0) + Number(state === 'open') })
  }
  return { revision, groups: [...groups.values()], rows: [...rows], matching: rows.length, leftOut: 0 }
}

const drawn = (list: AlertList) => ({ list, gone: new Set<string>(), late: new Set<string>() })
const shape = (list: AlertList, unfolded: readonly string[] = []) => alertLines(drawn(list), new Set(unfolded)).map((line) => (line.is === 'group' ? `# ${line.group.cause} ${line.ids.join(' ')}` : `${'  '.repeat(line.level - 1)}${line.row.id}${line.folded > 0 ? ` +${line.folded}` : ''}`))

describe('words', () => {
  it('say the state with who and until when', () => {
    const at = (change: Partial<AlertRow>) => alertStanding(row('a', change), atMs)
    expect(at({})).toBe('open')
    expect(at({ state: 'acknowledged', owner: 'M. Tran', acknowledgedUntilMs: later(30) })).toBe('acknowledged by M. Tran until 10:42')
    expect(at({ state: 'snoozed', snoozedUntilMs: later(60) })).toBe('snoozed until worse, at most until 11:12')
    expect(at({ state: 'silenced', silencedUntilMs: later(108) })).toBe('silenced until 12:00')
    expect(at({ state: 'resolved', resolvedAtMs: later(-60) })).toBe('resolved 09:12')
    expect(at({ state: 'acknowledged', owner: 'M. Tran', acknowledgedUntilMs: later(24 * 60) })).toBe('acknowledged by M. Tran until 21 Nov, 10:12')
    for (const state of alertState.options) expect(at({ state })).toContain(state)
  })

  it('leave what is no plain word as the platform wrote it', () => {
    expect(causeWords('chronic_absence')).toBe('Chronic absence')
    expect(causeWords('namespace-down')).toBe('Namespace down')
    expect(causeWords('<b>x</b>')).toBe('<b>x</b>')
    expect(causeWords('')).toBe('')
    expect(entryText({ what: 'not-shown', text: 'not shown: do not disturb' })).toBe('do not disturb')
    expect(entryText({ what: 'note', text: 'not shown: x' })).toBe('not shown: x')
  })

  it('count groups, badge and notices', () => {
    expect([groupCount({ open: 3, alerts: 5 }), groupCount({ open: 2, alerts: 2 }), groupCount({ open: 0, alerts: 1 })]).toEqual(['3 open of 5', '2 open', 'none open of 1'])
    expect(alertBadge({ critical: 0, warning: 0, info: 0 })).toBeUndefined()
    expect(alertBadge({ critical: 0, warning: 2, info: 1 })).toEqual({ shown: '3', worst: 'warning', words: '3 open alerts: 2 warning, 1 info' })
    expect(alertBadge({ critical: 1_200, warning: 0, info: 0 })).toMatchObject({ shown: '999+', words: '1,200 open alerts: 1,200 critical' })
    expect(floodSentence(14, 600_000)).toBe('14 alerts in 10 minutes. They are told as one summary; sound once.')
    expect(silencesSentence(2, 5)).toBe('2 silences hide 5 alerts now.')
    expect(silencesSentence(1, 0)).toBe('1 silence hides no alert now.')
    expect(notShownSentence({ count: 3, lastWhy: 'do not disturb' })).toBe('3 notifications were not shown: do not disturb.')
    expect(notShownSentence({ count: 1, lastWhy: 'Do not disturb.' })).toBe('1 notification was not shown: Do not disturb.')
  })

  it('say which empty it is', () => {
    expect(emptyInbox(firstAlertFilter, 0, 5, 14)).toMatchObject({ title: 'No open alerts.', text: expect.stringContaining('5 platforms are watched by 14 rules.') })
    expect(emptyInbox(firstAlertFilter, 0, 0, 14).title).toContain('no platform')
    expect(emptyInbox({ ...firstAlertFilter, text: 'x' }, 12, 5, null).title).toBe('None of 12 alerts matches.')
    expect(emptyInbox({ ...firstAlertFilter, states: ['resolved'] }, 12, 5, null).title).toBe('No alert was resolved yet.')
    expect(listCount({ matching: 1_300, leftOut: 300 }, firstAlertFilter)).toBe('1,300 alerts, 300 not listed')
    expect(listCount({ matching: 1, leftOut: 0 }, { ...firstAlertFilter, mine: true })).toBe('1 matches')
  })

  it('tell a row in one line, and its place from the wide to the narrow', () => {
    const subject = { targetId: 't', namespace: '/grades', event: null, room: 'class_7', role: null, serverId: 'n2' }
    expect(placeWords(subject)).toBe('/grades · class_7 · server n2')
    const text = rowSentence(row('a', { count: 4, value: '412 a second', person: { key: { targetId: 't', personId: 'p' }, label: 'Student 12' }, owner: 'Ortiz' }), atMs)
    expect(text).toBe('Warning · open · Title a · × 4 · Lincoln High · /attendance · Student 12 · 412 a second · owner Ortiz · since 10:12')
  })

  it('keep causes that were seen, bounded', () => {
    const known = mergeCauses([], ['truancy', 'drift', 'truancy'])
    expect(known).toEqual(['drift', 'truancy'])
    expect(mergeCauses(known, ['drift'])).toBe(known)
    expect(mergeCauses([], Array.from({ length: 500 }, (_, index) => `c${index}`))).toHaveLength(100)
  })
})

describe('lines', () => {
  const down = row('down', { cause: 'namespace-down', severity: 'critical', children: 2 })
  const list = listOf([down, row('x', { parentId: 'down', cause: 'rate-low' }), row('y', { parentId: 'down', cause: 'drift' }), row('a'), row('b'), row('c', { parentId: 'elsewhere' })])

  it('group by school and cause, children folded behind their parent', () => {
    expect(shape(list)).toEqual(['# namespace-down down', 'down +2', '# truancy a b c', 'a', 'b', 'c'])
    expect(shape(list, ['down'])).toEqual(['# namespace-down down', 'down +2', '  x', '  y', '# truancy a b c', 'a', 'b', 'c'])
    expect(rowIds(alertLines(drawn(list), new Set()))).toEqual(['down', 'a', 'b', 'c'])
  })

  it('do not move while the order is held: news in place, what is gone marked, what came late at the end', () => {
    const before = drawn(listOf([row('a'), row('b'), row('c')]))
    const next = listOf([row('new', { severity: 'critical' }), row('c'), row('a', { state: 'acknowledged', owner: 'me' })], 2)
    const held = takeAlerts(before, next, true)
    expect(held.list.rows.map(({ id, state }) => `${id} ${state}`)).toEqual(['a acknowledged', 'b open', 'c open', 'new open'])
    expect([...held.gone]).toEqual(['b'])
    expect([...held.late]).toEqual(['new'])
    expect(held.list.revision).toBe(2)
    // Held on: measured against what is drawn.
    expect(takeAlerts(held, next, true)).toMatchObject({ late: new Set(['new']), gone: new Set(['b']) })
    expect(takeAlerts(held, next, false)).toEqual({ list: next, gone: new Set(), late: new Set() })
    expect(takeAlerts(drawn(listOf([])), next, true).list).toBe(next)
    expect(takeAlerts(null, next, true).list).toBe(next)
  })

  it('have a head of their own for what came late, with another key', () => {
    const held = takeAlerts(drawn(listOf([row('a'), row('d', { cause: 'drift' })])), listOf([row('late'), row('a'), row('d', { cause: 'drift' })], 2), true)
    const lines = alertLines(held, new Set())
    expect(lines.map((line) => (line.is === 'group' ? line.group.cause : line.key))).toEqual(['truancy', 'a', 'drift', 'd', 'truancy', 'late'])
    expect(new Set(lines.map((line) => line.key)).size).toBe(lines.length)
  })

  it('keep a child where it was drawn when its parent let it go meanwhile', () => {
    const next = listOf([down, row('x', { cause: 'rate-low' })], 2)
    const held = takeAlerts(drawn(list), next, true)
    expect(alertLines(held, new Set(['down'])).map((line) => line.key).slice(1, 4)).toEqual(['down', 'x', 'y'])
  })
})

describe('choosing', () => {
  const ids = ['a', 'b', 'c', 'd']

  it('one, several, a range, a group', () => {
    const one = choose('b')
    expect(one).toEqual({ cursorId: 'b', selectedIds: [], anchorId: 'b' })
    expect(extend(one, 'd', ids).selectedIds).toEqual(['b', 'c', 'd'])
    expect(extend(extend(one, 'd', ids), 'a', ids).selectedIds).toEqual(['a', 'b'])
    const two = toggle(toggle(one, 'b'), 'd')
    expect(two.selectedIds).toEqual(['b', 'd'])
    expect(toggle(two, 'b')).toEqual({ cursorId: 'b', selectedIds: ['d'], anchorId: 'b' })
    expect(toggleAll(two, ['a', 'b']).selectedIds).toEqual(['d', 'a', 'b'])
    expect(toggleAll(toggleAll(two, ['a', 'b']), ['a', 'b']).selectedIds).toEqual(['d'])
    expect(extend({ cursorId: null, selectedIds: [], anchorId: 'gone' }, 'c', ids).selectedIds).toEqual(['c'])
  })

  it('moves by rows and stays near a row that left', () => {
    expect([stepFrom(null, 1, ids), stepFrom('b', 1, ids), stepFrom('d', 20, ids), stepFrom('a', -1, ids)]).toEqual(['a', 'c', 'd', 'a'])
    expect(stepFrom('gone', 1, ids, 2)).toBe('c')
    expect(stepFrom('gone', -1, ids, 2)).toBe('b')
    expect(stepFrom('gone', 1, [], 2)).toBeUndefined()
  })

  it('acts on those chosen that are there, else on the cursor', () => {
    const there = new Set(ids)
    expect(targetsOf({ cursorId: 'a', selectedIds: ['b', 'gone'] }, there)).toEqual(['b'])
    expect(targetsOf({ cursorId: 'a', selectedIds: ['gone'] }, there)).toEqual(['a'])
    expect(targetsOf({ cursorId: 'gone', selectedIds: [] }, there)).toEqual([])
  })
})

describe('deeds', () => {
  it('say why something cannot be done', () => {
    const reasons = (rows: readonly AlertRow[]) => Object.fromEntries(alertChoices(rows).map(({ key, reason }) => [key, reason]))
    expect(reasons([])['acknowledge-now']).toBe('Choose an alert first.')
    expect(reasons([row('a', { state: 'resolved' })])['resolve']).toBe('Resolved already.')
    expect(reasons([row('a', { state: 'resolved' })])['false-alarm']).toBeNull()
    expect(reasons([row('a'), row('b', { state: 'resolved' })])['resolve']).toBeNull()
    expect(reasons([row('a')])['unacknowledge']).toMatch(/Nobody/)
  })

  it('stand beside "More" as far as they fit', () => {
    const labels = alertChoices([]).map(({ label }) => label)
    expect([fittingButtons(labels, 0), fittingButtons(labels, 330), fittingButtons(labels, 5_000)]).toEqual([1, 1, labels.length])
    expect(fittingButtons(labels, 800)).toBeGreaterThan(3)
  })

  it('are what the contract takes', () => {
    for (const ask of ['acknowledge', 'snooze', 'hand-over', 'escalate', 'resolve', 'false-alarm'] as const) {
      expect(alertAction.safeParse(actionOf(ask, { owner: 'Ms. Ortiz', note: 'call at noon', minutes: 30 })).success, ask).toBe(true)
      if (takesMinutes(ask)) for (const { minutes } of minuteChoices(45)) expect(alertAction.safeParse(actionOf(ask, { owner: null, note: '', minutes })).success).toBe(true)
    }
    expect(noteError('escalate', ' x ')).toBeDefined()
    expect(noteError('resolve', '')).toBeUndefined()
    expect(minuteChoices(45).map(({ minutes }) => minutes)).toContain(45)
    expect(deedSentence({ kind: 'acknowledge', owner: null, note: '', minutes: 30 }, 3)).toBe('3 alerts acknowledged, for 30 min.')
    expect(deedSentence({ kind: 'resolve', note: '' }, 0)).toBe('Nothing was changed.')
  })

  it('can be taken back for ten seconds', () => {
    const deed: AlertDeed = { ids: ['a'], sentence: '', refused: [], atMs: 1_000, undoable: true, ruleIds: [], problem: null }
    expect(undoLeftMs(deed, 3_000)).toBe(8_000)
    expect(undoLeftMs(deed, 11_001)).toBe(0)
    expect(undoLeftMs({ ...deed, undoable: false }, 1_000)).toBe(0)
  })

  it('silence what alerts have in common', () => {
    const a = row('a')
    expect(silencePrefill([a, row('b', { subject: { ...a.subject, namespace: '/other' } })])).toEqual([{ field: 'school', is: 'Lincoln High', not: false }, { field: 'cause', is: 'truancy', not: false }])
    expect(silencePrefill([a]).map(({ field }) => field)).toEqual(['school', 'cause', 'namespace'])
    expect(silencePrefill([])).toEqual([])
  })
})

describe('keys of the inbox', () => {
  const inbox = { inList: true, inAlerts: true, inText: false, singleKeys: true }
  const press = (key: string, context = inbox, ctrl = false) => commandFor({ key, ctrl, shift: false, alt: false }, context)?.do

  it('act on alerts there and nowhere else', () => {
    expect(['a', 's', 'e', 'u', ' ', 'ArrowRight', 'j'].map((key) => press(key))).toEqual(['acknowledge', 'silence', 'escalate', 'undo', 'choose', 'unfold', 'move'])
    expect(['a', 's', 'e', 'u', ' '].map((key) => press(key, { ...inbox, inAlerts: false }))).toEqual([undefined, undefined, undefined, undefined, 'pause'])
    expect(['a', 's', 'e', 'u', ' '].map((key) => press(key, { ...inbox, singleKeys: false }))).toEqual([undefined, undefined, undefined, undefined, 'choose'])
    expect(press('a', { ...inbox, inText: true })).toBeUndefined()
    expect([press('z', inbox, true), press('a', inbox, true), press('2', inbox, true)]).toEqual(['undo', 'choose-all', 'screen'])
  })
})
