import type { Catalog, CatalogRoom, RoomCommand } from '../../shared/catalog.ts'
import type { RoomRef } from '../../shared/domain.ts'
import { JOIN_CONFIRM_MS } from '../../shared/limits.ts'
import { fillJson, fillTemplate, matchTemplate, readFirst, readPath } from '../../shared/template.ts'
import type { RawPayload } from '../monitor/wire-event.ts'
import type { Clock, Timer } from './clock.ts'
import type { Pacer } from './pacer.ts'
import { speaksOfLimit } from './refusal.ts'

/* The rooms that a target should be in: asked for at the platform's pace, confirmed by what the platform says, asked for again after a reconnect. */

export interface RoomCounts {
  readonly wanted: number
  readonly joined: number
  /** Asked for; the platform never says whether it worked. */
  readonly unconfirmed: number
  readonly refused: number
}

export interface RoomsOptions {
  readonly catalog: Catalog
  readonly pacer: Pacer
  readonly clock: Clock
  /** Sends now; false when the namespace is not live. An ack that does not come in time is undefined. */
  emit(namespace: string, event: string, args: readonly unknown[], onAck?: (args: readonly unknown[] | undefined) => void): boolean
  onChange(): void
}

/** A room that Rollcall asked for. unconfirmed: its events should arrive, but the platform never says so. */
export interface WatchedRoom extends RoomRef {
  readonly state: 'waiting' | 'joined' | 'unconfirmed' | 'refused'
}

type RoomState = 'waiting' | 'asked' | 'joined' | 'unconfirmed' | 'refused'

interface Room {
  readonly ref: RoomRef
  readonly spec: CatalogRoom | undefined
  readonly values: Record<string, string>
  state: RoomState
  /** Rises with every join, so that an answer to an older one is recognized. */
  round: number
  /** Commands of this round that are not sent yet. */
  unsent: number
  retries: number
  timer: Timer
}

/** Times that a join is repeated after "too many". */
const LIMIT_RETRIES_MAX = 3
const LIMIT_PAUSE_MIN_MS = 5_000
const LIMIT_PAUSE_MAX_MS = 120_000
/** While a join is unconfirmed, so often at most a payload is read for the room that it belongs to. */
const PROOF_EVERY_MS = 100

