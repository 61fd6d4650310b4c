import { useEffect, useState } from 'react'

const SETTLED_AFTER_MS = 150

/** A text as it was when nobody had typed for a moment, so that not every key is a question. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => { setSettled(text) }, SETTLED_AFTER_MS)
    return () => { clearTimeout(timer) }
  }, [text])
  return settled
}
