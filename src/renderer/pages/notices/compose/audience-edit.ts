import type { AudiencePart, AudienceRule } from '../../../../shared/notices.ts'
import { assertNever } from '../../../text/words.ts'

/** A part as one text, for maps and comparisons. */
export function idOfPart(part: AudiencePart): string {
  switch (part.kind) {
    case 'everybody': return 'everybody'
    case 'target': return `target\n${part.targetId}`
    case 'namespace': return `namespace\n${part.targetId}\n${part.namespace}`
    case 'role': return `role\n${part.targetId}\n${part.role}`
    case 'room': return `room\n${part.targetId}\n${part.namespace}\n${part.room}`
    case 'group': return `group\n${part.targetId}\n${part.what}\n${part.id}`
    case 'person': return `person\n${part.key.targetId}\n${part.key.personId}`
    default: return assertNever(part)
  }
}

export type Side = 'include' | 'exclude'
/** Parts of one side: what the contract bounds. */
export const PARTS_MAX = 50

/** The side on which a part is; null: on none. */
export function sideOf(rule: AudienceRule, part: AudiencePart): Side | null {
  const id = idOfPart(part)
  if (rule.include.some((each) => idOfPart(each) === id)) return 'include'
  return rule.exclude.some((each) => idOfPart(each) === id) ? 'exclude' : null
}

export function withoutPart(rule: AudienceRule, part: AudiencePart): AudienceRule {
  const id = idOfPart(part)
  return { include: rule.include.filter((each) => idOfPart(each) !== id), exclude: rule.exclude.filter((each) => idOfPart(each) !== id) }
}

/** Puts a part on a side, or takes it away where it is there already; never on both. A full side stays as it is. */
export function togglePart(rule: AudienceRule, part: AudiencePart, side: Side): AudienceRule {
  const rest = withoutPart(rule, part)
  if (sideOf(rule, part) === side) return rest
  return rest[side].length >= PARTS_MAX ? rule : { ...rest, [side]: [...rest[side], part] }
}

/** Platforms that an audience names; null: all. */
export function targetsOf(rule: AudienceRule): ReadonlySet<string> | null {
  const ids = new Set<string>()
  for (const part of rule.include) {
    if (part.kind === 'everybody') return null
    ids.add(part.kind === 'person' ? part.key.targetId : part.targetId)
  }
  return ids
}

/** A rule without a platform, e.g. because its way out is closed now; the others get the notice. */
export function withoutTarget({ include, exclude }: AudienceRule, targetId: string): AudienceRule {
  const elsewhere = (parts: readonly AudiencePart[]): AudiencePart[] => parts.filter((part) => part.kind === 'everybody' || (part.kind === 'person' ? part.key.targetId : part.targetId) !== targetId)
  const left = { include: elsewhere(include), exclude: elsewhere(exclude) }
  if (!left.include.some(({ kind }) => kind === 'everybody')) return left
  // A full list of exclusions must not lose one.
  return left.exclude.length >= PARTS_MAX ? { include, exclude } : { ...left, exclude: [...left.exclude, { kind: 'target', targetId }] }
}
