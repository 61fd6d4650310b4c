import type { Environment, LinkState, TargetView, TreeNamespace, TreeRoom } from '../../shared/domain.ts'
import type { PlaceSelection, Selection } from '../state/view-store.ts'
import { environmentWord, worstState } from '../text/words.ts'

/** One visible line of the tree. `count` is null where nothing was counted yet. */
export interface TreeRow {
  readonly id: string
  readonly level: 1 | 2 | 3 | 4
  readonly kind: 'environment' | 'target' | 'namespace' | 'room' | 'left-out'
  readonly label: string
  readonly title: string
  readonly state: LinkState | null
  /** The word of the state is worth its room: it is not live and the line above does not say the same. */
  readonly saysState: boolean
  readonly count: number | null
  readonly expanded: boolean | null
  readonly role: boolean
  readonly position: number
  readonly siblings: number
  readonly selects: PlaceSelection | null
}

const environments: readonly Environment[] = ['production', 'test', 'demo']

/**
 * The lines of the tree: environment > platform > namespace > rooms. Order never depends on counts, so that nothing
 * moves while it is read: role rooms first, then by name. A filter opens what holds a match and hides the rest.
 * `closed` and `opened` are the ids that the reader closed or opened; namespaces start closed, the rest open.
 */
export function treeRows(targets: readonly TargetView[], tree: readonly TreeNamespace[], filter: string, toggled: ReadonlySet<string>): readonly TreeRow[] {
  const needle = filter.trim().toLowerCase()
  const rows: TreeRow[] = []
  const byNamespace = new Map(tree.map((entry) => [`${entry.targetId} ${entry.namespace}`, entry]))
  const present = environments.filter((environment) => targets.some((target) => target.settings.environment === environment))

  present.forEach((environment, environmentIndex) => {
    const members = targets.filter((target) => target.settings.environment === environment)
    const branches = members.map((target) => targetBranch(target, byNamespace, needle)).filter((branch) => branch !== undefined)
    if (needle !== '' && branches.length === 0) return
    const id = `env ${environment}`
    const open = needle !== '' || !toggled.has(id)
    rows.push({
      id, level: 1, kind: 'environment', label: environmentWord(environment), title: environmentWord(environment), state: worstState(members.map((target) => target.state)) ?? null, saysState: false,
      count: members.length, expanded: open, role: false, position: environmentIndex + 1, siblings: present.length, selects: null,
    })
    if (open) branches.forEach((branch, index) => { addTarget(rows, branch, index, branches.length, needle, toggled) })
  })
  return rows
}

interface NamespaceBranch {
  readonly name: string
  readonly title: string
  readonly state: LinkState
  readonly entry: TreeNamespace | undefined
  readonly rooms: readonly TreeRoom[]
}
interface TargetBranch {
  readonly target: TargetView
  readonly events: number | null
  readonly namespaces: readonly NamespaceBranch[]
}

function targetBranch(target: TargetView, byNamespace: ReadonlyMap<string, TreeNamespace>, needle: string): TargetBranch | undefined {
  const wholeTarget = needle === '' || target.settings.name.toLowerCase().includes(needle)
  let events: number | null = null
  const namespaces: NamespaceBranch[] = []
  for (const namespace of target.namespaces) {
    const entry = byNamespace.get(`${target.settings.id} ${namespace.name}`)
    if (entry !== undefined) events = (events ?? 0) + entry.events
    const whole = wholeTarget || namespace.name.toLowerCase().includes(needle) || namespace.title.toLowerCase().includes(needle)
    const rooms = sortRooms(entry?.rooms ?? []).filter((room) => whole || room.room.toLowerCase().includes(needle))
    if (whole || rooms.length > 0) namespaces.push({ name: namespace.name, title: namespace.title, state: namespace.state, entry, rooms })
  }
  return wholeTarget || namespaces.length > 0 ? { target, events, namespaces } : undefined
}

/** Role rooms first, then by name with numbers in their order (`room-2` before `room-10`). */
export function sortRooms(rooms: readonly TreeRoom[]): readonly TreeRoom[] {
  return rooms.toSorted((a, b) => Number(b.kind === 'role') - Number(a.kind === 'role') || names.compare(a.room, b.room))
}
const names = new Intl.Collator('en', { numeric: true })

function addTarget(rows: TreeRow[], branch: TargetBranch, index: number, siblings: number, needle: string, toggled: ReadonlySet<string>): void {
  const targetId = branch.target.settings.id
  const id = `target ${targetId}`
  const open = needle !== '' || !toggled.has(id)
  rows.push({
    id, level: 2, kind: 'target', label: branch.target.settings.name, title: branch.target.catalogName, state: branch.target.state, saysState: branch.target.state !== 'live', count: branch.events,
    expanded: open, role: false, position: index + 1, siblings, selects: { kind: 'target', targetId },
  })
  if (!open) return
  branch.namespaces.forEach((namespace, namespaceIndex) => {
    const namespaceId = `ns ${targetId} ${namespace.name}`
    const leftOut = namespace.entry?.roomsLeftOut ?? 0
    const hasRooms = namespace.rooms.length > 0 || leftOut > 0
    const namespaceOpen = hasRooms && (toggled.has(namespaceId) !== (needle !== '' && namespace.rooms.length > 0))
    rows.push({
      id: namespaceId, level: 3, kind: 'namespace', label: namespace.name, title: namespace.title, state: namespace.state, saysState: namespace.state !== 'live' && namespace.state !== branch.target.state, count: namespace.entry?.events ?? null,
      expanded: hasRooms ? namespaceOpen : null, role: false, position: namespaceIndex + 1, siblings: branch.namespaces.length,
      selects: { kind: 'namespace', targetId, namespace: namespace.name },
    })
    if (!namespaceOpen) return
    const roomSiblings = namespace.rooms.length + (leftOut > 0 ? 1 : 0)
    namespace.rooms.forEach((room, roomIndex) => {
      rows.push({
        id: `room ${targetId} ${namespace.name} ${room.room}`, level: 4, kind: 'room', label: room.room, title: room.joined ? 'Joined' : 'Seen, not joined', state: null, saysState: false,
        count: room.events, expanded: null, role: room.kind === 'role', position: roomIndex + 1, siblings: roomSiblings,
        selects: { kind: 'room', targetId, namespace: namespace.name, room: room.room },
      })
    })
    if (leftOut > 0) {
      rows.push({
        id: `left ${targetId} ${namespace.name}`, level: 4, kind: 'left-out', label: 'more rooms, not listed', title: 'Counted, not listed here', state: null, saysState: false, count: leftOut,
        expanded: null, role: false, position: roomSiblings, siblings: roomSiblings, selects: null,
      })
    }
  })
}

/** Whether a line shows what the inspector shows. */
export function isSelected(row: TreeRow, selection: Selection | null): boolean {
  const a = row.selects
  if (a === null || selection === null || selection.kind === 'event' || selection.kind === 'person' || selection.kind === 'alert' || a.kind !== selection.kind) return false
  if (a.targetId !== selection.targetId) return false
  if (a.kind === 'namespace' && selection.kind === 'namespace') return a.namespace === selection.namespace
  if (a.kind === 'room' && selection.kind === 'room') return a.namespace === selection.namespace && a.room === selection.room
  return a.kind === 'target'
}
