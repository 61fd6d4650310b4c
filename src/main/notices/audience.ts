import type { AudienceCount, AudienceRule } from '../../shared/notices.ts'
import { counted } from '../answers.ts'
import { NO_ROLE } from '../monitor/people/audience.ts'
import type { TargetAudience } from '../monitor/people/audience.ts'
import { listed, number, people } from './words.ts'
import type { World } from './world.ts'

const ROLES_NAMED_MAX = 5

/** What is frozen of an audience: numbers and a hash, nobody's name. */
export interface FrozenAudience {
  readonly online: number
  /** Online and, where known, offline: what a schedule compares with, because at night nobody is online. null: nobody can say. */
  readonly known: number | null
  readonly hash: string
}

export function frozen(tallies: readonly TargetAudience[]): FrozenAudience {
  const online = sum(tallies, ({ online }) => online)
  return {
    online,
    known: tallies.every(({ offline }) => offline !== null) ? online + sum(tallies, ({ offline }) => offline ?? 0) : null,
    hash: tallies.map(({ targetId, hash }) => `${targetId}:${hash}`).sort().join(' '),
  }
}

/** Whether it grew by more than a share. One more of three is more than a tenth: small audiences are looked at again. */
export function grewBeyond(before: number, now: number, share: number): boolean {
  return now > before && now > before * (1 + share)
}

/** Numbers in the form that screens show. @param problems why it cannot be sent so */
export function audienceCount(tallies: readonly TargetAudience[], world: World, problems: readonly string[]): AudienceCount {
  const roles = new Map<string, number>()
  for (const tally of tallies) for (const [role, count] of tally.roles) roles.set(role, (roles.get(role) ?? 0) + count)
  const sorted = [...roles].map(([role, count]) => ({ role, people: count })).sort((a, b) => b.people - a.people || (a.role < b.role ? -1 : 1))
  const online = sum(tallies, (tally) => tally.online)
  const offline = tallies.some((tally) => tally.offline !== null) ? sum(tallies, (tally) => tally.offline ?? 0) : null
  const rooms = sum(tallies, (tally) => tally.rooms)
  const views = new Map(world.targets().map((view) => [view.settings.id, view]))
  return {
    sentence: sentenceOf({ online, offline, rooms, roles: sorted }),
    online,
    offline,
    roles: sorted.slice(0, 50),
    rooms,
    perTarget: tallies.flatMap(({ targetId, online: there }) => {
      const view = views.get(targetId)
      return view ? [{ targetId, name: view.settings.name, online: there, way: world.report(world.settingsOf(view)) }] : []
    }),
    inferred: sum(tallies, (tally) => tally.inferred),
    problems: [...new Set(problems)],
  }
}

function sentenceOf({ online, offline, rooms, roles }: Pick<AudienceCount, 'online' | 'offline' | 'rooms' | 'roles'>): string {
  const named = roles.slice(0, ROLES_NAMED_MAX).map(({ role, people: count }) => roleWords(role, count))
  const others = roles.slice(ROLES_NAMED_MAX).reduce((total, { people: count }) => total + count, 0)
  if (others > 0) named.push(`${number(others)} others`)
  const who = named.length > 0 ? `: ${named.join(', ')}` : ''
  const where = rooms > 0 ? `, in ${counted(rooms, 'room')}` : ''
  const left = offline === null ? ' Who is offline is not known here.' : offline === 0 ? '' : ` ${number(offline)} offline will not see it by this way.`
  return `${people(online)} online now${who}${where}.${left}`
}

/** `1,190 students`, from a role as platforms write it: `STUDENT`, `district_admin`. */
function roleWords(role: string, count: number): string {
  if (role === NO_ROLE) return `${number(count)} of unknown role`
  const word = role.toLowerCase().replace(/[_-]+/g, ' ')
  if (count === 1 || word.endsWith('s') || word === 'staff' || word === 'hr') return `${number(count)} ${word}`
  return `${number(count)} ${word}${/(?:ch|sh|x|z)$/.test(word) ? 'es' : 's'}`
}

/** The rule in words without anybody's name, for the audit log. */
export function ruleWords(rule: AudienceRule, nameOf: (targetId: string) => string): string {
  const of = (parts: AudienceRule['include']): string[] => {
    const persons = parts.filter(({ kind }) => kind === 'person').length
    const words = parts.flatMap((part) => {
      switch (part.kind) {
        case 'everybody':
          return ['everybody']
        case 'target':
          return [`everybody on ${nameOf(part.targetId)}`]
        case 'namespace':
          return [`namespace ${part.namespace} of ${nameOf(part.targetId)}`]
        case 'role':
          return [`role ${part.role} on ${nameOf(part.targetId)}`]
        case 'room':
          return [`room ${part.room} in ${part.namespace} of ${nameOf(part.targetId)}`]
        case 'group':
          return [`${part.what} ${part.id} on ${nameOf(part.targetId)}`]
        case 'person':
          return []
        default:
          throw new Error(`Unexpected: ${JSON.stringify(part satisfies never)}`)
      }
    })
    return persons > 0 ? [...words, people(persons)] : words
  }
  const out = of(rule.exclude)
  return `${listed(of(rule.include)) || 'nobody'}${out.length > 0 ? `, without ${listed(out)}` : ''}`
}

function sum(tallies: readonly TargetAudience[], of: (tally: TargetAudience) => number): number {
  return tallies.reduce((total, tally) => total + of(tally), 0)
}
