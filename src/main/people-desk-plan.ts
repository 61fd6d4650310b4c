import type { TargetView } from '../shared/domain.ts'
import type { ActionPreview, ActionRequest, PersonDetail } from '../shared/presence.ts'
import { assertNever } from './assert-never.ts'
import { shownName } from './monitor/mask.ts'

/** A socket that a command is for. */
export interface SocketRef {
  readonly namespace: string
  /** Socket#id in that namespace. */
  readonly id: string
}

/** An action worked out against what is there now: what the dialog shows, what would be sent, what the audit log says. */
export interface ActionPlan {
  readonly preview: ActionPreview
  readonly sockets: readonly SocketRef[]
  /** What and whom, without a name. */
  readonly scope: string
}

/**
 * What an action would do now, in words. Pure.
 * @param detail the person as they are now; undefined when nobody knows them any more
 * @param known sockets of the person that the admin feed shows
 */
export function planAction(action: ActionRequest, view: TargetView, detail: PersonDetail | undefined, known: readonly SocketRef[]): ActionPlan {
  const stale = new Set(detail?.sessions.filter((session) => session.stale).flatMap(({ sockets }) => sockets.map(socketKey)))
  const wanted = known.filter((socket) => isMeant(action, view, detail, socket))
  const sockets = wanted.filter(({ namespace, id }) => !stale.has(`${namespace}\n${id}`))
  const left = wanted.length - sockets.length
  const devices = devicesOf(sockets, detail)
  const counts = `${counted(devices, 'device')}, ${counted(sockets.length, 'socket')}`
  const who = detail ? shownName(detail.row.name) : 'This person'
  return {
    preview: {
      sentence: sentenceOf(action, `${who} (${counts})`, view.settings.name),
      sideEffect: [...sideEffects(action), ...(left > 0 ? [`${counted(left, 'socket')} on a server that has not reported for 10 seconds ${left === 1 ? 'is' : 'are'} left out.`] : []), ...(view.feed?.mode === 'production' ? ['This server does not confirm commands: the result will be "sent".'] : [])].join(' '),
      sockets: sockets.length,
      refused: refusalOf(action, view, detail, { sent: sockets.length, left, ownRoom: action.kind !== 'disconnect' && known.some(({ id }) => id === action.room.room) }),
    },
    sockets,
    scope: `person ${shownName(detail?.row.key.personId ?? action.person.personId)}${action.kind === 'disconnect' ? '' : `, room ${shownName(action.room.room)} in ${action.room.namespace}`}, ${counts}`,
  }
}

/** Which of the person's sockets: never one of the admin namespace, and only those for which the action changes something. */
function isMeant(action: ActionRequest, view: TargetView, detail: PersonDetail | undefined, { namespace, id }: SocketRef): boolean {
  if (namespace === view.feed?.namespace) return false
  switch (action.kind) {
    case 'disconnect':
      return action.socketId === null || action.socketId === id
    case 'leave':
    case 'join': {
      if (namespace !== action.room.namespace) return false
      const rooms = detail?.sessions.flatMap((session) => session.sockets).find((socket) => socket.namespace === namespace && socket.socketId === id)?.rooms
      // A socket that came in between is not on the page yet: it is meant.
      return rooms === undefined || rooms.includes(action.room.room) === (action.kind === 'leave')
    }
    default:
      return assertNever(action)
  }
}

function sentenceOf(action: ActionRequest, who: string, platform: string): string {
  switch (action.kind) {
    case 'disconnect':
      return action.socketId === null ? `Disconnect ${who} from ${platform}.` : `End one connection of ${who} to ${platform}.`
    case 'leave':
      return `Remove ${who} from the room ${shownName(action.room.room)} on ${platform}.`
    case 'join':
      return `Make ${who} join the room ${shownName(action.room.room)} on ${platform}.`
    default:
      return assertNever(action)
  }
}

