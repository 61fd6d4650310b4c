import type { Catalog, CatalogNotice } from '../../../shared/catalog.ts'
import { NOTICE_PAYLOAD_BYTES_MAX } from '../../../shared/limits.ts'
import { checkArguments, checkName } from '../../monitor/contract/check.ts'
import { isReservedName } from '../../targets/lazy-parser.ts'
import type { Packet } from '../way.ts'
import { noticeArgs } from './fill.ts'

/* What may leave: nothing empty, nothing oversized, nothing that the platform's own contract would not know. */

/** Why a packet must not leave, as a sentence; undefined: it may. @param catalog of the platform; without events nothing can be compared */
export function packetTrouble(packet: Packet, catalog: Catalog | undefined): string | undefined {
  const { event, args, namespace, room, otherRooms = [] } = packet
  if (packet.key === '' || packet.noticeId === '') return 'The packet has no id.'
  if (event === '' || isReservedName(event)) return `"${event.slice(0, 60)}" is not a name that an event may have.`
  if (room === '' || otherRooms.includes('') || (room === null && otherRooms.length > 0)) return 'The room has no name: without one everybody would get it.'
  const empty = args.length === 0 || args.some(isEmpty)
  if (empty) return `${event} was not sent: its payload is empty, and that can stop a server.`
  const bytes = bytesOf(args)
  if (bytes === undefined) return `${event} was not sent: its payload cannot be written as JSON.`
  if (bytes > NOTICE_PAYLOAD_BYTES_MAX) return `${event} was not sent: its payload has ${Math.ceil(bytes / 1024)} kB, and at most ${NOTICE_PAYLOAD_BYTES_MAX / 1024} kB are sent.`
  // What goes by HTTP is the body, in the server's own form.
  if (packet.way === 'http' || !catalog) return undefined
  return contractTrouble(catalog, namespace, event, args)
}

/** Whether the platform's document gives this event with this payload for such a message. No document says that an admin sends it. */
export function isDocumented(catalog: Catalog, notice: CatalogNotice): boolean {
  const check = checkName(catalog, notice.namespace, notice.event, 'in')
  if (check.is !== 'known' || check.variant || check.documented === null || /^(as deployed|no document)/.test(notice.source)) return false
  return checkArguments(check, noticeArgs(notice, sampleValues)).is === 'fits'
}

/** Values of every placeholder, to try a template with. */
export const sampleValues = {
  noticeId: 'notice-1', kind: 'announcement', severity: 'info', title: 'Title', body: 'Text', startsAt: '2026-11-20T09:00:00.000Z', endsAt: '2026-11-20T10:00:00.000Z',
  expiresAt: '2026-11-21T00:00:00.000Z', now: '2026-11-20T08:00:00.000Z', language: 'en', drill: false, dismissable: true,
} as const

function contractTrouble(catalog: Catalog, namespace: string, event: string, args: readonly unknown[]): string | undefined {
  const check = checkName(catalog, namespace, event, 'in')
  if (check.is === 'unchecked') return undefined
  if (check.is === 'drift') return `${event} was not sent: ${catalog.name} has no such event for clients in ${namespace}.`
  const result = checkArguments(check, args)
  if (result.is !== 'drift') return undefined
  const [first] = result.differences
  return `${event} was not sent: its payload is not as ${catalog.name}'s contract says${first ? ` (${first.path || 'payload'}: ${first.expected} expected)` : ''}.`
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || typeof value === 'function') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

function bytesOf(value: unknown): number | undefined {
  try {
    return Buffer.byteLength(JSON.stringify(value))
  } catch {
    return undefined
  }
}
