import { useEffect, useRef, type RefObject } from 'react'

/** Nothing has the focus: what had it is gone from the page. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

/** Gives the focus to a place that stays when what had it went away. @param when changes with what comes and goes */
export function useFocusWhenLost(place: RefObject<HTMLElement | null>, when: string): void {
  const seen = useRef<string | null>(null)
  useEffect(() => {
    if (seen.current === when) return
    seen.current = when
    if (isFocusLost()) place.current?.focus({ preventScroll: true })
  }, [place, when])
}
