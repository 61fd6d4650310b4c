import { useVirtualizer } from '@tanstack/react-virtual'
import { ContextMenu } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import type { AlertRow } from '../../../shared/alerts.ts'
import { copyText } from '../../components/clipboard.ts'
import type { Hold } from '../../lists/hold.ts'
import { commandFor } from '../../shell/shortcuts.ts'
import { usePreferences } from '../../state/settings-store.ts'
import { inspectAlert, openAlertPage } from '../../state/navigate.ts'
import { changeAlerts, useView, view } from '../../state/view-store.ts'
import { alertChoices } from './alert-actions.ts'
import { undoLast } from './alert-done.ts'
import { rowIds, type AlertLine } from './alert-lines.ts'
import { AlertMenu } from './alert-menu.tsx'
import { choose, extend, stepFrom, toggle, toggleAll, type Chosen } from './alert-selection.ts'
import { rowSentence } from './alert-words.ts'
import { AlertCells, GroupHead } from './inbox-row.tsx'

const ROW_PX = { compact: 46, comfortable: 54 } as const
const GROUP_PX = 30

interface InboxListProps {
  readonly lines: readonly AlertLine[]
  readonly hold: Hold
  /** What is done now is done to these. */
  readonly targets: readonly AlertRow[]
}

/** The inbox: groups, alerts and their folded children; virtual, so that a thousand rows cost what a screenful does. */
export function InboxList({ lines, hold, targets }: InboxListProps) {
  const density = usePreferences((value) => value.density)
  const singleKeys = usePreferences((value) => value.singleKeyShortcuts)
  const { cursorId, selectedIds, anchorId, unfoldedIds } = useView((state) => state.alerts)
  const [menuRow, setMenuRow] = useState<AlertRow | null>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const lastAt = useRef<number | null>(null)
  const chosen: Chosen = { cursorId, selectedIds, anchorId }
  const ids = rowIds(lines)
  const selected = new Set(selectedIds)
  const cursorAt = lines.findIndex((line) => line.is === 'row' && line.row.id === cursorId)
  // oxlint-disable-next-line react/incompatible-library -- the React compiler is not used
  const virtual = useVirtualizer({
    count: lines.length, getScrollElement: () => scroller.current, estimateSize: (index) => (lines[index]?.is === 'group' ? GROUP_PX : ROW_PX[density]),
    getItemKey: (index) => lines[index]?.key ?? index, overscan: 8, scrollPaddingStart: GROUP_PX, scrollPaddingEnd: 8,
  })
  useEffect(() => { virtual.measure() }, [density, lines, virtual])
  useEffect(() => () => { hold.release() }, [hold])
  // Back from the page of an alert: the keys go on where they were.
  useEffect(() => {
    if (cursorAt < 0) return
    virtual.scrollToIndex(cursorAt)
    if (document.activeElement === document.body) scroller.current?.focus()
    // Once, when the list comes on screen.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  const items = virtual.getVirtualItems()
  const cursorShown = items.some((item) => item.index === cursorAt)

  function take(next: Chosen): void {
    changeAlerts(next)
    const row = next.cursorId === null ? undefined : rowOf(next.cursorId)
    if (row === undefined) return
    lastAt.current = ids.indexOf(row.id)
    view.set({ selection: { kind: 'alert', id: row.id, targetId: row.subject.targetId } })
  }

  function rowOf(id: string): AlertRow | undefined {
    const line = lines.find((each) => each.is === 'row' && each.row.id === id)
    return line?.is === 'row' ? line.row : undefined
  }

  function lineOf(target: EventTarget): AlertLine | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null
    return element === null ? undefined : lines[Number(element.dataset['line'])]
  }

  function move(id: string | undefined, far: boolean): void {
    if (id === undefined) return
    hold.key()
    take(far ? extend(chosen, id, ids) : choose(id))
    virtual.scrollToIndex(lines.findIndex((line) => line.key === id))
  }

  function fold(id: string, open: boolean): void {
    changeAlerts({ unfoldedIds: open ? [...unfoldedIds, id] : unfoldedIds.filter((each) => each !== id) })
  }

  function onClick(event: React.MouseEvent): void {
    const line = lineOf(event.target)
    if (line === undefined) return
    const onTick = event.target instanceof Element && event.target.closest('[data-tick]') !== null
    if (line.is === 'group') {
      if (onTick) changeAlerts(toggleAll(chosen, line.ids))
      return
    }
    const { id } = line.row
    take(event.shiftKey ? extend(chosen, id, ids) : onTick || event.ctrlKey || event.metaKey ? toggle(chosen, id) : choose(id))
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    if (event.target !== event.currentTarget) return
    const command = commandFor({ key: event.key, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey, alt: event.altKey }, { inList: true, inAlerts: true, inText: false, singleKeys })
    const current = cursorId === null ? undefined : rowOf(cursorId)
    const act = (key: 'acknowledge-now' | 'silence' | 'escalate'): void => {
      hold.key()
      const choice = alertChoices(targets).find((each) => each.key === key)
      if (choice?.reason === null) choice.run()
    }
    switch (command?.do) {
      case 'move': move(stepFrom(cursorId, command.by, ids, lastAt.current), event.shiftKey); break
      case 'newest': move(ids.at(-1), event.shiftKey); break
      case 'oldest': move(ids[0], event.shiftKey); break
      case 'open': if (current === undefined) move(ids[0], false); else openAlert(current); break
      case 'choose': if (current === undefined) move(ids[0], false); else take(toggle(chosen, current.id)); break
      case 'choose-all': changeAlerts({ selectedIds: ids }); break
      case 'unfold': if (current === undefined) return; fold(current.id, true); break
      case 'fold': if (current === undefined) return; foldUp(current); break
      case 'copy': if (current === undefined) return; copyText((targets.length > 1 ? targets : [current]).map((row) => rowSentence(row, Date.now())).join('\n')); break
      case 'acknowledge': act('acknowledge-now'); break
      case 'silence': act('silence'); break
      case 'escalate': act('escalate'); break
      case 'undo': void undoLast(); break
      case 'back': if (selectedIds.length > 0) changeAlerts({ selectedIds: [] }); else { changeAlerts({ cursorId: null }); view.set({ selection: null }) } break
      default: return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  /** ArrowLeft: closes a parent; on a child, goes to the parent first. */
  function foldUp(row: AlertRow): void {
    if (unfoldedIds.includes(row.id)) fold(row.id, false)
    else if (row.parentId !== null && ids.includes(row.parentId)) move(row.parentId, false)
  }

  return (
    <div className="feed">
      <ContextMenu.Root modal={false} onOpenChange={(open) => { hold.menu(open) }}>
        <ContextMenu.Trigger asChild>
          <div
            ref={scroller} className="feed-scroller scroll" data-testid="alerts-list" data-screen-list role="treegrid" aria-label="Alerts" aria-rowcount={lines.length} aria-colcount={5} aria-multiselectable="true" tabIndex={0}
            aria-activedescendant={cursorShown && cursorId !== null ? `alert-${cursorId}` : undefined}
            onKeyDown={onKeyDown} onClick={onClick}
            onPointerEnter={() => { hold.pointer(true) }} onPointerLeave={() => { hold.pointer(false) }}
            onDoubleClick={(event) => { const line = lineOf(event.target); if (line?.is === 'row') openAlertPage(line.row.id) }}
            onContextMenu={(event) => {
              const line = lineOf(event.target)
              setMenuRow(line?.is === 'row' ? line.row : null)
              if (line?.is === 'row' && !selected.has(line.row.id)) take(choose(line.row.id))
            }}
          >
            <div role="presentation" className="feed-rows" style={{ height: virtual.getTotalSize() }}>
              {items.map((item) => {
                const line = lines[item.index]
                if (line === undefined) return null
                const style = { transform: `translateY(${item.start}px)`, height: item.size }
                if (line.is === 'group') {
                  const all = line.ids.length > 0 && line.ids.every((id) => selected.has(id))
                  return <div key={item.key} role="row" aria-level={1} aria-rowindex={item.index + 1} data-line={item.index} className="alert-group" style={style}><GroupHead line={line} all={all} /></div>
                }
                const { row, level, folded, unfolded, gone } = line
                const isCursor = row.id === cursorId
                return (
                  <div
                    key={item.key} id={`alert-${row.id}`} role="row" aria-level={level + 1} aria-rowindex={item.index + 1} aria-selected={selected.has(row.id) || (selected.size === 0 && isCursor)} data-line={item.index} style={style}
                    {...(folded > 0 ? { 'aria-expanded': unfolded } : {})}
                    className={['alert-row', `tone-${row.severity}`, row.state, `level-${level}`, isCursor ? 'cursor' : '', selected.has(row.id) ? 'chosen' : '', gone ? 'gone' : ''].filter((name) => name !== '').join(' ')}
                  >
                    <AlertCells line={line} chosen={selected.has(row.id)} onFold={() => { fold(row.id, !unfolded) }} />
                  </div>
                )
              })}
            </div>
          </div>
        </ContextMenu.Trigger>
        <ContextMenu.Portal>
          <ContextMenu.Content className="menu" collisionPadding={8}>
            {menuRow === null ? <ContextMenu.Label className="menu-label">Nothing here</ContextMenu.Label> : <AlertMenu row={menuRow} rows={selected.has(menuRow.id) ? targets : [menuRow]} />}
          </ContextMenu.Content>
        </ContextMenu.Portal>
      </ContextMenu.Root>
    </div>
  )
}

/** Enter shows the alert in the inspector; where it is shown already, as the page. */
function openAlert(row: AlertRow): void {
  const shown = document.querySelector(`[data-inspector] [data-alert="${CSS.escape(row.id)}"]`) !== null
  if (shown) openAlertPage(row.id)
  else inspectAlert(row.id, row.subject.targetId)
}
