import type { EventDetail, EventRow } from '../../shared/domain.ts'
import type { LogRecord } from './event-log.ts'
import { initials, maskedEmail, shownName } from './mask.ts'
import { maskPayload } from './mask-tree.ts'
import { BY_EMAIL, BY_NAME, BY_SOCKET } from './people/person.ts'
import { previewOf } from './preview.ts'

/** A record as a row of the feed: masked, one line. */
export function rowOf(record: LogRecord, ordinal: number, highlighted = false, marked = false): EventRow {
  const { key, payload } = record
  record.preview ??= previewOf(payload, key.event?.rules ?? [])
  return {
    ordinal,
    seq: record.seq,
    atMs: record.atMs,
    targetId: key.target.id,
    namespace: key.space.name,
    direction: key.direction,
    event: key.name,
    room: record.room === undefined ? null : shownName(record.room),
    person: record.person === undefined ? null : shownPerson(record.person),
    bytes: payload.bytes,
    preview: record.preview,
    cut: payload.cut,
    own: key.own && !record.feed,
    feed: record.feed,
    severity: record.severity,
    highlighted,
    drift: record.drift,
    marked,
  }
}

/** One event whole, its payload masked by the catalog's marks. */
export function detailOf(record: LogRecord, ordinal: number, highlighted = false, marked = false): EventDetail {
  const spec = record.key.event?.spec
  const { args, json } = maskPayload(record.payload, record.key.event?.rules ?? [])
  return { row: rowOf(record, ordinal, highlighted, marked), args, json, documented: spec ? { meaning: spec.meaning, source: spec.source } : null }
}

/** The id; where there is none, initials or a masked address. Never a name. */
export function shownPerson(person: string): string {
  if (person.startsWith(BY_NAME)) return initials(person.slice(BY_NAME.length))
  if (person.startsWith(BY_EMAIL)) return maskedEmail(person.slice(BY_EMAIL.length))
  if (person.startsWith(BY_SOCKET)) return 'Unknown person'
  return shownName(person)
}
