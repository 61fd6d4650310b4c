import { useEffect, useRef, useState } from 'react'
import type { AlertFilter } from '../../../shared/alerts.ts'
import { messageOf } from '../../../shared/message-of.ts'
import { listAlerts } from '../../actions.ts'
import { frames } from '../../frame-store.ts'
import { takeAlerts, type DrawnAlerts } from './alert-lines.ts'

/** The list is asked for so often at most. */
const EVERY_MS = 1_000

export interface KnownAlerts {
  /** null before the first answer. */
  readonly drawn: DrawnAlerts | null
  /** Why it could not be renewed. */
  readonly problem: string | null
  /** Takes the order as it is now, although it is held. */
  readonly sortNow: () => void
}

/** What was drawn last, so that coming back from an alert's page finds the list where it was. */
let kept: { readonly filter: AlertFilter; readonly drawn: DrawnAlerts } | null = null

/**
 * The inbox of a filter: asked for at once when the filter changes, and when the core says that alerts changed, at most
 * once a second and never while the window is hidden. While `held`, rows keep their places.
 */
export function useAlertList(filter: AlertFilter, held: boolean): KnownAlerts {
  const [drawn, setDrawn] = useState<DrawnAlerts | null>(() => (kept?.filter === filter ? kept.drawn : null))
  const [problem, setProblem] = useState<string | null>(null)
  const holding = useRef(held)
  const renewNow = useRef<(free: boolean) => void>(() => undefined)
  useEffect(() => {
    holding.current = held
    // The pointer left: the list may be sorted.
    if (!held) renewNow.current(true)
  }, [held])
  useEffect(() => {
    let over = false
    let busy = false
    let again = false
    let first = true
    let askedAtMs = 0
    let revision = -1
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = async (free: boolean): Promise<void> => {
      if (busy) {
        again ||= free
        return
      }
      busy = true
      askedAtMs = Date.now()
      try {
        const next = await listAlerts(filter)
        if (over) return
        ;({ revision } = next)
        // Another filter is another list; nobody reads it yet.
        const keep = holding.current && !first && !free
        first = false
        setDrawn((before) => {
          const after = takeAlerts(before, next, keep)
          kept = { filter, drawn: after }
          return after
        })
        setProblem(null)
      } catch (error) {
        if (!over) setProblem(messageOf(error))
      } finally {
        busy = false
        if (again && !over) {
          again = false
          void ask(true)
        }
      }
    }
    const look = (): void => {
      const told = frames.get().alerts?.revision
      if (over || document.hidden || timer !== undefined || told === undefined || told === revision) return
      timer = setTimeout(() => {
        timer = undefined
        if (!document.hidden) void ask(false)
      }, Math.max(0, EVERY_MS - (Date.now() - askedAtMs)))
    }
    renewNow.current = (free) => { void ask(free) }
    void ask(true)
    const off = frames.subscribe(look)
    document.addEventListener('visibilitychange', look)
    return () => {
      over = true
      clearTimeout(timer)
      off()
      document.removeEventListener('visibilitychange', look)
    }
  }, [filter])
  return { drawn, problem, sortNow: () => { renewNow.current(true) } }
}
