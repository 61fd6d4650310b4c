import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alertDetail, alertList, silenceList, silencePreview } from '../shared/alerts.ts'
import { ALERT_ENTRIES_MAX, ALERTS_RESOLVED_KEPT_MAX } from '../shared/limits.ts'
import { ack30, AlertsRun, allStates, me, whatOf } from './alerts-desk/alerts-desk-fixture.ts'
import { intervention, MINUTE_MS, ruleSignal, START_MS } from './monitor/alerts/alert-book-fixture.ts'
import { wire } from './monitor/monitor-fixture.ts'

let folder: string
const runs: AlertsRun[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-alerts-desk-'))
})
afterEach(() => {
  for (const run of runs.splice(0)) run.kill()
  rmSync(folder, { recursive: true, force: true })
})

function start(startedAtMs = START_MS, more: ConstructorParameters<typeof AlertsRun>[2] = {}): AlertsRun {
  const run = new AlertsRun(folder, startedAtMs, more)
  runs.push(run)
  return run
}

/** What must be the same after a restart; `seq` is of one run's log. */
function states(run: AlertsRun): unknown {
  return run.list().map((row) => ({ ...row, seq: null })).sort((a, b) => (a.id < b.id ? -1 : 1))
}

describe('restart', () => {
  test('keeps state, owner, expiry, silences, counts, timelines', () => {
    const first = start().raise(6)
    const ids = first.list().map(({ id }) => id)
    first.raise(2) // the first two again
    first.pass(2_000)
    expect(first.act([ids[0]!], ack30)).toEqual({ ok: true, value: { changed: 1, refused: [] } })
    first.act([ids[1]!], { kind: 'snooze', minutes: 60 })
    first.act([ids[2]!], { kind: 'escalate', note: 'Nobody answers' })
    first.act([ids[3]!], { kind: 'resolve', note: 'Talked to the family' })
    first.act([ids[4]!], { kind: 'false-alarm', note: '' })
    first.silence({ matchers: [{ field: 'title', is: '*gradebook*', not: false }] })
    first.book.ruleState(ruleSignal(), 'firing', first.nowMs)
    first.pass(3_000)
    const before = states(first)
    const detail = first.get(ids[0]!)
    first.end()

    const second = start(first.nowMs)
    expect(states(second)).toEqual(before)
    expect(second.remarks).toEqual([])
    const after = second.get(ids[0]!)
    expect(alertDetail.parse(after)).toEqual({ ...detail, row: { ...detail.row, seq: null }, open: { ...detail.open, seq: null }, evidence: { ...detail.evidence, toMs: first.nowMs, complete: true } })
    expect(after.row).toMatchObject({ state: 'acknowledged', owner: 'Ms. Ortiz', acknowledgedUntilMs: detail.row.acknowledgedUntilMs })
    expect((second.desk.handlers()['silences:list'](null) as { active: { createdBy: string }[] }).active).toMatchObject([{ id: 's-1', createdBy: me, affects: 1 }])
    // The timeline goes on where it was.
    second.act([ids[0]!], { kind: 'note', note: 'Called again' })
    second.end()
    expect(start(second.nowMs).get(ids[0]!).timeline).toEqual([...detail.timeline, expect.objectContaining({ what: 'note', who: me, text: 'Called again' })])
  })

  test('an acknowledgement that ended while the app was closed: open at start, with an entry', () => {
    const first = start().raise(1)
    const [row] = first.list()
    first.act([row!.id], ack30)
    first.end()
    const second = start(first.nowMs + 31 * MINUTE_MS)
    second.pass(1_000)
    expect(second.list()).toMatchObject([{ id: row!.id, state: 'open', owner: 'Ms. Ortiz', acknowledgedUntilMs: null }])
    expect(second.get(row!.id).timeline.at(-1)).toMatchObject({ what: 'ack-expired', who: null })
    expect(second.book.takeNews().news.map(({ what }) => what)).toEqual(['ack-expired'])
  })

  test('a silence that ended while the app was closed', () => {
    const first = start().raise(1)
    first.silence()
    expect(first.list()).toMatchObject([{ state: 'silenced', silencedBy: ['s-1'] }])
    first.end()
    const second = start(first.nowMs + 3 * 3_600_000)
    second.pass(1_000)
    expect(second.list()).toMatchObject([{ state: 'open', silencedBy: [] }])
    expect(second.desk.handlers()['silences:list'](null)).toMatchObject({ active: [], expired: [{ id: 's-1' }] })
  })

  test('what the platform says again is the same alert', () => {
    const first = start().raise(1).pass(1_000)
    first.end()
    const second = start(first.nowMs + MINUTE_MS).raise(1)
    expect(second.list()).toMatchObject([{ count: 2 }])
  })

  test('kill -9 loses at most what happened in the last second', () => {
    const first = start().raise(40)
    first.pass(2_000)
    first.kill()
    expect(start(first.nowMs).list()).toHaveLength(40)
  })

  test('a pending alert that ended before it fired is in the database no more', () => {
    const first = start()
    first.book.ruleState(ruleSignal(), 'pending', first.nowMs)
    first.pass(2_000)
    expect(first.database.all('SELECT id FROM alerts')).toHaveLength(1)
    first.book.ruleState(ruleSignal(), 'resolved', first.nowMs)
    first.pass(2_000)
    expect(first.database.all('SELECT id FROM alerts')).toEqual([])
  })

  test('of two with one fingerprint, which a crash between two writes can leave, the newer goes on', () => {
    const first = start().raise(1).pass(2_000)
    first.database.run("INSERT INTO alerts SELECT 'newer', fingerprint, target_id, phase, started_at_ms, last_at_ms, replace(body, id, 'newer') FROM alerts")
    first.end()
    const second = start(first.nowMs)
    expect(second.list().map(({ id, state }) => [id === 'newer', state])).toEqual([[true, 'open'], [false, 'resolved']])
    expect(second.raise(1).list({ states: [] })).toMatchObject([{ id: 'newer', count: 2 }])
    second.pass(2_000)
    second.end()
    expect(start(second.nowMs).list({ states: [] })).toHaveLength(1)
  })

  test('rows that cannot be read stay, are counted and said', () => {
    const first = start().raise(3).pass(2_000)
    const [id] = first.list().map((row) => row.id)
    first.silence()
    first.database.run(`UPDATE alerts SET body = '{"id":"of a newer version"}' WHERE id = ?`, id!)
    first.database.run("UPDATE silences SET body = 'null'")
    first.database.close()
    const second = start(first.nowMs)
    expect(second.list()).toHaveLength(2)
    expect(second.remarks).toEqual([expect.stringMatching(/^1 kept silences could not be read/), expect.stringMatching(/^1 rows of kept alerts could not be read/)])
    expect(second.database.all('SELECT id FROM alerts')).toHaveLength(3)
  })

  test('more resolved ones than stay at hand: the newest are, the others are read from the database', () => {
    const first = start().raise(ALERTS_RESOLVED_KEPT_MAX + 5)
    const ids = [...first.book.active].map(({ alert }) => alert.id)
    for (const id of ids) first.actInMemory([id], { kind: 'resolve', note: '' })
    expect([...first.book.all]).toHaveLength(ALERTS_RESOLVED_KEPT_MAX)
    first.pass(5_000, 100)
    expect(first.get(ids[0]!)).toMatchObject({ row: { state: 'resolved' }, timeline: [{ what: 'started' }, { what: 'fired' }, { what: 'resolved-by-hand' }] })
    expect(whatOf(first.desk.handlers()['alerts:get']({ id: 'never-was' }) as never)).toBe('This alert is not there any more.')
    first.end()
    const second = start(first.nowMs)
    expect([...second.book.all]).toHaveLength(ALERTS_RESOLVED_KEPT_MAX)
    expect(second.book.slot(ids[0]!)).toBeUndefined()
  })

  test('a long timeline: the newest entries at hand, the others a number that goes on', () => {
    const first = start().raise(1)
    const [row] = first.list()
    for (let n = 0; n < ALERT_ENTRIES_MAX + 20; n++) {
      first.actInMemory([row!.id], { kind: 'note', note: `note ${n}` })
      if (n % 50 === 0) first.pass(1_000)
    }
    first.end()
    const second = start(first.nowMs)
    const { timeline, entriesLeftOut } = second.get(row!.id)
    expect([timeline.length, entriesLeftOut, timeline.at(-1)?.text]).toEqual([ALERT_ENTRIES_MAX, 22, `note ${ALERT_ENTRIES_MAX + 19}`])
    second.act([row!.id], { kind: 'note', note: 'one more' })
    second.end()
    expect(start(second.nowMs).get(row!.id)).toMatchObject({ entriesLeftOut: 23 })
  })
})

