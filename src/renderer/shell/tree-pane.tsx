import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight, DoorOpen, Ellipsis, Server, Users } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { useFrame } from '../frame-store.ts'
import { changeSettings } from '../state/settings-store.ts'
import { openDialog, useView, view } from '../state/view-store.ts'
import { roomSampleNotice } from '../text/pause-banner.ts'
import { count, short } from '../text/numbers.ts'
import { stateWord } from '../text/words.ts'
import { isSelected, treeRows, type TreeRow } from './tree-rows.ts'

const ROW_PX = 24

/** Environment > platform > namespace > rooms, with a filter on top. */
export function TreePane() {
  const filter = useView((state) => state.treeFilter)
  const targets = useFrame((state) => state.targets)
  return (
    <nav className="tree-pane" aria-label="Platforms and rooms">
      <div className="tree-head">
        <SearchBox label="Filter platforms and rooms" placeholder="Filter platforms, rooms" value={filter} onChange={(treeFilter) => { view.set({ treeFilter }) }} />
      </div>
      {targets === undefined ? <TreeSkeleton /> : targets.length === 0 ? (
        <EmptyState icon={Server} title="No platforms yet" actions={<Button small onClick={() => { openDialog({ name: 'add-platform' }) }}>Add platform</Button>}>
          Add one to see its namespaces and rooms here.
        </EmptyState>
      ) : <><Tree /><RoomSample /></>}
    </nav>
  )
}

function RoomSample() {
  const notice = useFrame((state) => roomSampleNotice(state.totals?.readShare))
  return notice === undefined ? null : <p className="tree-sample dim num">{notice}</p>
}

function TreeSkeleton() {
  return (
    <div className="tree-skeleton" role="status" aria-label="Loading platforms">
      {[96, 132, 108, 120, 88, 140, 104].map((width, index) => <div key={width} className={index === 0 ? '' : 'inset'}><Skeleton width={width} /></div>)}
    </div>
  )
}

function Tree() {
  const targets = useFrame((state) => state.targets)
  const tree = useFrame((state) => state.tree)
  const filter = useView((state) => state.treeFilter)
  const selection = useView((state) => state.selection)
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [activeId, setActiveId] = useState<string | null>(null)
  const rows = useMemo(() => treeRows(targets ?? [], tree ?? [], filter, toggled), [targets, tree, filter, toggled])
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- the React compiler is not used
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 8, getItemKey: (index) => rows[index]?.id ?? index })
  const active = rows.findIndex((row) => row.id === activeId)

  useEffect(() => {
    if (activeId === null || active < 0) return
    virtual.scrollToIndex(active)
  }, [activeId, active, virtual])

  function toggle(row: TreeRow): void {
    setToggled((before) => {
      const next = new Set(before)
      if (!next.delete(row.id)) next.add(row.id)
      return next
    })
  }

  function choose(row: TreeRow): void {
    setActiveId(row.id)
    if (row.selects === null) return
    view.set({ selection: row.selects, platformId: row.selects.targetId })
  }

  function rowOf(target: EventTarget): TreeRow | undefined {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null
    return line === null ? undefined : rows[Number(line.dataset['line'])]
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    const current = rows[active]
    const go = (index: number): void => {
      const row = rows[Math.min(rows.length - 1, Math.max(0, index))]
      if (row !== undefined) setActiveId(row.id)
    }
    switch (event.key) {
      case 'ArrowDown': go(active + 1); break
      case 'ArrowUp': go(active < 0 ? 0 : active - 1); break
      case 'Home': go(0); break
      case 'End': go(rows.length - 1); break
      case 'ArrowRight':
        if (current?.expanded === false) toggle(current)
        else if (current?.expanded === true) go(active + 1)
        break
      case 'ArrowLeft':
        if (current?.expanded === true && filter === '') toggle(current)
        else if (current !== undefined) go(rows.findLastIndex((row, index) => index < active && row.level < current.level))
        break
      case 'Enter': case ' ':
        if (current === undefined) return
        choose(current)
        if (current.selects === null && current.expanded !== null) toggle(current)
        else if (event.key === 'Enter') changeSettings({ inspectorOpen: true })
        break
      default: return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  if (rows.length === 0) {
    return <EmptyState title="No match" actions={<Button small onClick={() => { view.set({ treeFilter: '' }) }}>Clear filter</Button>}>No platform, namespace or room has “{filter}” in its name.</EmptyState>
  }
  return (
    <div
      ref={scroller} className="tree scroll" role="tree" aria-label="Platforms and rooms" tabIndex={0} onKeyDown={onKeyDown}
      aria-activedescendant={active < 0 ? undefined : `tree-${active}`}
      onClick={(event) => {
        const row = rowOf(event.target)
        if (row === undefined) return
        const onChevron = event.target instanceof Element && event.target.closest('.tree-chevron') !== null
        if (row.expanded !== null && (onChevron || row.selects === null)) toggle(row)
        if (!onChevron) choose(row)
      }}
      onDoubleClick={(event) => {
        const row = rowOf(event.target)
        if (row !== undefined && row.selects !== null && row.expanded !== null) toggle(row)
      }}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          return row === undefined ? null : (
            <Line key={item.key} row={row} index={item.index} top={item.start} active={item.index === active} selected={isSelected(row, selection)} />
          )
        })}
      </div>
    </div>
  )
}

interface LineProps {
  readonly row: TreeRow
  readonly index: number
  readonly top: number
  readonly active: boolean
  readonly selected: boolean
}

function Line({ row, index, top, active, selected }: LineProps) {
  const Chevron = row.expanded === true ? ChevronDown : ChevronRight
  const classes = ['tree-row', row.kind, active ? 'active' : '', selected ? 'selected' : '']
  return (
    // The focus stays on the tree, which names this line by aria-activedescendant: lines come and go while scrolling.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      id={`tree-${index}`} data-line={index} className={classes.filter((name) => name !== '').join(' ')} role="treeitem" aria-level={row.level} aria-posinset={row.position} aria-setsize={row.siblings}
      aria-selected={selected} {...(row.expanded === null ? {} : { 'aria-expanded': row.expanded })}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 4 + (row.level - 1) * 14 }}
      title={row.kind === 'environment' ? undefined : `${row.label} · ${row.title}${row.count === null ? '' : ` · ${count(row.count)} events`}`}
    >
      <span className="tree-chevron" aria-hidden="true">
        {row.expanded === null ? null : <Chevron size={14} />}
      </span>
      {row.state === null || row.kind === 'environment' ? null : <StateMark state={row.state} wordless />}
      {row.kind === 'room' ? (row.role ? <Users size={14} aria-label="Role room" /> : <DoorOpen size={14} aria-hidden="true" />) : null}
      {row.kind === 'left-out' ? <Ellipsis size={14} aria-hidden="true" /> : null}
      {row.kind === 'left-out' ? <span className="truncate"><span className="num">{count(row.count ?? 0)}</span> {row.label}</span> : <span className="tree-label truncate">{row.label}</span>}
      {row.saysState && row.state !== null ? <span className="tree-state" aria-hidden="true">{stateWord(row.state)}</span> : null}
      {row.count === null || row.kind === 'left-out' || (row.kind === 'target' && row.saysState) ? null : (
        <span className="tree-count num">{short(row.count)}<span className="visually-hidden">{row.kind === 'environment' ? ' platforms' : ' events'}</span></span>
      )}
    </div>
  )
}
