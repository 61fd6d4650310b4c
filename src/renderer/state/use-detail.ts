import { useEffect, useState } from 'react'
import type { Failure } from '../../shared/ipc.ts'
import { useFrame } from '../frame-store.ts'

/** How often what is open is asked for again: a person on the phone, a room during a lesson. */
const RENEW_MS = 1_500

export type Detail<T> = { readonly is: 'loading' } | { readonly is: 'here'; readonly value: T } | { readonly is: 'gone'; readonly problem: Failure['problem'] }

/**
 * Something that the main process is asked for whole and again and again while it is open and the window is shown; what
 * was known stays until the next answer. `id` changes with what is asked for.
 */
export function useDetail<T>(id: string, get: () => Promise<{ readonly ok: true; readonly value: T } | Failure>): Detail<T> {
  const [known, setKnown] = useState<{ readonly id: string; readonly detail: Detail<T> }>({ id, detail: { is: 'loading' } })
  const reveals = useFrame((state) => state.reveals)
  useEffect(() => {
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const renew = async (): Promise<void> => {
      if (!document.hidden) {
        const answer = await get()
        if (!current) return
        setKnown({ id, detail: answer.ok ? { is: 'here', value: answer.value } : { is: 'gone', problem: answer.problem } })
      }
      timer = setTimeout(() => { void renew() }, RENEW_MS)
    }
    void renew()
    return () => {
      current = false
      clearTimeout(timer)
    }
    // `get` is another function at every render; what it asks for is told by `id`.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [id, reveals])
  return known.id === id ? known.detail : { is: 'loading' }
}
