import { createHmac, randomBytes } from 'node:crypto'
import type { Catalog } from '../../shared/catalog.ts'
import type { TargetSecrets, TargetSettings, TargetView } from '../../shared/domain.ts'
import type { PresenceSink } from '../monitor/presence-sink.ts'
import type { WireSink } from '../monitor/wire-event.ts'
import { AdminFeed } from './admin-feed/admin-feed.ts'
import type { CommandOutcome, FeedCommand } from './admin-feed/commands.ts'
import type { EmitOutcome, FeedEmit } from './admin-feed/emits.ts'
import { ownAgent } from './admin-feed/device.ts'
import { FeedAuth } from './admin-feed/feed-auth.ts'
import { AppPings } from './app-pings.ts'
import { Asker } from './ask.ts'
import type { AskOutcome } from './ask.ts'
import type { Clock, Random, Vault } from './clock.ts'
import { Credentials } from './credentials.ts'
import type { EventReader } from './event-reader.ts'
import { isSameParty, namespacesOf, originOf, sameConnection, sameFeed } from './namespaces.ts'
import { Outbox } from './outbox.ts'
import type { SendResult } from './outbox.ts'
import { Pacer } from './pacer.ts'
import { Rooms } from './rooms.ts'
import type { WatchedRoom } from './rooms.ts'
import { Session } from './session.ts'
import { viewOf } from './target-view.ts'

export interface TargetOptions {
  readonly catalog: Catalog
  readonly vault: Vault
  readonly sink: WireSink
  /** Where the admin feed reports who is there; nowhere when it is not given. */
  readonly presence?: PresenceSink
  readonly reader?: EventReader
  readonly clock: Clock
  readonly random: Random
  /** Refuse every address that is not on this computer. */
  readonly loopbackOnly: boolean
  onChange(): void
  /** Rooms whose events should arrive now. */
  onWatched(rooms: readonly WatchedRoom[]): void
  /** A test of a form: no retry, no refresh, no rooms, and the admin feed is asked for in every environment. */
  readonly trial?: boolean
}

/** Makes another word for each server, so that none learns what Rollcall is called at the others. */
const RUN_SECRET = randomBytes(16)

/** One platform that is watched: its settings, its session, its rooms, and the view of all that. */
export class Target {
  readonly #options: TargetOptions
  readonly #credentials: Credentials
  readonly #pacer: Pacer
  readonly #rooms: Rooms
  readonly #session: Session
  readonly #outbox: Outbox
  readonly #asker: Asker
  readonly #pings: AppPings
  /** In the user agent of all connections of this run to this server, those of a test of a form too: none of them is a person. */
  readonly #ownTag: string
  readonly #feedAuth: FeedAuth
  #feed: AdminFeed | undefined
  #settings: TargetSettings
  /** What the platform is called and cannot tell: of the catalog of now, which may be newer than the one it connects by. */
  #shownBy: Catalog
  #state: TargetView['state'] = 'off'
  #sinceMs: number
  #watched: readonly WatchedRoom[] = []
  #changeQueued = false