export class Rooms {
  readonly #options: RoomsOptions
  readonly #errorEvents: ReadonlySet<string>
  /** Received name -> name in the catalog's `confirm`: other spellings of the same event confirm as well. */
  readonly #confirmEvents: ReadonlyMap<string, string>
  /** Received name -> templates of the room that its payload names. */
  readonly #roomEvents: ReadonlyMap<string, readonly string[]>
  #nextProofMs = 0
  readonly #rooms = new Map<string, Room>()
  readonly #live = new Set<string>()

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#errorEvents = new Set(errorEventsOf(options.catalog))
    this.#confirmEvents = confirmEventsOf(options.catalog)
    this.#roomEvents = roomEventsOf(options.catalog)
  }

  get counts(): RoomCounts {
    const states = [...this.#rooms.values()].map((room) => room.state)
    const count = (wanted: RoomState) => states.filter((state) => state === wanted).length
    return { wanted: states.length, joined: count('joined'), unconfirmed: count('unconfirmed'), refused: count('refused') }
  }

  /** All rooms that Rollcall asks for, each with how far it is. */
  get watched(): readonly WatchedRoom[] {
    return [...this.#rooms.values()].map(({ ref, state }) => ({ ...ref, state: state === 'asked' ? 'waiting' : state }))
  }

  /** Watched rooms that the catalog knows no message for. */
  get withoutCommand(): number {
    return [...this.#rooms.values()].filter((room) => !room.spec || (room.spec.join.length === 0 && !room.spec.autoJoined)).length
  }

  /** The rooms of the catalog that are asked for at every connect, and the watched ones; only in namespaces that are on. */
  setWanted(watched: readonly RoomRef[], namespaces: readonly string[]): void {
    const atConnect = this.#options.catalog.rooms.filter((room) => room.joinAtConnect && !room.pattern.includes('{')).map((room) => ({ namespace: room.namespace, room: room.pattern }))
    const wanted = new Map([...atConnect, ...watched].filter((ref) => namespaces.includes(ref.namespace)).map((ref) => [keyOf(ref), ref]))
    for (const [key, room] of this.#rooms) {
      if (wanted.has(key)) continue
      this.#rooms.delete(key)
      this.#options.clock.clearTimeout(room.timer)
      this.#leave(room)
    }
    for (const [key, ref] of wanted) {
      if (this.#rooms.has(key)) continue
      const room = this.#create(ref)
      this.#rooms.set(key, room)
      if (this.#live.has(ref.namespace)) this.#join(room)
    }
    this.#options.onChange()
  }

  namespaceLive(namespace: string): void {
    this.#live.add(namespace)
    for (const room of this.#rooms.values()) if (room.ref.namespace === namespace) this.#join(room)
    this.#options.onChange()
  }

  namespaceDown(namespace: string): void {
    this.#live.delete(namespace)
    for (const room of this.#rooms.values()) {
      if (room.ref.namespace !== namespace) continue
      this.#options.clock.clearTimeout(room.timer)
      room.round++
      room.unsent = 0
      room.retries = 0
      room.state = 'waiting'
    }
    this.#options.onChange()
  }

  onEvent(namespace: string, name: string, payload: RawPayload): void {
    if (this.#errorEvents.has(name)) return this.#onError(namespace, payload)
    const confirms = this.#confirmEvents.get(name)
    if (confirms === undefined) return this.#prove(namespace, name, payload)
    const args = payload.args() ?? []
    for (const room of this.#rooms.values()) {
      if (room.ref.namespace !== namespace || (room.state !== 'asked' && room.state !== 'unconfirmed')) continue
      for (const { confirm } of room.spec?.join ?? []) {
        if (confirm?.event !== confirms) continue
        const value = readPath(args, confirm.path)
        if ((typeof value === 'string' || typeof value === 'number') && String(value) === fillTemplate(confirm.equals, (key) => room.values[key])) this.#settle(room, 'joined')
      }
    }
  }

  /** Whether onEvent() has a use for such an event now. */
  reads(namespace: string, name: string): boolean {
    if (this.#errorEvents.has(name) || this.#confirmEvents.has(name)) return true
    if (this.#rooms.size === 0 || !this.#roomEvents.has(name) || this.#options.clock.now() < this.#nextProofMs) return false
    for (const room of this.#rooms.values()) if (room.ref.namespace === namespace && room.state === 'unconfirmed') return true
    return false
  }

  /** An event of a room proves that Rollcall is in it, where the platform never says so. */
  #prove(namespace: string, name: string, payload: RawPayload): void {
    const templates = this.#roomEvents.get(name)
    if (!templates || this.#options.clock.now() < this.#nextProofMs) return
    const unproven = [...this.#rooms.values()].filter((room) => room.ref.namespace === namespace && room.state === 'unconfirmed')
    if (unproven.length === 0) return
    this.#nextProofMs = this.#options.clock.now() + PROOF_EVERY_MS
    const args = payload.args() ?? []
    const named = new Set(templates.map((template) => fillTemplate(template, (path) => readPath(args, path))))
    for (const room of unproven) if (named.has(room.ref.room)) this.#settle(room, 'joined')
  }

  stop(): void {
    for (const room of this.#rooms.values()) this.#options.clock.clearTimeout(room.timer)
    this.#live.clear()
  }

  #create(ref: RoomRef): Room {
    for (const spec of this.#options.catalog.rooms) {
      const values = spec.namespace === ref.namespace ? matchTemplate(spec.pattern, ref.room) : undefined
      if (values) return { ref, spec, values: { ...values, room: ref.room }, state: 'waiting', round: 0, unsent: 0, retries: 0, timer: undefined }
    }
    return { ref, spec: undefined, values: { room: ref.room }, state: 'waiting', round: 0, unsent: 0, retries: 0, timer: undefined }
  }

  #join(room: Room): void {
    const round = ++room.round
    const commands = (room.spec?.join ?? []).flatMap((command) => fillCommand(command, room.values))
    room.state = 'waiting'
    room.unsent = commands.length
    if (commands.length === 0) return this.#settle(room, 'unconfirmed')
    // Where a platform limits joins, each message counts as one. Elsewhere the pace is ours, and a room that needs the
    // documented and the deployed form is one join.
    const limited = this.#options.catalog.limits.roomJoinsPerMinute !== null
    for (const [index, { command, args }] of commands.entries()) {
      const accepted = this.#options.pacer.schedule(limited || index === 0 ? 'join' : 'emit', () => {
        if (room.round === round) this.#send(room, round, command, args)
      })
      if (!accepted) return this.#settle(room, 'refused')
    }
  }

  #send(room: Room, round: number, command: RoomCommand, args: readonly unknown[]): void {
    const holds = command.ackHolds === undefined ? undefined : fillTemplate(command.ackHolds, (key) => room.values[key])
    const onAck = (answer: readonly unknown[] | undefined) => {
      if (answer && room.round === round) this.#onAck(room, answer, holds)
    }
    const sent = this.#options.emit(room.ref.namespace, command.event, args, command.ack ? onAck : undefined)
    room.unsent--
    if (!sent || room.unsent > 0 || room.state === 'joined') return
    if (room.state === 'waiting') room.state = 'asked'
    this.#options.clock.clearTimeout(room.timer)
    room.timer = this.#options.clock.setTimeout(() => {
      if (room.round === round && room.state === 'asked') this.#settle(room, 'unconfirmed')
    }, JOIN_CONFIRM_MS)
    this.#options.onChange()
  }

  #onAck(room: Room, answer: readonly unknown[], holds: string | undefined): void {
    // An empty ack is what a Flask handler without a return value gives, even after an error: it proves nothing.
    if (answer.length === 0) return
    const text = JSON.stringify(answer)
    const success = readPath(answer, 'success')
    if (success === false || readPath(answer, 'error') !== undefined) {
      if (speaksOfLimit(text)) this.#limited(room.ref.namespace, answer)
      else this.#settle(room, 'refused')
    } else if (holds !== undefined) {
      this.#settle(room, text.includes(JSON.stringify(holds).slice(1, -1)) ? 'joined' : 'refused')
    } else if (success === true) {
      this.#settle(room, 'joined')
    }
  }

  /** `error` events carry no number of the request: attributed by the pattern they name, or when only one join is open. */
  #onError(namespace: string, payload: RawPayload): void {
    const open = [...this.#rooms.values()].filter((room) => room.ref.namespace === namespace && room.state === 'asked')
    const args = payload.args() ?? []
    if (speaksOfLimit(payload.text.slice(0, 2_000))) return this.#limited(namespace, args)
    const pattern = readPath(args, 'cause.pattern')
    if (typeof pattern === 'string') {
      const data = JSON.stringify(readPath(args, 'cause.data') ?? null)
      const named = open.filter((room) => room.spec?.join.some((command) => command.event === pattern && fillCommand(command, room.values).some((filled) => JSON.stringify(filled.args[0]) === data)))
      for (const room of named) this.#settle(room, 'refused')
    } else if (open.length === 1 && open[0]) {
      this.#settle(open[0], 'refused')
    }
  }

  /** SkillCore: `error {code: RATE_LIMIT_EXCEEDED, retryAfter}` in a unit that nobody states: taken as seconds, within bounds. */
  #limited(namespace: string, args: readonly unknown[]): void {
    const seconds = Number(readFirst(args, ['retryAfter', 'error.retryAfter', 'data.retryAfter']) ?? 0)
    const waitMs = Number.isFinite(seconds) ? seconds * 1000 : 0
    this.#options.pacer.pause(Math.min(Math.max(waitMs, LIMIT_PAUSE_MIN_MS), LIMIT_PAUSE_MAX_MS))
    for (const room of this.#rooms.values()) {
      if (room.ref.namespace !== namespace || room.state !== 'asked') continue
      this.#options.clock.clearTimeout(room.timer)
      if (room.retries++ < LIMIT_RETRIES_MAX) this.#join(room)
      else this.#settle(room, 'refused')
    }
  }

  #settle(room: Room, state: RoomState): void {
    this.#options.clock.clearTimeout(room.timer)
    room.state = state
    this.#options.onChange()
  }

  #leave(room: Room): void {
    const { namespace } = room.ref
    if (room.state === 'waiting' || room.state === 'refused' || !this.#live.has(namespace)) return
    for (const { command, args } of (room.spec?.leave ?? []).flatMap((leave) => fillCommand(leave, room.values))) {
      this.#options.pacer.schedule('emit', () => {
        // Watched again meanwhile: stay.
        if (this.#live.has(namespace) && !this.#rooms.has(keyOf(room.ref))) this.#options.emit(namespace, command.event, args)
      })
    }
  }
}

