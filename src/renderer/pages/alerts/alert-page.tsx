import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { commandFor } from '../../shell/shortcuts.ts'
import { usePreferences } from '../../state/settings-store.ts'
import { changeAlerts, view } from '../../state/view-store.ts'
import { alertChoices } from './alert-actions.ts'
import { undoLast } from './alert-done.ts'
import { AlertView, useAlert } from './alert-view.tsx'

/** An alert as the whole screen; Esc goes back to the inbox. */
export function AlertPage({ id }: { id: string }) {
  const section = useRef<HTMLElement>(null)
  const singleKeys = usePreferences((value) => value.singleKeyShortcuts)
  const detail = useAlert(id)
  const row = detail.is === 'here' ? detail.value.row : null
  // The list that had the focus is gone; Esc has to reach this page.
  useEffect(() => { section.current?.focus() }, [])
  const back = (): void => {
    view.set({ alertId: null, selection: row === null ? null : { kind: 'alert', id, targetId: row.subject.targetId } })
    changeAlerts({ tab: 'inbox', cursorId: id, anchorId: id, selectedIds: [] })
    requestAnimationFrame(() => { document.querySelector<HTMLElement>('[data-screen-list]')?.focus() })
  }
  function onKeyDown(event: React.KeyboardEvent): void {
    if (event.defaultPrevented) return
    if (event.key === 'Escape') {
      back()
      return
    }
    // As in the list, and only while nothing inside the page has the focus.
    if (event.target !== event.currentTarget || row === null) return
    const command = commandFor({ key: event.key, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey, alt: event.altKey }, { inList: true, inAlerts: true, inText: false, singleKeys })
    const key = command?.do === 'acknowledge' ? 'acknowledge-now' : command?.do === 'silence' || command?.do === 'escalate' ? command.do : undefined
    const choice = alertChoices([row]).find((each) => each.key === key)
    if (command?.do === 'undo') void undoLast()
    else if (choice?.reason === null) choice.run()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the list go on here; each has its button
    <section ref={section} tabIndex={-1} className="detail-page" aria-label="Alert" onKeyDown={onKeyDown}>
      <h2 className="visually-hidden">Alert</h2>
      <div className="detail-page-bar"><Button small onClick={back}><ArrowLeft size={14} aria-hidden="true" />All alerts</Button></div>
      <div className="detail-page-body scroll"><AlertView id={id} page known={detail} /></div>
    </section>
  )
}
