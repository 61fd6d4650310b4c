import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { AudiencePart, AudienceRule } from '../../../../shared/notices.ts'
import { countAudience } from '../../../actions.ts'
import { useFrame } from '../../../frame-store.ts'
import { count, counted } from '../../../text/numbers.ts'
import { usePoll } from '../../rates/use-poll.ts'
import { sideOf, type Side } from './audience-edit.ts'
import { GroupChips } from './group-chips.tsx'
import { PartLine } from './part-line.tsx'

const ROLES_RENEW_MS = 5_000
/** Rooms listed of one namespace at a search; more are found by typing more. */
const FOUND_ROOMS_MAX = 30
/** How the main process counts people whose role is not known; they cannot be addressed by it. */
const NO_ROLE = 'unknown role'

interface TreeProps {
  readonly text: string
  readonly rule: AudienceRule
  readonly onToggle: (part: AudiencePart, side: Side) => void
}

/** Platforms with their roles, classes and schools, namespaces and rooms; a search opens what it finds. */
export function AudienceTree({ text, rule, onToggle }: TreeProps) {
  const targets = useFrame((state) => state.targets) ?? []
  const tree = useFrame((state) => state.tree) ?? []
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const needle = text.trim().toLowerCase()
  const toggleOpen = (id: string): void => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    setOpen(next)
  }
  return (
    <ul className="audience-list" aria-label="Platforms">
      {targets.map(({ settings }) => {
        const { id, name } = settings
        const matches = needle === '' || name.toLowerCase().includes(needle)
        const namespaces = tree.filter((node) => node.targetId === id).map((node) => ({
          ...node,
          shown: node.namespace.toLowerCase().includes(needle),
          found: needle === '' ? node.rooms : node.rooms.filter(({ room }) => room.toLowerCase().includes(needle)).slice(0, FOUND_ROOMS_MAX),
        })).filter((node) => needle === '' || matches || node.shown || node.found.length > 0)
        const isOpen = needle === '' ? open.has(id) : namespaces.length > 0
        return (
          <li key={id} className={matches ? 'audience-platform' : 'audience-platform searched'}>
            <Branch open={isOpen} label={name} onOpen={() => { toggleOpen(id) }}><PartLine part={{ kind: 'target', targetId: id }} label={name} note="everybody on this platform" rule={rule} onToggle={onToggle} /></Branch>
            <RoleChips targetId={id} name={name} needle={matches ? '' : needle} rule={rule} onToggle={onToggle} />
            {matches ? <GroupChips targetId={id} name={name} text="" rule={rule} onToggle={onToggle} /> : null}
            {isOpen ? (
              <ul className="audience-sub">
                {namespaces.map((node) => {
                  const key = `${id} ${node.namespace}`
                  const roomsOpen = needle === '' ? open.has(key) : node.found.length > 0 && !matches
                  return (
                    <li key={node.namespace}>
                      <Branch open={roomsOpen} label={`rooms of ${node.namespace}`} onOpen={() => { toggleOpen(key) }}>
                        <PartLine mono part={{ kind: 'namespace', targetId: id, namespace: node.namespace }} label={node.namespace} note={counted(node.rooms.length + node.roomsLeftOut, 'room')} rule={rule} onToggle={onToggle} />
                      </Branch>
                      {roomsOpen ? (
                        <ul className="audience-sub">
                          {node.found.map(({ room, kind, people }) => <PartLine key={room} mono part={{ kind: 'room', targetId: id, namespace: node.namespace, room }} label={room} note={`${kind}, ${counted(people, 'person', 'people')}`} rule={rule} onToggle={onToggle} />)}
                          {node.roomsLeftOut > 0 ? <li className="form-remark">{count(node.roomsLeftOut)} more rooms are not listed.</li> : null}
                        </ul>
                      ) : null}
                    </li>
                  )
                })}
              </ul>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

function Branch({ open, label, onOpen, children }: { open: boolean; label: string; onOpen: () => void; children: ReactNode }) {
  const Icon = open ? ChevronDown : ChevronRight
  return (
    <div className="audience-branch">
      <button type="button" className="tree-chevron audience-chevron" aria-expanded={open} aria-label={`Show ${label}`} onClick={onOpen}><Icon size={14} aria-hidden="true" /></button>
      <ul>{children}</ul>
    </div>
  )
}

/** The roles of a platform with how many are online; each is put on the list or taken off. */
function RoleChips({ targetId, name, needle, rule, onToggle }: { targetId: string; name: string; needle: string; rule: AudienceRule; onToggle: TreeProps['onToggle'] }) {
  const { answer } = usePoll(`roles ${targetId}`, () => countAudience({ include: [{ kind: 'target', targetId }], exclude: [] }, 'announcement'), false, ROLES_RENEW_MS)
  const roles = (answer?.roles ?? []).filter(({ role }) => role !== NO_ROLE && role.toLowerCase().includes(needle))
  if (roles.length === 0) return null
  return (
    <ul className="role-chips" aria-label={`Roles on ${name}`}>
      {roles.map(({ role, people }) => {
        const part: AudiencePart = { kind: 'role', targetId, role }
        const side = sideOf(rule, part)
        return (
          <li key={role} className={side === null ? 'role-chip' : `role-chip ${side}`}>
            <button type="button" aria-pressed={side === 'include'} aria-label={`${role} ${count(people)}: send to this role on ${name}`} onClick={() => { onToggle(part, 'include') }}>{role} <span className="num dim">{count(people)}</span></button>
            <button type="button" className="role-not" aria-pressed={side === 'exclude'} aria-label={`not to role ${role} on ${name}`} onClick={() => { onToggle(part, 'exclude') }}>not</button>
          </li>
        )
      })}
    </ul>
  )
}
