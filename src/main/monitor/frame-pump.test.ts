import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frame as frameSchema } from '../../shared/ipc.ts'
import type { Frame } from '../../shared/ipc.ts'
import { FRAME_ACK_PATIENCE_MS, FRAME_INTERVAL_MS } from '../../shared/limits.ts'
import type { WindowView } from './frame.ts'
import { FramePump, HIDDEN_FRAME_INTERVAL_MS } from './frame-pump.ts'
import { grade, monitorWithTarget, START_MS, viewOf, wire } from './monitor-fixture.ts'
import type { Monitor } from './monitor.ts'

const onEvents: WindowView = { screen: 'events', rateWindowMinutes: 1, rateTargetId: null }
const onOverview: WindowView = { ...onEvents, screen: 'overview' }

function pumpOf(view?: WindowView): { monitor: Monitor; pump: FramePump; sent: Frame[]; paint: (nowMs: number) => void } {
  const monitor = monitorWithTarget()
  const sent: Frame[] = []
  const pump = new FramePump(monitor, (frame) => sent.push(frameSchema.parse(frame)))
  if (view) pump.setView(view, START_MS)
  return { monitor, pump, sent, paint: (nowMs) => pump.ack(sent.at(-1)?.seq ?? -1, nowMs) }
}

const sections = (frame: Frame | undefined): string[] => Object.keys(frame ?? {}).filter((key) => !['seq', 'kind', 'atMs', 'totals'].includes(key))

test('nothing is sent before a window is there', () => {
  const { pump, sent } = pumpOf()
  expect([pump.tick(START_MS), sent]).toEqual([false, []])
})

test('a snapshot with all that the screen shows, then deltas with what changed', () => {
  const { monitor, pump, sent, paint } = pumpOf(onOverview)
  expect([sent[0]?.kind, sections(sent[0])]).toEqual(['snapshot', ['targets', 'overview', 'tree', 'rates', 'alerts', 'reveals', 'remarks']])
  paint(START_MS)
  expect(pump.tick(START_MS + 100)).toBe(false)
  monitor.event(grade(1))
  monitor.drain(START_MS + 200)
  pump.tick(START_MS + 200)
  expect([sent[1]?.kind, sections(sent[1]), sent[1]?.totals.received]).toEqual(['delta', [], 1])
  paint(START_MS + 200)
  monitor.targetChanged(viewOf('t1', { state: 'offline' }), START_MS + 300)
  monitor.remark('Reloaded at 10:42.', START_MS + 300)
  pump.tick(START_MS + 300)
  expect([sections(sent[2]), sent[2]?.targets?.[0]?.state, sent[2]?.remarks?.[0]?.text]).toEqual([['targets', 'remarks'], 'offline', 'Reloaded at 10:42.'])
  paint(START_MS + 300)
  pump.tick(START_MS + 1_000)
  expect(sections(sent[3])).toEqual(['overview', 'tree', 'rates'])
  expect(sent[3]?.tree?.find((node) => node.namespace === '/grades')).toMatchObject({ events: 1, rooms: [{ room: 'class_7b', kind: 'class', events: 1, people: 1, joined: false }] })
})

test('sections that no screen shows are not sent; another screen gets its own at once', () => {
  const { monitor, pump, sent, paint } = pumpOf(onEvents)
  expect(sections(sent[0])).toEqual(['targets', 'tree', 'feed', 'alerts', 'reveals', 'remarks'])
  paint(START_MS)
  monitor.event(grade(1))
  monitor.drain(START_MS + 100)
  pump.tick(START_MS + 100)
  expect([sections(sent[1]), sent[1]?.feed?.tail.length]).toEqual([['feed'], 1])
  paint(START_MS + 100)
  pump.setView(onOverview, START_MS + 150)
  expect(sections(sent[2])).toEqual(['overview', 'rates'])
  paint(START_MS + 150)
  pump.setView({ ...onOverview, rateWindowMinutes: 60 }, START_MS + 160)
  expect([sections(sent[3]), sent[3]?.rates?.windowMinutes]).toEqual([['rates'], 60])
})

