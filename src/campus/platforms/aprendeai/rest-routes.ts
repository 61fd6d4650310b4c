import type { RestAnswer, RestHandler, RestRequest, Routes } from '../../kit/rest.ts'
import { institutionId } from './accounts.ts'
import type { AprendeaiAccount } from './accounts.ts'
import type { Actor, Outcome, StudySession, StudySessions } from './study-sessions.ts'
import { bodyField } from '../../kit/rest.ts'

export interface RestParts {
  readonly asDeployed: boolean
  readonly accounts: readonly AprendeaiAccount[]
  readonly sessions: StudySessions
  /** Who a token belongs to; undefined when it is not valid. */
  readonly actorOf: (token: string | undefined) => Promise<Actor | undefined>
  readonly accessToken: (account: AprendeaiAccount) => Promise<string>
  readonly refreshToken: (account: AprendeaiAccount) => Promise<string>
  /** The account of a refresh token; undefined when it is not valid. */
  readonly accountOfRefresh: (token: string) => Promise<AprendeaiAccount | undefined>
}

const unauthorized: RestAnswer = { status: 401, json: { statusCode: 401, message: 'Unauthorized' } }

/** Sign-in as deployed (the document has none), and the triggers under each event's "Triggers" in the document. */
export function createRoutes(parts: RestParts): Routes {
  const { sessions } = parts
  const prefix = parts.asDeployed ? '/api/v1' : ''
  const chat = parts.asDeployed ? '/groups/sessions/:sessionId/chat' : '/groups/:groupId/sessions/:sessionId/chat'

  /** A trigger of a session: needs a token, answers with the session. */
  const trigger = (act: (request: RestRequest, sessionId: string, by: Actor) => Outcome): RestHandler => async (request) => {
    const by = await parts.actorOf(request.bearer)
    if (!by) return unauthorized
    const sessionId = request.params['sessionId'] ?? ''
    const session = sessions.find(sessionId)
    const { groupId } = request.params
    if (session && groupId !== undefined && groupId !== session.groupId) return refusal({ ok: false, status: 404, message: 'Group not found' })
    const outcome = act(request, sessionId, by)
    return outcome.ok && session ? { json: sessionView(session) } : refusal(outcome)
  }

  return {
    'POST /api/v1/auth/login': (request) => signIn(parts, request),
    'POST /api/v1/auth/refresh': (request) => refresh(parts, request),
    [`PUT ${prefix}/group-sessions/:sessionId/start`]: trigger((_, sessionId, by) => sessions.start(sessionId, by)),
    [`POST ${prefix}/group-sessions/:sessionId/rounds/:roundIndex/advance`]: trigger((request, sessionId) => sessions.advance(sessionId, Number(request.params['roundIndex']))),
    [`PATCH ${prefix}/group-sessions/:sessionId/rounds/:roundIndex/prompt`]: trigger((request, sessionId) =>
      sessions.setPrompt(sessionId, Number(request.params['roundIndex']), bodyField(request.body, 'prompt'))),
    [`POST ${prefix}/group-sessions/:sessionId/events`]: trigger((request, sessionId, by) => sessions.submit(sessionId, by, bodyField(request.body, 'eventType'))),
    [`POST ${prefix}${chat}`]: trigger((request, sessionId, by) => sessions.chat(sessionId, by, bodyField(request.body, 'message'))),
  }
}

async function signIn(parts: RestParts, { body }: RestRequest): Promise<RestAnswer> {
  const [email, password] = [bodyField(body, 'email'), bodyField(body, 'password')]
  const account = parts.accounts.find((candidate) => candidate.email === email && candidate.password === password)
  if (!account) return { status: 401, json: { statusCode: 401, message: 'Invalid credentials' } }
  return {
    json: { access_token: await parts.accessToken(account), user: userView(account) },
    cookies: [`refresh_token=${await parts.refreshToken(account)}; Path=/; HttpOnly; SameSite=Lax`],
  }
}

/** Takes the cookie or `{refresh_token}`; the refresh token itself is not renewed. */
async function refresh(parts: RestParts, { body, cookies }: RestRequest): Promise<RestAnswer> {
  const given = bodyField(body, 'refresh_token') ?? cookies['refresh_token']
  const account = typeof given === 'string' ? await parts.accountOfRefresh(given) : undefined
  if (!account) return unauthorized
  return { json: { access_token: await parts.accessToken(account), user: userView(account) } }
}

function refusal(outcome: Outcome): RestAnswer {
  const { status, message } = outcome.ok ? { status: 404, message: 'Session not found' } : outcome
  return { status, json: { statusCode: status, message } }
}

function userView({ userId, email, name, systemRole, contextRole }: AprendeaiAccount): Readonly<Record<string, unknown>> {
  return { id: userId, email, name, systemRole, contextRole, institutionId }
}

function sessionView({ id, groupId, title, status, rounds }: StudySession): Readonly<Record<string, unknown>> {
  return { id, groupId, title, status, rounds: rounds.map((round) => ({ id: round.id, index: round.index, status: round.status, prompt: round.prompt })) }
}

