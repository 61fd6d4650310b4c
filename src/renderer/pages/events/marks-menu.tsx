import { Bookmark, X } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { view } from '../../state/view-store.ts'
import { count } from '../../text/numbers.ts'
import { clock, exact } from '../../text/times.ts'
import { clearMarks, goToMark, loadMarks, useMarks } from './marks.ts'

/** The marked events: each opens, also those that left the log. */
export function MarksMenu() {
  const list = useMarks((state) => state.list)
  const names = useTargetNames()
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={(next) => {
      setOpen(next)
      if (!next) return
      view.set({ following: false })
      // What left the log since then is told by the main process alone.
      void loadMarks()
    }}>
      <Popover.Trigger asChild>
        <Button small title="Marked events" aria-label={list.length === 0 ? 'Marks' : `Marks, ${list.length}`}><Bookmark size={14} aria-hidden="true" /><span className="events-button-word">Marks</span>{list.length === 0 ? null : <span className="num dim">{count(list.length)}</span>}</Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu marks-menu" align="end" sideOffset={6} collisionPadding={8} aria-label="Marked events">
          <div className="marks-head">
            <h3>Marked events</h3><span className="spacer" />
            {list.length === 0 ? null : <Button look="quiet" small onClick={() => {
              setOpen(false)
              void clearMarks(list)
            }}>Take all away</Button>}
          </div>
          {list.length === 0 ? <p className="dim marks-none">None. Press <kbd>m</kbd> on an event of the list; <kbd>[</kbd> and <kbd>]</kbd> go from mark to mark.</p> : (
            <ul className="marks-list scroll">
              {list.map((mark) => (
                <li key={mark.row.seq}>
                  <button type="button" className="marks-open" onClick={() => {
                    setOpen(false)
                    void goToMark(mark)
                  }}>
                    <time className="num dim" title={exact(mark.row.atMs)}>{clock(mark.row.atMs)}</time>
                    <span className="truncate strong">{mark.row.event}</span>
                    <span className="truncate dim">{names[mark.row.targetId] ?? mark.row.targetId} {mark.row.namespace}</span>
                    {mark.inLog ? null : <span className="marks-left">Left the log; only the mark keeps it</span>}
                  </button>
                  <Button look="quiet" small iconOnly aria-label={`Take away the mark of ${mark.row.event}, ${clock(mark.row.atMs)}`} onClick={() => { void clearMarks([mark]) }}><X size={14} aria-hidden="true" /></Button>
                </li>
              ))}
            </ul>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
