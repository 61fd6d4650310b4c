import { createHash } from 'node:crypto'
import type { NoticeDraft, NoticeStep } from '../../shared/notices.ts'
import { wordsToSend } from '../../shared/words-to-send.ts'
import type { Packet } from './way.ts'
import { serverAudience } from './ways/audience.ts'

/*
 * Two consoles that say the same get the same hash: over the words as they leave, without the ids and times that each has of its
 * own. SHA-256 as 64 hex digits over JSON whose fields are sorted.
 */

/** What a packet says to whom: for a server that refuses a second one (docs/server-contract.md). The order of an audience's parts, and a part that is there twice, make no difference. */
export function digestOf(packet: Packet, draft: Words, step: NoticeStep): string {
  return hashOf({ ...said(draft, step), step, event: packet.event, audience: inOrder(serverAudience(packet)) })
}

/** The words of a notice alone, whoever gets them. */
export function wordsHash(draft: Words, step: NoticeStep): string {
  return hashOf(said(draft, step))
}

type Words = Pick<NoticeDraft, 'kind' | 'drill' | 'texts'>

function said(draft: Words, step: NoticeStep): object {
  const { title, body } = wordsToSend(draft, step)
  return { kind: draft.kind, drill: draft.drill, title, body }
}

function inOrder(audience: unknown): unknown {
  if (typeof audience !== 'object' || audience === null) return audience
  return Object.fromEntries(Object.entries(audience).map(([side, parts]) => [side, Array.isArray(parts) ? [...new Set(parts.map(canonical))].sort() : parts]))
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  return `{${Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join()}}`
}

function hashOf(value: object): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}