describe('people and rooms', () => {
  const on = (screen: WindowView['screen']): WindowView => ({ ...onEvents, screen })

  test('their lists are on a frame while their screen is shown, when they changed, once a second', () => {
    const { monitor, pump, sent, paint } = pumpOf(on('people'))
    expect([sections(sent[0]), sent[0]?.people?.count]).toEqual([['targets', 'tree', 'people', 'alerts', 'reveals', 'remarks'], 0])
    paint(START_MS)
    monitor.event(grade(1))
    monitor.drain(START_MS + 100)
    pump.tick(START_MS + 100)
    expect(sent[1]?.people).toBeUndefined()
    paint(START_MS + 100)
    monitor.drain(START_MS + 2_000)
    pump.tick(START_MS + 2_000)
    expect(sent[2]?.people).toMatchObject({ count: 1, of: 1, notRemembered: 0 })
    paint(START_MS + 2_000)
    pump.setView(on('rooms'), START_MS + 2_050)
    expect([sections(sent[3]), sent[3]?.rooms?.count]).toEqual([['rooms'], 1])
    paint(START_MS + 2_050)
    pump.tick(START_MS + 2_500)
    expect(sections(sent[4])).toEqual([])
  })

  test('an order that a pointer held is free again when the window looks elsewhere or is loaded anew', () => {
    const { monitor, pump } = pumpOf(on('people'))
    const orderAfter = (act: () => void, atMs: number): number => {
      monitor.people.hold(true)
      const { revision } = monitor.people.state()
      act()
      monitor.event(grade(1, { teacher: `u-${atMs}`, atMs }))
      monitor.drain(atMs)
      return monitor.people.refresh(atMs).revision - revision
    }
    expect([orderAfter(() => {}, START_MS + 3_000), orderAfter(() => pump.setView(on('rooms'), START_MS + 5_000), START_MS + 6_000), orderAfter(() => pump.windowReloaded(), START_MS + 9_000)]).toEqual([0, 1, 1])
  })

  test('open reveals are on every screen, and go when they end', () => {
    const { monitor, pump, sent, paint } = pumpOf(onOverview)
    expect(sent[0]?.reveals).toEqual([])
    paint(START_MS)
    const reveal = { key: { targetId: 't1', personId: 'u-1' }, untilMs: START_MS + 1_000 }
    monitor.setReveals([reveal])
    pump.tick(START_MS + 100)
    paint(START_MS + 100)
    expect(sent[1]?.reveals).toEqual([reveal])
    monitor.drain(START_MS + 1_000)
    pump.tick(START_MS + 1_000)
    expect(sent[2]?.reveals).toEqual([])
  })
})

describe('one frame in flight', () => {
  test('a slow window gets one frame with everything since', () => {
    const { monitor, pump, sent } = pumpOf(onEvents)
    for (let tick = 1; tick <= 50; tick++) {
      monitor.event(grade(tick, { atMs: START_MS + tick * FRAME_INTERVAL_MS }))
      monitor.drain(START_MS + tick * FRAME_INTERVAL_MS)
      pump.tick(START_MS + tick * FRAME_INTERVAL_MS)
    }
    expect(sent.length).toBe(1)
    pump.ack(sent[0]?.seq ?? -1, START_MS + 5_100)
    pump.tick(START_MS + 5_100)
    expect([sent.length, sent[1]?.kind, sent[1]?.feed?.end, sent[1]?.totals.lagMs]).toEqual([2, 'delta', 50, 5_000])
  })

  test('a late answer to another frame frees nothing', () => {
    const { monitor, pump, sent } = pumpOf(onEvents)
    pump.ack(99, START_MS)
    monitor.event(grade(1))
    expect([pump.tick(START_MS + 100), pump.awaiting]).toEqual([false, sent[0]?.seq])
  })

  test('a window that does not answer is given a snapshot, as if it had been reloaded', () => {
    const { pump, sent } = pumpOf(onEvents)
    expect(pump.tick(START_MS + FRAME_ACK_PATIENCE_MS)).toBe(false)
    pump.tick(START_MS + FRAME_ACK_PATIENCE_MS + 1)
    expect(sent.map((frame) => [frame.seq, frame.kind])).toEqual([[1, 'snapshot'], [2, 'snapshot']])
  })
})

