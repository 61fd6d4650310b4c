import type { Server } from 'socket.io'
import type { Account, Activity, CreatePlatform, Person, PlatformOptions, TokenOptions, WatchableRoom } from '../../contract.ts'
import { ClientDevice } from '../../kit/device.ts'
import type { Introduction } from '../../kit/introduce.ts'
import { PlatformBase } from '../../kit/platform-base.ts'
import type { Routes } from '../../kit/rest.ts'
import { Tokens } from '../../kit/tokens.ts'
import { createAccounts } from './accounts.ts'
import type { EndiapiAccount } from './accounts.ts'
import { createActivities } from './activities.ts'
import { Discussions } from './discussions.ts'
import type { ThreadNews } from './discussions.ts'
import { admission, Gateway } from './gateway.ts'
import { threadNotification } from './notifications.ts'
import { createRoutes } from './rest-routes.ts'

/** Issuer and audience as deployed; the document names none. */
const ISSUER = 'codeendelea-lms'
const AUDIENCE = 'codeendelea-lms-api'
/** 15 minutes by the platform's documents, two days by its code. */
const ACCESS_SECONDS = 15 * 60
const ACCESS_SECONDS_DEPLOYED = 2 * 24 * 3600
const REFRESH_SECONDS = 7 * 24 * 3600

/** endiAPI: personal notifications on the root namespace (its document "WebSocket Notifications Documentation"). */
export class Endiapi extends PlatformBase {
  readonly id = 'endiapi'
  readonly path = '/socket.io'
  readonly accounts: readonly EndiapiAccount[]
  readonly discussions: Discussions
  /** The platform has none. */
  readonly rooms: readonly WatchableRoom[] = []
  readonly activities: readonly Activity[]
  protected readonly routes: Routes
  readonly gateway: Gateway
  readonly #tokens: Tokens
  readonly #byId: ReadonlyMap<string, EndiapiAccount>
  readonly #byNumber: ReadonlyMap<number, EndiapiAccount>

  constructor(options: PlatformOptions) {
    super(options)
    const { cluster } = options
    this.#tokens = new Tokens({ issuer: ISSUER, audience: AUDIENCE, key: cluster?.tokenKey })
    this.gateway = new Gateway((userId) => this.#introductionOf(userId), cluster)
    this.accounts = createAccounts(options.school)
    this.#byId = new Map(this.accounts.map((account) => [account.userId, account]))
    this.#byNumber = new Map(this.accounts.map((account) => [account.person.number, account]))
    this.discussions = new Discussions(options.school, this.accounts, (news) => this.#publish(news))
    this.activities = createActivities({ discussions: this.discussions, accounts: this.accounts, asDeployed: options.asDeployed, send: (userId, notification) => this.gateway.send(userId, notification) })
    this.routes = createRoutes({
      asDeployed: options.asDeployed,
      accounts: this.accounts,
      discussions: this.discussions,
      accessToken: (account) => this.issueToken(account),
      refreshToken: (account) => this.issueToken(account, { expiresInSeconds: REFRESH_SECONDS, claims: { type: 'refresh' } }),
      accountOf: async (token, kind) => {
        const verdict = await this.#tokens.verify(token)
        return verdict.ok && (verdict.claims['type'] === 'refresh') === (kind === 'refresh') ? this.#byId.get(verdict.claims.sub ?? '') : undefined
      },
      nowMs: () => Date.now(),
    })
  }

  protected serve(io: Server): void {
    this.counted(io.of('/'))
    this.gateway.serve(io, async (token) => admission(await this.#tokens.verify(token), this.options.asDeployed))
  }

  protected override async accountOfToken(token: string): Promise<Account | undefined> {
    const verdict = await this.#tokens.verify(token)
    return verdict.ok && verdict.claims['type'] !== 'refresh' ? this.#byId.get(verdict.claims.sub ?? '') : undefined
  }

  issueToken(account: Account, options: TokenOptions = {}): Promise<string> {
    const own = this.options.asDeployed ? ACCESS_SECONDS_DEPLOYED : ACCESS_SECONDS
    return this.#tokens.sign({ sub: account.userId, email: account.email, role: account.role, ...options.claims }, options.expiresInSeconds ?? this.options.tokenSeconds ?? own)
  }

  createDevice(person: Person): ClientDevice {
    const account = this.#byNumber.get(person.number)
    if (!account) throw new Error(`no endiAPI account for person ${person.number}`)
    return new ClientDevice({ person, url: () => this.url, path: this.path, namespaces: ['/'], token: () => this.issueToken(account) })
  }

  #introductionOf(userId: string): Introduction {
    const account = this.#byId.get(userId)
    return { userId, name: account?.name ?? '', email: account?.email ?? '', role: account?.role ?? '' }
  }

  /** `thread_resolved` is "Not yet implemented" in the document, but deployed servers send it. */
  #publish(news: ThreadNews): void {
    if (news.action === 'thread_resolved' && !this.options.asDeployed) return
    this.gateway.send(news.recipient.userId, threadNotification(news, new Date()))
    this.log(`${news.action} to #${news.recipient.person.number}`)
  }
}

export const createEndiapi: CreatePlatform = (options) => new Endiapi(options)