describe('actions', () => {
  test('audit record first, with ids and causes and no name; who is the account of this computer', () => {
    const run = start().raise(2)
    const ids = run.list().map(({ id }) => id)
    run.act(ids, ack30)
    expect(run.audit.list(null, 10)).toMatchObject([{ who: me, action: 'acknowledge alerts', targetName: 'Lincoln High', scope: `2 alerts (chronic_absence 2): ${ids.join(', ')}`, result: 'confirmed', detail: '2 alerts changed.' }])
    expect(JSON.stringify(run.audit.list(null, 10))).not.toMatch(/Ortiz|Calling/)
    expect(run.get(ids[0]!).timeline.at(-1)).toMatchObject({ what: 'acknowledged', who: me, text: 'Ms. Ortiz, for 30 min: Calling home' })
    run.act(ids, { kind: 'undo' })
    expect(run.list()).toMatchObject([{ state: 'open', owner: null }, { state: 'open', owner: null }])
    expect(run.audit.list(null, 1)).toMatchObject([{ action: 'undo on alerts', result: 'confirmed' }])
    run.kill()
    expect(start(run.nowMs).list()).toMatchObject([{ state: 'open' }, { state: 'open' }])
  })

  test('what was answered is on the disk', () => {
    const run = start().raise(1)
    const [row] = run.list()
    run.act([row!.id], ack30)
    run.kill()
    expect(start(run.nowMs).list()).toMatchObject([{ state: 'acknowledged', owner: 'Ms. Ortiz' }])
  })

  test('a double click does it once', () => {
    const run = start().raise(1)
    const [row] = run.list()
    run.book.slot(row!.id)!.alert.baseSeverity = 'info'
    const answers = [run.act([row!.id], { kind: 'escalate', note: 'Nobody answers' }), run.act([row!.id], { kind: 'escalate', note: 'Nobody answers' })]
    expect(answers[1]).toEqual(answers[0])
    expect(run.list()).toMatchObject([{ severity: 'warning', notes: 1 }])
    expect(run.audit.list(null, 10)).toHaveLength(1)
    run.nowMs += 5_000
    run.act([row!.id], { kind: 'escalate', note: 'Nobody answers' })
    expect(run.list()).toMatchObject([{ severity: 'critical', notes: 2 }])
  })

  test('alerts that are not at hand or do not allow it are said; nothing changed is no success in the log', () => {
    const run = start()
    expect(run.act(['gone'], ack30)).toEqual({ ok: true, value: { changed: 0, refused: ['The alert is not at hand any more.'] } })
    expect(run.audit.list(null, 1)).toMatchObject([{ scope: '1 alert', result: 'failed', detail: '0 alerts changed. The alert is not at hand any more.' }])
  })

  test('nothing is done that the audit log cannot hold', () => {
    const run = start().raise(1)
    const [row] = run.list()
    run.database.run('DROP TABLE audit')
    expect(whatOf(run.act([row!.id], ack30))).toBe('Not done: it could not be written to the audit log.')
    expect(whatOf(run.silence())).toBe('Not done: it could not be written to the audit log.')
    expect(run.list()).toMatchObject([{ state: 'open' }])
  })

  test('the disk refuses the alert itself: it is said, it holds in this run, and it is written later', () => {
    const run = start().raise(1)
    const [row] = run.list()
    run.database.run("CREATE TRIGGER no BEFORE INSERT ON alerts BEGIN SELECT RAISE(FAIL, 'no'); END")
    expect(whatOf(run.act([row!.id], ack30))).toBe('It holds in this run, but could not be written to the disk.')
    expect(run.audit.list(null, 1)).toMatchObject([{ result: 'unknown', detail: '1 alert changed. Not on the disk yet.' }])
    run.pass(6_000)
    expect(run.remarks).toEqual([expect.stringMatching(/^Alerts cannot be written to the disk: no\./)])
    run.database.run('DROP TRIGGER no')
    run.pass(6_000)
    expect(run.remarks).toEqual([expect.anything(), 'Alerts are written to the disk again.'])
    run.kill()
    expect(start(run.nowMs).list()).toMatchObject([{ state: 'acknowledged' }])
  })
})

