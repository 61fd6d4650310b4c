import type { RestAnswer, RestRequest, Routes } from '../../kit/rest.ts'
import type { EndiapiAccount } from './accounts.ts'
import type { Discussions } from './discussions.ts'
import { bodyField } from '../../kit/rest.ts'

export interface RestParts {
  readonly asDeployed: boolean
  readonly accounts: readonly EndiapiAccount[]
  readonly discussions: Discussions
  readonly accessToken: (account: EndiapiAccount) => Promise<string>
  readonly refreshToken: (account: EndiapiAccount) => Promise<string>
  /** The account of a token; undefined when it is not valid. */
  readonly accountOf: (token: string | undefined, kind: 'access' | 'refresh') => Promise<EndiapiAccount | undefined>
  readonly nowMs: () => number
}

/** As deployed: sign-ins from one address. */
const SIGN_INS_MAX = 20
const SIGN_IN_WINDOW_MS = 15 * 60_000

/** The REST endpoints that the document names, and the two that a client of a deployed server needs. */
export function createRoutes(parts: RestParts): Routes {
  const limit = new SignInLimit(parts.nowMs)
  return {
    'POST /api/auth/login': (request) => (parts.asDeployed && !limit.take() ? failure(429, 'Too many requests, please try again later') : signIn(parts, request)),
    'POST /api/auth/refresh': (request) => refresh(parts, request),
    'GET /api/auth/me': (request) => signedIn(parts, request, async (account, token) => ({ user: userView(account), access_token: token })),
    'GET /api/discussions/threads/unread': (request) =>
      signedIn(parts, request, async ({ userId }) =>
        parts.discussions.unreadFor(userId).map(({ id, video, question, messages, resolved }) => ({ id, videoId: video.id, videoTitle: video.title, question, messages, resolved }))),
  }
}

/** Document, "Token Format": `data.tokens.access_token`. As deployed the tokens are in cookies only, and nobody of role admin gets in without a lecturer's profile. */
async function signIn(parts: RestParts, { body }: RestRequest): Promise<RestAnswer> {
  const [email, password] = [bodyField(body, 'email'), bodyField(body, 'password')]
  const account = parts.accounts.find((candidate) => candidate.email === email && candidate.password === password)
  if (!account) return failure(401, 'Invalid email or password')
  if (parts.asDeployed && account.role === 'admin' && !account.isLecturer) return failure(404, 'Lecturer profile not found')
  const tokens = { access_token: await parts.accessToken(account), refresh_token: await parts.refreshToken(account) }
  const data = parts.asDeployed ? { user: userView(account), profile: { name: account.name } } : { user: userView(account), tokens }
  return { json: { success: true, message: 'Login successful', data }, cookies: cookiesOf(tokens) }
}

async function refresh(parts: RestParts, { body, cookies }: RestRequest): Promise<RestAnswer> {
  const given = bodyField(body, 'refresh_token') ?? cookies['refresh_token']
  const account = typeof given === 'string' ? await parts.accountOf(given, 'refresh') : undefined
  if (!account) return failure(401, 'Invalid refresh token')
  const tokens = { access_token: await parts.accessToken(account), refresh_token: await parts.refreshToken(account) }
  return { json: { success: true, message: 'Token refreshed', ...(!parts.asDeployed && { data: { tokens } }) }, cookies: cookiesOf(tokens) }
}

/** Bearer or the cookie: the document's browser examples send no header. */
async function signedIn(parts: RestParts, { bearer, cookies }: RestRequest, answer: (account: EndiapiAccount, token: string) => Promise<unknown>): Promise<RestAnswer> {
  const token = bearer ?? cookies['access_token']
  const account = await parts.accountOf(token, 'access')
  return account && token !== undefined ? { json: { success: true, data: await answer(account, token) } } : failure(401, 'Authentication required')
}

function cookiesOf(tokens: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(tokens).map(([name, token]) => `${name}=${token}; Path=/; HttpOnly; Secure; SameSite=None`)
}

function failure(status: number, error: string): RestAnswer {
  return { status, json: { success: false, error } }
}

function userView({ userId, email, role, name }: EndiapiAccount): Readonly<Record<string, unknown>> {
  return { id: userId, email, role, name }
}

/** A fixed window for everybody: the campus has one address. */
class SignInLimit {
  readonly #nowMs: () => number
  #windowStartMs = -Infinity
  #taken = 0

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  take(): boolean {
    if (this.#nowMs() - this.#windowStartMs >= SIGN_IN_WINDOW_MS) {
      this.#windowStartMs = this.#nowMs()
      this.#taken = 0
    }
    return ++this.#taken <= SIGN_INS_MAX
  }
}
