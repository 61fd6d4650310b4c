import type { Server } from 'socket.io'
import type { Account, Activity, CreatePlatform, Person, PlatformOptions, TokenOptions, WatchableRoom } from '../../contract.ts'
import { ClientDevice } from '../../kit/device.ts'
import { PlatformBase } from '../../kit/platform-base.ts'
import type { Routes } from '../../kit/rest.ts'
import { Tokens } from '../../kit/tokens.ts'
import { createAccounts, institutionId } from './accounts.ts'
import type { AprendeaiAccount } from './accounts.ts'
import { createActivities } from './activities.ts'
import { deployedPackets, documentedPackets } from './packets.ts'
import { createRoutes } from './rest-routes.ts'
import { roomOf, serveDeployed, serveDocumented, STUDY } from './study-gateway.ts'
import type { Identity } from './study-gateway.ts'
import { StudySessions } from './study-sessions.ts'
import type { Actor, Happening } from './study-sessions.ts'

/** Lives of the deployed server's tokens; the document states none. */
const ACCESS_SECONDS = 15 * 60
const REFRESH_SECONDS = 7 * 24 * 3600
/** Sessions that the admin watches; a few more exist, which nobody who only watches these can see. */
const WATCHED_SESSIONS = 10

/** AprendeAI: study group sessions on `/study-groups` (its document "WebSocket Real-Time API Documentation"). */
export class Aprendeai extends PlatformBase {
  readonly id = 'aprendeai'
  readonly path = '/socket.io'
  readonly accounts: readonly AprendeaiAccount[]
  readonly sessions: StudySessions
  readonly rooms: readonly WatchableRoom[]
  readonly activities: readonly Activity[]
  protected readonly routes: Routes
  readonly #tokens: Tokens
  readonly #byId: ReadonlyMap<string, AprendeaiAccount>
  readonly #byNumber: ReadonlyMap<number, AprendeaiAccount>

  constructor(options: PlatformOptions) {
    super(options)
    this.#tokens = new Tokens({ key: options.cluster?.tokenKey })
    this.accounts = createAccounts(options.school)
    this.#byId = new Map(this.accounts.map((account) => [account.userId, account]))
    this.#byNumber = new Map(this.accounts.map((account) => [account.person.number, account]))
    this.sessions = new StudySessions(options.school, this.accounts, (happening) => this.#publish(happening))
    this.rooms = this.sessions.all.slice(0, WATCHED_SESSIONS).map(({ id }) => ({ namespace: STUDY, room: roomOf(id) }))
    this.activities = createActivities({ sessions: this.sessions, asDeployed: options.asDeployed, emit: (namespace, room, event, payload) => this.io.of(namespace).to(room).emit(event, payload) })
    this.routes = createRoutes({
      asDeployed: options.asDeployed,
      accounts: this.accounts,
      sessions: this.sessions,
      actorOf: (token) => this.#actorOf(token),
      accessToken: (account) => this.issueToken(account),
      refreshToken: (account) => this.issueToken(account, { expiresInSeconds: REFRESH_SECONDS, claims: { type: 'refresh' } }),
      accountOfRefresh: async (token) => {
        const verdict = await this.#tokens.verify(token)
        return verdict.ok && verdict.claims['type'] === 'refresh' ? this.#byId.get(verdict.claims.sub ?? '') : undefined
      },
    })
  }

  protected serve(io: Server): void {
    const parts = { identify: (token: unknown) => this.#identify(token), count: this.counted.bind(this), now: () => new Date() }
    if (this.options.asDeployed) serveDeployed(io, parts)
    else serveDocumented(io, parts)
  }

  protected override async accountOfToken(token: string): Promise<Account | undefined> {
    const identity = await this.#identify(token)
    return identity && this.#byId.get(identity.userId)
  }

  /** Documented tokens hold `sub`, `email` and `name` ("Invalid or expired token"); deployed ones hold no name. */
  issueToken(account: Account, options: TokenOptions = {}): Promise<string> {
    const own = this.#byId.get(account.userId)
    const claims = {
      sub: account.userId, email: account.email, systemRole: own?.systemRole ?? null, contextRole: own?.contextRole ?? account.role, institutionId,
      ...(!this.options.asDeployed && { name: own?.name ?? account.email }),
      ...options.claims,
    }
    return this.#tokens.sign(claims, options.expiresInSeconds ?? this.options.tokenSeconds ?? ACCESS_SECONDS)
  }

  createDevice(person: Person): ClientDevice {
    const account = this.#byNumber.get(person.number)
    if (!account) throw new Error(`no AprendeAI account for person ${person.number}`)
    const own = this.sessions.all.filter(({ facilitator, members }) => facilitator === account || members.includes(account))
    return new ClientDevice({
      person,
      url: () => this.url,
      path: this.path,
      namespaces: [STUDY],
      token: () => this.issueToken(account),
      onConnected: (device) => {
        for (const { id } of own) device.socket(STUDY)?.emit('joinSession', { sessionId: id })
      },
    })
  }

  async #identify(token: unknown): Promise<Identity | undefined> {
    const verdict = await this.#tokens.verify(token)
    if (!verdict.ok) return undefined
    const { sub, email, name, type } = verdict.claims
    if (typeof sub !== 'string' || sub === '') return undefined
    // Deployed gateways look neither at the e-mail address nor at what kind of token it is.
    if (!this.options.asDeployed && (typeof email !== 'string' || typeof name !== 'string' || type === 'refresh')) return undefined
    const account = this.#byId.get(sub)
    return { userId: sub, userName: typeof name === 'string' ? name : undefined, email: account?.email ?? '', role: account?.role ?? '', accountName: account?.name ?? '' }
  }

  async #actorOf(token: string | undefined): Promise<Actor | undefined> {
    const identity = await this.#identify(token)
    if (!identity) return undefined
    const account = this.#byId.get(identity.userId)
    return { userId: identity.userId, name: identity.userName ?? account?.name ?? '', role: account?.contextRole ?? null }
  }

  #publish(happening: Happening): void {
    const packets = this.options.asDeployed ? deployedPackets : documentedPackets
    for (const { event, payload } of packets(happening, new Date())) {
      if (this.running) this.io.of(STUDY).to(roomOf(happening.session.id)).emit(event, payload)
      this.log(`${event} to ${roomOf(happening.session.id)}`)
    }
  }
}

export const createAprendeai: CreatePlatform = (options) => new Aprendeai(options)
