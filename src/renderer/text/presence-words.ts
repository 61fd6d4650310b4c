import type { RoomKind } from '../../shared/catalog.ts'
import type { AuditResult, Evidence, PersonDetail, PersonRow, PresenceStatus, RevealReason, RoomRow, SocketTransport, TimelineEntry } from '../../shared/presence.ts'
import { count, counted } from './numbers.ts'
import { duration, minute, since } from './times.ts'
import { assertNever, type Tone } from './words.ts'

/* The words of people and rooms. Every switch is closed. */

export function presenceWord(status: PresenceStatus): string {
  switch (status) {
    case 'online': return 'Online'
    case 'away': return 'Away'
    case 'busy': return 'Busy'
    case 'flapping': return 'Flapping'
    case 'offline': return 'Offline'
    case 'unknown': return 'Unknown'
    default: return assertNever(status)
  }
}

export function presenceTone(status: PresenceStatus): Tone {
  switch (status) {
    case 'online': return 'ok'
    case 'away': case 'flapping': return 'warning'
    case 'busy': return 'info'
    case 'offline': case 'unknown': return 'neutral'
    default: return assertNever(status)
  }
}

export function transportWord(transport: SocketTransport): string {
  switch (transport) {
    case 'websocket': return 'WebSocket'
    case 'polling': return 'Long-polling'
    case 'webtransport': return 'WebTransport'
    case 'unknown': return 'Unknown'
    default: return assertNever(transport)
  }
}

export function roomKindWord(kind: RoomKind): string {
  return kind === 'content' ? 'Content' : `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`
}

/** Whether Rollcall's own socket is in a room; `unconfirmed`: asked for, and the platform does not confirm joins. */
export function watchedWord(watched: RoomRow['watched']): string {
  switch (watched) {
    case 'no': return 'Not watched'
    case 'waiting': return 'Waiting to join'
    case 'joined': return 'Watched'
    case 'unconfirmed': return 'Not confirmed'
    case 'refused': return 'Refused'
    default: return assertNever(watched)
  }
}

export function watchedSentence(watched: RoomRow['watched']): string {
  switch (watched) {
    case 'no': return 'Rollcall is not in this room: it sees only what reaches other rooms or the admin feed.'
    case 'waiting': return 'Rollcall will ask to join as soon as the pace of this platform allows it.'
    case 'joined': return 'Rollcall’s own socket is in this room and receives what is sent to it.'
    case 'unconfirmed': return 'Rollcall asked to join. This platform does not confirm joins, so it may or may not be in the room.'
    case 'refused': return 'The platform refused to let Rollcall join this room.'
    default: return assertNever(watched)
  }
}

/** `observed`, or `inferred, 3 min ago`: what says that, and how old it is. */
export function evidenceWords(row: Pick<PersonRow, 'evidence' | 'lastSeenMs'>, nowMs: number): string {
  return row.evidence === 'observed' ? 'observed' : `inferred, ${ago(row.lastSeenMs, nowMs)}`
}

export function evidenceSentence(evidence: Evidence): string {
  return evidence === 'observed' ? 'The admin feed shows the connection itself.' : 'An event proved it. What is inferred grows old: nobody stays online for having once typed.'
}

/** `just now`, `3 min ago`. */
export function ago(atMs: number, nowMs: number): string {
  return nowMs - atMs < 5_000 ? 'just now' : `${duration(nowMs - atMs)} ago`
}

/** The newest reason why a connection ended, in plain words; null when none is kept. */
function lastEnding(timeline: readonly TimelineEntry[]): TimelineEntry | null {
  return timeline.find((entry) => entry.kind === 'disconnected') ?? null
}

/** The reason alone: how many namespaces ended with the connection is for the timeline. */
function endingText(ending: TimelineEntry): string {
  return ending.text.replace(/ \(\d+ namespaces\)$/, '')
}

/**
 * The answer to "is this person there": `Signed in on 2 devices since 10:41`, `Offline since 10:42: closed the laptop or
 * lost the network`. What is inferred or old says so.
 */
