import type { Catalog, CatalogNotice } from '../../../shared/catalog.ts'
import { NOTICE_PAYLOAD_BYTES_MAX } from '../../../shared/limits.ts'
import { checkArguments, checkName } from '../../monitor/contract/check.ts'
import { isReservedName } from '../../targets/lazy-parser.ts'
import { languageName } from '../../../shared/languages.ts'
import type { Packet } from '../way.ts'
import { listed } from '../words.ts'
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
  const tooLarge = sizeTrouble('payload', bytes, packet) ?? (packet.way === 'application-socket' ? sizeTrouble('list of languages', bytesOf(packet.values?.['texts'] ?? null) ?? Infinity, packet) : undefined)
  if (tooLarge !== undefined) return `${event} was not sent: ${tooLarge}`
  // What goes by HTTP is the body, in the server's own form.
  if (packet.way === 'http' || !catalog) return undefined
  return contractTrouble(catalog, namespace, event, args)
}

/** `its payload has 70 kB, and at most 64 kB are sent.` and, of a notice in several languages, what to do; undefined: it fits. @param what the packet's payload, body or list of languages */
export function sizeTrouble(what: string, bytes: number, { values }: Pick<Packet, 'values'>): string | undefined {
  if (bytes <= NOTICE_PAYLOAD_BYTES_MAX) return undefined
  const size = `its ${what} has ${Math.ceil(bytes / 1024)} kB, and at most ${NOTICE_PAYLOAD_BYTES_MAX / 1024} kB are sent.`
  const languages = languagesIn(values?.['texts'])
  return languages.length < 2 ? `${size} Shorten the text.` : `${size} It holds ${languages.length} languages: ${listed(languages)}. Shorten their texts, or send one notice for some languages and another for the rest.`
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
  expiresAt: '2026-11-21T00:00:00.000Z', now: '2026-11-20T08:00:00.000Z', language: 'en', texts: [{ language: 'en', title: 'Title', body: 'Text' }], drill: false, dismissable: true,
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

function languagesIn(texts: unknown): string[] {
  if (!Array.isArray(texts)) return []
  return texts.flatMap((each: unknown) => (typeof each === 'object' && each !== null && 'language' in each && typeof each.language === 'string' ? [languageName(each.language)] : []))
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
