import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AlertRule } from '../shared/alerts.ts'
import { ALERT_RULES_MAX } from '../shared/limits.ts'
import { aboveTen, anywhere, ruleOf } from './monitor/alerts/rules/measures-fixture.ts'
import { starterRules } from './monitor/alerts/rules/starter.ts'
import { monitorWithTarget, START_MS, viewOf, wire } from './monitor/monitor-fixture.ts'
import type { Monitor } from './monitor/monitor.ts'
import { RulesDesk } from './rules-desk.ts'
import { AuditLog } from './store/audit.ts'
import { openDatabase } from './store/database.ts'
import type { LocalDatabase } from './store/database.ts'
import { RateHistory } from './store/rate-history.ts'
import { Rosters } from './store/rosters.ts'

let folder: string
let database: LocalDatabase
let audit: AuditLog
let monitor: Monitor
let desk: RulesDesk
let nowMs: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-rules-'))
  nowMs = START_MS
  open()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(): void {
  database = openDatabase({ folder, key: { kind: 'none' }, nowMs })
  audit = new AuditLog(database, nowMs)
  monitor = monitorWithTarget()
  desk = new RulesDesk({ monitor, database, audit, osUser: 'frontdesk', now: () => nowMs })
}

function restart(): void {
  database.close()
  open()
}

const list = async () => await desk.handlers()['rules:list'](null)
const save = async (rule: AlertRule) => await desk.handlers()['rules:save'](rule)
const own = async () => (await list()).rules.filter(({ starter }) => !starter).map(({ id }) => id)

function run(seconds: number, each?: () => void): void {
  for (let second = 0; second < seconds; second++) {
    nowMs += 1000
    each?.()
    monitor.drain(nowMs)
    desk.tick(nowMs)
  }
}

const alerts = (): string[] => [...monitor.alertBook.active].map(({ alert }) => `${alert.phase} ${alert.cause} ${alert.title}`)

describe('keeping rules', () => {
  test('the starter set is on from the first run; what was removed or changed stays so, until it is brought back', async () => {
    expect((await list()).rules).toEqual(starterRules)
    await desk.handlers()['rules:remove']({ id: 'starter-drift' })
    await save({ ...starterRules[0]!, enabled: false })
    restart()
    const { rules } = await list()
    expect([rules.length, rules.some(({ id }) => id === 'starter-drift'), rules[0]?.enabled]).toEqual([starterRules.length - 1, false, false])
    await save(ruleOf(aboveTen, { id: 'mine' }))
    await desk.handlers()['rules:restore'](null)
    expect([(await list()).rules.filter(({ starter }) => starter).toSorted(byId), await own()]).toEqual([starterRules.toSorted(byId), ['mine']])
  })

  test('a rule that cannot be is refused with each place; nothing is kept of it', async () => {
    const answer = await save(ruleOf({ kind: 'absence', windowSeconds: 0 }, { scope: { ...anywhere, namespace: 'grades' } }))
    expect(answer).toMatchObject({ ok: false, problem: { advice: 'Nothing was saved.', details: expect.stringMatching(/condition\.windowSeconds: .*\nscope\.namespace: /) as string } })
    expect(await own()).toEqual([])
    expect(await save(ruleOf(aboveTen, { id: 'seeded:starter' }))).toMatchObject({ ok: false })
  })

  test('every change is in the audit log, switching apart from changing', async () => {
    const rule = ruleOf(aboveTen, { id: 'mine', name: 'Many sockets' })
    await save(rule)
    await save({ ...rule, enabled: false })
    await save({ ...rule, enabled: true })
    await save({ ...rule, severity: 'critical' })
    await desk.handlers()['rules:remove']({ id: 'mine' })
    expect(audit.list(null, 10).map(({ action, scope, who, result }) => [action, scope, who, result].join(', ')).toReversed()).toEqual(
      ['add rule', 'switch rule off', 'switch rule on', 'change rule', 'remove rule'].map((action) => `${action}, Many sockets, frontdesk, confirmed`),
    )
    expect(await desk.handlers()['rules:remove']({ id: 'mine' })).toMatchObject({ ok: false })
  })

  test('what cannot be recorded is not done', async () => {
    database.close()
    expect(await save(ruleOf(aboveTen))).toMatchObject({ ok: false, problem: { what: expect.stringContaining('audit log') as string } })
    open()
    expect(await own()).toEqual([])
  })

  test('a damaged row stays, is counted and said, and the others hold', async () => {
    database.run("INSERT INTO alert_rules (id, body) VALUES ('newer', '{\"id\":\"newer\",\"kind\":\"of tomorrow\"}')")
    restart()
    expect((await list()).rules).toHaveLength(starterRules.length)
    expect(monitor.remarks().map(({ text }) => text).join(' ')).toContain('1 saved rule could not be read')
    expect(database.all("SELECT 1 FROM alert_rules WHERE id = 'newer'")).toHaveLength(1)
  })

  test('at most ALERT_RULES_MAX', async () => {
    database.transaction(() => {
      for (let n = 0; n < ALERT_RULES_MAX - starterRules.length; n++) database.run('INSERT INTO alert_rules (id, body) VALUES (?, ?)', `r${n}`, JSON.stringify(ruleOf(aboveTen, { id: `r${n}` })))
    })
    expect(await save(ruleOf(aboveTen, { id: 'one more' }))).toMatchObject({ ok: false, problem: { what: expect.stringContaining('1,000') as string } })
    expect(await save(ruleOf(aboveTen, { id: 'r1', name: 'Replaced' }))).toEqual({ ok: true })
  })
})

