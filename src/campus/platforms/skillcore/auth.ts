import { z } from 'zod'
import type { Account } from '../../contract.ts'
import type { RestAnswer, RestRequest, Routes } from '../../kit/rest.ts'
import { Tokens } from '../../kit/tokens.ts'
import { DISTRICT_ID, SCHOOL_ID } from './world.ts'
import type { World } from './world.ts'

/* Sign-in and tokens, from the security chapter of SkillCore's documentation. */

/** "15 min" for the access token. */
export const ACCESS_SECONDS = 15 * 60
const REFRESH_SECONDS = 7 * 24 * 3600
/** "5 attempts/15 min". */
const ATTEMPTS_MAX = 5
const ATTEMPTS_WINDOW_MS = 15 * 60_000
const ATTEMPTED_EMAILS_MAX = 10_000

/** The code that the one account with a second factor wants. */
export const MFA_CODE = '123456'

const permissions: Readonly<Record<string, readonly string[]>> = {
  SYSTEM_ADMIN: ['*'],
  PRINCIPAL: ['grades:read', 'attendance:read', 'announcements:write'],
  COUNSELOR: ['attendance:read', 'interventions:write'],
  TEACHER: ['grades:write', 'attendance:write', 'messages:write'],
  STUDENT: ['grades:read:own', 'messages:write'],
  PARENT: ['grades:read:child', 'messages:write'],
}

const login = z.object({ email: z.string().max(320), password: z.string().max(1_000), mfaCode: z.string().max(20).optional() })
const refresh = z.object({ refreshToken: z.string().max(10_000) })

export class Auth {
  readonly #world: World
  readonly #deployed: boolean
  readonly #accessSeconds: number
  readonly #access: Tokens
  readonly #refresh: Tokens
  /** Times of failed sign-ins, by e-mail address. */
  readonly #failures = new Map<string, number[]>()

  /** @param key of the tokens' signature, where several servers share one */
  constructor(world: World, deployed: boolean, accessSeconds: number, key?: Uint8Array) {
    this.#access = new Tokens({ issuer: 'skillcore-api', audience: 'skillcore-webapp', key })
    this.#refresh = new Tokens({ issuer: 'skillcore-api', audience: 'skillcore-refresh', key })
    this.#world = world
    this.#deployed = deployed
    this.#accessSeconds = accessSeconds
  }

  issue(account: Account, expiresInSeconds = this.#accessSeconds, claims: Record<string, unknown> = {}): Promise<string> {
    const { userId, email, role } = account
    return this.#access.sign(
      {
        sub: userId,
        email,
        role,
        tenantId: 'tenant-1',
        schoolId: SCHOOL_ID,
        permissions: permissions[role] ?? [],
        // The developer guide's middleware reads these names.
        ...(this.#deployed && { userId, districtId: DISTRICT_ID }),
        ...claims,
      },
      expiresInSeconds,
    )
  }

  /** Whose token it is, undefined when it is missing, wrong, expired or nobody's. */
  async check(token: unknown): Promise<Account | undefined> {
    const verdict = await this.#access.verify(token)
    return verdict.ok ? this.#world.byUserId(verdict.claims.sub) : undefined
  }

  readonly routes: Routes = {
    'POST /api/auth/login': (request) => this.#login(request),
    'POST /api/auth/refresh': (request) => this.#renew(request),
  }

  async #login({ body }: RestRequest): Promise<RestAnswer> {
    const parsed = login.safeParse(body)
    if (!parsed.success) return { status: 400, json: { error: 'email and password are required' } }
    const { email, password, mfaCode } = parsed.data
    const failures = (this.#failures.get(email) ?? []).filter((atMs) => Date.now() - atMs < ATTEMPTS_WINDOW_MS)
    if (failures.length >= ATTEMPTS_MAX) {
      const retryAfter = Math.ceil(((failures[0] ?? 0) + ATTEMPTS_WINDOW_MS - Date.now()) / 1000)
      return { status: 429, json: { error: 'Too many sign-in attempts', retryAfter }, headers: { 'retry-after': String(retryAfter) } }
    }
    const account = this.#world.byEmail(email)
    if (account?.password !== password) {
      this.#fail(email, failures)
      return { status: 401, json: { error: 'Invalid email or password' } }
    }
    if (account === this.#world.accountWithMfa && mfaCode !== MFA_CODE) {
      // Without a code it is only the question for one.
      if (mfaCode !== undefined) this.#fail(email, failures)
      return { status: 401, json: { error: mfaCode === undefined ? 'MFA code required' : 'Invalid MFA code', mfaRequired: true } }
    }
    this.#failures.delete(email)
    return { json: { accessToken: await this.issue(account), refreshToken: await this.#refresh.sign({ sub: account.userId }, REFRESH_SECONDS) } }
  }

  async #renew({ body }: RestRequest): Promise<RestAnswer> {
    const parsed = refresh.safeParse(body)
    const verdict = parsed.success ? await this.#refresh.verify(parsed.data.refreshToken) : undefined
    const account = verdict?.ok === true ? this.#world.byUserId(verdict.claims.sub) : undefined
    if (!account) return { status: 401, json: { error: 'Invalid refresh token' } }
    return { json: { accessToken: await this.issue(account) } }
  }

  #fail(email: string, earlier: readonly number[]): void {
    if (this.#failures.size >= ATTEMPTED_EMAILS_MAX) this.#failures.clear()
    this.#failures.set(email, [...earlier, Date.now()])
  }
}
