import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { NoticeDraft, NoticePart, NoticeReview, NoticeSettings, NoticeTemplate, NoticeView } from '../../../shared/notices.ts'
import { noticeKind, noticeState, noticeStep } from '../../../shared/notices.ts'
import { commandFor, screensInOrder } from '../../shell/shortcuts.ts'
import { paletteCommands } from '../../shell/palette/palette-entries.ts'
import { firstNotices, view } from '../../state/view-store.ts'
import { PARTS_MAX, sideOf, targetsOf, togglePart, withoutPart, withoutTarget } from './compose/audience-edit.ts'
import { onlyOnce, refuseEnter } from './compose/once.ts'
import { mayRole, withoutRight } from './compose/rights.ts'
import { asReopened, lacking, lackingBefore, sendBlock, stepAfter, stepBefore, withKind } from './compose/steps.ts'
import { quietSentences, zonesFor } from './compose/when-words.ts'
import { drillLabel } from './drill/drill-words.ts'
import { audienceWords, byWords, kindSentence, kindWord, noticeStateTone, noticeStateWord, noticeTitle, readWords, sentenceParts, stateWord, totalsWords } from './notice-words.ts'
import { changeDraft, goToStep, newAnnouncement, newDrill, newFromTemplate, openDraft } from './open-notice.ts'
import { actionsFor, undoSecondsLeft } from './receipts/what-next.ts'
import { asDrill, fillTexts, openFields, sameTexts, withTemplate } from './template-text.ts'
import type { WayOfTarget } from './use-notices.ts'
import { hiddenCharacters, visibleText } from './visible-text.ts'
import { wayErrors } from './ways/way-errors.ts'
import { reportOf } from './ways/way-report.ts'
import { isZone } from '../../../shared/zone-time.ts'
import { stepWord } from '../../../shared/step-word.ts'
import { formatZoneTime, inQuietHours, parseZoneTime, timePairWords } from './zone-times.ts'
import { zoneOfDraft } from './zones.ts'

const nowMs = Date.UTC(2026, 10, 20, 16, 0)
const chicago = 'America/Chicago'
const vienna = 'Europe/Vienna'
const everybody = { include: [{ kind: 'everybody' as const }], exclude: [] }

function draftOf(change: Partial<NoticeDraft> = {}): NoticeDraft {
  return {
    id: 'n1', drill: false, kind: 'announcement', severity: 'info', dismissable: true, expiresAtMs: null, texts: [{ language: 'en', title: 'Bus 12 is late', body: 'By 20 minutes.' }],
    audience: everybody, when: { kind: 'now' }, templateId: null, corrects: null, ...change,
  }
}

function settingsOf(targetId: string, change: Partial<NoticeSettings> = {}): NoticeSettings {
  return {
    targetId, way: 'admin-feed', schoolName: `School ${targetId}`, zone: chicago, quietHours: null, rights: {},
    socket: { namespace: '/', event: 'admin:broadcast' }, http: { method: 'POST', url: '', body: '', headers: [], hasSecretHeader: false }, ...change,
  }
}
const wayOf = (targetId: string, change: Partial<NoticeSettings> = {}): WayOfTarget => ({ settings: settingsOf(targetId, change), report: { targetId, way: 'admin-feed', ok: true, sentence: '', events: [], receipts: 'none' }, reports: [] })

function partOf(state: NoticePart['state'], change: Partial<NoticePart> = {}): NoticePart {
  return { id: state, step: 'announce', targetId: 't', targetName: 'T', way: 'admin-feed', namespace: '/', room: null, event: 'e', state, people: 10, delivered: null, read: null, atMs: nowMs, detail: '', ...change }
}
function viewOf(state: NoticeView['state'], parts: NoticePart[] = [], change: Partial<NoticeView> = {}): NoticeView {
  return { draft: draftOf(), state, sentence: '', createdBy: 'me', approvedBy: null, createdAtMs: nowMs, steps: [], nextAtMs: null, undoUntilMs: null, parts, totals: { people: 20, sent: 10, delivered: null, read: null, failed: 0 }, correctedBy: [], textHash: 'h', ...change }
}

