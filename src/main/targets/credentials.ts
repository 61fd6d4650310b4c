import type { Catalog } from '../../shared/catalog.ts'
import type { ProblemKind, TargetSecrets, TargetSettings } from '../../shared/domain.ts'
import { TOKEN_RENEW_BEFORE_MS } from '../../shared/limits.ts'
import type { Vault } from './clock.ts'
import { isSameParty, originOf } from './namespaces.ts'
import { exchangeTokens } from './sign-in.ts'
import type { TokenOutcome } from './sign-in.ts'
import { cleanToken, readToken, whoAmI } from './token.ts'
import type { TokenFacts } from './token.ts'

export type RenewResult = { readonly ok: true; readonly by: 'refresh' | 'password' } | { readonly ok: false; readonly kind: ProblemKind; readonly details: string; readonly retryAfterMs: number | undefined }

export interface CredentialsOptions {
  readonly catalog: Catalog
  readonly vault: Vault
  readonly now: () => number
  /** false: a refresh token is not used (a test of a form must not use up a token that rotates). */
  readonly mayRefresh: boolean
}

/** One target's token, refresh token and password: in memory here, kept by the vault. */
export class Credentials {
  readonly #options: CredentialsOptions
  #settings: TargetSettings
  #secrets: TargetSecrets
  #facts: TokenFacts | undefined
  #receivedAtMs: number
  #answers: readonly unknown[] = []
  #renewing: Promise<RenewResult> | undefined
  #stop = new AbortController()
  /** The vault could not keep the last secrets; they are here for this run. */
  #unkept = false
  /** The platform's own sign-in or refresh answered in this run. */
  platformAnswered = false

  constructor(settings: TargetSettings, options: CredentialsOptions) {
    this.#options = options
    this.#settings = settings
    this.#secrets = {}
    this.#receivedAtMs = options.now()
    this.#load(options.vault.get(settings.id) ?? {})
  }

  /** false: this target is used without signing in, or with whatever token happens to be there. */
  get usesToken(): boolean {
    return this.#settings.authWay !== 'none' && this.#settings.signIn !== 'none'
  }

  get token(): string | undefined {
    return this.#settings.authWay === 'none' ? undefined : this.#secrets.token
  }

  get facts(): TokenFacts | undefined {
    return this.token === undefined ? undefined : this.#facts
  }

  get where(): 'none' | 'keyring' | 'memory' {
    return this.#secrets.token || this.#secrets.password || this.#secrets.refreshToken ? (this.#unkept ? 'memory' : this.#options.vault.where) : 'none'
  }

  get signedInAs(): { id: string; role: string } | null {
    return this.token === undefined ? null : whoAmI([this.#facts?.claims ?? {}, ...this.#answers], this.#options.catalog.auth.whoAmI)
  }

  get canRefresh(): boolean {
    const { refresh } = this.#options.catalog.auth
    return this.#options.mayRefresh && this.#settings.signIn !== 'none' && refresh.length > 0 && (this.#secrets.refreshToken !== undefined || !needsRefreshToken(refresh))
  }

  get canSignIn(): boolean {
    return this.#settings.signIn === 'password' && this.#options.catalog.auth.signIn.length > 0 && this.#settings.email !== '' && (this.#secrets.password ?? '') !== ''
  }

  /** When the token should be renewed, ms since 1970: a minute before its end, or at 80 % of its life where that is later. */
  get renewAtMs(): number | undefined {
    const endsAtMs = this.facts?.endsAtMs
    if (endsAtMs === undefined) return undefined
    const bornAtMs = Math.min(this.#facts?.issuedAtMs ?? this.#receivedAtMs, endsAtMs)
    return Math.max(endsAtMs - TOKEN_RENEW_BEFORE_MS, bornAtMs + (endsAtMs - bornAtMs) * 0.8)
  }

  isEndingSoon(nowMs: number): boolean {
    const renewAtMs = this.renewAtMs
    return renewAtMs !== undefined && renewAtMs <= nowMs
  }

  /** Secrets go only to the host that they were entered for: at another one they are forgotten. */
  update(settings: TargetSettings): void {
    const before = this.#settings
    this.#settings = settings
    if (before.url !== settings.url || before.email !== settings.email || before.caCertificate !== settings.caCertificate) this.stop()
    if (!isSameParty(before.url, settings.url)) this.#keep({})
  }

  /** What the user typed; what was not typed stays. A new token or password makes an older refresh token worthless. */
  enter(secrets: TargetSecrets): void {
    const token = secrets.token === undefined ? '' : cleanToken(secrets.token)
    const next: { token?: string; refreshToken?: string; password?: string } = { ...this.#secrets }
    if (token !== '' || secrets.password) delete next.refreshToken
    if (secrets.password && token === '') delete next.token
    if (token !== '') next.token = token
    if (secrets.refreshToken) next.refreshToken = cleanToken(secrets.refreshToken)
    if (secrets.password) next.password = secrets.password
    this.stop()
    this.#answers = []
    this.#keep(next)
  }

  /** Gets a new token by the given way; several callers share one exchange. */
  renew(by: 'refresh' | 'password'): Promise<RenewResult> {
    if (this.#renewing) return this.#renewing
    const renewing = this.#run(by).finally(() => {
      if (this.#renewing === renewing) this.#renewing = undefined
    })
    this.#renewing = renewing
    return renewing
  }

  /** A text of a server without the secrets of this target, whatever form they have. */
  hide(text: string): string {
    let clean = text
    for (const secret of Object.values(this.#secrets)) if (secret && secret.length > 3) clean = clean.replaceAll(secret, '[hidden]')
    return clean
  }

  /** An exchange that runs is given up: its token belongs to what was entered before. */
  stop(): void {
    this.#stop.abort()
    this.#stop = new AbortController()
    this.#renewing = undefined
  }

  async #run(by: 'refresh' | 'password'): Promise<RenewResult> {
    const { auth } = this.#options.catalog
    const { token, refreshToken, password } = this.#secrets
    const values = by === 'refresh' ? { ...(refreshToken ? { refreshToken } : {}), ...(token ? { token } : {}) } : { email: this.#settings.email, ...(password ? { password } : {}) }
    const { signal } = this.#stop
    const outcome: TokenOutcome = await exchangeTokens(by === 'refresh' ? auth.refresh : auth.signIn, { url: originOf(this.#settings.url), ca: this.#settings.caCertificate, values, signal })
    if (signal.aborted) return { ok: false, kind: 'stopped', details: '', retryAfterMs: undefined }
    if (!outcome.ok) return outcome
    this.platformAnswered = true
    this.#answers = outcome.answers.length > 0 ? outcome.answers : this.#answers
    this.#keep({ ...this.#secrets, token: outcome.token, ...(outcome.refreshToken ? { refreshToken: outcome.refreshToken } : {}) })
    return { ok: true, by }
  }

  #keep(secrets: TargetSecrets): void {
    this.#load(secrets)
    try {
      this.#options.vault.set(this.#settings.id, secrets)
      this.#unkept = false
    } catch {
      // A full disk or a locked keyring must not end a session that works.
      this.#unkept = true
    }
  }

  #load(secrets: TargetSecrets): void {
    const token = secrets.token === undefined ? '' : cleanToken(secrets.token)
    const { token: _, ...others } = secrets
    this.#secrets = token === '' ? others : { ...others, token }
    this.#facts = token === '' ? undefined : readToken(token)
    this.#receivedAtMs = this.#options.now()
  }
}

function needsRefreshToken(requests: Catalog['auth']['refresh']): boolean {
  return JSON.stringify(requests.map(({ body }) => body ?? null)).includes('{refreshToken}')
}
