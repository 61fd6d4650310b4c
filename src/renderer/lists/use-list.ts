import { useEffect, useState, useSyncExternalStore, type RefObject } from 'react'
import { messageOf } from '../../shared/message-of.ts'
import type { ListState } from '../../shared/presence.ts'
import { frames } from '../frame-store.ts'
import type { FrameState } from '../frame-state.ts'
import { Hold } from './hold.ts'
import { Latest } from './latest.ts'
import type { ListController, ListView } from './list-controller.ts'

/** Keeps a list in step with the frames; reveals change what its rows show. */
export function useListView<Row>(control: ListController<Row>, section: (state: FrameState) => ListState | undefined): ListView {
  useEffect(() => {
    let reveals = frames.get().reveals
    const take = (): void => {
      const state = frames.get()
      const list = section(state)
      if (list !== undefined) control.receive(list)
      if (state.reveals === reveals) return
      reveals = state.reveals
      control.refresh()
    }
    take()
    return frames.subscribe(take)
  }, [control, section])
  return useSyncExternalStore(control.subscribe, control.getView)
}

/** Sends a query at once, the newest while one is on its way; gives back why it could not be sent. */
export function useQuery<Row, Q>(control: ListController<Row>, query: Q, send: (query: Q) => Promise<ListState>): string | null {
  const [problem, setProblem] = useState<string | null>(null)
  const [latest] = useState(() => new Latest<Q>(async (value) => {
    try {
      control.receive(await send(value))
      setProblem(null)
    } catch (error) {
      setProblem(messageOf(error))
    }
  }))
  useEffect(() => { latest.put(query) }, [latest, query])
  return problem
}

/** The hold of a list that is on screen; it ends with the screen, and while the window is hidden. */
export function useHold(send: (hold: boolean) => Promise<null>): { readonly hold: Hold; readonly held: boolean } {
  const [hold] = useState(() => new Hold({
    send: (value) => { send(value).catch((error: unknown) => { console.error('holding the list failed', error) }) },
    afterMs: (callback, delayMs) => {
      const timer = setTimeout(callback, delayMs)
      return () => { clearTimeout(timer) }
    },
  }))
  const held = useSyncExternalStore(hold.subscribe, hold.isHeld)
  useEffect(() => {
    const onHidden = (): void => { if (document.hidden) hold.release() }
    document.addEventListener('visibilitychange', onHidden)
    return () => {
      document.removeEventListener('visibilitychange', onHidden)
      hold.release()
    }
  }, [hold])
  return { hold, held }
}

/** Width of an element in px, renewed when it changes; 0 before it is drawn. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const found = element.current
    if (found === null) return undefined
    const observer = new ResizeObserver((entries) => { setWidth(Math.floor(entries[0]?.contentRect.width ?? 0)) })
    observer.observe(found)
    return () => { observer.disconnect() }
  }, [element])
  return width
}
