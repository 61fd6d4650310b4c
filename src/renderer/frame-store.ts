import type { Frame, RollcallBridge } from '../shared/ipc.ts'
import { bridge } from './bridge.ts'
import { applyFrame, emptyFrameState, type FrameState } from './frame-state.ts'
import { useSelected } from './state/store.ts'

/** How long after a frame a hidden window, which never paints, still answers it. */
const HIDDEN_ACK_MS = 250
/** A visible window that is covered may get no animation frame; it answers all the same. */
const UNPAINTED_ACK_MS = 1_000

/** What the store needs of its surroundings, so that a test can be the clock and the screen. */
export interface Surroundings {
  isHidden(): boolean
  /** Calls back after the next paint; returns "cancel". */
  afterPaint(callback: () => void): () => void
  afterMs(callback: () => void, delayMs: number): () => void
}

export interface FrameStore {
  readonly get: () => FrameState
  readonly subscribe: (listener: () => void) => () => void
  /** Starts the one subscription; returns "off". */
  readonly start: (source: RollcallBridge) => () => void
}

/**
 * Keeps the latest frame, tells listeners, and acknowledges once the frame was painted, so that the main process sends
 * the next one only then (one frame in flight).
 */
export function createFrameStore(around: Surroundings): FrameStore {
  let state = emptyFrameState
  const listeners = new Set<() => void>()

  function acknowledge(source: RollcallBridge, seq: number): void {
    let cancels: (() => void)[] = []
    const answer = (): void => {
      for (const cancel of cancels) cancel()
      cancels = []
      // A main process that is gone cannot be answered; the status bar says so by its own request.
      source.request('frame:ack', { seq }).catch(() => undefined)
    }
    if (around.isHidden()) cancels = [around.afterMs(answer, HIDDEN_ACK_MS)]
    else cancels = [around.afterPaint(answer), around.afterMs(answer, UNPAINTED_ACK_MS)]
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    start(source) {
      return source.onFrame((frame: Frame) => {
        const next = applyFrame(state, frame)
        if (next !== state) {
          state = next
          for (const listener of listeners) listener()
        }
        acknowledge(source, frame.seq)
      })
    },
  }
}

const windowSurroundings: Surroundings = {
  isHidden: () => document.hidden,
  afterPaint(callback) {
    let timer: ReturnType<typeof setTimeout> | undefined
    // The macrotask after an animation frame runs once that frame was painted.
    const request = requestAnimationFrame(() => {
      timer = setTimeout(callback, 0)
    })
    return () => {
      cancelAnimationFrame(request)
      clearTimeout(timer)
    }
  },
  afterMs(callback, delayMs) {
    const timer = setTimeout(callback, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
}

/** The window's one frame store. */
export const frames = createFrameStore(windowSurroundings)

/** Subscribes the window; false when the preload script did not run. */
export function startFrames(): boolean {
  const source = bridge()
  if (source === undefined) return false
  frames.start(source)
  return true
}

/** A slice of the latest frame; give `isEqual` when the selector builds a new object. */
export function useFrame<S>(select: (state: FrameState) => S, isEqual?: (a: S, b: S) => boolean): S {
  return useSelected(frames, select, isEqual)
}
