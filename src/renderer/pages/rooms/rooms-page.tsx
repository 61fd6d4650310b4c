import { DoorOpen, Pin, Unplug } from 'lucide-react'
import { useMemo } from 'react'
import { roomKind } from '../../../shared/catalog.ts'
import { roomsSort, type RoomRow } from '../../../shared/presence.ts'
import { holdRooms, queryRooms } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { copyText } from '../../components/clipboard.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FeedTroubles } from '../../components/feed-troubles.tsx'
import { HeldNote } from '../../components/held-note.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { Notice } from '../../components/notice.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import type { FrameState } from '../../frame-state.ts'
import { useFrame } from '../../frame-store.ts'
import type { ListView } from '../../lists/list-controller.ts'
import { RecordList } from '../../lists/record-list.tsx'
import { useHold, useListView, useQuery } from '../../lists/use-list.ts'
import { idOfRoom } from '../../state/keys.ts'
import { goTo, inspectRoom, openRoomPage } from '../../state/navigate.ts'
import { changeRoomsQuery, firstRoomsQuery, useView, view } from '../../state/view-store.ts'
import { count } from '../../text/numbers.ts'
import { roomSampleNotice } from '../../text/pause-banner.ts'
import { roomKindWord } from '../../text/presence-words.ts'
import { liveSummary } from '../../text/words.ts'
import { usePins } from './pins.ts'
import { RoomMenu } from './room-menu.tsx'
import { RoomPage } from './room-page.tsx'
import { roomsColumns } from './rooms-columns.tsx'
import { isRoomsFiltered, roomAsText, roomsCount, roomsList } from './rooms-list.ts'

const section = (state: FrameState) => state.rooms
const idOfRow = (row: RoomRow): string => idOfRoom(row.key)
const classOfRow = (row: RoomRow): string => [row.stale ? 'stale' : '', row.kind === 'role' ? 'role' : ''].filter((name) => name !== '').join(' ')

/** All rooms of all namespaces: the list, or one room whole. */
export function RoomsPage() {
  const page = useView((state) => state.roomPage)
  return page === null ? <RoomsListPage /> : <RoomPage key={idOfRoom(page)} room={page} />
}

function RoomsListPage() {
  const query = useView((state) => state.roomsQuery)
  const selection = useView((state) => state.selection)
  const names = useTargetNames()
  const drawn = useListView(roomsList, section)
  const problem = useQuery(roomsList, query, queryRooms)
  const { hold, held } = useHold(holdRooms)
  const columns = useMemo(() => roomsColumns((id) => names[id] ?? id), [names])
  const sample = useFrame((state) => roomSampleNotice(state.totals?.readShare))
  const { list } = drawn
  const selectedKey = selection?.kind === 'room' ? idOfRoom(selection) : null
  return (
    <section className="events-page rooms-page" aria-label="Rooms">
      <RoomsBar drawn={drawn} held={held} />
      <Pins />
      {problem === null ? null : <div className="events-notice"><Notice tone="critical" role="alert">The list could not be renewed: {problem}. What you see may be old.</Notice></div>}
      {sample === undefined ? null : <div className="events-notice"><Notice tone="info">{sample}</Notice></div>}
      <FeedTroubles />
      <div className="events-body">
        {list === null ? <ListSkeleton label="Loading rooms" /> : list.count === 0 ? <NoRooms of={list.of} /> : (
          <RecordList
            label="Rooms" testId="rooms-list" control={roomsList} drawn={{ ...drawn, list }} hold={hold} columns={columns} keyOf={idOfRow} rowClass={classOfRow}
            selectedKey={selectedKey} sort={query.sort} descending={query.descending}
            onSort={(sort, descending) => { changeRoomsQuery({ sort: roomsSort.parse(sort), descending }) }}
            onSelect={(row) => { view.set({ selection: { kind: 'room', ...row.key } }) }}
            onOpen={(row) => {
              const shown = document.querySelector('[data-inspector] [data-room]') !== null
              if (shown && idOfRoom(row.key) === selectedKey) openRoomPage(row.key)
              else inspectRoom(row.key)
            }}
            onCopy={(row) => { copyText(roomAsText(row, names[row.key.targetId] ?? row.key.targetId)) }}
            onClear={() => { view.set({ selection: null }) }}
            renderMenu={(row) => <RoomMenu row={row} />}
          />
        )}
      </div>
    </section>
  )
}