function fillCommand(command: RoomCommand, values: Record<string, string>): { command: RoomCommand; args: readonly unknown[] }[] {
  const args = fillJson(command.args, values)
  // A half-filled command is never sent: the real RusingAcademy dies of a null payload.
  return Array.isArray(args) && args.length > 0 ? [{ command, args }] : []
}

function keyOf(ref: RoomRef): string {
  return `${ref.namespace} ${ref.room}`
}

/** Names of events that carry an application's errors. */
export function errorEventsOf(catalog: Catalog): readonly string[] {
  const known = catalog.events.filter((event) => event.meaning === 'error').flatMap((event) => [event.name, ...(event.alsoKnownAs ?? [])])
  return [...new Set(['error', 'exception', ...known])]
}

function roomEventsOf(catalog: Catalog): ReadonlyMap<string, readonly string[]> {
  const received = catalog.events.filter((event) => event.rooms && event.direction !== 'client-to-server')
  return new Map(received.flatMap((event) => [event.name, ...(event.alsoKnownAs ?? [])].map((name) => [name, event.rooms ?? []] as const)))
}

function confirmEventsOf(catalog: Catalog): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { confirm } of catalog.rooms.flatMap((room) => room.join)) {
    if (!confirm) continue
    names.set(confirm.event, confirm.event)
    for (const other of catalog.events.find((event) => event.name === confirm.event)?.alsoKnownAs ?? []) names.set(other, confirm.event)
  }
  return names
}