describe('disk', () => {
  test('a storm of 10,000 is on the disk after some seconds, in slices, with all entries', () => {
    const run = start().raise(10_000)
    const onDisk = (): number => (run.database.all('SELECT count(*) AS n FROM alerts')[0] as { n: number }).n
    const slices = [onDisk()]
    while (slices.at(-1)! < 10_000 && slices.length < 110) {
      run.pass(100, 100)
      slices.push(onDisk())
    }
    // At most ten seconds of the pulse, and never all at once.
    expect(slices.at(-1)).toBe(10_000)
    expect(Math.max(...slices.slice(1).map((count, index) => count - slices[index]!))).toBeLessThanOrEqual(400)
    expect(run.database.all('SELECT count(*) AS n FROM alert_entries')).toEqual([{ n: 20_000 }])
    run.kill()
    expect([...start(run.nowMs).book.active]).toHaveLength(10_000)
  })

  test('a full disk is said once, everything goes on, and what waited is written when there is space', () => {
    const run = start().raise(5)
    run.pass(2_000)
    const [{ page_count: pages }] = run.database.all('PRAGMA page_count') as [{ page_count: number }]
    run.database.all(`PRAGMA max_page_count=${pages}`)
    run.raise(500, 100).pass(20_000)
    expect(run.remarks).toEqual([expect.stringMatching(/^Alerts cannot be written to the disk: .*full/)])
    expect([...run.book.active]).toHaveLength(505)
    run.database.all('PRAGMA max_page_count=1000000')
    run.pass(30_000, 100)
    expect(run.remarks.at(-1)).toBe('Alerts are written to the disk again.')
    run.kill()
    expect([...start(run.nowMs).book.active]).toHaveLength(505)
  })

  test('one row that the database refuses does not hold up the others', () => {
    const run = start()
    run.database.run(`CREATE TRIGGER no BEFORE INSERT ON alerts WHEN new.fingerprint = 'lincoln i-7' BEGIN SELECT RAISE(FAIL, 'no'); END`)
    run.raise(40).pass(300_000)
    expect(run.database.all('SELECT count(*) AS n FROM alerts')).toEqual([{ n: 39 }])
  })

  test('a removed platform: its alerts end and stay to be read', () => {
    const run = start().raise(1)
    const [row] = run.list()
    run.monitor.targetRemoved('lincoln')
    run.end()
    const second = start(run.nowMs)
    expect(second.get(row!.id)).toMatchObject({ row: { state: 'resolved' }, timeline: [{}, {}, { what: 'resolved', text: 'The platform was removed from Rollcall.' }] })
  })

  test('evidence is written when it is complete, and read from there', () => {
    const empty = { events: [], leftOut: 0, fromMs: START_MS - 30_000, toMs: START_MS + 30_000, complete: true }
    const waiting: { alertId: string; evidence: typeof empty }[] = []
    const run = start(START_MS, { evidence: { take: () => waiting.splice(0), read: () => undefined } })
    run.raise(1)
    const [row] = run.list()
    expect(run.get(row!.id).evidence).toMatchObject({ events: [], complete: false })
    waiting.push({ alertId: row!.id, evidence: { ...empty, leftOut: 3 } }, { alertId: 'unknown', evidence: empty })
    run.pass(3_000)
    expect(run.get(row!.id).evidence).toEqual({ ...empty, leftOut: 3 })
    run.kill()
    expect(start(run.nowMs).get(row!.id).evidence).toEqual({ ...empty, leftOut: 3 })
  })
})

