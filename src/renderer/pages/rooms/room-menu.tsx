import { ClipboardCopy, DoorOpen, Filter, Pin, Users } from 'lucide-react'
import { ContextMenu } from 'radix-ui'
import type { RoomRow } from '../../../shared/presence.ts'
import { copyText } from '../../components/clipboard.ts'
import { openRoomPage, showEventsOf, showMembers } from '../../state/navigate.ts'
import { fieldFilter } from '../events/filter-text.ts'
import { changePin, usePins } from './pins.ts'
import { idOfRoom } from '../../state/keys.ts'

export function RoomMenu({ row }: { row: RoomRow }) {
  const pinned = usePins().some((pin) => idOfRoom(pin) === idOfRoom(row.key))
  return (
    <>
      <ContextMenu.Item className="menu-item" onSelect={() => { openRoomPage(row.key) }}><DoorOpen size={16} aria-hidden="true" />Open page</ContextMenu.Item>
      <ContextMenu.Item className="menu-item" onSelect={() => { showMembers(row.key) }}><Users size={16} aria-hidden="true" />Its members in People</ContextMenu.Item>
      <ContextMenu.Item className="menu-item" onSelect={() => { showEventsOf(fieldFilter('room', row.key.room)) }}><Filter size={16} aria-hidden="true" />Only its events</ContextMenu.Item>
      <ContextMenu.Separator className="menu-line" />
      <ContextMenu.Item className="menu-item" onSelect={() => { copyText(row.key.room) }}><ClipboardCopy size={16} aria-hidden="true" />Copy name</ContextMenu.Item>
      <ContextMenu.Item className="menu-item" onSelect={() => { changePin(row.key) }}><Pin size={16} aria-hidden="true" />{pinned ? 'Unpin' : 'Pin'}</ContextMenu.Item>
    </>
  )
}
