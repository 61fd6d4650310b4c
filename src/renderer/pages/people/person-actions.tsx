import { CirclePlus, Ellipsis, Eye, EyeOff, LogOut, UserMinus } from 'lucide-react'
import type { TargetView } from '../../../shared/domain.ts'
import type { AdminAction, PersonRow } from '../../../shared/presence.ts'
import { closeReveal } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../../components/menu.tsx'
import { useFrame } from '../../frame-store.ts'
import { useNow } from '../../state/clock.ts'
import { idOfPerson } from '../../state/keys.ts'
import { openDialog } from '../../state/view-store.ts'
import { timeLeft } from '../../text/presence-words.ts'
import { actionVerb, whyNot } from './action-reasons.ts'

const icons = { disconnect: LogOut, leave: UserMinus, join: CirclePlus } as const
const order: readonly AdminAction[] = ['leave', 'join', 'disconnect']

export function useTarget(targetId: string): TargetView | undefined {
  return useFrame((state) => state.targets?.find((each) => each.settings.id === targetId))
}

/** Why each action is not offered, and the reason that all of them share. */
export function useActionReasons(row: PersonRow): { readonly of: Readonly<Record<AdminAction, string | null>>; readonly shared: string | null } {
  const target = useTarget(row.key.targetId)
  const reason = (action: AdminAction): string | null => whyNot(target, action) ?? (row.sockets === 0 ? 'The admin feed shows no connection of this person.' : action === 'leave' && row.rooms === 0 ? 'This person is in no room.' : null)
  const of = { disconnect: reason('disconnect'), leave: reason('leave'), join: reason('join') }
  return { of, shared: of.disconnect !== null && of.disconnect === of.leave && of.leave === of.join ? of.disconnect : null }
}

/** What can be done about a person; each only opens a dialog. */
export function PersonActions({ row }: { row: PersonRow }) {
  const { of, shared } = useActionReasons(row)
  return (
    <Menu trigger={<Button small aria-label={`Actions on ${row.name}`}><Ellipsis size={14} aria-hidden="true" />Actions</Button>}>
      {shared === null ? null : <><MenuLabel><span className="menu-reason">{shared}</span></MenuLabel><MenuLine /></>}
      {order.map((kind) => {
        const Icon = icons[kind]
        return (
          <MenuItem key={kind} danger={kind === 'disconnect' && of[kind] === null} reason={of[kind]} onChoose={() => { openDialog({ name: 'action', shown: row.name, draft: { kind, person: row.key, socketId: null, room: null } }) }}>
            <Icon size={16} aria-hidden="true" /><span>{actionVerb(kind)}…{shared === null && of[kind] !== null ? <span className="menu-reason">{of[kind]}</span> : null}</span>
          </MenuItem>
        )
      })}
    </Menu>
  )
}

/** Shows a name for a while, or masks it again. */
export function RevealButton({ row }: { row: PersonRow }) {
  const now = useNow()
  const until = useFrame((state) => state.reveals?.find((each) => idOfPerson(each.key) === idOfPerson(row.key))?.untilMs)
  if (until !== undefined && until > now) {
    return (
      <Button small className="revealed-button" title="Mask this name again" onClick={() => { closeReveal(row.key).catch((error: unknown) => { console.error('reveal:close failed', error) }) }}>
        <EyeOff size={14} aria-hidden="true" />Mask again <span className="num">{timeLeft(until, now)}</span>
      </Button>
    )
  }
  return <Button small onClick={() => { openDialog({ name: 'reveal', person: row.key, shown: row.name }) }}><Eye size={14} aria-hidden="true" />Reveal…</Button>
}