describe('times at the school and here', () => {
  it('stand side by side, once where they are the same', () => {
    expect(timePairWords(nowMs, chicago, vienna)).toBe('Fri 20 Nov, 10:00 GMT-6 at school · Fri 20 Nov, 17:00 CET your time')
    expect(timePairWords(nowMs, vienna, vienna)).toBe('Fri 20 Nov, 17:00 CET, at school and for you')
  })

  it('are read in the school’s zone, with its day as today', () => {
    expect(parseZoneTime('14:30', chicago, nowMs)).toEqual({ ok: true, atMs: Date.UTC(2026, 10, 20, 20, 30), twice: false })
    // Late evening in Chicago is the next day in UTC; today is the school's.
    expect(parseZoneTime('23:00', chicago, Date.UTC(2026, 10, 21, 3, 0))).toMatchObject({ ok: true, atMs: Date.UTC(2026, 10, 21, 5, 0) })
    expect(parseZoneTime('2026-11-21 08:05', vienna, nowMs)).toMatchObject({ ok: true, atMs: Date.UTC(2026, 10, 21, 7, 5) })
  })

  it('refuse what a calendar or clock does not have', () => {
    for (const text of ['', 'soon', '25:00', '10:60', '2026-02-30 10:00', '2026-13-01 10:00', '10', '１０:００']) expect(parseZoneTime(text, chicago, nowMs).ok, text).toBe(false)
  })

  it('know the night on which the clocks are set forward: that hour does not exist', () => {
    expect(parseZoneTime('2027-03-14 02:30', chicago, nowMs)).toEqual({ ok: false, sentence: 'There is no such time on that day: the clocks are set forward then.' })
    expect(parseZoneTime('2027-03-14 01:59', chicago, nowMs)).toMatchObject({ ok: true, atMs: Date.UTC(2027, 2, 14, 7, 59) })
    expect(parseZoneTime('2027-03-14 03:00', chicago, nowMs)).toMatchObject({ ok: true, atMs: Date.UTC(2027, 2, 14, 8, 0) })
  })

  it('know the night on which they are set back: that hour comes twice, and the first is meant', () => {
    expect(parseZoneTime('2026-11-01 01:30', chicago, nowMs)).toEqual({ ok: true, atMs: Date.UTC(2026, 10, 1, 6, 30), twice: true })
    expect(parseZoneTime('2026-10-25 02:30', vienna, nowMs)).toEqual({ ok: true, atMs: Date.UTC(2026, 9, 25, 0, 30), twice: true })
  })

  it('come back as they were typed', () => {
    for (const zone of [chicago, vienna, 'Asia/Kolkata', 'Pacific/Kiritimati', 'UTC']) {
      for (const atMs of [nowMs, Date.UTC(2027, 0, 1, 0, 0), Date.UTC(2027, 6, 15, 22, 45)]) expect(parseZoneTime(formatZoneTime(atMs, zone), zone, nowMs)).toMatchObject({ ok: true, atMs })
    }
    expect([isZone('Europe/Vienna'), isZone('Mars/Olympus')]).toEqual([true, false])
  })

  it('know quiet hours over midnight and within a day', () => {
    const at = (hour: number): number => Date.UTC(2026, 10, 20, hour + 6, 0)
    const night = { from: '21:00', to: '06:30' }
    expect([20, 21, 23, 30, 31].map((hour) => inQuietHours(at(hour), chicago, night))).toEqual([false, true, true, true, false])
    expect([11, 12, 13].map((hour) => inQuietHours(at(hour), chicago, { from: '12:00', to: '13:00' }))).toEqual([false, true, false])
    expect([inQuietHours(at(1), chicago, null), inQuietHours(at(1), chicago, { from: '06:00', to: '06:00' })]).toEqual([false, false])
  })

  it('say quiet hours of the schools that are meant, and that urgent ones go out', () => {
    const ways = [wayOf('a', { quietHours: { from: '09:00', to: '11:00' } }), wayOf('b')]
    const [sentence] = quietSentences(draftOf(), ways, nowMs)
    expect(sentence).toBe('Fri 20 Nov, 10:00 GMT-6 is in the quiet hours of School a (09:00 to 11:00): choose another time, or send it as urgent.')
    expect(quietSentences(draftOf({ kind: 'urgent' }), ways, nowMs)[0]).toContain('goes out all the same')
    // A window is announced now; its work may be at night, its reminder may not.
    const night = { from: '20:00', to: '06:00' }
    const at = (startMs: number, nowAtMs: number) => quietSentences(draftOf({ kind: 'maintenance', when: { kind: 'window', startMs, endMs: startMs + 3_600_000, zone: chicago, reminderMinutes: 60 } }), [wayOf('a', { quietHours: night })], nowAtMs).map((each) => `${/\(([a-z ]+)\)/.exec(each)?.[1]} ${each.includes('choose another time')}`)
    expect(at(Date.UTC(2026, 10, 21, 2, 30), nowMs)).toEqual(['in progress false', 'completed false'])
    expect(at(Date.UTC(2026, 10, 21, 5, 0), nowMs)).toEqual(['reminder true', 'in progress false', 'completed false'])
    expect(at(Date.UTC(2026, 10, 21, 16, 0), Date.UTC(2026, 10, 21, 5, 0))).toEqual(['announced now true'])
    expect(quietSentences(draftOf({ audience: { include: [{ kind: 'target', targetId: 'b' }], exclude: [] } }), ways, nowMs)).toEqual([])
  })

  it('are meant in the zone in which they were set, else in the first school’s', () => {
    const ways = [wayOf('a', { zone: vienna }), wayOf('b')]
    expect(zoneOfDraft(draftOf({ audience: { include: [{ kind: 'target', targetId: 'b' }], exclude: [] } }), ways)).toBe(chicago)
    expect(zoneOfDraft(draftOf({ when: { kind: 'at', atMs: 0, zone: 'Asia/Tokyo' } }), ways)).toBe('Asia/Tokyo')
    expect(zoneOfDraft(draftOf(), [])).toBe('UTC')
    expect(zonesFor(draftOf(), ways, 'UTC', 'Asia/Tokyo').map(({ value }) => value)).toEqual([vienna, chicago, 'UTC', 'Asia/Tokyo'])
  })
})

