import { useSyncExternalStore } from 'react'

/** One timer for everything that counts seconds on screen, so that all of it ticks together. */
let nowMs = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  nowMs = Date.now()
  timer ??= setInterval(() => {
    nowMs = Date.now()
    if (document.hidden) return
    for (const each of listeners) each()
  }, 1_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The time now in ms, renewed once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs)
}
