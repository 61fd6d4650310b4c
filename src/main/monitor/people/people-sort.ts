import type { PeopleQuery, PresenceStatus } from '../../../shared/presence.ts'
import { byText, foldText } from '../fold.ts'
import { shownName } from '../mask.ts'
import type { Listed } from './people-list.ts'
import type { Person } from './person.ts'
import { standingOf } from './person-status.ts'

const statusRank: Record<PresenceStatus, number> = { flapping: 0, online: 1, busy: 2, away: 3, unknown: 4, offline: 5 }
const statusLabel: Record<PresenceStatus, string> = { flapping: 'Flapping', online: 'Online', busy: 'Busy', away: 'Away', unknown: 'Unknown', offline: 'Offline' }
const NO_ROLE = 'No role'

type Compare = (a: Listed, b: Listed) => number

/** The order of a query: groups first, then the column, then name and key, so that equals never change places. */
export function comparing(query: PeopleQuery, nowMs: number): Compare {
  const byColumn = comparingColumn(query, nowMs)
  const turn = query.descending ? -1 : 1
  const byGroup = comparingGroup(query.group)
  return (a, b) => byGroup(a, b) || turn * byColumn(a, b) || byName(a, b) || byText(a.person.key, b.person.key) || byText(a.source.targetId, b.source.targetId)
}

/** The heading under which a person is listed; empty without groups. */
export function groupLabel({ person, source, status }: Listed, group: PeopleQuery['group']): string {
  switch (group) {
    case 'none':
      return ''
    case 'role':
      return person.role === undefined ? NO_ROLE : shownName(person.role)
    case 'platform':
      return source.name
    case 'status':
      return statusLabel[status]
  }
}

function comparingGroup(group: PeopleQuery['group']): Compare {
  switch (group) {
    case 'none':
      return () => 0
    case 'role':
      return (a, b) => Number(a.person.role === undefined) - Number(b.person.role === undefined) || byText(groupLabel(a, group), groupLabel(b, group))
    case 'platform':
      return (a, b) => byText(a.source.name, b.source.name) || byText(a.source.targetId, b.source.targetId)
    case 'status':
      return (a, b) => statusRank[a.status] - statusRank[b.status]
  }
}

function comparingColumn({ sort }: PeopleQuery, nowMs: number): Compare {
  switch (sort) {
    case 'name':
      return byName
    case 'status':
      return (a, b) => statusRank[a.status] - statusRank[b.status]
    case 'role':
      return (a, b) => byText(a.person.role ?? '\uffff', b.person.role ?? '\uffff')
    case 'devices':
      return (a, b) => a.person.sessions.size - b.person.sessions.size
    case 'rooms':
      return (a, b) => a.person.rooms.size - b.person.rooms.size
    case 'since': {
      const since = new Map<Listed, number>()
      const of = (each: Listed): number => {
        let value = since.get(each)
        if (value === undefined) since.set(each, (value = standingOf(each.person, each.source.presence.observed.feed, nowMs).sinceMs ?? 0))
        return value
      }
      return (a, b) => of(a) - of(b)
    }
    case 'lastSeen':
      return (a, b) => a.person.lastSeenMs - b.person.lastSeenMs
    case 'platform':
      return (a, b) => byText(a.source.name, b.source.name)
  }
}

/** People with a name first, by name. */
function byName(a: Listed, b: Listed): number {
  return byText(a.name, b.name)
}

const folded = new WeakMap<Person, { readonly name: string; readonly text: string }>()

/** The folded name, worked out once as long as it is the same; people without one come last, by key. */
export function sortName(person: Person): string {
  const name = person.name ?? person.email
  if (name === undefined) return `\uffff${person.key}`
  const known = folded.get(person)
  if (known?.name === name) return known.text
  const text = foldText(name)
  folded.set(person, { name, text })
  return text
}
