import { audienceRule } from '../../../shared/notices.ts'
import type { AudiencePart } from '../../../shared/notices.ts'
import type { Packet } from '../way.ts'

/* The audience in the words of docs/server-contract.md: what a server of one platform can find by itself. */

export type ServerPart =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'room'; readonly namespace: string; readonly room: string }
  | { readonly kind: 'person'; readonly userId: string }

export interface ServerAudience {
  readonly include: readonly ServerPart[]
  readonly exclude: readonly ServerPart[]
}

/** What a server is told; parts of other platforms are left out. undefined: it names nobody of this platform. */
export function serverAudience(packet: Packet): unknown {
  const { audience, namespace, room, otherRooms = [], targetId } = packet
  if (audience === null || audience === undefined) {
    const include: ServerPart[] = room === null ? [{ kind: 'namespace', namespace }] : [room, ...otherRooms].map((name) => ({ kind: 'room', namespace, room: name }))
    return { include, exclude: [] } satisfies ServerAudience
  }
  const rule = audienceRule.safeParse(audience)
  // In the server's words already.
  if (!rule.success) return audience
  const include = rule.data.include.flatMap((part) => serverPart(part, targetId))
  if (include.length === 0) return undefined
  return { include, exclude: rule.data.exclude.flatMap((part) => serverPart(part, targetId)) } satisfies ServerAudience
}

function serverPart(part: AudiencePart, targetId: string): ServerPart[] {
  if (part.kind === 'everybody') return [{ kind: 'everybody' }]
  if (part.kind === 'person') return part.key.targetId === targetId ? [{ kind: 'person', userId: part.key.personId }] : []
  if (part.targetId !== targetId) return []
  switch (part.kind) {
    case 'target':
      return [{ kind: 'everybody' }]
    case 'namespace':
      return [{ kind: 'namespace', namespace: part.namespace }]
    case 'role':
      return [{ kind: 'role', role: part.role }]
    case 'room':
      return [{ kind: 'room', namespace: part.namespace, room: part.room }]
    default:
      return part satisfies never
  }
}
