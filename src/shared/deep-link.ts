import { z } from 'zod'
import { personKey, roomKey } from './presence.ts'

/*
 * Links into Rollcall: `rollcall://room/<platform id>/<namespace>/<room>` and `rollcall://person/<platform id>/<id>`, each part
 * percent-encoded. They carry ids only, never a name or a token, so that they can stand in a ticket.
 */

export const LINK_SCHEME = 'rollcall'

export const deepLinkPlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('room'), key: roomKey }),
  z.strictObject({ kind: z.literal('person'), key: personKey }),
])
export type DeepLinkPlace = z.infer<typeof deepLinkPlace>

const LINK_CHARS_MAX = 2_000

export function writeDeepLink(place: DeepLinkPlace): string {
  const parts = place.kind === 'room' ? [place.key.targetId, place.key.namespace, place.key.room] : [place.key.targetId, place.key.personId]
  return `${LINK_SCHEME}://${place.kind}/${parts.map((part) => encodeURIComponent(part)).join('/')}`
}

/** The place of a link; undefined when it is none of ours. Never throws: a link comes from anywhere. */
export function readDeepLink(text: string): DeepLinkPlace | undefined {
  const match = text.length <= LINK_CHARS_MAX ? /^rollcall:\/\/(room|person)\/(.+?)\/?$/i.exec(text) : null
  if (!match) return undefined
  const parts: string[] = []
  try {
    for (const part of (match[2] ?? '').split('/')) parts.push(decodeURIComponent(part))
  } catch {
    return undefined
  }
  const [targetId, second, third] = parts
  const place =
    match[1]?.toLowerCase() === 'room' && parts.length === 3
      ? { kind: 'room', key: { targetId, namespace: second, room: third } }
      : match[1]?.toLowerCase() === 'person' && parts.length === 2
        ? { kind: 'person', key: { targetId, personId: second } }
        : undefined
  const parsed = deepLinkPlace.safeParse(place)
  return parsed.success ? parsed.data : undefined
}