export function personHeadline(detail: Pick<PersonDetail, 'row' | 'timeline' | 'drops'>, nowMs: number, zone?: string): string {
  const { row } = detail
  const from = row.sinceMs === null ? '' : ` since ${since(row.sinceMs, nowMs, zone)}`
  const asOf = row.stale ? `As of ${minute(row.lastSeenMs, zone)}: ` : ''
  const say = (text: string): string => (asOf === '' ? text : `${asOf}${text.charAt(0).toLowerCase()}${text.slice(1)}`)
  switch (row.status) {
    case 'online': return say(row.evidence === 'observed' ? signedIn(row, from) : `Probably online${from}: seen ${ago(row.lastSeenMs, nowMs)}`)
    case 'away': return say(`Away${from}${onDevices(row)}`)
    case 'busy': return say(`Busy${from}${onDevices(row)}`)
    case 'flapping': return say(`Flapping: ${counted(detail.drops, 'drop')} in 10 minutes, ${row.devices > 0 ? `${counted(row.devices, 'device')} now` : 'not connected now'}`)
    case 'offline': {
      const ending = lastEnding(detail.timeline)
      const why = ending === null ? '' : `: ${endingText(ending)}`
      if (row.evidence === 'inferred' && row.sinceMs === null) return say(`Probably offline: last seen ${since(row.lastSeenMs, nowMs, zone)}`)
      return say(`Offline${from}${why}`)
    }
    case 'unknown': return say(`Not known whether online: last seen ${since(row.lastSeenMs, nowMs, zone)}`)
    default: return assertNever(row.status)
  }
}

function signedIn(row: PersonRow, from: string): string {
  return row.devices > 0 ? `Signed in on ${counted(row.devices, 'device')}${from}` : `Signed in${from}`
}

function onDevices(row: PersonRow): string {
  return row.devices > 0 ? `, signed in on ${counted(row.devices, 'device')}` : ''
}

/** Rooms named in the second line. */
const NAMED_ROOMS_MAX = 2

/** The second line of the answer: where, why the connection last dropped, and what happened last. */
export function personWhere(detail: Pick<PersonDetail, 'row' | 'rooms' | 'lastEvents' | 'timeline'>, nowMs: number): string {
  const named = detail.rooms.slice(0, NAMED_ROOMS_MAX).map((room) => room.key.room)
  const more = Math.max(detail.row.rooms, detail.rooms.length) - named.length
  const where = named.length === 0 ? 'In no room' : `${detail.row.status === 'offline' || detail.row.status === 'unknown' ? 'Last in' : 'In'} ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  const last = detail.lastEvents[0]
  const drop = lastEnding(detail.timeline)
  const parts = [where]
  if (drop !== null && detail.row.status !== 'offline') parts.push(`last drop ${ago(drop.atMs, nowMs)}: ${endingText(drop)}`)
  if (last !== undefined) parts.push(`last event ${ago(last.atMs, nowMs)}: ${last.event}`)
  return parts.join(' · ')
}

/** An entry of a timeline as a label and what follows it; a text that begins with the label says it once. */
export function momentWords(entry: Pick<TimelineEntry, 'kind' | 'text'>): { readonly label: string; readonly rest: string } {
  const label = momentWord(entry.kind)
  const text = entry.text.trim()
  const rest = text.toLowerCase().startsWith(label.toLowerCase()) ? text.slice(label.length).trim() : text
  return { label, rest: rest === '' ? '' : entry.kind === 'disconnected' || entry.kind === 'status' ? `: ${rest}` : ` ${rest}` }
}

/** What an entry of a timeline is, as its label. */
function momentWord(kind: TimelineEntry['kind']): string {
  switch (kind) {
    case 'connected': return 'Connected'
    case 'disconnected': return 'Disconnected'
    case 'joined': return 'Joined'
    case 'left': return 'Left'
    case 'refused': return 'Refused'
    case 'status': return 'Status'
    case 'seen': return 'Seen'
    default: return assertNever(kind)
  }
}

export function revealReasonWord(reason: RevealReason): string {
  switch (reason) {
    case 'support-call': return 'Support call'
    case 'safety': return 'Safety of a person'
    case 'incident': return 'Incident'
    case 'other': return 'Something else (say what)'
    default: return assertNever(reason)
  }
}

export function auditResultWord(result: AuditResult): string {
  switch (result) {
    case 'pending': return 'Under way'
    case 'confirmed': return 'Confirmed'
    case 'sent': return 'Sent, not confirmed'
    case 'failed': return 'Failed'
    case 'unknown': return 'Unknown result'
    default: return assertNever(result)
  }
}

export function auditResultTone(result: AuditResult): Tone {
  switch (result) {
    case 'pending': return 'info'
    case 'confirmed': return 'ok'
    case 'sent': return 'neutral'
    case 'failed': return 'critical'
    case 'unknown': return 'warning'
    default: return assertNever(result)
  }
}

/** Time left of a reveal: `4:12`, never below 0:00. */
export function timeLeft(untilMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.ceil((untilMs - nowMs) / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** `1,204 observed · 84 inferred`: how sure the number of people online is. */
export function onlineWords(online: { readonly observed: number; readonly inferred: number }): string {
  if (online.inferred === 0 && online.observed > 0) return 'all observed'
  if (online.observed === 0) return online.inferred === 0 ? 'nobody now' : 'inferred from events'
  return `${count(online.observed)} observed · ${count(online.inferred)} inferred`
}