describe('a window that was reloaded, crashed or hidden', () => {
  test('reloaded: a whole snapshot, also with a frame in flight', () => {
    const { pump, sent, paint } = pumpOf(onOverview)
    paint(START_MS)
    pump.tick(START_MS + 1_000)
    pump.windowReloaded()
    pump.tick(START_MS + 1_100)
    expect([sent.length, sent[2]?.kind, sections(sent[2])]).toEqual([3, 'snapshot', ['targets', 'overview', 'tree', 'rates', 'alerts', 'reveals', 'remarks']])
  })

  test('a snapshot that was sent before the window listened is sent again when it says what it shows', () => {
    const { pump, sent, paint } = pumpOf()
    pump.windowReloaded()
    pump.tick(START_MS)
    pump.setView(onEvents, START_MS + 50)
    expect(sent.map((frame) => frame.kind)).toEqual(['snapshot', 'snapshot'])
    paint(START_MS + 60)
    pump.setView(onOverview, START_MS + 70)
    expect(sent[2]?.kind).toBe('delta')
  })

  test('gone: nothing is sent until there is one again', () => {
    const { pump, sent } = pumpOf(onEvents)
    pump.windowGone()
    expect([pump.tick(START_MS + 60_000), sent.length]).toEqual([false, 1])
    pump.windowReloaded()
    pump.tick(START_MS + 60_100)
    expect([sent[1]?.kind, sent[1]?.totals.lagMs]).toEqual(['snapshot', 0])
  })

  test('hidden: one frame in five seconds, without lists; seen again: all at once', () => {
    const { monitor, pump, sent, paint } = pumpOf(onEvents)
    paint(START_MS)
    pump.setVisible(false)
    for (let atMs = START_MS + 100; atMs <= START_MS + 20_000; atMs += 100) {
      monitor.event(grade(1, { atMs }))
      monitor.drain(atMs)
      if (pump.tick(atMs)) paint(atMs)
    }
    expect(sent.slice(1).map((frame) => [frame.atMs - START_MS, sections(frame), frame.totals.received])).toEqual([1, 2, 3, 4].map((count) => [count * HIDDEN_FRAME_INTERVAL_MS, [], count * 50]))
    pump.setVisible(true)
    pump.tick(START_MS + 20_050)
    expect([sections(sent.at(-1)), sent.at(-1)?.feed?.end, sent.at(-1)?.totals.lagMs]).toEqual([['tree', 'feed'], 200, 0])
  })
})

test('what comes while a frame is made is on the next one', () => {
  const monitor = monitorWithTarget()
  const sent: Frame[] = []
  let news: (() => void) | undefined
  const pump = new FramePump(monitor, (frame) => sent.push(frameSchema.parse(frame)), () => {
    news?.()
    return { notShown: { count: 0, lastWhy: '' }, chime: null, announce: null }
  })
  pump.setView(onEvents, START_MS)
  pump.ack(sent.at(-1)?.seq ?? -1, START_MS)
  news = () => {
    news = undefined
    monitor.remark('Reloaded at 10:42.', START_MS + 100)
    monitor.targetChanged(viewOf('t1', { state: 'offline' }), START_MS + 100)
  }
  for (const afterMs of [1_100, 1_200]) {
    pump.tick(START_MS + afterMs)
    pump.ack(sent.at(-1)?.seq ?? -1, START_MS + afterMs)
  }
  const got = sent.slice(1)
  expect([got.flatMap(({ remarks }) => remarks ?? []).map(({ text }) => text), got.flatMap(({ targets }) => targets ?? []).map(({ state }) => state)]).toEqual([['Reloaded at 10:42.'], ['offline']])
})

