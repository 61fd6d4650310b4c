import { z } from 'zod'
import { audiencePart } from '../../../shared/notices.ts'
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

/** As a rule, with more parts: a class is one for each of its rooms. */
const packetRule = z.strictObject({ include: z.array(audiencePart), exclude: z.array(audiencePart) })

/** What a server is told; parts of other platforms are left out. undefined: it names nobody of this platform. */
export function serverAudience(packet: Packet): unknown {
  const { audience, namespace, room, otherRooms = [], targetId } = packet
  if (audience === null || audience === undefined) {
    const include: ServerPart[] = room === null ? [{ kind: 'namespace', namespace }] : [room, ...otherRooms].map((name) => ({ kind: 'room', namespace, room: name }))
    return { include, exclude: [] } satisfies ServerAudience
  }
  const rule = packetRule.safeParse(audience)
  // In the server's words already.
  if (!rule.success) return audience
  // A class was not put into its rooms (routes.ts): to leave it out of what the server is told could reach people who were excluded.
  if ([...rule.data.include, ...rule.data.exclude].some(({ kind }) => kind === 'group')) return undefined
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
    // Told by its rooms alone, see serverAudience.
    case 'group':
      return []
    case 'room':
      return [{ kind: 'room', namespace: part.namespace, room: part.room }]
    default:
      return part satisfies never
  }
}
