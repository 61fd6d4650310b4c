import type { CatalogEvent } from '../../../shared/catalog.ts'
import { readAt } from '../compiled-path.ts'
import type { EventKey } from '../counts.ts'
import { isSentAtName, readSentAt, sentAtFieldsOf } from '../latency/sent-at.ts'
import { shownName } from '../mask.ts'
import { cutName, ownCopy } from '../names.ts'
import type { AlertHit } from './alert-hit.ts'
import { contentDigest } from './content-digest.ts'
import type { PlatformSignal } from './signal.ts'
import { hashOf } from './text-hash.ts'

/** Where and of whom an alert came, as the core knows it. */
export interface SignalPlace {
  readonly key: EventKey
  /** As in the payload, or the known room's name. */
  readonly room: string | undefined
  /** Public id of the person that the event is about. */
  readonly personId: string | null
  readonly atMs: number
  readonly seq: number
}

const ID_CHARS_MAX = 200
/** Entries of a payload among which a time is looked for where the catalog names none. */
const KEYS_LOOKED_AT = 50

/** A platform's alert as the book takes it. Never throws. */
export function platformSignal(hit: AlertHit, { key, room, personId, atMs, seq }: SignalPlace): PlatformSignal {
  const { target, space, event, name } = key
  // Two spellings of one event are one event.
  const said = event?.spec.name ?? name
  const { severity, cause, title, odd } = hit
  return {
    fingerprint: fingerprintOf(hit, target.id, said),
    severity, cause: ownCopy(cause), title: ownCopy(title), school: target.name, value: '', personId, seq, secondHand: hit.secondHand,
    subject: { targetId: target.id, namespace: shownName(space.name), event: shownName(name), room: room === undefined ? null : ownCopy(shownName(room)), role: null, serverId: null },
    content: { event: said, digest: contentDigest(hit.args) },
    saidAtMs: saidAt(event?.spec, hit.args, atMs),
    ...(odd !== undefined && { odd }),
  }
}

/**
 * The same matter on one target: by its id, whatever event or namespace brought it (SkillCore document: an intervention
 * comes as `attendance.intervention-triggered` and as `notification.new`); without an id alerts of one event that say the same.
 */
function fingerprintOf({ identity, identityOf, cause, title }: AlertHit, targetId: string, event: string): string {
  return ownCopy(JSON.stringify(identity === undefined ? [targetId, event, cause, title] : [targetId, identityOf, shortId(identity)]))
}

/** A long id as its beginning and its digest: two that begin alike are two. */
function shortId(id: string): string {
  return id.length <= ID_CHARS_MAX ? id : `${cutName(id, 60)} ${hashOf(id)}`
}

/** The platform's own time: of a field that the catalog has, else of one whose name says so. */
function saidAt(spec: CatalogEvent | undefined, args: readonly unknown[], atMs: number): number | null {
  for (const { path } of spec ? sentAtFieldsOf(spec) : []) {
    const ms = readSentAt(readAt(args, path), atMs)
    if (ms !== undefined) return ms
  }
  const [first] = args
  if (typeof first !== 'object' || first === null || Array.isArray(first)) return null
  for (const name of Object.keys(first).slice(0, KEYS_LOOKED_AT)) {
    const ms = isSentAtName(name) ? readSentAt((first as Record<string, unknown>)[name], atMs) : undefined
    if (ms !== undefined) return ms
  }
  return null
}
