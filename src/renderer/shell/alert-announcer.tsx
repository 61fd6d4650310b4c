import { useEffect, useState } from 'react'
import { onRise } from './rising.ts'

/** Says critical alerts to screen readers at once, whatever is being read; all else is said politely elsewhere. */
export function AlertAnnouncer() {
  const [said, setSaid] = useState<{ readonly id: number; readonly text: string } | null>(null)
  useEffect(() => onRise('announce', setSaid), [])
  // The region stays, its content is another element each time: the same words twice are said twice.
  return <div className="visually-hidden" aria-live="assertive" aria-atomic="true">{said === null ? null : <p key={said.id}>{said.text}</p>}</div>
}
