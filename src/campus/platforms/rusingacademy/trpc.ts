import { randomBytes } from 'node:crypto'
import type { RestAnswer, RestRequest, Routes } from '../../kit/rest.ts'
import type { Account } from '../../contract.ts'
import { fullName } from '../../kit/identity.ts'

/* The platform's HTTP side, tRPC with superjson: input and output are wrapped in `json`. */

/** Holds the JWT; what the body calls `sessionToken` is a row of the database that the socket refuses. */
const sessionCookie = 'app_session_id'

export interface TrpcOptions {
  readonly accountOfEmail: (email: string) => Account | undefined
  /** Account of a JWT. */
  readonly accountOfToken: (token: string | undefined) => Promise<Account | undefined>
  readonly issue: (account: Account) => Promise<string>
  readonly tokenSeconds: number
  readonly sendMessage: (account: Account, roomId: string, content: string) => void
  readonly syncProgress: (account: Account, lessonId: string | number, progress: number, timeSpent: number) => void
}

export function trpcRoutes(options: TrpcOptions): Routes {
  return {
    'POST /api/trpc/customAuth.login': async (request) => {
      const { email, password } = inputOf(request)
      const account = typeof email === 'string' ? options.accountOfEmail(email) : undefined
      if (!account || account.password !== password) return refusal('customAuth.login', 'Invalid email or password')
      const user = { id: Number(account.userId), email: account.email, name: fullName(account.person), role: account.role }
      const jwt = await options.issue(account)
      return {
        ...result({ success: true, user, sessionToken: randomBytes(32).toString('hex') }),
        cookies: [`${sessionCookie}=${jwt}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${options.tokenSeconds}`],
      }
    },
    'POST /api/trpc/chat.sendMessage': async (request) => {
      const account = await options.accountOfToken(request.cookies[sessionCookie])
      if (!account) return refusal('chat.sendMessage', 'Please login (10001)')
      const { roomId, content } = inputOf(request)
      if ((typeof roomId !== 'string' && typeof roomId !== 'number') || typeof content !== 'string') return badRequest('chat.sendMessage')
      options.sendMessage(account, String(roomId), content)
      return result({ success: true })
    },
    'POST /api/trpc/progressSync.sync': async (request) => {
      const account = await options.accountOfToken(request.cookies[sessionCookie])
      if (!account) return refusal('progressSync.sync', 'Please login (10001)')
      const { lessonId, progress, timeSpent } = inputOf(request)
      if (typeof lessonId !== 'number' || typeof progress !== 'number') return badRequest('progressSync.sync')
      options.syncProgress(account, lessonId, progress, typeof timeSpent === 'number' ? timeSpent : 0)
      return result({ success: true })
    },
  }
}

/** The input, wrapped by superjson or bare. */
function inputOf(request: RestRequest): Readonly<Record<string, unknown>> {
  const body = isFields(request.body) ? request.body : {}
  return isFields(body.json) ? body.json : body
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function result(json: unknown): RestAnswer {
  return { json: { result: { data: { json } } } }
}

function refusal(path: string, message: string): RestAnswer {
  return { status: 401, json: { error: { json: { message, code: -32001, data: { code: 'UNAUTHORIZED', httpStatus: 401, path } } } } }
}

function badRequest(path: string): RestAnswer {
  return { status: 400, json: { error: { json: { message: 'Invalid input', code: -32600, data: { code: 'BAD_REQUEST', httpStatus: 400, path } } } } }
}
