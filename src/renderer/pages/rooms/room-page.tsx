import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { RoomKey } from '../../../shared/presence.ts'
import { Button } from '../../components/button.tsx'
import { view } from '../../state/view-store.ts'
import { RoomView } from './room-view.tsx'

/** A room as the whole screen; Esc goes back to the list. */
export function RoomPage({ room }: { room: RoomKey }) {
  const section = useRef<HTMLElement>(null)
  // The list that had the focus is gone; Esc has to reach this page.
  useEffect(() => { section.current?.focus() }, [])
  const back = (): void => {
    view.set({ roomPage: null, selection: { kind: 'room', ...room } })
    requestAnimationFrame(() => { document.querySelector<HTMLElement>('[data-screen-list]')?.focus() })
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc is the way back, the button is another
    <section ref={section} tabIndex={-1} className="detail-page" aria-label="Room" onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented) back() }}>
      <h2 className="visually-hidden">Room</h2>
      <div className="detail-page-bar"><Button small onClick={back}><ArrowLeft size={14} aria-hidden="true" />All rooms</Button></div>
      <div className="detail-page-body scroll"><RoomView room={room} page /></div>
    </section>
  )
}