describe('words', () => {
  it('split a sentence at its bold parts', () => {
    expect(sentenceParts('Send **URGENT** to **1,288 people** at **Lincoln High** now.').map(({ text, bold }) => (bold ? `[${text}]` : text)).join('')).toBe('Send [URGENT] to [1,288 people] at [Lincoln High] now.')
    expect(sentenceParts('**All** bold **').map(({ text, bold }) => (bold ? `[${text}]` : text)).join('')).toBe('[All] bold **')
    expect(sentenceParts('a ** b')).toEqual([{ text: 'a ** b', bold: false }])
    expect(sentenceParts('')).toEqual([])
  })

  it('say an audience', () => {
    const names = { t: 'Lincoln High' }
    expect(audienceWords({ include: [], exclude: [] }, names)).toBe('nobody yet')
    expect(audienceWords({ include: [{ kind: 'role', targetId: 't', role: 'teacher' }, { kind: 'namespace', targetId: 'x', namespace: '/chat' }], exclude: [{ kind: 'room', targetId: 't', namespace: '/', room: '7B' }] }, names))
      .toBe('role teacher on Lincoln High, /chat on x, but not room 7B on Lincoln High')
    const group = (what: 'class' | 'school', id: string) => ({ kind: 'group' as const, targetId: 't', what, id })
    expect(audienceWords({ include: [group('class', '7B'), group('school', 'school-1')], exclude: [group('class', 'class')] }, names)).toBe('Class 7B on Lincoln High, school-1 on Lincoln High, but not Class class on Lincoln High')
    // The class and the school of one number are two.
    expect(sideOf({ include: [group('class', '1')], exclude: [] }, group('school', '1'))).toBeNull()
  })

  it('never say zero where a server says nothing', () => {
    expect(totalsWords(viewOf('sent', [partOf('sent')]))).toBe('10 of 20 sent · no receipts')
    expect(totalsWords(viewOf('sent', [partOf('confirmed'), partOf('not-confirmed')], { totals: { people: 20, sent: 20, delivered: 9, read: 3, failed: 1 } }))).toBe('20 of 20 sent · 9 delivered · 3 read · 1 failed · 1 part not confirmed')
    expect(totalsWords(viewOf('draft'))).toBe('')
    expect(byWords({ createdBy: 'maria', approvedBy: 'u-2 (PRINCIPAL) on Hill Street' })).toBe('maria, agreed by u-2 (PRINCIPAL) on Hill Street')
    expect(byWords({ createdBy: 'maria', approvedBy: 'override without a second person: Nobody is here.' })).toBe('maria, by override without a second person: Nobody is here.')
    expect([[21, 12], [21, 21], [null, 4], [2, 5], [21, null]].map(([delivered, read]) => readWords({ delivered: delivered ?? null, read: read ?? null }))).toEqual(['12 of 21', '21 of 21', '4', '5', ''])
  })

  it('have one for every kind, state and step', () => {
    expect(new Set(noticeKind.options.map(kindWord)).size).toBe(noticeKind.options.length)
    expect(new Set(noticeKind.options.map(kindSentence)).size).toBe(noticeKind.options.length)
    expect(new Set(noticeState.options.map(noticeStateWord)).size).toBe(noticeState.options.length)
    expect(noticeState.options.map(noticeStateTone)).not.toContain(undefined)
    expect(new Set(noticeStep.options.map(stepWord)).size).toBe(noticeStep.options.length)
    expect(noticeTitle({ draft: draftOf({ texts: [{ language: 'en', title: '  ', body: '' }, { language: 'fr', title: ' Bus ', body: '' }] }) })).toBe('Bus')
  })

  it('show what hides in a hostile text', () => {
    expect(visibleText('a\u202Eb\u0000c\td\r\ne')).toBe('a⟨U+202E⟩b⟨U+0000⟩c\td\ne')
    expect(hiddenCharacters('a\u202Eb\u200B')).toBe(2)
    expect(visibleText('<script>alert(1)</script> مرحبا 👩‍👧')).toBe('<script>alert(1)</script> مرحبا 👩‍👧')
  })
})

