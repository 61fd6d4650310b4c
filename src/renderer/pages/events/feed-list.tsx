import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import type { EventRow } from '../../../shared/domain.ts'
import type { FeedFrame } from '../../../shared/ipc.ts'
import { nextMark } from '../../actions.ts'
import { useTargetNames } from '../../components/platform-name.ts'
import { useFrame } from '../../frame-store.ts'
import { changeSettings, usePreferences } from '../../state/settings-store.ts'
import { useView, view } from '../../state/view-store.ts'
import { commandFor } from '../../shell/shortcuts.ts'
import { count } from '../../text/numbers.ts'
import { columns, EventLine } from './event-line.tsx'
import { announce } from './feed-notice.ts'
import { FeedStatus } from './feed-status.tsx'
import { isMarked, toggleMark, useMarks } from './marks.ts'
import { PauseBar } from './pause-bar.tsx'
import { copyJson, copyRow } from './row-actions.ts'
import { RowMenu } from './row-menu.tsx'
import { useFeed } from './use-feed.ts'

const ROW_PX = { compact: 24, comfortable: 32 } as const
const FRESH_MS = 1_000
/** Above this rate every row would be tinted, which says nothing. */
const FRESH_UP_TO_PER_SECOND = 12
const noScroll = (): void => undefined

