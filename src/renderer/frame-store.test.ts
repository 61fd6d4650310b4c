import { describe, expect, it } from 'vitest'
import type { Frame, RollcallBridge } from '../shared/ipc.ts'
import { createFrameStore, type Surroundings } from './frame-store.ts'

const totals: Frame['totals'] = { received: 1, receivedPerSecond: 1, kept: 1, capacity: 50_000, overwritten: 0, sampledOut: 0, keepOneIn: 1, dropped: 0, rejected: 0, shownPerSecond: 1, lagMs: 0 }

function frame(seq: number, kind: Frame['kind'], sections: Partial<Frame> = {}): Frame {
  return { seq, kind, atMs: seq * 100, totals, ...sections }
}

/** A bridge and a screen that the test drives by hand. */
function setUp(hidden = false) {
  const acks: number[] = []
  const paints: (() => void)[] = []
  const timers: { callback: () => void; delayMs: number }[] = []
  let push: (frame: Frame) => void = () => undefined
  const source = {
    request: (channel: string, args: unknown) => {
      if (channel === 'frame:ack') acks.push((args as { seq: number }).seq)
      return Promise.resolve(null)
    },
    onFrame: (listener: (frame: Frame) => void) => {
      push = listener
      return () => undefined
    },
  } as unknown as RollcallBridge
  function queue<T>(list: T[], item: T): () => void {
    list.push(item)
    return () => {
      const at = list.indexOf(item)
      if (at >= 0) list.splice(at, 1)
    }
  }
  const around: Surroundings = {
    isHidden: () => hidden,
    afterPaint: (callback) => queue(paints, callback),
    afterMs: (callback, delayMs) => queue(timers, { callback, delayMs }),
  }
  const store = createFrameStore(around)
  store.start(source)
  return { store, acks, paints, timers, push: (each: Frame) => { push(each) } }
}

describe('frame store', () => {
  it('shows nothing before the first snapshot, even when a delta arrives', () => {
    const { store, push } = setUp()
    push(frame(1, 'delta', { tree: [] }))
    expect(store.get().totals).toBeUndefined()
    push(frame(2, 'snapshot', { targets: [] }))
    expect([store.get().seq, store.get().targets, store.get().tree]).toEqual([2, [], undefined])
  })

  it('keeps sections that a delta does not have, by identity, and replaces those it has', () => {
    const { store, push } = setUp()
    push(frame(1, 'snapshot', { targets: [], tree: [] }))
    const { targets, tree } = store.get()
    push(frame(2, 'delta', { tree: [{ targetId: 't', namespace: '/', events: 1, rooms: [], roomsLeftOut: 0 }] }))
    expect(store.get().targets).toBe(targets)
    expect(store.get().tree).not.toBe(tree)
  })

  it('forgets on a snapshot what the snapshot does not have', () => {
    const { store, push } = setUp()
    push(frame(1, 'snapshot', { tree: [] }))
    push(frame(2, 'snapshot'))
    expect(store.get().tree).toBeUndefined()
  })

  it('acknowledges after the paint, once', () => {
    const { acks, paints, timers, push } = setUp()
    push(frame(7, 'snapshot'))
    expect(acks).toEqual([])
    paints[0]?.()
    expect(acks).toEqual([7])
    expect([paints.length, timers.length]).toEqual([0, 0])
  })

  it('acknowledges by timer alone while the window is hidden', () => {
    const { acks, paints, timers, push } = setUp(true)
    push(frame(3, 'snapshot'))
    expect(paints).toEqual([])
    timers[0]?.callback()
    expect(acks).toEqual([3])
  })

  it('acknowledges a visible window that never paints, later than a hidden one', () => {
    const visible = setUp()
    visible.push(frame(4, 'snapshot'))
    const hidden = setUp(true)
    hidden.push(frame(4, 'snapshot'))
    visible.timers[0]?.callback()
    expect(visible.acks).toEqual([4])
    expect(visible.timers.length + visible.paints.length).toBe(0)
    expect(hidden.timers[0]?.delayMs).toBeLessThan(1_000)
  })

  it('acknowledges a delta that it could not use: otherwise the stream would stop', () => {
    const { acks, paints, push } = setUp()
    push(frame(9, 'delta'))
    paints[0]?.()
    expect(acks).toEqual([9])
  })

  it('tells listeners until they leave', () => {
    const { store, push } = setUp()
    let heard = 0
    const off = store.subscribe(() => { heard++ })
    push(frame(1, 'snapshot'))
    off()
    push(frame(2, 'delta'))
    expect(heard).toBe(1)
  })
})