function byId(a: AlertRule, b: AlertRule): number {
  return a.id < b.id ? -1 : 1
}

describe('export and import', () => {
  test('what was exported comes back', async () => {
    await save(ruleOf(aboveTen, { id: 'mine' }))
    const exported = await desk.handlers()['rules:export'](null)
    await desk.handlers()['rules:remove']({ id: 'mine' })
    const imported = await desk.handlers()['rules:import']({ json: exported.ok ? exported.value.json : '' })
    expect(imported).toMatchObject({ ok: true, value: { added: ['A rule'], skipped: [] } })
    expect(imported.ok && imported.value.replaced).toHaveLength(starterRules.length)
    expect(await own()).toEqual(['mine'])
  })

  test('each bad rule is skipped with words, the good ones are taken', async () => {
    const rules = [ruleOf(aboveTen, { id: 'good', name: 'Good' }), { name: 'No rule' }, null, ruleOf({ kind: 'absence', windowSeconds: 0 }, { id: 'bad', name: 'Bad' }), ruleOf(aboveTen, { id: 'good' })]
    const answer = await desk.handlers()['rules:import']({ json: JSON.stringify({ rollcallRules: 1, rules }) })
    expect(answer).toMatchObject({ ok: true, value: { added: ['Good'], replaced: [] } })
    expect(answer.ok && answer.value.skipped.map((line) => line.split(':')[0])).toEqual(['Rule 2 "No rule"', 'Rule 3', 'Rule 4 "Bad"', 'Rule 5 "A rule"'])
  })

  test.each(['', '{', '[]', '{"rules":[]}', '{"rollcallRules":9,"rules":[]}', '{"__proto__":{"rules":[]}}'])('%s is no file of rules', async (json) => {
    expect(await desk.handlers()['rules:import']({ json })).toMatchObject({ ok: false, problem: { advice: 'Nothing was imported.' } })
  })
})

describe('evaluation', () => {
  test('the starter set sees a namespace and the platform go down and come back; each once', () => {
    run(5)
    expect(alerts()).toEqual([])
    monitor.targetChanged(viewOf('t1', { namespaces: { '/': 'live', '/grades': 'reconnecting', '/talk': 'live' } }), nowMs)
    run(10)
    expect(alerts()).toEqual(['firing namespace-down Namespace down: /grades'])
    monitor.targetChanged(viewOf('t1', { state: 'offline' }), nowMs)
    run(10)
    expect(alerts().toSorted()).toEqual(['firing namespace-down Namespace down: /', 'firing namespace-down Namespace down: /grades', 'firing namespace-down Namespace down: /talk', 'firing platform-down Platform not connected'])
    monitor.targetChanged(viewOf('t1'), nowMs)
    run(10)
    expect(alerts()).toEqual([])
    expect([...monitor.alertBook.all].map(({ alert }) => alert.count)).toEqual([1, 1, 1, 1])
  })

  test('facts: open alerts, false alarms, trouble; switching off ends what the rule raised', async () => {
    const rule = ruleOf({ kind: 'threshold', metric: 'rate', windowSeconds: 5, compare: 'above', value: 1, clearValue: 1 }, { id: 'busy', name: 'Busy' })
    await save(rule)
    await save(ruleOf(aboveTen, { id: 'gone', scope: { ...anywhere, targetId: 'elsewhere' } }))
    run(10, () => {
      for (let n = 0; n < 5; n++) monitor.event(wire('grade.posted', [{}], { atMs: nowMs }))
    })
    expect(alerts()).toContain('firing rate-high Busy')
    const { facts, evaluation } = await list()
    expect(facts['busy']).toEqual({ alerts: 1, falseAlarms: 0, trouble: '', places: 1 })
    expect(facts['gone']?.trouble).toContain('not watched here')
    expect(evaluation.rules).toBe(starterRules.length + 2)
    for (const slot of monitor.alertBook.active) slot.alert.care = { ...slot.alert.care, falseAlarm: true }
    await save({ ...rule, enabled: false })
    expect(alerts()).not.toContain('firing rate-high Busy')
    expect((await list()).facts['busy']).toMatchObject({ alerts: 0, falseAlarms: 1 })
  })

  test('fewer people than on the roster', async () => {
    new Rosters(database).save({ id: 'x', name: 'Biology', room: { targetId: 't1', namespace: '/grades', room: 'class_7b' }, csv: 'id\nu-1\nu-2\n' })
    await save(ruleOf({ kind: 'state', what: 'roster-below', value: 90 }, { id: 'roster', name: 'Roster', per: 'room' }))
    run(5, () => monitor.event(wire('grade.posted', [{ classId: '7b', postedBy: { id: 'u-1', name: 'Maria Rossi' } }], { atMs: nowMs })))
    run(70)
    expect([...monitor.alertBook.active].filter(({ alert }) => alert.ruleId === 'roster').map(({ alert }) => `${alert.title}, ${alert.value}`)).toEqual(['Roster: class_7b of /grades, 50 % of the roster, limit 90 %'])
  })

  test('against yesterday, from the history', async () => {
    const minute = Math.floor(START_MS / 60_000) - 1440
    new RateHistory(database).write(Array.from({ length: 20 }, (_, n) => ({ minute: minute - 10 + n, targetId: 't1', namespace: '/grades', event: '', count: 6, bytes: 60, seconds: 60 })))
    await save(ruleOf({ kind: 'change', windowMinutes: 1, against: 'yesterday', compare: 'above', percent: 500, floor: 5 }, { id: 'more', name: 'More' }))
    run(90, () => monitor.event(wire('grade.posted', [{}], { atMs: nowMs })))
    expect([...monitor.alertBook.active].filter(({ alert }) => alert.ruleId === 'more').map(({ alert }) => alert.value)).toEqual([expect.stringMatching(/^6\d events in 1 min, 1,0\d0 % of yesterday’s 6$|^59 events/)])
  })
})

