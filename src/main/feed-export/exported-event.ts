import type { DriftMark, PayloadNode } from '../../shared/domain.ts'
import { PAYLOAD_KEPT_BYTES_MAX } from '../../shared/limits.ts'
import type { LogRecord } from '../monitor/event-log.ts'
import { shownPerson } from '../monitor/event-row.ts'
import { bare } from '../monitor/filter/person-test.ts'
import { linesOf, maskArgs } from '../monitor/mask-tree.ts'
import { shownName, STRING_CHARS_MAX } from '../monitor/mask.ts'
import type { PersonLookup } from '../monitor/filter/person-test.ts'
import { BY_EMAIL, BY_NAME } from '../monitor/people/person.ts'
import type { RawPayload } from '../monitor/wire-event.ts'

/** One event as a file holds it; the names of the fields are the names of the columns. */
export interface ExportedEvent {
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string
  /** Name of the platform. */
  readonly target: string
  readonly namespace: string
  readonly direction: 'in' | 'out'
  readonly event: string
  readonly room: string | null
  /** As the feed shows it: an id, initials, a masked address. Revealed: the id, name or address in clear. */
  readonly person: string | null
  /** Of the packet as received. */
  readonly bytes: number
  readonly drift: DriftMark
  /** JSON text of the array of arguments on one line; of a payload that cannot be read an array with one text. */
  readonly payload: string
}

/** Columns and fields, in order. */
export const EXPORT_FIELDS = ['time', 'target', 'namespace', 'direction', 'event', 'room', 'person', 'bytes', 'drift', 'payload'] as const satisfies readonly (keyof ExportedEvent)[]

/** A file is not a screen: only what is deeper than the tree, or longer than a shown string, is cut in it. An array of numbers has a node for two bytes. */
const NODES_MAX = PAYLOAD_KEPT_BYTES_MAX

/** @param clear whom the events are of, in clear; undefined: masked. `shortened`: the payload in the file is not the whole one */
export function exportedEvent(record: LogRecord, clear: PersonLookup | undefined): { readonly event: ExportedEvent; readonly shortened: boolean } {
  const { key, payload, room, person } = record
  const { text, shortened } = clear ? clearPayload(payload) : maskedPayload(record)
  return {
    event: {
      time: new Date(record.atMs).toISOString(),
      target: key.target.name,
      namespace: key.space.name,
      direction: key.direction,
      event: key.name,
      room: room === undefined ? null : clear ? room : shownName(room),
      person: person === undefined ? null : clear ? clearPerson(clear, key.target.id, person) : shownPerson(person),
      bytes: payload.bytes,
      drift: record.drift,
      payload: text,
    },
    shortened,
  }
}

/** Known by name or address alone: that, as it was written. Else the id, as in a masked file. */
function clearPerson(personOf: PersonLookup, targetId: string, person: string): string {
  if (person.startsWith(BY_NAME)) return personOf(targetId, person)?.name ?? bare(person)
  if (person.startsWith(BY_EMAIL)) return personOf(targetId, person)?.email ?? bare(person)
  return shownPerson(person)
}

function maskedPayload({ key, payload }: LogRecord): { readonly text: string; readonly shortened: boolean } {
  const nodes = maskArgs(payload, key.event?.rules ?? [], NODES_MAX)
  return { text: linesOf(nodes), shortened: payload.cut || nodes.some(isShortened) }
}

/** The text as received. Line ends in JSON stand between its tokens only, so a space in their place changes nothing. */
function clearPayload(payload: RawPayload): { readonly text: string; readonly shortened: boolean } {
  if (payload.args() === undefined) return { text: `[${JSON.stringify(payload.text)}]`, shortened: payload.cut }
  return { text: payload.text.trim().replace(/[\r\n]+/g, ' '), shortened: false }
}

function isShortened(node: PayloadNode): boolean {
  return node.kind === 'cut' || node.text.length > STRING_CHARS_MAX || node.children.some(isShortened)
}
