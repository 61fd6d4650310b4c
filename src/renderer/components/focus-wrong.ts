import { useCallback, useEffect, useState } from 'react'

/** Puts the focus into the first field of a dialog that is marked as wrong, once the marks are there. */
export function useFocusWrong(): () => void {
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    if (asked > 0) document.querySelector<HTMLElement>('.dialog [aria-invalid="true"]')?.focus()
  }, [asked])
  return useCallback(() => { setAsked((before) => before + 1) }, [])
}