test('shown per second counts the rows that were delivered', () => {
  const { monitor, pump, sent, paint } = pumpOf(onEvents)
  paint(START_MS)
  for (let tick = 1; tick <= 12; tick++) {
    const atMs = START_MS + tick * 100
    for (let number = 0; number < 3; number++) monitor.event(wire('x', [], { atMs }))
    monitor.drain(atMs)
    pump.tick(atMs)
    paint(atMs)
  }
  expect(sent.at(-1)?.totals.shownPerSecond).toBe(27)
})

test('whatever the window does: never two frames in flight, and its picture is right after its last frame', () => {
  const step = fc.constantFrom('event', 'event', 'tick', 'tick', 'ack', 'reload', 'gone', 'wait', 'change', 'hide', 'show', 'view')
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const { monitor, pump, sent } = pumpOf(onEvents)
      let nowMs = START_MS
      let unanswered = 1
      let alive = true
      let names = 0
      for (const each of steps) {
        const before = sent.length
        nowMs += 50
        if (each === 'event') monitor.event(grade(1, { atMs: nowMs }))
        else if (each === 'tick') pump.tick(nowMs)
        else if (each === 'wait') nowMs += 4_000
        else if (each === 'change') monitor.targetChanged(viewOf('t1', { name: `Name ${++names}` }), nowMs)
        else if (each === 'hide' || each === 'show') pump.setVisible(each === 'show')
        else if (each === 'view' && alive) pump.setView(onEvents, nowMs)
        else if (each === 'ack') {
          pump.ack(sent.at(-1)?.seq ?? -1, nowMs)
          unanswered = 0
        } else if (each === 'reload' || each === 'gone') {
          if (each === 'reload') pump.windowReloaded()
          else pump.windowGone()
          alive = each === 'reload'
          unanswered = 0
        }
        monitor.drain(nowMs)
        expect(sent.length - before).toBeLessThanOrEqual(1)
        if (sent.length === before) continue
        // A second frame goes out only as a snapshot that makes the first one worthless.
        if (unanswered > 0) expect(sent.at(-1)?.kind).toBe('snapshot')
        unanswered = 1
        expect(alive).toBe(true)
      }
      pump.setVisible(true)
      pump.windowReloaded()
      pump.tick(nowMs)
      for (let round = 0; round < 2; round++) {
        pump.ack(sent.at(-1)?.seq ?? -1, nowMs)
        nowMs += 5_000
        pump.tick(nowMs)
      }
      const picture = pictureOf(sent)
      expect(picture.totals).toMatchObject({ received: monitor.totals(nowMs).received })
      expect(picture.targets).toEqual(monitor.targets())
      expect(picture.feed).toEqual(monitor.feed.frame(100))
      expect(picture.tree).toEqual(monitor.tree(nowMs))
    }),
  )
})

test('while the window follows, a frame carries the rows that are new; all frames together hold them all', () => {
  const monitor = monitorWithTarget()
  const sent: Frame[] = []
  const pump = new FramePump(monitor, (frame) => sent.push(frame))
  let nowMs = START_MS
  const step = (events: number): Frame | undefined => {
    const before = sent.length
    for (let number = 0; number < events; number++) monitor.event(grade(number, { atMs: nowMs }))
    nowMs += FRAME_INTERVAL_MS
    monitor.drain(nowMs)
    pump.tick(nowMs)
    pump.ack(sent.at(-1)?.seq ?? -1, nowMs)
    return sent[before]
  }
  pump.windowReloaded()
  pump.setView({ ...onEvents, feedRows: 40 }, nowMs)
  pump.ack(sent.at(-1)?.seq ?? -1, nowMs)
  const ordinals = (frame: Frame | undefined): number[] => frame?.feed?.tail.map(({ ordinal }) => ordinal) ?? []
  expect(ordinals(step(3))).toEqual([0, 1, 2])
  expect(ordinals(step(2))).toEqual([3, 4])
  // More than the display shows: the window asks for the others when somebody scrolls there.
  expect([ordinals(step(60))[0], ordinals(sent.at(-1)).length]).toEqual([25, 40])
  monitor.feed.setFilter('event:grade', 'highlight')
  expect([ordinals(step(1))[0], ordinals(sent.at(-1)).length]).toEqual([26, 40])
  monitor.feed.pause(nowMs)
  expect(ordinals(step(1)).length).toBe(40)
  monitor.feed.resume()
  expect(ordinals(step(1))).toEqual([66, 67])
  pump.setVisible(false)
  pump.setVisible(true)
  expect(ordinals(step(1)).length).toBe(40)
  pump.windowReloaded()
  expect(ordinals(step(0)).length).toBe(40)
})