  constructor(settings: TargetSettings, options: TargetOptions) {
    this.#settings = settings
    this.#ownTag = createHmac('sha256', RUN_SECRET).update(originOf(settings.url)).digest('hex').slice(0, 16)
    this.#options = options
    this.#shownBy = options.catalog
    const { catalog, clock, random, sink, vault, loopbackOnly, trial = false, reader } = options
    this.#sinceMs = clock.now()
    this.#feedAuth = new FeedAuth(vault, () => this.#settings)
    this.#credentials = new Credentials(settings, { catalog, vault, now: () => clock.now(), mayRefresh: !trial })
    this.#pacer = new Pacer(catalog.limits, clock)
    const way = { targetId: settings.id, catalog, clock, sink, pacer: this.#pacer, liveSocket: (namespace: string) => this.#session.links.get(namespace)?.liveSocket }
    this.#outbox = new Outbox(way)
    this.#asker = new Asker(way)
    this.#rooms = new Rooms({ catalog, clock, pacer: this.#pacer, emit: (...message) => this.#outbox.emit(...message), onChange: () => this.#changed() })
    this.#pings = new AppPings({
      catalog,
      clock,
      pacer: this.#pacer,
      emit: (...message) => this.#outbox.emit(...message),
      measured: (namespace, atMs, ms) => sink.roundTrip?.({ targetId: settings.id, namespace, by: 'ping', ms, atMs }),
      onChange: () => this.#changed(),
    })
    this.#session = new Session({
      catalog,
      clock,
      random,
      sink,
      loopbackOnly,
      trial,
      credentials: this.#credentials,
      pacer: this.#pacer,
      agent: ownAgent(this.#ownTag),
      settings: () => this.#settings,
      onChange: () => this.#changed(),
      namespaceLive: (namespace) => {
        this.#rooms.namespaceLive(namespace)
        this.#pings.namespaceLive(namespace)
      },
      namespaceDown: (namespace) => {
        this.#rooms.namespaceDown(namespace)
        this.#pings.namespaceDown(namespace)
      },
      onEvent: (namespace, name, payload) => {
        this.#rooms.onEvent(namespace, name, payload)
        this.#pings.onEvent(namespace, name)
        if (reader?.reads(settings.id, namespace, name) === true) reader.onEvent(settings.id, payload)
      },
      reads: (namespace, name) => this.#rooms.reads(namespace, name) || this.#pings.reads(namespace, name) || reader?.reads(settings.id, namespace, name) === true,
    })
    this.#sync()
  }

  get settings(): TargetSettings {
    return this.#settings
  }

  get view(): TargetView {
    const session = this.#session
    const feed = this.#feed
    return viewOf({
      settings: this.#settings,
      catalog: this.#shownBy,
      namespaces: namespacesOf(this.#settings, this.#options.catalog).map(({ name, title, on }) => {
        const link = session.links.get(name)
        if (!on || !link) return { name, title, state: 'off', sinceMs: this.#sinceMs, problem: null, nextTryAtMs: null, attempts: 0 }
        const state = link.state === 'live' && this.#pings.isLate(name) ? 'delayed' : link.state
        return { name, title, state, sinceMs: link.sinceMs, problem: link.problem, nextTryAtMs: link.nextTryAtMs, attempts: link.attempts }
      }),
      sinceMs: this.#sinceMs,
      problem: session.problem,
      nextTryAtMs: session.nextTryAtMs,
      transport: session.transport ?? feed?.transport ?? null,
      connections: session.connections + (feed?.connections ?? 0),
      rooms: this.#rooms.counts,
      roomsWithoutCommand: this.#rooms.withoutCommand,
      pace: { joinsPerMinute: this.#pacer.joinsPerMinute, emitsPerMinute: this.#pacer.emitsPerMinute, waiting: this.#pacer.waiting },
      signedInAs: session.isSignedOut ? null : this.#credentials.signedInAs,
      tokenEndsAtMs: this.#credentials.facts?.endsAtMs ?? null,
      signedOutAtMs: session.signedOutAtMs,
      secrets: this.#credentials.where,
      adminFeed: feed?.found ?? session.adminFeed,
      feedLink: feed?.link ?? null,
      feed: feed?.view ?? null,
      roundTripMs: this.#pings.roundTripMs,
    })
  }

  start(): void {
    if (!this.#session.isRunning) this.#session.begin(true)
    this.#syncFeed()
  }

  /** Says goodbye and leaves nothing running. */
  stop(): void {
    this.#session.stop()
    this.#feed?.stop()
    this.#feed = undefined
    this.#credentials.stop()
    this.#rooms.stop()
  }

  /** The catalog was replaced: its name and notes are shown at once, what concerns the connection stays as it was at the start. */
  describeBy(catalog: Catalog): void {
    this.#shownBy = catalog
    this.#changed()
  }

  /** New settings; reconnects only when the connection itself is concerned. */
  update(settings: TargetSettings): void {
    const reconnect = !sameConnection(this.#settings, settings)
    const feedStays = sameFeed(this.#settings, settings)
    if (!feedStays) {
      // A session belongs to the user, namespace and server that it was given for; a password is shown to no other host.
      if (isSameParty(this.#settings.url, settings.url)) this.#feedAuth.forget()
      else this.#feedAuth.forgetAll()
      this.#feed?.stop()
      this.#feed = undefined
    }
    this.#settings = settings
    this.#credentials.update(settings)
    this.#sync()
    if (this.#session.isRunning) {
      if (reconnect) this.#session.begin(true)
      this.#syncFeed()
    }
    this.#changed()
  }

  /** The user asks for a try now: all, or one namespace; the admin feed's name is one of them. */
  retry(namespace: string | null): void {
    if (namespace === null || namespace === this.#settings.adminFeed.namespace) this.#feed?.retry()
    if (namespace !== null && this.#feed && namespace === this.#settings.adminFeed.namespace) return
    const link = namespace === null ? undefined : this.#session.links.get(namespace)
    if (link) this.#session.retryLink(link)
    else this.#session.begin(true)
  }

  /** What was typed; the platform's secrets and the admin feed's concern only their own connection. */
  signIn(secrets: TargetSecrets): void {
    const { token, refreshToken, password, adminSecret } = secrets
    if (token || refreshToken || password) {
      this.#credentials.enter(secrets)
      this.#session.begin(true)
    }
    if (!adminSecret) return
    this.#feedAuth.enter(adminSecret)
    this.#feed?.retry()
    this.#changed()
  }

  /** Disconnects sockets, or moves them into or out of a room, through the admin feed. Never rejects. */
  async command(command: FeedCommand): Promise<CommandOutcome> {
    return this.#feed?.control.command(command) ?? { result: 'failed', detail: `${this.#settings.name} has no admin feed.` }
  }

  /** Wake from sleep or another network: the sockets are dropped whatever they say of themselves. */
  rebuild(): void {
    if (this.#session.isRunning && !this.#session.isSignedOut) this.#session.begin(true)
    this.#feed?.rebuild()
  }

  /** Sends one event at the platform's pace. Refused when it could harm, when the target is read-only, or when the namespace is not live. */
  send(namespace: string, event: string, args: readonly unknown[]): SendResult {
    if (this.#settings.readOnly) return { ok: false, problem: { what: `${this.#settings.name} is read-only.`, advice: "Lift it in this platform's settings first.", details: '' } }
    return this.#outbox.send(namespace, event, args)
  }

  /** Sends one event at the platform's pace and waits for its acknowledgement. Refused like send(). Never rejects. */
  async ask(namespace: string, event: string, args: readonly unknown[], withinMs: number): Promise<AskOutcome> {
    if (this.#settings.readOnly) return { kind: 'not-sent', why: `${this.#settings.name} is read-only. Lift it in this platform's settings first.` }
    return this.#asker.ask(namespace, event, args, withinMs)
  }

  /** Has the server send an event to clients, through the admin feed. Never rejects. */
  async emit(emit: FeedEmit): Promise<EmitOutcome> {
    return this.#feed?.control.emit(emit) ?? { result: 'failed', delivered: null, detail: `${this.#settings.name} has no admin feed.` }
  }

  /** Why emit() would send nothing now; undefined: it would. */
  get emitTrouble(): string | undefined {
    return this.#feed ? this.#feed.control.emitTrouble : 'Its admin feed is off.'
  }

  #syncFeed(): void {
    if (!this.#settings.adminFeed.on || this.#feed) return
    const { catalog, sink, clock, random, loopbackOnly, presence = noPresence, trial = false } = this.#options
    this.#feed = new AdminFeed({
      catalog,
      auth: this.#feedAuth,
      sink,
      presence,
      clock,
      random,
      loopbackOnly,
      trial,
      agent: ownAgent(this.#ownTag),
      ownTag: this.#ownTag,
      settings: () => this.#settings,
      onChange: () => this.#changed(),
    })
    this.#feed.start()
    this.#changed()
  }

  #sync(): void {
    this.#session.syncLinks()
    const { trial } = this.#options
    this.#rooms.setWanted(trial ? [] : this.#settings.watchedRooms, trial ? [] : [...this.#session.links.keys()])
  }

  /** Many changes, one call: a burst of events must not become a burst of views. */
  #changed(): void {
    if (this.#changeQueued) return
    this.#changeQueued = true
    queueMicrotask(() => {
      this.#changeQueued = false
      this.#feed?.ownSockets([...this.#session.links.values()].flatMap(({ socketId }) => socketId ?? []))
      const { state } = this.view
      if (state !== this.#state) {
        this.#state = state
        this.#sinceMs = this.#options.clock.now()
      }
      const watched = this.#rooms.watched
      if (watched.length !== this.#watched.length || watched.some((room, index) => !sameWatch(room, this.#watched[index]))) {
        this.#watched = watched
        this.#options.onWatched(watched)
      }
      this.#options.onChange()
    })
  }
}

const noPresence: PresenceSink = { snapshot() {}, socketUp() {}, socketChanged() {}, socketDown() {}, roomJoined() {}, roomLeft() {}, servers() {}, feedDown() {} }

function sameWatch(room: WatchedRoom, other: WatchedRoom | undefined): boolean {
  return room.namespace === other?.namespace && room.room === other.room && room.state === other.state
}
