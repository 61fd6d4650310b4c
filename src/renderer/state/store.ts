import { useRef, useSyncExternalStore } from 'react'

/** A value outside React with listeners; the least that useSyncExternalStore needs. */
export interface Store<T> {
  readonly get: () => T
  readonly set: (change: Partial<T>) => void
  readonly subscribe: (listener: () => void) => () => void
}

/** Makes a store. `set` merges and tells the listeners only when a field really changed. */
export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(change) {
      const keys = Object.keys(change) as (keyof T)[]
      if (keys.every((key) => Object.is(value[key], change[key]))) return
      value = { ...value, ...change }
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

/** Equal when the same fields hold the same values, one level deep; arrays count as objects. */
export function shallowEqual<T>(a: T, b: T): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keysA = Object.keys(a)
  if (keysA.length !== Object.keys(b).length) return false
  return keysA.every((key) => Object.hasOwn(b, key) && Object.is((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
}

/**
 * Reads a slice of a store. The selection stays the same object while `isEqual` holds, so that a component renders
 * only when what it reads changed.
 */
export function useSelected<T, S>(
  source: Pick<Store<T>, 'get' | 'subscribe'>,
  select: (value: T) => S,
  isEqual: (a: S, b: S) => boolean = Object.is,
): S {
  const kept = useRef<{ readonly selection: S } | null>(null)
  return useSyncExternalStore(source.subscribe, () => {
    const selection = select(source.get())
    if (kept.current !== null && isEqual(kept.current.selection, selection)) return kept.current.selection
    kept.current = { selection }
    return selection
  })
}