/** What a window holds after these frames. */
function pictureOf(frames: readonly Frame[]): Partial<Frame> {
  return frames.reduce<Partial<Frame>>((picture, frame) => (frame.kind === 'snapshot' ? frame : { ...picture, ...frame }), {})
}

describe('the summary of alerts', () => {
  const alarm = (monitor: Monitor, atMs: number, alarmId = 'a1'): void => {
    monitor.event(wire('alarm.raised', [{ alarmId, studentId: 's1', type: 'late' }], { atMs }))
    monitor.drain(atMs)
  }

  test('is in a snapshot, and on any screen in the next frame after it changed, not again', () => {
    const { monitor, pump, sent, paint } = pumpOf(onEvents)
    expect(sent[0]?.alerts).toMatchObject({ open: { critical: 0, warning: 0, info: 0 }, pending: 0, flood: null, dropped: 0, notShown: { count: 0 }, chime: null, announce: null })
    paint(START_MS)
    for (const screen of ['people', 'rates', 'platforms'] as const) {
      pump.setView({ ...onEvents, screen }, START_MS)
      paint(START_MS)
    }
    const before = sent.length
    alarm(monitor, START_MS + 100)
    alarm(monitor, START_MS + 100, 'a2')
    pump.tick(START_MS + 100)
    paint(START_MS + 100)
    alarm(monitor, START_MS + 150, 'a2')
    pump.tick(START_MS + 200)
    paint(START_MS + 200)
    monitor.event(grade(1))
    monitor.drain(START_MS + 300)
    pump.tick(START_MS + 300)
    expect(sent.slice(before).map((frame) => frame.alerts?.open.warning)).toEqual([2, 2, undefined])
  })

  test('reaches a hidden window at its slower pace, and has what people were told', () => {
    const monitor = monitorWithTarget()
    const sent: Frame[] = []
    let chime: { id: number; severity: 'critical' } | null = null
    const pump = new FramePump(monitor, (frame) => sent.push(frameSchema.parse(frame)), () => ({ notShown: { count: 1, lastWhy: 'do not disturb' }, chime, announce: null }))
    pump.setView(onOverview, START_MS)
    pump.ack(sent.at(-1)?.seq ?? -1, START_MS)
    pump.setVisible(false)
    alarm(monitor, START_MS + 100)
    expect(pump.tick(START_MS + 200)).toBe(false)
    pump.tick(START_MS + HIDDEN_FRAME_INTERVAL_MS)
    expect(sent.map((frame) => [frame.alerts?.chime, frame.alerts?.notShown.lastWhy, frame.alerts?.open.warning])).toEqual([[null, 'do not disturb', 0], [null, 'do not disturb', 1]])
    pump.ack(sent.at(-1)?.seq ?? -1, START_MS + HIDDEN_FRAME_INTERVAL_MS)
    // A sound does not wait.
    chime = { id: 1, severity: 'critical' }
    expect(pump.tick(START_MS + HIDDEN_FRAME_INTERVAL_MS + 100)).toBe(true)
    expect(sent.at(-1)?.alerts?.chime).toEqual(chime)
    pump.ack(sent.at(-1)?.seq ?? -1, START_MS + HIDDEN_FRAME_INTERVAL_MS + 100)
    expect(pump.tick(START_MS + HIDDEN_FRAME_INTERVAL_MS + 200)).toBe(false)
  })

  test('one that was lost with its window comes again', () => {
    const { monitor, pump, sent } = pumpOf(onEvents)
    alarm(monitor, START_MS + 100)
    pump.windowGone()
    pump.setView(onEvents, START_MS + 200)
    expect([sent.at(-1)?.kind, sent.at(-1)?.alerts?.open.warning]).toEqual(['snapshot', 1])
  })
})
