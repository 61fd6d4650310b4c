import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import { useEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react'
import type { ListState } from '../../shared/presence.ts'
import { Skeleton } from '../components/skeleton.tsx'
import { commandFor } from '../shell/shortcuts.ts'
import { usePreferences } from '../state/settings-store.ts'
import { count } from '../text/numbers.ts'
import { fitColumns, gridTemplate, type ColumnFit } from './fit-columns.ts'
import type { Hold } from './hold.ts'
import type { ListController, ListView } from './list-controller.ts'
import { indexOf, lineAt, lineCount } from './list-lines.ts'
import { useWidth } from './use-list.ts'

const ROW_PX = { compact: 26, comfortable: 32 } as const

export interface ListColumn<Row> extends ColumnFit {
  readonly title: string
  /** Sorting by this column; null: it has no order. */
  readonly sort: string | null
  readonly right?: boolean
  readonly cell: (row: Row) => ReactNode
  /** What hovering says. */
  readonly hint?: (row: Row) => string | undefined
}

interface RecordListProps<Row> {
  readonly label: string
  readonly testId: string
  readonly control: ListController<Row>
  readonly drawn: ListView & { readonly list: ListState }
  readonly hold: Hold
  readonly columns: readonly ListColumn<Row>[]
  readonly keyOf: (row: Row) => string
  readonly rowClass: (row: Row) => string
  readonly selectedKey: string | null
  readonly sort: string
  readonly descending: boolean
  readonly onSort: (sort: string, descending: boolean) => void
  readonly onSelect: (row: Row) => void
  /** Enter: the first time the inspector, again the page. */
  readonly onOpen: (row: Row) => void
  readonly onCopy: (row: Row) => void
  readonly onClear: () => void
  /** The context menu of a row. */
  readonly renderMenu: (row: Row) => ReactNode
}

/** A virtualized grid of people or rooms; rows are known by their key, so the selection survives every new order. */
export function RecordList<Row>(props: RecordListProps<Row>) {
  const { control, drawn, hold, keyOf, selectedKey } = props
  const { list } = drawn
  const density = usePreferences((value) => value.density)
  const singleKeys = usePreferences((value) => value.singleKeyShortcuts)
  const rowPx = ROW_PX[density]
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const [menuRow, setMenuRow] = useState<Row | null>(null)
  const columns = width === 0 ? props.columns : fitColumns(props.columns, width)
  // oxlint-disable-next-line react/incompatible-library -- the React compiler is not used
  const virtual = useVirtualizer({ count: lineCount(list), getScrollElement: () => scroller.current, estimateSize: () => rowPx, overscan: 10, scrollMargin: rowPx, scrollPaddingStart: rowPx })
  useEffect(() => { virtual.measure() }, [rowPx, virtual])
  // A list that empties under the pointer hears no leave.
  useEffect(() => () => { hold.release() }, [hold])

  const items = virtual.getVirtualItems()
  const lines = items.map((item) => ({ item, line: lineAt(list, item.index) }))
  const ordinals = lines.flatMap(({ line }) => (line.is === 'row' ? [line.ordinal] : []))
  const from = ordinals[0] ?? 0
  const to = (ordinals.at(-1) ?? -1) + 1
  useEffect(() => { if (to > from) control.want(from, to) }, [control, from, to])

  const active = selectedKey === null ? undefined : control.ordinalOf(selectedKey)
  const activeShown = active !== undefined && ordinals.includes(active)

  function rowOf(target: EventTarget): Row | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-ordinal]') : null
    return element === null ? undefined : control.rowAt(Number(element.dataset['ordinal']))
  }

  function move(by: number): void {
    const start = active ?? (by > 0 ? firstVisible() - 1 : firstVisible() + 1)
    goTo(Math.min(list.count - 1, Math.max(0, start + by)))
  }

  function goTo(ordinal: number): void {
    const row = control.rowAt(ordinal)
    virtual.scrollToIndex(indexOf(list, ordinal))
    if (row !== undefined) props.onSelect(row)
  }

  function firstVisible(): number {
    const line = lineAt(list, Math.ceil((scroller.current?.scrollTop ?? 0) / rowPx))
    return line.is === 'row' ? line.ordinal : line.group.from
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    // Sort buttons have their own keys.
    if (event.target !== event.currentTarget && event.target instanceof HTMLButtonElement) return
    const command = commandFor({ key: event.key, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey, alt: event.altKey }, { inList: true, inText: false, singleKeys })
    const current = active === undefined ? undefined : control.rowAt(active)
    switch (command?.do) {
      case 'move': hold.key(); move(command.by); break
      case 'newest': goTo(list.count - 1); break
      case 'oldest': goTo(0); break
      case 'open': if (current === undefined) move(1); else props.onOpen(current); break
      case 'copy': if (current === undefined) return; props.onCopy(current); break
      case 'back': props.onClear(); break
      default: return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="feed records" style={{ '--columns': gridTemplate(columns), '--record': `${rowPx}px` } as CSSProperties}>
      <ContextMenu.Root modal={false} onOpenChange={(open) => { hold.menu(open) }}>
        <ContextMenu.Trigger asChild>
          <div
            ref={scroller} className="feed-scroller scroll" data-testid={props.testId} data-screen-list role="grid" aria-label={props.label} aria-rowcount={lineCount(list) + 1} aria-colcount={columns.length} aria-multiselectable="false" tabIndex={0}
            aria-activedescendant={activeShown ? `${props.testId}-${active}` : undefined}
            onKeyDown={onKeyDown}
            onPointerEnter={() => { hold.pointer(true) }} onPointerLeave={() => { hold.pointer(false) }}
            onClick={(event) => { const row = rowOf(event.target); if (row !== undefined) props.onSelect(row) }}
            onDoubleClick={(event) => { const row = rowOf(event.target); if (row !== undefined) props.onOpen(row) }}
            onContextMenu={(event) => { const row = rowOf(event.target); setMenuRow(() => row ?? null); if (row !== undefined) props.onSelect(row) }}
          >
            <div className="record-row record-header" role="row" aria-rowindex={1}>
              {columns.map((column) => (
                <span key={column.key} role="columnheader" className={column.right === true ? 'right' : undefined} aria-sort={column.sort !== props.sort || column.sort === null ? undefined : props.descending ? 'descending' : 'ascending'}>
                  {column.sort === null ? column.title : (
                    <button type="button" className="sort-button" title={`Sort by ${column.title.toLowerCase()}`}
                      onClick={() => { if (column.sort !== null) props.onSort(column.sort, column.sort === props.sort && !props.descending) }}>
                      {column.title}
                      {column.sort !== props.sort ? null : props.descending ? <ArrowDown size={12} aria-hidden="true" /> : <ArrowUp size={12} aria-hidden="true" />}
                    </button>
                  )}
                </span>
              ))}
            </div>
            <div role="presentation" className="feed-rows" style={{ height: lineCount(list) * rowPx }}>
              {lines.map(({ item, line }) => {
                const style = { transform: `translateY(${item.index * rowPx}px)` }
                if (line.is === 'group') {
                  return (
                    <div key={item.key} className="record-group" role="row" aria-rowindex={item.index + 2} style={style}>
                      <span role="gridcell" aria-colspan={columns.length}><strong>{line.group.label}</strong> <span className="num dim">{count(line.group.count)}</span></span>
                    </div>
                  )
                }
                const row = control.rowAt(line.ordinal)
                const selected = row !== undefined && keyOf(row) === selectedKey
                return (
                  <div
                    key={item.key} id={`${props.testId}-${line.ordinal}`} role="row" aria-rowindex={item.index + 2} data-ordinal={line.ordinal} style={style}
                    className={['record-row', selected ? 'selected' : '', row === undefined ? '' : props.rowClass(row)].filter((name) => name !== '').join(' ')}
                    {...(row === undefined ? { 'aria-busy': true } : { 'aria-selected': selected })}
                  >
                    {columns.map((column) => (
                      <span key={column.key} role="gridcell" className={column.right === true ? 'right truncate' : 'truncate'} title={row === undefined ? undefined : column.hint?.(row)}>
                        {row === undefined ? <Skeleton width="60%" height={8} /> : column.cell(row)}
                      </span>
                    ))}
                  </div>
                )
              })}
            </div>
          </div>
        </ContextMenu.Trigger>
        <ContextMenu.Portal>
          <ContextMenu.Content className="menu" collisionPadding={8}>
            {menuRow === null ? <ContextMenu.Label className="menu-label">Nothing here</ContextMenu.Label> : props.renderMenu(menuRow)}
          </ContextMenu.Content>
        </ContextMenu.Portal>
      </ContextMenu.Root>
    </div>
  )
}
