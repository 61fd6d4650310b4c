import type { AuthWay, Environment, LinkState, TargetView } from '../../shared/domain.ts'
import type { Severity } from '../../shared/catalog.ts'

/* The words of the interface for what the main process names by a key. Every switch is closed. */

/** Fails when a closed list grew and its words did not. */
export function assertNever(value: never): never {
  throw new Error(`No words for ${String(value)}`)
}

/** The state of a connection in a word or two, as it stands on screen. */
export function stateWord(state: LinkState): string {
  switch (state) {
    case 'off': return 'Off'
    case 'connecting': return 'Connecting'
    case 'loading': return 'Loading'
    case 'live': return 'Live'
    case 'delayed': return 'Delayed'
    case 'reconnecting': return 'Reconnecting'
    case 'offline': return 'Offline'
    case 'signed-out': return 'Signed out'
    default: return assertNever(state)
  }
}

/** Worst first: what a roll-up shows. `off` is a choice, not a fault. */
export const statesWorstFirst: readonly LinkState[] = ['signed-out', 'offline', 'reconnecting', 'delayed', 'connecting', 'loading', 'live', 'off']

/** The worst of several states; undefined for none. */
export function worstState(states: readonly LinkState[]): LinkState | undefined {
  return statesWorstFirst.find((state) => states.includes(state))
}

/** Meaning of a state for its colour: colour never stands alone, a shape and the word are always beside it. */
export type Tone = 'ok' | 'warning' | 'critical' | 'info' | 'neutral'

export function stateTone(state: LinkState): Tone {
  switch (state) {
    case 'live': return 'ok'
    case 'delayed': case 'reconnecting': case 'signed-out': return 'warning'
    case 'offline': return 'critical'
    case 'connecting': case 'loading': return 'info'
    case 'off': return 'neutral'
    default: return assertNever(state)
  }
}

export function severityWord(severity: Severity): string {
  switch (severity) {
    case 'critical': return 'Critical'
    case 'warning': return 'Warning'
    case 'info': return 'Info'
    default: return assertNever(severity)
  }
}

export function environmentWord(environment: Environment): string {
  switch (environment) {
    case 'production': return 'Production'
    case 'test': return 'Test'
    case 'demo': return 'Demo'
    default: return assertNever(environment)
  }
}

export function authWayWord(way: AuthWay): string {
  switch (way) {
    case 'auth.token': return 'auth.token in the handshake'
    case 'query': return 'token in the query'
    case 'header': return 'Authorization header'
    case 'none': return 'no token'
    default: return assertNever(way)
  }
}

/** `5 of 5 platforms live`; platforms that are switched off entirely do not count. */
export function liveSummary(targets: readonly Pick<TargetView, 'state'>[]): string {
  if (targets.length === 0) return 'No platforms'
  const on = targets.filter((target) => target.state !== 'off')
  const live = on.filter((target) => target.state === 'live').length
  return `${live} of ${on.length} ${on.length === 1 ? 'platform' : 'platforms'} live`
}

/** `14 of 60 rooms joined`, with what did not work behind it. */
export function roomsWords(rooms: TargetView['rooms']): string {
  if (rooms.wanted === 0) return 'No rooms to join'
  const extra: string[] = []
  if (rooms.joined === 0 && rooms.unconfirmed > 0) {
    if (rooms.refused > 0) extra.push(`${rooms.refused} refused`)
    return [`${rooms.unconfirmed} of ${rooms.wanted} rooms asked for`, 'the platform does not confirm', ...extra].join(' · ')
  }
  if (rooms.unconfirmed > 0) extra.push(`${rooms.unconfirmed} not confirmed`)
  if (rooms.refused > 0) extra.push(`${rooms.refused} refused`)
  return [`${rooms.joined} of ${rooms.wanted} rooms joined`, ...extra].join(' · ')
}

/** Where a target's sign-in data is, in a sentence. */
export function secretsWords(secrets: TargetView['secrets']): string {
  switch (secrets) {
    case 'none': return 'Nothing stored'
    case 'keyring': return 'Encrypted with this computer’s keyring'
    case 'memory': return "Kept in this run's memory only: no keyring found"
    default: return assertNever(secrets)
  }
}