describe('steps', () => {
  it('go one after the other', () => {
    expect([stepAfter('type'), stepAfter('review'), stepBefore('type'), stepBefore('review')]).toEqual(['audience', null, null, 'when'])
  })

  it('say what is lacking, each with its step', () => {
    const empty = draftOf({ audience: { include: [], exclude: [] }, texts: [{ language: 'en', title: ' ', body: '' }], when: { kind: 'at', atMs: nowMs, zone: chicago } })
    expect(lackingBefore(empty, nowMs).map(({ step, sentence }) => `${step}: ${sentence}`)).toEqual(['audience: Choose who is to get it.', 'message: Write a title.', 'message: Write the message.', 'when: This time is past.'])
    expect(lackingBefore(draftOf(), nowMs)).toEqual([])
    expect(lacking(draftOf({ texts: [{ language: 'en', title: 'Bus {bus}', body: 'x' }] }), 'message', nowMs)).toEqual(['Fill in {bus}.'])
    expect(lacking(draftOf({ drill: true, texts: [{ language: 'en', title: 'DRILL: ', body: 'This is NOT a  drill' }] }), 'message', nowMs)).toEqual(['Write a title.', 'Take “not a drill” out of the text.'])
    const when = { kind: 'window' as const, startMs: nowMs + 10, endMs: nowMs + 10, zone: chicago, reminderMinutes: null }
    expect([lacking(draftOf({ when }), 'when', nowMs), lacking(draftOf({ kind: 'maintenance', when }), 'when', nowMs)]).toEqual([['Only maintenance has a window. Choose now or later.'], ['The window ends before it begins.']])
  })

  it('an emergency takes over no audience and is sent now', () => {
    const urgent = withKind(draftOf({ when: { kind: 'at', atMs: 1, zone: chicago } }), 'urgent')
    expect([urgent.audience, urgent.severity, urgent.when.kind]).toEqual([everybody, 'warning', 'at'])
    expect(withKind(urgent, 'emergency')).toMatchObject({ audience: { include: [], exclude: [] }, severity: 'critical', dismissable: false, when: { kind: 'now' } })
    const kept = draftOf({ kind: 'emergency' })
    expect(asReopened(kept).draft.audience.include).toEqual([])
    // A correction goes to those who have the wrong one.
    expect(asReopened({ ...kept, corrects: { id: 'x', how: 'retract' } }).draft.audience).toEqual(everybody)
    expect(asReopened({ ...kept, corrects: { id: 'x', how: 'resend' } }).draft.audience.include).toEqual([])
    expect(asReopened(draftOf()).draft.audience).toEqual(everybody)
  })

  const review: NoticeReview = {
    reviewId: 'r', sentence: '', button: 'Send to 1,288', count: { sentence: '', online: 1288, offline: null, roles: [], rooms: 0, perTarget: [], inferred: 0, problems: [] },
    typeToConfirm: 'Lincoln High', needsApproval: false, warnings: [], repeats: [], problems: [], packets: [], packetsLeftOut: 0, validUntilMs: nowMs + 1,
  }
  it('the send button is off with its reason in words', () => {
    const given = { typed: 'Lincoln High', approval: null, repeat: false }
    expect(sendBlock(review, given, nowMs)).toBeNull()
    expect(sendBlock(review, { ...given, typed: 'lincoln high' }, nowMs)).toBe('Type “Lincoln High” first.')
    expect(sendBlock(review, given, nowMs + 1)).toBe('This review is too old. Review again.')
    expect(sendBlock({ ...review, problems: ['Nobody is there.'] }, given, nowMs)).toBe('Nobody is there.')
    // What was sent before waits for the tick, and the tick alone sends nothing that is not typed.
    const again = { ...review, repeats: ['You sent these very words to SkillCore 3 minutes ago.'] }
    expect(sendBlock(again, given, nowMs)).toBe('Tick “Send it again all the same” first.')
    expect(sendBlock(again, { ...given, repeat: true }, nowMs)).toBeNull()
    expect(sendBlock(again, { ...given, repeat: true, typed: '' }, nowMs)).toBe('Type “Lincoln High” first.')
    const emergency = { ...review, needsApproval: true }
    expect(sendBlock(emergency, given, nowMs)).toBe('A second person has to agree first.')
    expect(sendBlock(emergency, { ...given, approval: { kind: 'second-person', targetId: 't', email: 'a@b.example', password: '' } }, nowMs)).toBe('A second person has to sign in first.')
    expect(sendBlock(emergency, { ...given, approval: { kind: 'override', reason: 'too short' } }, nowMs)).toMatch(/at least 10/)
    expect(sendBlock(emergency, { ...given, approval: { kind: 'override', reason: 'Nobody else is in the building.' } }, nowMs)).toBeNull()
  })

  it('a double click is one send, and Enter is none', async () => {
    let sends = 0
    let finish = (): void => {}
    const send = onlyOnce(async () => {
      sends++
      await new Promise<void>((resolve) => { finish = resolve })
    })
    const both = [send(), send()]
    finish()
    await Promise.all(both)
    expect(sends).toBe(1)
    const prevented = (key: string, repeat = false): boolean => {
      let stopped = false
      refuseEnter({ key, repeat, preventDefault: () => { stopped = true } })
      return stopped
    }
    expect([prevented('Enter'), prevented(' '), prevented(' ', true), prevented('Tab')]).toEqual([true, false, true, false])
  })
})