describe('evidence of the core', () => {
  test('what was collected when the app is quit is kept, and its events open nothing in the next run', () => {
    const first = start()
    const teacher = { teacherId: 'u-1', teacherName: 'Maria Rossi', classId: '7b' }
    first.monitor.event(wire('grade.posted', [teacher], { targetId: 'lincoln', atMs: first.nowMs }))
    first.monitor.event(wire('alarm.raised', [{ alarmId: 'x-1', studentId: 'u-1', type: 'truancy', reason: 'He was seen in town' }], { targetId: 'lincoln', atMs: first.nowMs }))
    first.monitor.drain(first.nowMs)
    first.pass(2_000)
    const [row] = first.list()
    const before = first.get(row!.id).evidence
    expect(before).toMatchObject({ complete: false, events: [{ event: 'grade.posted', seq: 1 }, { event: 'alarm.raised', seq: 2 }] })
    first.end()
    const { row: again, evidence } = start(first.nowMs + MINUTE_MS).get(row!.id)
    expect(again.seq).toBeNull()
    expect(evidence).toEqual({ ...before, toMs: first.nowMs, complete: true, events: before.events.map((event, index) => ({ ...event, seq: -1 - index })) })
    expect(JSON.stringify(evidence)).not.toMatch(/Rossi|town/)
  })

  test('of a storm, all evidence reaches the disk', () => {
    const run = start()
    for (let n = 0; n < 1_000; n++) run.monitor.event(wire('alarm.raised', [{ alarmId: `x-${n}`, studentId: `u-${n}`, type: 'truancy', reason: '' }], { targetId: 'lincoln', atMs: run.nowMs }))
    for (let n = 0; n < 60; n++) {
      run.monitor.drain(run.nowMs)
      run.pass(1_000, 200)
    }
    expect(run.database.all('SELECT count(*) AS n FROM alert_evidence')).toEqual([{ n: 1_000 }])
  })
})

