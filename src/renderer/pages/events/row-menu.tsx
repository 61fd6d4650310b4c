import { Bookmark, BookmarkX, Braces, ClipboardCopy, DoorOpen, Filter, FilterX, UserRound } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import type { EventRow } from '../../../shared/domain.ts'
import { inspectRoom } from '../../state/navigate.ts'
import { fieldFilter, withTerm } from './filter-text.ts'
import { isMarked, toggleMark, useMarks } from './marks.ts'
import { copyJson, copyRow, filterBy, openPersonOf, personIsNamed } from './row-actions.ts'

/** What can be done with one event, from its row. `filter` is the text in force. */
export function RowMenu({ row, platform, filter }: { row: EventRow; platform: string; filter: string }) {
  const marked = useMarks((state) => isMarked(state, row))
  const { room, person } = row
  const masked = person !== null && !personIsNamed(person)
  return (
    <>
      <Item keys="m" onChoose={() => { void toggleMark(row) }}>{marked ? <BookmarkX size={16} aria-hidden="true" /> : <Bookmark size={16} aria-hidden="true" />}{marked ? 'Take the mark away' : 'Mark'}</Item>
      <ContextMenu.Separator className="menu-line" />
      <Item keys="c" onChoose={() => { copyRow(row, platform) }}><ClipboardCopy size={16} aria-hidden="true" />Copy row (masked)</Item>
      <Item keys="Ctrl Shift C" onChoose={() => { void copyJson(row) }}><Braces size={16} aria-hidden="true" />Copy as JSON (masked)</Item>
      <ContextMenu.Separator className="menu-line" />
      <Item onChoose={() => { filterBy(fieldFilter('event', row.event)) }}><Filter size={16} aria-hidden="true" />Only this event</Item>
      {room === null ? null : <Item onChoose={() => { filterBy(fieldFilter('room', room)) }}><Filter size={16} aria-hidden="true" />Only this room</Item>}
      {person === null ? null : <Item disabled={masked} onChoose={() => { filterBy(fieldFilter('person', person)) }}><Filter size={16} aria-hidden="true" />Only this person{masked ? <span className="menu-why">no id, name is masked</span> : null}</Item>}
      <Item onChoose={() => { filterBy(`${fieldFilter('target', platform)} ${fieldFilter('ns', row.namespace)}`) }}><Filter size={16} aria-hidden="true" />Only this namespace</Item>
      <Item onChoose={() => { filterBy(withTerm(filter, `-${fieldFilter('event', row.event)}`)) }}><FilterX size={16} aria-hidden="true" />Exclude this event</Item>
      {room === null && person === null ? null : <ContextMenu.Separator className="menu-line" />}
      {person === null ? null : <Item disabled={masked} onChoose={() => { void openPersonOf(row) }}><UserRound size={16} aria-hidden="true" />Open person{masked ? <span className="menu-why">no id, name is masked</span> : null}</Item>}
      {room === null ? null : <Item onChoose={() => { inspectRoom({ targetId: row.targetId, namespace: row.namespace, room }) }}><DoorOpen size={16} aria-hidden="true" />Open room</Item>}
    </>
  )
}

function Item({ children, keys, disabled = false, onChoose }: { children: ReactNode; keys?: string; disabled?: boolean; onChoose: () => void }) {
  return (
    <ContextMenu.Item className="menu-item" disabled={disabled} onSelect={onChoose}>
      {children}{keys === undefined ? null : <span className="menu-keys">{keys}</span>}
    </ContextMenu.Item>
  )
}