describe('audience', () => {
  const role = { kind: 'role' as const, targetId: 't', role: 'teacher' }
  it('a platform whose way is closed is left out: excluded from everybody, taken away where it was chosen by itself', () => {
    const [one, other] = ['t1', 't2'].map((targetId) => ({ kind: 'target' as const, targetId }))
    if (!one || !other) throw new Error('two')
    expect(withoutTarget({ include: [{ kind: 'everybody' }], exclude: [{ ...role, targetId: 't1' }] }, 't1')).toEqual({ include: [{ kind: 'everybody' }], exclude: [one] })
    expect(withoutTarget({ include: [one, other], exclude: [] }, 't1')).toEqual({ include: [other], exclude: [] })
    const many = { include: [{ kind: 'everybody' as const }], exclude: Array.from({ length: PARTS_MAX }, (_, index) => ({ kind: 'role' as const, targetId: 't2', role: `r${index}` })) }
    expect(withoutTarget(many, 't1')).toEqual(many)
  })
  it('a part is on one side or on none', () => {
    const included = togglePart({ include: [], exclude: [] }, role, 'include')
    const excluded = togglePart(included, { ...role }, 'exclude')
    expect([sideOf(included, role), sideOf(excluded, role), excluded.include]).toEqual(['include', 'exclude', []])
    expect(togglePart(excluded, role, 'exclude')).toEqual({ include: [], exclude: [] })
    expect(withoutPart(included, role)).toEqual({ include: [], exclude: [] })
  })

  it('is bounded, and names its platforms', () => {
    const full = { include: Array.from({ length: PARTS_MAX }, (_, index) => ({ ...role, role: `r${index}` })), exclude: [] }
    expect(togglePart(full, role, 'include')).toBe(full)
    expect([...(targetsOf(full) ?? [])]).toEqual(['t'])
    expect(targetsOf({ include: [role, { kind: 'everybody' }], exclude: [] })).toBeNull()
  })

  it('says early where a role may not send', () => {
    const ways = [settingsOf('a', { rights: { ADMIN: ['announcement', 'urgent'] } }), settingsOf('b'), settingsOf('c', { way: 'none' })]
    const roles = { a: 'ADMIN', b: 'ADMIN', c: 'ADMIN' }
    expect([withoutRight('urgent', ways, roles), withoutRight('announcement', ways, roles), withoutRight('emergency', ways, roles)]).toEqual([['b'], [], ['a', 'b']])
    expect(mayRole(settingsOf('a'), '__proto__', 'urgent')).toBe(false)
  })
})