describe('what the window gets', () => {
  test('people masked, as lists of people show them; places that are still there', () => {
    const run = start()
    run.monitor.event(wire('grade.posted', [{ teacherId: 'u-1', teacherName: 'Maria Rossi', classId: '7b' }], { targetId: 'lincoln', atMs: run.nowMs }))
    run.monitor.drain(run.nowMs)
    run.book.receive(intervention('a', { personId: 'u-1', seq: 1, subject: { targetId: 'lincoln', namespace: '/grades', event: 'x', room: 'class_7b', role: null, serverId: null } }), run.nowMs)
    run.book.receive(intervention('b', { personId: 'u-2', seq: 99 }), run.nowMs)
    const rows = run.list()
    expect(JSON.stringify(rows)).not.toContain('Rossi')
    expect(alertList.parse(run.desk.handlers()['alerts:list'](allStates)).rows.map(({ person }) => person)).toEqual(expect.arrayContaining([{ key: { targetId: 'lincoln', personId: 'u-1' }, label: 'M. R.' }, { key: { targetId: 'lincoln', personId: 'u-2' }, label: 'u-2' }]))
    const open = (person: string) => run.get(rows.find((row) => row.person?.key.personId === person)!.id).open
    expect(open('u-1')).toEqual({ person: { targetId: 'lincoln', personId: 'u-1' }, room: { targetId: 'lincoln', namespace: '/grades', room: 'class_7b' }, seq: 1 })
    expect(open('u-2')).toEqual({ person: null, room: null, seq: null })
  })
})

