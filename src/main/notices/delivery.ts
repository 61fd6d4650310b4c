import { createHash } from 'node:crypto'
import type { NoticeDraft, NoticeStep } from '../../shared/notices.ts'
import { partPrefix } from '../../shared/part-id.ts'
import type { KeptPart } from '../store/notice-store.ts'
import { digestOf } from './digest.ts'
import { deliveryId, packetOf } from './plan.ts'
import type { PlannedPart } from './plan.ts'
import type { Packet } from './way.ts'

/** Parts and packets of one delivery; the same number of each, and the same ids. @param deliveries number of this delivery of the notice, never used before */
export function partsOf(draft: NoticeDraft, step: NoticeStep, deliveries: number, planned: readonly PlannedPart[]): { readonly parts: KeptPart[]; readonly packets: Packet[] } {
  const prefix = partPrefix(draft.id, deliveries)
  const parts: KeptPart[] = []
  const packets: Packet[] = []
  planned.forEach((part, index) => {
    const id = `${prefix}${index + 1}`
    const packet = packetOf(part, deliveryId(draft.id, step), id, draft.kind)
    packets.push(packet.way === 'admin-feed' ? packet : { ...packet, digest: digestOf(packet, draft, step) })
    parts.push({
      id, step, targetId: part.targetId, targetName: part.targetName, way: part.way, namespace: part.namespace, room: roomWords(part), event: part.event,
      state: 'waiting', people: part.people, delivered: null, read: null, atMs: null, detail: '', rule: part.rule,
    })
  })
  return { parts, packets }
}

/** Of all words and marks that reach people, for the audit log. */
export function textHashOf({ texts, drill, kind, severity, dismissable, expiresAtMs }: Pick<NoticeDraft, 'texts' | 'drill' | 'kind' | 'severity' | 'dismissable' | 'expiresAtMs'>): string {
  return createHash('sha256').update(JSON.stringify([texts.map(({ language, title, body }) => [language, title, body]), drill, kind, severity, dismissable, expiresAtMs])).digest('hex')
}

/** `role:coach and 1 more` */
function roomWords({ room, otherRooms }: PlannedPart): string | null {
  if (room === null) return null
  return otherRooms.length === 0 ? room : `${room} and ${otherRooms.length} more`
}
