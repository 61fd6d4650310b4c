import { z } from 'zod'
import { personKey, roomKey } from './presence.ts'

/*
 * Links into Rollcall: `rollcall://room/<platform id>/<namespace>/<room>`, `rollcall://person/<platform id>/<id>` and
 * `rollcall://alert/<platform id>/<alert id>`, each part percent-encoded. They carry ids only, never a name or a token, so that they can stand in a ticket.
 */

export const LINK_SCHEME = 'rollcall'

export const deepLinkPlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('room'), key: roomKey }),
  z.strictObject({ kind: z.literal('person'), key: personKey }),
  z.strictObject({ kind: z.literal('alert'), key: z.strictObject({ targetId: z.string().min(1).max(64), alertId: z.string().min(1).max(64) }) }),
])
export type DeepLinkPlace = z.infer<typeof deepLinkPlace>

const LINK_CHARS_MAX = 2_000

/** The link that opens a place, for readDeepLink(). */
export function writeDeepLink(place: DeepLinkPlace): string {
  return `${LINK_SCHEME}://${place.kind}/${partsOf(place).map((part) => encodeURIComponent(part)).join('/')}`
}

function partsOf(place: DeepLinkPlace): string[] {
  const { targetId } = place.key
  switch (place.kind) {
    case 'room': return [targetId, place.key.namespace, place.key.room]
    case 'person': return [targetId, place.key.personId]
    case 'alert': return [targetId, place.key.alertId]
  }
}

/** The place of a link; undefined when it is none of ours. Never throws: a link comes from anywhere. */
export function readDeepLink(text: string): DeepLinkPlace | undefined {
  const match = text.length <= LINK_CHARS_MAX ? /^rollcall:\/\/(room|person|alert)\/(.+?)\/?$/i.exec(text) : null
  if (!match) return undefined
  const parts: string[] = []
  try {
    for (const part of (match[2] ?? '').split('/')) parts.push(decodeURIComponent(part))
  } catch {
    return undefined
  }
  const [targetId, second, third] = parts
  const kind = match[1]?.toLowerCase()
  if (parts.length !== (kind === 'room' ? 3 : 2)) return undefined
  const key = kind === 'room' ? { targetId, namespace: second, room: third } : kind === 'person' ? { targetId, personId: second } : { targetId, alertId: second }
  const parsed = deepLinkPlace.safeParse({ kind, key })
  return parsed.success ? parsed.data : undefined
}