describe('templates', () => {
  const template: NoticeTemplate = { id: 'bus', name: 'Late bus', kind: 'urgent', builtIn: true, severity: 'warning', dismissable: false, texts: [{ language: 'en', title: 'Bus {bus} is late', body: '{bus}: {minutes} minutes' }], fields: [{ name: 'bus', label: 'Bus', example: '12' }, { name: 'minutes', label: 'Minutes', example: '20' }] }

  it('fill in once, and leave to be seen what is not filled', () => {
    const filled = fillTexts(template.texts, { bus: '{minutes}' })
    expect(filled[0]).toEqual({ language: 'en', title: 'Bus {minutes} is late', body: '{minutes}: {minutes} minutes' })
    expect(openFields(fillTexts(template.texts, { bus: '12' }))).toEqual(['minutes'])
    expect([sameTexts(filled, filled.map((text) => ({ ...text }))), sameTexts(filled, template.texts)]).toEqual([true, false])
    expect(fillTexts([{ language: 'en', title: '{constructor}', body: '' }], {})[0]?.title).toBe('{constructor}')
  })

  it('bring wording, never an audience or a time', () => {
    const before = draftOf({ when: { kind: 'at', atMs: 5, zone: chicago } })
    expect(withTemplate(before, template)).toEqual({ ...before, templateId: 'bus', severity: 'warning', dismissable: false, texts: template.texts })
    expect(withTemplate(before, null)).toEqual(before)
  })

  it('say DRILL in a drill, once', () => {
    const drill = withTemplate(draftOf({ drill: true }), template)
    expect(drill.texts[0]).toEqual({ language: 'en', title: 'DRILL: Bus {bus} is late', body: 'This is a DRILL. {bus}: {minutes} minutes' })
    expect(asDrill(drill.texts)).toEqual(drill.texts)
    expect([drillLabel('Send to 5'), drillLabel('Send DRILL to 5')]).toEqual(['DRILL: Send to 5', 'Send DRILL to 5'])
  })
})

