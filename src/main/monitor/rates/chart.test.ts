import { describe, expect, test } from 'vitest'
import { CHART_SERIES_MAX, ROOM_TRACKS_MAX } from '../../../shared/limits.ts'
import { rateChartAnswer } from '../../../shared/rates.ts'
import type { RateChartQuery } from '../../../shared/rates.ts'
import { grade, monitorWithTarget, runSeconds, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import { EVENT_TRACKS_MAX } from './series.ts'

const query = (more: Partial<RateChartQuery> = {}): RateChartQuery => ({ targetId: null, namespace: null, text: '', group: 'namespace', windowMinutes: 1, compare: 'none', ...more })
const chartOf = (monitor: Monitor, more: Partial<RateChartQuery>, afterSeconds: number) => rateChartAnswer.parse(monitor.rateChart(query(more), START_MS + afterSeconds * 1000))

describe('windows', () => {
  test.each([[1, 1_000, 60], [15, 10_000, 90], [60, 10_000, 360], [360, 60_000, 360], [1440, 300_000, 288]] as const)('%i minutes: steps of %i ms, %i points, only complete ones', (windowMinutes, stepMs, points) => {
    const monitor = monitorWithTarget()
    monitor.event(wire('a', [], { atMs: START_MS }))
    const { timesMs, lines, ...more } = chartOf(monitor, { windowMinutes }, 300)
    expect(more).toMatchObject({ windowMinutes, stepMs, inOther: 0, readShare: 1, before: null, historyFromMs: null, remark: '' })
    expect([timesMs.length, timesMs.at(-1), lines[0]?.perSecond.length]).toEqual(windowMinutes === 1 ? [points, START_MS + 299_000, undefined] : [points, START_MS + 300_000 - stepMs, points])
    expect(lines.map((line) => line.total)).toEqual(windowMinutes === 1 ? [] : [1])
  })

  test('the day is whole at any minute: five minutes are one point, over the seconds that were watched', () => {
    const monitor = monitorWithTarget()
    runSeconds(monitor, 0, 20, (second, atMs) => monitor.event(grade(second, { atMs })))
    for (const minute of [0, 1, 4]) {
      const { lines, timesMs } = chartOf(monitor, { windowMinutes: 1440 }, 24 * 3600 + minute * 60)
      expect([timesMs[0], lines[0]?.label, lines[0]?.total, lines[0]?.perSecond[0]]).toEqual([START_MS, 'School t1 /grades', 20, 1])
    }
  })
})

describe('groups', () => {
  const busy = (): Monitor => {
    const monitor = monitorWithTarget()
    monitor.targetChanged(viewOf('t2', { name: 'Lincoln' }), START_MS)
    runSeconds(monitor, 0, 10, (second, atMs) => {
      monitor.event(grade(second, { atMs }))
      monitor.event(grade(second, { atMs, classId: '8a' }))
      monitor.event(wire('grade.removed', [], { atMs }))
      monitor.event(wire('message', [], { atMs, targetId: 't2', namespace: '/talk' }))
      monitor.event(wire('message', [], { atMs, direction: 'out', namespace: '/talk' }))
    })
    return monitor
  }

  test.each([
    [{}, ['School t1 /grades 30', 'Lincoln /talk 10', 'School t1 / 0', 'School t1 /talk 0', 'Lincoln / 0', 'Lincoln /grades 0']],
    [{ targetId: 't1' }, ['/grades 30', '/ 0', '/talk 0']],
    [{ group: 'target' }, ['School t1 30', 'Lincoln 10']],
    [{ group: 'event' }, ['School t1 /grades grade.posted 20', 'School t1 /grades grade.removed 10', 'Lincoln /talk message 10']],
    [{ group: 'event', namespace: '/talk' }, ['Lincoln /talk message 10']],
    [{ group: 'event', text: ' POSTED ' }, ['School t1 /grades grade.posted 20']],
    [{ group: 'namespace', text: 'removed' }, ['School t1 /grades 10']],
    [{ group: 'target', text: 'e' }, ['School t1 30', 'Lincoln 10']],
    [{ group: 'room' }, ['School t1 /grades class_7b 10', 'School t1 /grades class_8a 10']],
    [{ group: 'room', targetId: 't2' }, []],
  ] satisfies [Partial<RateChartQuery>, string[]][])('%j', (more, expected) => {
    expect(chartOf(busy(), more, 10).lines.map(({ label, total }) => `${label} ${total}`)).toEqual(expected)
  })

  test('filters show what the line counts', () => {
    const filters = (more: Partial<RateChartQuery>) => chartOf(busy(), more, 10).lines[0]?.filter
    expect(filters({})).toBe('target:"School t1" ns:/grades')
    expect(filters({ group: 'target', text: 'a b' })).toBe(undefined)
    expect(filters({ group: 'target', text: 'posted' })).toBe('target:"School t1" event:*posted*')
    expect(filters({ group: 'event' })).toBe('target:"School t1" ns:/grades event:grade.posted')
    expect(filters({ group: 'room' })).toBe('target:"School t1" ns:/grades room:class_7b')
  })

  test('rooms are not counted by event, and it is said', () => {
    expect(chartOf(busy(), { group: 'room', text: 'posted' }, 10)).toMatchObject({ lines: [{ total: 10 }, { total: 10 }], remark: 'Rooms are not counted by event: the text does not narrow them.' })
  })

  test('a target that is removed leaves the chart', () => {
    const monitor = busy()
    monitor.targetRemoved('t1')
    expect(chartOf(monitor, { group: 'room' }, 10).lines).toEqual([])
    expect(chartOf(monitor, { group: 'target' }, 10).lines.map((line) => line.label)).toEqual(['Lincoln'])
  })

  test('an address in a name is masked, in its filter as well', () => {
    const monitor = monitorWithTarget()
    monitor.event(wire('to anna@school.example', [], { atMs: START_MS }))
    monitor.event(grade(1, { classId: 'ben@school.example' }))
    monitor.drain(START_MS)
    expect(JSON.stringify(['event', 'room'].map((group) => chartOf(monitor, { group: group as 'event' }, 1)))).not.toMatch(/school\.example/)
  })
})

describe('the rest', () => {
  test('at most six lines and "other"; each step and the total are exact', () => {
    const monitor = monitorWithTarget()
    runSeconds(monitor, 0, 3, (_, atMs) => {
      for (let number = 1; number <= 10; number++) for (let times = 0; times < number; times++) monitor.event(wire(`e${number}`, [], { atMs }))
    })
    const { lines, inOther } = chartOf(monitor, { group: 'event', targetId: 't1' }, 3)
    expect(lines.map((line) => line.label)).toEqual(['/grades e10', '/grades e9', '/grades e8', '/grades e7', '/grades e6', '/grades e5', 'other'])
    expect([lines.length, inOther, lines.at(-1)?.perSecond.slice(-4), lines.at(-1)?.filter]).toEqual([CHART_SERIES_MAX + 1, 4, [null, 10, 10, 10], ''])
    expect(lines.reduce((sum, line) => sum + line.total, 0)).toBe(165)
  })

  test('more event names than tracks: what has none is in "other", and it is said', () => {
    const monitor = monitorWithTarget()
    monitor.targetChanged(viewOf('t2'), START_MS)
    for (const targetId of ['t1', 't2']) for (let number = 0; number < 600; number++) monitor.event(wire(`e${number}`, [], { targetId }))
    monitor.drain(START_MS)
    const all = chartOf(monitor, { group: 'event' }, 1)
    expect([all.lines.length, all.inOther, all.lines.reduce((sum, line) => sum + line.total, 0)]).toEqual([CHART_SERIES_MAX + 1, 1_200 - CHART_SERIES_MAX, 1_200])
    expect(all.remark).toBe('200 event names are in "other", because at most 1,000 are followed one by one.')
    expect(EVENT_TRACKS_MAX).toBe(1_000)
    expect(chartOf(monitor, { group: 'event', text: 'e599', targetId: 't2' }, 1)).toMatchObject({ lines: [], remark: '1 event name is not in the picture, because at most 1,000 are followed one by one.' })
    expect(chartOf(monitor, { group: 'namespace', targetId: 't2', namespace: '/grades' }, 1)).toMatchObject({ lines: [{ total: 600 }], remark: '' })
  })

  test('more rooms than tracks: all events are in the chart', () => {
    const monitor = monitorWithTarget()
    runSeconds(monitor, 0, 2, (_, atMs) => {
      for (let room = 0; room < ROOM_TRACKS_MAX + 50; room++) monitor.event(grade(room, { atMs, classId: String(room) }))
    })
    const { lines, inOther, remark } = chartOf(monitor, { group: 'room' }, 2)
    expect([lines.reduce((sum, line) => sum + line.total, 0), inOther, lines.at(-1)?.key]).toEqual([(ROOM_TRACKS_MAX + 50) * 2, ROOM_TRACKS_MAX - CHART_SERIES_MAX, 'other'])
    expect(remark).toBe('More rooms were busy than have a line of their own; the others are in "other".')
  })

  test('quiet events and rooms have no line, a quiet namespace one of zeros, one that was never live none', () => {
    const monitor = monitorWithTarget()
    monitor.targetChanged(viewOf('t1', { namespaces: { '/': 'live', '/grades': 'live', '/never': 'connecting' } }), START_MS)
    monitor.event(grade(1, { atMs: START_MS }))
    runSeconds(monitor, 0, 70)
    expect(chartOf(monitor, {}, 70).lines).toMatchObject([{ key: 't1 /', label: 'School t1 /', perSecond: Array.from({ length: 60 }, () => 0), total: 0 }, { label: 'School t1 /grades', total: 0 }])
    expect([chartOf(monitor, { group: 'event' }, 70).lines, chartOf(monitor, { group: 'room' }, 70).lines]).toEqual([[], []])
  })
})