describe('trial', () => {
  const busy = ruleOf({ kind: 'threshold', metric: 'rate', windowSeconds: 60, compare: 'above', value: 1, clearValue: 0.5 }, { per: 'namespace', scope: { ...anywhere, namespace: '/grades' } })
  const attempt = async (rule: AlertRule, over: 'hour' | 'day' | 'week') => {
    const answer = await desk.handlers()['rules:try']({ rule, over })
    if (!answer.ok) throw new Error(answer.problem.what)
    return answer.value
  }

  test('the last hour: the same engine on what was received', async () => {
    for (let round = 0; round < 4; round++) {
      run(300, () => {
        for (let n = 0; n < 3; n++) monitor.event(wire('grade.posted', [{}], { atMs: nowMs }))
      })
      run(300)
    }
    const { sentence, firings, covered, stepSeconds } = await attempt(busy, 'hour')
    expect([sentence, firings.length, firings[0]?.subject, stepSeconds]).toEqual(['Would have fired 4 times in the last hour. Only 67 % of that time was watched.', 4, 'School t1, /grades', 10])
    expect(covered).toBeCloseTo(2 / 3, 1)
    for (const { fromMs, toMs } of firings) expect((toMs ?? 0) - fromMs).toBeGreaterThan(250_000)
    expect((await attempt({ ...busy, condition: { kind: 'absence', windowSeconds: 120 } }, 'hour')).firings).toHaveLength(4)
    expect((await attempt({ ...busy, pendingSeconds: 600 }, 'hour')).sentence).toContain('Would not have fired')
  })

  test('a day and a week: on the history, to the minute, with the schedule of then', async () => {
    const end = Math.floor(START_MS / 60_000)
    const rows = Array.from({ length: 7 * 1440 }, (_, n) => end - 7 * 1440 + n).map((minute) => ({ minute, targetId: 't1', namespace: '/grades', event: '', count: minute % 60 < 5 ? 600 : 6, bytes: 60, seconds: 60 }))
    new RateHistory(database).write(rows)
    expect(await attempt(busy, 'day')).toMatchObject({ sentence: 'Would have fired 24 times in the last 24 hours.', stepSeconds: 60, covered: 1 })
    // START_MS is a Monday, 10:00 UTC: eight to ten on five school days of a week.
    expect((await attempt({ ...busy, schedule: { days: [1, 2, 3, 4, 5], from: '08:00', to: '10:00', zone: 'UTC' } }, 'week')).firings).toHaveLength(10)
    expect((await attempt({ ...busy, condition: { kind: 'change', windowMinutes: 5, against: 'yesterday', compare: 'above', percent: 200, floor: 1 } }, 'day')).firings).toEqual([])
  })

  test('what cannot be tried says so', async () => {
    expect((await attempt(starterRules[0]!, 'hour')).sentence).toMatch(/^Cannot be tried/)
    expect((await attempt(ruleOf(aboveTen), 'hour')).sentence).toMatch(/^Cannot be tried/)
    expect((await attempt({ ...busy, scope: { ...busy.scope, room: 'class_7b' } }, 'day')).sentence).toMatch(/Try the last hour/)
    expect((await attempt(busy, 'week')).sentence).toBe('Nothing is kept of the last 7 days that the rule could be tried on.')
    expect((await attempt({ ...busy, scope: { ...busy.scope, namespace: '/nowhere' } }, 'hour')).sentence).toMatch(/no place/)
    expect(await desk.handlers()['rules:try']({ rule: ruleOf({ kind: 'absence', windowSeconds: 0 }), over: 'hour' })).toMatchObject({ ok: false })
  })
})