const ANY = ''

function RoomsBar({ drawn, held }: { drawn: ListView; held: boolean }) {
  const query = useView((state) => state.roomsQuery)
  const names = useTargetNames()
  const sockets = useFrame((state) => (state.targets ?? []).reduce((sum, target) => sum + (target.feed?.sockets ?? 0) + (target.feed?.ownSockets ?? 0), 0))
  const said = drawn.list === null ? null : roomsCount(drawn.list, query, sockets)
  return (
    <div className="list-bar">
      <div className="list-bar-line" data-screen-search>
        <SearchBox label="Search rooms" placeholder="Room, kind, platform or namespace" value={query.text} maxLength={500} onChange={(text) => { changeRoomsQuery({ text }) }}
          onLeave={() => { document.querySelector<HTMLElement>('[data-screen-list]')?.focus() }} />
        {said === null ? null : <span className="events-count num" role="status">{said.text}</span>}
        <HeldNote held={held} />
      </div>
      <div className="list-bar-line filters">
        <Select label="Platform" value={query.targetId ?? ANY} options={[{ value: ANY, label: 'All platforms' }, ...Object.entries(names).map(([value, label]) => ({ value, label }))]} onChange={(id) => { changeRoomsQuery({ targetId: id === ANY ? null : id }) }} />
        <Select label="Kind" value={query.kind ?? ANY} options={[{ value: ANY, label: 'Any kind' }, ...roomKind.options.map((value) => ({ value, label: roomKindWord(value) }))]} onChange={(kind) => { changeRoomsQuery({ kind: roomKind.options.find((each) => each === kind) ?? null }) }} />
        <label className="check">
          <input type="checkbox" className="checkbox" checked={query.showPerSocket} onChange={(event) => { changeRoomsQuery({ showPerSocket: event.target.checked }) }} />
          Rooms of single sockets
        </label>
        {said?.hidden == null ? null : <span className="dim num panel-note">{said.hidden}</span>}
      </div>
    </div>
  )
}

function Pins() {
  const pins = usePins()
  const names = useTargetNames()
  const here = pins.filter((pin) => names[pin.targetId] !== undefined)
  if (here.length === 0) return null
  return (
    <ul className="pins" aria-label="Pinned rooms">
      {here.map((pin) => (
        <li key={idOfRoom(pin)}><button type="button" className="pin-button" title={`${names[pin.targetId] ?? ''} ${pin.namespace}`} onClick={() => { inspectRoom(pin) }}><Pin size={12} aria-hidden="true" /><span className="mono truncate">{pin.room}</span></button></li>
      ))}
    </ul>
  )
}

function NoRooms({ of }: { of: number }) {
  const query = useView((state) => state.roomsQuery)
  const live = useFrame((state) => liveSummary(state.targets ?? []))
  const anyLive = useFrame((state) => (state.targets ?? []).some((target) => target.state === 'live' || target.state === 'delayed'))
  if (isRoomsFiltered(query) && of > 0) {
    return (
      <EmptyState icon={DoorOpen} title={`0 of ${count(of)} rooms match.`} actions={<Button small onClick={() => { changeRoomsQuery({ ...firstRoomsQuery, showPerSocket: query.showPerSocket }) }}>Clear search and filters</Button>}>
        Rooms of single sockets are left out unless you tick their box.
      </EmptyState>
    )
  }
  if (anyLive) return <EmptyState icon={DoorOpen} title="No room seen yet.">{live}. A room appears with the first event that names it, or at once where an admin feed is on.</EmptyState>
  return <EmptyState icon={Unplug} title="Not connected to any platform." actions={<Button small onClick={() => { goTo('platforms') }}>Open Platforms</Button>}>Rooms appear here once a platform is live.</EmptyState>
}