describe('after sending', () => {
  it('offers what the state allows', () => {
    const can = (state: NoticeView['state'], parts: NoticePart[] = [], change: Partial<NoticeView> = {}): string[] => Object.entries(actionsFor(viewOf(state, parts, change), nowMs)).filter(([, on]) => (Array.isArray(on) ? on.length > 0 : on)).map(([name]) => name)
    expect(can('undoable', [partOf('waiting')], { undoUntilMs: nowMs + 5_000 })).toEqual(['undo'])
    expect(can('undoable', [partOf('waiting')], { undoUntilMs: nowMs })).toEqual([])
    expect(can('sending', [partOf('sent'), partOf('waiting')])).toEqual(['stop'])
    // All of it is out and an answer is waited for: a wrong alarm is taken back now.
    expect(can('sending', [partOf('begun')])).toEqual(['stop', 'correct'])
    expect(can('sent', [partOf('confirmed')])).toEqual(['correct'])
    expect(can('sent', [partOf('confirmed'), partOf('not-confirmed')])).toEqual(['correct', 'resend'])
    expect(can('stopped', [partOf('sent'), partOf('stopped')])).toEqual(['correct', 'resend'])
    // What failed was tried again since.
    expect(can('sent', [partOf('failed', { id: 'n.1.1' }), partOf('confirmed', { id: 'n.2.1' })])).toEqual(['correct'])
    expect(can('stopped', [partOf('stopped')])).toEqual(['again'])
    expect(can('scheduled')).toEqual(['cancel'])
    expect(can('missed', [], { draft: draftOf({ when: { kind: 'at', atMs: 1, zone: chicago } }) })).toEqual(['cancel', 'reviewNow'])
    expect([can('draft'), can('failed', [partOf('failed')])]).toEqual([['reopen'], ['resend', 'again']])
    const window = draftOf({ kind: 'maintenance', when: { kind: 'window', startMs: nowMs, endMs: nowMs + 1, zone: chicago, reminderMinutes: null } })
    expect(actionsFor(viewOf('scheduled', [partOf('sent'), partOf('sent', { id: '2', step: 'in-progress' })], { draft: window }), nowMs).steps).toEqual(['verifying', 'completed'])
    expect(actionsFor(viewOf('sent', [partOf('sent', { step: 'completed' })], { draft: window }), nowMs).steps).toEqual([])
    expect(actionsFor(viewOf('cancelled', [partOf('sent')], { draft: window }), nowMs).steps).toEqual(['cancelled'])
    const step = (word: NoticeView['steps'][number]['step'], state: NoticeView['steps'][number]['state']) => ({ step: word, atMs: nowMs, state })
    const missed = { draft: draftOf({ kind: 'maintenance', when: { kind: 'window', startMs: nowMs + 1, endMs: nowMs + 2, zone: chicago, reminderMinutes: 30 } }), steps: [step('scheduled', 'done'), step('reminder', 'missed'), step('in-progress', 'waiting')] }
    expect(can('missed', [partOf('sent', { step: 'scheduled' })], missed)).toEqual(['cancel', 'correct', 'skip', 'steps'])
    expect(actionsFor(viewOf('missed', [partOf('sent')], missed), nowMs).steps).toEqual(['reminder', 'in-progress', 'verifying', 'completed'])
    expect(actionsFor(viewOf('missed', [partOf('sent')], missed), nowMs + 1).steps).toEqual(['in-progress', 'verifying', 'completed'])
    expect(actionsFor(viewOf('missed', [partOf('sent')], { ...missed, steps: [step('completed', 'missed')] }), nowMs).skip).toBe(false)
    const at = (...steps: NoticeView['steps']): string => stateWord({ state: 'scheduled', steps })
    expect([at(step('scheduled', 'done'), step('in-progress', 'waiting')), at(step('in-progress', 'done'), step('verifying', 'waiting')), at(step('verifying', 'done'), step('completed', 'waiting')), stateWord({ state: 'missed', steps: [step('in-progress', 'done')] })]).toEqual(['Scheduled', 'In progress', 'Verifying', 'Missed'])
    expect([undoSecondsLeft({ undoUntilMs: nowMs + 9_001 }, nowMs), undoSecondsLeft({ undoUntilMs: nowMs - 5 }, nowMs)]).toEqual([10, 0])
  })
})

it('a way’s settings are checked in words', () => {
  expect(wayErrors(settingsOf('a'))).toEqual({})
  const wrong = wayErrors(settingsOf('a', { way: 'http', schoolName: ' ', zone: 'Nowhere', quietHours: { from: '9', to: '24:00' }, socket: { namespace: 'admin', event: ' ' } }))
  expect(Object.keys(wrong).sort()).toEqual(['event', 'namespace', 'quietHours', 'schoolName', 'url', 'zone'])
})

it('a way that is chosen and not yet kept is spoken of by itself', () => {
  const way = wayOf('a')
  const http = { ...way.report, way: 'http' as const, ok: true, sentence: 'By HTTP.' }
  const { ok, sentence } = reportOf({ ...way, reports: [way.report, http] }, 'none')
  expect([reportOf({ ...way, reports: [http] }, 'admin-feed'), reportOf({ ...way, reports: [http] }, 'http'), ok, sentence]).toEqual([way.report, http, false, 'No way out is chosen for this platform.'])
})

