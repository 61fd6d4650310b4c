import { useState } from 'react'
import type { AudienceGroups, AudiencePart, AudienceRule } from '../../../../shared/notices.ts'
import { findGroups } from '../../../actions.ts'
import { useFrame } from '../../../frame-store.ts'
import { count, counted } from '../../../text/numbers.ts'
import { usePoll } from '../../rates/use-poll.ts'
import { sideOf, type Side } from './audience-edit.ts'
import { useSettled } from './use-settled.ts'

const GROUPS_RENEW_MS = 5_000
/** Chips of a platform that nobody searches, and of one that is searched: two lines or three, and twice as many. */
const UNSEARCHED_MAX = 12
const SEARCHED_MAX = 24
/** Days are kept in UTC. */
const lastSeenDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })

interface GroupsProps {
  readonly text: string
  readonly rule: AudienceRule
  readonly onToggle: (part: AudiencePart, side: Side) => void
}

/** Classes and schools whose name the text finds, platform by platform; those of a platform that it names itself stand there. */
export function FoundGroups({ text, ...rest }: GroupsProps) {
  const targets = useFrame((state) => state.targets) ?? []
  const needle = useSettled(text.trim().toLowerCase())
  if (needle === '') return null
  return <div className="found-groups">{targets.map(({ settings: { id, name } }) => (name.toLowerCase().includes(needle) ? null : <GroupChips key={id} targetId={id} name={name} text={needle} {...rest} />))}</div>
}

/** Classes, courses, schools and districts of a platform with how many of their people are online; each is put on the list or taken off. Nothing where there are none. */
export function GroupChips({ targetId, name, text, rule, onToggle }: GroupsProps & { targetId: string; name: string }) {
  // Chips change places with their numbers: not under a pointer or the focus.
  const [held, setHeld] = useState<string | null>(null)
  const { answer, current } = usePoll(`groups ${targetId} ${text}`, () => findGroups(targetId, text), held === text, GROUPS_RENEW_MS)
  if (held !== null && held !== text) setHeld(null)
  const hold = (inside: boolean): void => { setHeld(inside && current ? text : null) }
  if (answer === null || answer.groups.length === 0) return null
  const shown = answer.groups.slice(0, text === '' ? UNSEARCHED_MAX : SEARCHED_MAX)
  const more = answer.groups.length - shown.length + answer.leftOut
  // A platform of courses alone has no classes.
  const title = answer.groups.every(({ what }) => what === 'course') ? 'Courses' : 'Classes and schools'
  return (
    <div className="group-chips" onPointerEnter={() => { hold(true) }} onPointerLeave={() => { hold(false) }}>
      <span className="group-chips-title">{text === '' ? title : `${title} on ${name}`}</span>
      <ul className="role-chips" aria-label={`${title} on ${name}`}>
        {shown.map((group) => <GroupChip key={`${group.what} ${group.id}`} group={group} targetId={targetId} name={name} rule={rule} onToggle={onToggle} onFocused={hold} />)}
        {more > 0 ? <li className="group-chips-more num">{count(more)} more: type to find</li> : null}
      </ul>
    </div>
  )
}

interface ChipProps {
  readonly group: AudienceGroups['groups'][number]
  readonly targetId: string
  readonly name: string
  readonly rule: AudienceRule
  readonly onToggle: GroupsProps['onToggle']
  readonly onFocused: (focused: boolean) => void
}

/** `Empty now. Last seen 19 November, in /grades.` */
function emptyWords({ lastSeenMs, namespaces }: ChipProps['group']): string | null {
  return lastSeenMs === null ? null : `Empty now. Last seen ${lastSeenDay.format(lastSeenMs)}, in ${namespaces.join(', ')}.`
}

function GroupChip({ group, targetId, name, rule, onToggle, onFocused }: ChipProps) {
  const { what, id, words, people, rooms, namespaces } = group
  const empty = emptyWords(group)
  const part: AudiencePart = { kind: 'group', targetId, what, id }
  const side = sideOf(rule, part)
  const focus = { onFocus: () => { onFocused(true) }, onBlur: () => { onFocused(false) } }
  return (
    <li className={side === null ? 'role-chip' : `role-chip ${side}`}>
      <button type="button" {...focus} aria-pressed={side === 'include'} aria-label={`${words} ${empty === null ? count(people) : 'empty now'}: send to this ${what} on ${name}`} title={empty ?? `${counted(rooms, 'room')} in ${namespaces.join(', ')}`} onClick={() => { onToggle(part, 'include') }}>
        <span className="truncate">{words}</span> <span className="num dim">{empty === null ? count(people) : 'empty'}</span>
      </button>
      <button type="button" {...focus} className="role-not" aria-pressed={side === 'exclude'} aria-label={`not to ${words} on ${name}`} onClick={() => { onToggle(part, 'exclude') }}>not</button>
    </li>
  )
}