/** The live list: virtualized rows over main-process paging, follow, pause, selection. */
export function FeedList({ initial }: { initial: FeedFrame }) {
  const density = usePreferences((value) => value.density)
  const singleKeys = usePreferences((value) => value.singleKeyShortcuts)
  const rowPx = ROW_PX[density]
  const names = useTargetNames()
  const selection = useView((state) => state.selection)
  const selectedSeq = selection?.kind === 'event' ? selection.seq : null
  const scroller = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState(false)
  const [menuRow, setMenuRow] = useState<EventRow | null>(null)
  const { control, state } = useFeed(initial, scroller, rowPx)
  const { feed } = state
  const marked = useMarks((value) => value)
  const calm = useFrame((value) => (value.totals?.receivedPerSecond ?? 0) <= FRESH_UP_TO_PER_SECOND)
  const rowCount = feed.end - feed.first
  // The controller alone writes the scroll position; TanStack Virtual would set it to 0 when it mounts.
  // oxlint-disable-next-line react/incompatible-library -- the React compiler is not used
  const virtual = useVirtualizer({ count: rowCount, getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 12, getItemKey: (index) => feed.first + index, scrollToFn: noScroll })
  useEffect(() => { virtual.measure() }, [rowPx, virtual])

  const items = virtual.getVirtualItems()
  const from = feed.first + (items[0]?.index ?? 0)
  const to = feed.first + (items.at(-1)?.index ?? -1) + 1
  useEffect(() => { control.want(from, to) }, [control, from, to, feed])

  function rowOf(target: EventTarget): EventRow | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-ordinal]') : null
    return element === null ? undefined : control.rowAt(Number(element.dataset['ordinal']))
  }

  function select(row: EventRow): void {
    control.stopFollowing()
    view.set({ selection: { kind: 'event', seq: row.seq } })
    control.show(row.ordinal)
  }

  const active = selectedSeq === null ? undefined : control.ordinalOf(selectedSeq)

  function move(by: number): void {
    const start = active ?? (by > 0 ? firstVisible() - 1 : lastVisible() + 1)
    const row = control.rowAt(Math.min(feed.end - 1, Math.max(feed.first, start + by)))
    if (row !== undefined) select(row)
  }

  function firstVisible(): number {
    return feed.first + Math.ceil((scroller.current?.scrollTop ?? 0) / rowPx)
  }
  function lastVisible(): number {
    const element = scroller.current
    return element === null ? feed.end - 1 : Math.min(feed.end - 1, feed.first + Math.floor((element.scrollTop + element.clientHeight - rowPx) / rowPx) - 1)
  }

  /** To the nearest mark above or below the selected row; where that is not on screen, above the lower or below the upper edge. */
  async function goToNextMark(direction: 'older' | 'newer'): Promise<void> {
    const onScreen = active !== undefined && active >= firstVisible() && active <= lastVisible()
    const edge = control.rowAt(direction === 'older' ? lastVisible() : firstVisible())?.seq
    const here = onScreen ? selectedSeq : edge === undefined ? null : direction === 'older' ? edge + 1 : edge - 1
    const { seq } = await nextMark(here, direction)
    if (seq === null) {
      announce(direction === 'older' ? 'No mark above.' : 'No mark below.')
      return
    }
    control.stopFollowing()
    view.set({ selection: { kind: 'event', seq } })
    control.reveal(seq)
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    // Where brackets are typed with AltGr, the system reports it as Ctrl and Alt.
    const bracket = event.key === '[' || event.key === ']'
    const command = commandFor({ key: event.key, ctrl: (event.ctrlKey || event.metaKey) && !bracket, shift: event.shiftKey, alt: event.altKey && !bracket }, { inList: true, inText: false, singleKeys })
    const row = active === undefined ? undefined : control.rowAt(active)
    switch (command?.do) {
      case 'move': move(command.by); break
      case 'open':
        if (selectedSeq === null) move(-1)
        changeSettings({ inspectorOpen: true })
        requestAnimationFrame(() => { document.querySelector<HTMLElement>('[data-inspector]')?.focus() })
        break
      case 'pause': control.pause(feed.paused === null, 'here'); break
      case 'newest': control.follow(); break
      case 'oldest': control.toOldest(); break
      case 'copy':
        if (row === undefined) return
        copyRow(row, names[row.targetId] ?? row.targetId)
        break
      case 'copy-json':
        if (selectedSeq === null) return
        void copyJson({ seq: selectedSeq })
        break
      case 'mark':
        if (selectedSeq === null) announce('Select an event first.')
        else void toggleMark(row ?? { seq: selectedSeq, event: 'Event' })
        break
      case 'previous-mark': void goToNextMark('older'); break
      case 'next-mark': void goToNextMark('newer'); break
      case 'back': view.set({ selection: null }); break
      default: return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  const newestAtMs = (control.rowAt(feed.end - 1) ?? feed.tail.at(-1))?.atMs ?? 0
  return (
    <div className="feed" data-density={density}>
      <ContextMenu.Root modal={false} onOpenChange={(open) => { if (open) control.stopFollowing() }}>
        <ContextMenu.Trigger asChild>
          <div
            ref={scroller} className="feed-scroller scroll" data-testid="feed-list" data-screen-list role="grid" aria-label="Events" aria-rowcount={rowCount + 1} aria-colcount={columns.length} aria-multiselectable="false" tabIndex={0}
            aria-activedescendant={active === undefined ? undefined : `event-${active}`}
            onScroll={() => { control.scrolled() }} onKeyDown={onKeyDown}
            onWheel={(event) => { if (event.deltaY < 0) control.stopFollowing() }}
            onFocus={() => { setFocused(true) }} onBlur={() => { setFocused(false) }}
            onClick={(event) => { const row = rowOf(event.target); if (row !== undefined) select(row) }}
            onDoubleClick={() => { changeSettings({ inspectorOpen: true }) }}
            onContextMenu={(event) => {
              // The menu key asks at the list itself: it means the selected row.
              const row = rowOf(event.target) ?? (event.target === event.currentTarget && active !== undefined ? control.rowAt(active) : undefined)
              setMenuRow(row ?? null)
              if (row !== undefined) select(row)
            }}
          >
            <div className="feed-row feed-header" data-feed-header role="row" aria-rowindex={1}>
              {columns.map((column) => <span key={column.key} role="columnheader" className={`feed-cell-${column.key}`}>{column.key === 'direction' ? <span className="visually-hidden">{column.title}</span> : column.title}</span>)}
            </div>
            <div role="presentation" className="feed-rows" style={{ height: rowCount * rowPx }}>
              {items.map((item) => {
                const ordinal = feed.first + item.index
                const row = control.rowAt(ordinal)
                return (
                  <EventLine key={item.key} row={row} ordinal={ordinal} index={item.index} topPx={item.index * rowPx} platform={row === undefined ? '' : (names[row.targetId] ?? row.targetId)}
                    selected={row !== undefined && row.seq === selectedSeq} marked={row !== undefined && isMarked(marked, row)} fresh={state.following && calm && row !== undefined && newestAtMs - row.atMs < FRESH_MS} />
                )
              })}
            </div>
          </div>
        </ContextMenu.Trigger>
        <ContextMenu.Portal>
          <ContextMenu.Content className="menu" collisionPadding={8}>
            {menuRow === null ? <ContextMenu.Label className="menu-label">No event here</ContextMenu.Label> : (
              <RowMenu row={menuRow} platform={names[menuRow.targetId] ?? menuRow.targetId} filter={feed.filter.text} />
            )}
          </ContextMenu.Content>
        </ContextMenu.Portal>
      </ContextMenu.Root>
      {state.following || feed.paused !== null || rowCount === 0 ? null : (
        <button type="button" className="feed-pill num" onClick={() => { control.follow() }}>
          <ArrowDown size={14} aria-hidden="true" />{state.newRows > 0 ? `${count(state.newRows)} new` : 'Follow'}
        </button>
      )}
      {feed.paused === null ? null : <PauseBar paused={feed.paused} onResume={(where) => { control.pause(false, where) }} />}
      <FeedStatus listFocused={focused} />
    </div>
  )
}