describe('silences', () => {
  test.each([
    ['its end is before its beginning', { startsAtMs: START_MS + 10, endsAtMs: START_MS }, 'The silence ends before it begins.'],
    ['in the past', { startsAtMs: START_MS - 7_200_000, endsAtMs: START_MS - 3_600_000 }, 'The silence would be over already: its end is in the past.'],
    ['for ever', { endsAtMs: START_MS + 400 * 24 * 3_600_000 }, 'A silence lasts at most 42 days. Make it shorter; it can be renewed.'],
    ['everything', { matchers: [{ field: 'school' as const, is: '*', not: false }] }, 'This would silence everything. Name a school, a cause or something else.'],
  ])('%s: refused with a sentence, and no record', (_name, change, sentence) => {
    const run = start().raise(1)
    expect(whatOf(run.silence(change))).toBe(sentence)
    expect(silencePreview.parse(run.desk.handlers()['silences:preview'](run.silenceForm(change))).refused).toBe(sentence)
    expect([run.list()[0]?.state, run.audit.list(null, 10)]).toEqual(['open', []])
  })

  test('a preview counts, saving silences, ending gives back; each once in the audit log', () => {
    const run = start().raise(12)
    expect(run.desk.handlers()['silences:preview'](run.silenceForm())).toMatchObject({ affects: 12, refused: null })
    expect([run.silence(), run.silence()]).toEqual([{ ok: true }, { ok: true }])
    expect(run.list().every(({ state }) => state === 'silenced')).toBe(true)
    expect(silenceList.parse(run.desk.handlers()['silences:list'](null)).active).toMatchObject([{ affects: 12, createdBy: me }])
    run.nowMs += MINUTE_MS
    for (let click = 0; click < 2; click++) expect(run.desk.handlers()['silences:end']({ id: 's-1' })).toEqual({ ok: true })
    expect(run.list().every(({ state }) => state === 'open')).toBe(true)
    expect(run.audit.list(null, 10).map(({ action, reason, result }) => `${action}: ${reason}, ${result}`)).toEqual(['end silence: Field trip of grade 7, confirmed', 'silence alerts: Field trip of grade 7, confirmed'])
    expect(silenceList.parse(run.desk.handlers()['silences:list'](null))).toMatchObject({ active: [], coming: [], expired: [{ id: 's-1', endsAtMs: run.nowMs }] })
    expect(whatOf(run.silence())).toBe('This silence is over.')
    expect(whatOf(run.desk.handlers()['silences:end']({ id: 'never' }) as never)).toBe('This silence is not there any more.')
  })

  test('one that was ended before it began never begins', () => {
    const run = start().raise(1)
    run.silence({ startsAtMs: run.nowMs + 3_600_000, endsAtMs: run.nowMs + 7_200_000 })
    void run.desk.handlers()['silences:end']({ id: 's-1' })
    expect(run.desk.handlers()['silences:list'](null)).toMatchObject({ active: [], coming: [], expired: [{ id: 's-1' }] })
    run.pass(2 * 3_600_000, 600_000)
    expect(run.list()).toMatchObject([{ state: 'open' }])
  })

  test('a rule by its id or its name', () => {
    const run = start()
    run.rules.set('rate-low', { name: 'Gradebook is quiet' } as never)
    run.book.ruleState(ruleSignal(), 'firing', run.nowMs)
    for (const is of ['rate-low', 'gradebook is QUIET', 'Gradebook*']) expect(run.desk.handlers()['silences:preview'](run.silenceForm({ matchers: [{ field: 'rule', is, not: false }] }))).toMatchObject({ affects: 1 })
    expect(run.desk.handlers()['silences:preview'](run.silenceForm({ matchers: [{ field: 'rule', is: 'Gradebook*', not: true }] }))).toMatchObject({ affects: 0 })
  })
})