describe('what opens', () => {
  afterEach(() => { view.set({ notices: firstNotices }) })

  it('Ctrl+B opens a draft with nobody in it, and Ctrl+0 the tenth screen', () => {
    const key = (name: string) => commandFor({ key: name, ctrl: true, shift: false, alt: false }, { inList: false, inText: true, singleKeys: true })
    expect(key('b')).toEqual({ do: 'new-notice' })
    expect(['1', '7', '0'].map((name) => { const command = key(name); return command?.do === 'screen' ? command.screen : null })).toEqual(['overview', 'notices', 'audit'])
    expect([screensInOrder.length, key('x'), key(' ')]).toEqual([10, undefined, undefined])
    newAnnouncement()
    expect(view.get().notices.open).toMatchObject({ is: 'live', step: 'type', draft: { drill: false, kind: 'announcement', audience: { include: [], exclude: [] } } })
  })

  it('a drill is opened as one and nothing that changes a draft makes it live', () => {
    newDrill()
    changeDraft((draft) => withKind(draft, 'announcement'))
    goToStep('review')
    const { open } = view.get().notices
    expect(open).toMatchObject({ is: 'drill', step: 'review', draft: { drill: true } })
    openDraft(draftOf({ drill: true }))
    expect(view.get().notices.open).toMatchObject({ is: 'drill' })
    openDraft(draftOf())
    expect(view.get().notices.open).toMatchObject({ is: 'live' })
    newFromTemplate({ id: 'x', name: 'X', kind: 'emergency', builtIn: true, severity: 'critical', dismissable: false, texts: [{ language: 'en', title: 'Hold', body: 'Stay.' }], fields: [] })
    expect(view.get().notices.open).toMatchObject({ is: 'live', draft: { kind: 'emergency', audience: { include: [], exclude: [] } } })
  })

  it('the palette offers both and sends nothing', () => {
    const titles = Object.fromEntries(screensInOrder.map((screen) => [screen, screen])) as Record<(typeof screensInOrder)[number], string>
    expect(paletteCommands('new', titles).map(({ label }) => label)).toEqual(['New announcement…', 'New drill…'])
    expect(paletteCommands('send', titles)).toEqual([])
  })
})

describe('drill and live share no way to send', () => {
  const here = import.meta.dirname

  /** All sources below this folder that a file reaches by its imports. */
  async function reached(path: string, seen = new Set<string>()): Promise<ReadonlySet<string>> {
    if (seen.has(path)) return seen
    seen.add(path)
    const source = await readFile(path, 'utf8')
    for (const [, from] of source.matchAll(/from '(\.[^']+)'/g)) {
      const next = resolve(dirname(path), from ?? '')
      if (next.startsWith(here)) await reached(next, seen)
    }
    return seen
  }

  it('what a drill reaches never names the live request, nor the other way round', async () => {
    for (const [entry, own, other] of [['drill/compose-drill.tsx', 'sendDrill', 'sendNotice'], ['live/compose-live.tsx', 'sendNotice', 'sendDrill']] as const) {
      const sources = await Promise.all([...(await reached(join(here, entry)))].map(async (path) => await readFile(path, 'utf8')))
      expect(sources.length, entry).toBeGreaterThan(10)
      expect(sources.filter((source) => new RegExp(`\\b${own}\\b`).test(source)), `${entry} sends`).toHaveLength(1)
      expect(sources.filter((source) => new RegExp(`\\b${other}\\b`).test(source)), `${entry} never ${other}`).toEqual([])
    }
  })

  it('each request is made at one place in the window', async () => {
    const files = (await readdir(join(here, '..', '..'), { recursive: true })).filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts') && name !== 'actions.ts')
    const users = async (request: string): Promise<string[]> => {
      const found = await Promise.all(files.map(async (name) => ((await readFile(join(here, '..', '..', name), 'utf8')).includes(request) ? name : null)))
      return found.filter((name) => name !== null)
    }
    expect(await users('sendNotice')).toEqual(['pages/notices/live/send-live-button.tsx'])
    expect(await users('sendDrill')).toEqual(['pages/notices/drill/send-drill-button.tsx'])
  })
})