function sideEffects(action: ActionRequest): string[] {
  switch (action.kind) {
    case 'disconnect':
      return ['Their app may reconnect by itself.']
    case 'leave':
      return ['They stay connected and get nothing more that is sent to this room. Their app is not told, and may join again by itself.']
    case 'join':
      return ['They get everything that is sent to this room from then on. Their app is not told and may not expect it.']
    default:
      return assertNever(action)
  }
}

interface Reach {
  readonly sent: number
  /** On a server that is silent. */
  readonly left: number
  /** The room is a socket's private one. */
  readonly ownRoom: boolean
}

/** Why it cannot be done: the first reason, the one that the user can change first. */
function refusalOf(action: ActionRequest, view: TargetView, detail: PersonDetail | undefined, { sent, left, ownRoom }: Reach): string | null {
  const { settings, feed, feedLink } = view
  if (settings.readOnly) {
    return settings.environment === 'production'
      ? `${settings.name} is tagged production and read-only. Whoever may change that can lift it under Platforms.`
      : `${settings.name} is read-only. Lift that under Platforms first.`
  }
  if (!feed || !feedLink) return `Actions need the admin feed of ${settings.name}, and it is not set up. Switch it on under Platforms.`
  if (feedLink.state !== 'live' && feedLink.state !== 'delayed') return `The admin feed of ${settings.name} is not connected now. Nothing is kept to be sent later: try again when it is live.`
  if (feed.readOnly) return `The admin feed of ${settings.name} is read-only: this server takes no commands.`
  if (!feed.actions.includes(action.kind)) return `This server's admin feed does not offer to ${offer(action.kind)}.`
  if (action.kind !== 'disconnect' && action.room.targetId !== action.person.targetId) return 'The room is on another platform than the person.'
  if (action.kind !== 'disconnect' && action.room.namespace === feed.namespace) return 'Rooms of the admin namespace itself are left alone.'
  if (!detail) return 'Nobody is there any more: this person is not known on the platform now.'
  if (detail.row.own) return "This is Rollcall's own account."
  if (ownRoom) return "A socket's own room is left alone: without it nothing reaches the socket."
  if (sent > 0) return null
  if (left > 0) return 'The server that holds the connection has not reported for 10 seconds. Actions on it are off until it does.'
  if (detail.row.evidence === 'inferred') return 'Only events of this person were seen, no connection: there is nothing to act on.'
  return nobodyThere(action)
}

function nobodyThere(action: ActionRequest): string {
  switch (action.kind) {
    case 'disconnect':
      return action.socketId === null ? 'Nobody is there any more: the person has no connection now.' : 'This connection has ended in the meantime.'
    case 'leave':
      return 'The person is not in this room any more.'
    case 'join':
      return `The person is in this room already, or has no connection to ${action.room.namespace}.`
    default:
      return assertNever(action)
  }
}

function offer(kind: ActionRequest['kind']): string {
  switch (kind) {
    case 'disconnect':
      return 'disconnect anybody'
    case 'leave':
      return 'remove anybody from a room'
    case 'join':
      return 'make anybody join a room'
    default:
      return assertNever(kind)
  }
}

/** Connections that hold the sockets; a socket that is on no page yet counts as one of its own. */
function devicesOf(sockets: readonly SocketRef[], detail: PersonDetail | undefined): number {
  const deviceOf = new Map(detail?.sessions.flatMap((session) => session.sockets.map((socket) => [socketKey(socket), session.device] as const)))
  return new Set(sockets.map(({ namespace, id }) => deviceOf.get(`${namespace}\n${id}`) ?? `${namespace}\n${id}`)).size
}

function socketKey({ namespace, socketId }: { readonly namespace: string; readonly socketId: string }): string {
  return `${namespace}\n${socketId}`
}

function counted(value: number, one: string): string {
  return `${value} ${one}${value === 1 ? '' : 's'}`
}
