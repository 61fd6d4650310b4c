import type { IncomingMessage, ServerResponse } from 'node:http'

/* A few lines of HTTP for the platforms' sign-in and trigger endpoints. */

const BODY_BYTES_MAX = 100_000

export interface RestRequest {
  readonly method: string
  readonly pathname: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly cookies: Readonly<Record<string, string>>
  /** Token of `Authorization: Bearer`. */
  readonly bearer: string | undefined
  /** Parsed JSON body; undefined when there is none or it is no JSON. */
  readonly body: unknown
}

export interface RestAnswer {
  readonly status?: number
  readonly json: unknown
  readonly cookies?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

export type RestHandler = (request: RestRequest) => RestAnswer | Promise<RestAnswer>

/** `POST /group-sessions/:sessionId/chat` -> handler. */
export type Routes = Readonly<Record<string, RestHandler>>

/** Answers one request from the routes; 404 as JSON where none fits. Never throws. */
export async function serveRest(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://campus.invalid')
  const method = request.method ?? 'GET'
  try {
    for (const [route, handler] of Object.entries(routes)) {
      const params = matchRoute(route, method, url.pathname)
      if (!params) continue
      const answer = await handler({
        method,
        pathname: url.pathname,
        params,
        query: url.searchParams,
        headers: request.headers,
        cookies: readCookies(request.headers.cookie),
        bearer: /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1],
        body: await readJson(request),
      })
      send(response, answer)
      return
    }
    send(response, { status: 404, json: { success: false, error: 'Not found' } })
  } catch {
    send(response, { status: 500, json: { success: false, error: 'Internal server error' } })
  }
}

function send(response: ServerResponse, answer: RestAnswer): void {
  if (response.headersSent || response.destroyed) return
  const headers: Record<string, string | string[]> = { 'content-type': 'application/json', ...answer.headers }
  if (answer.cookies) headers['set-cookie'] = [...answer.cookies]
  response.writeHead(answer.status ?? 200, headers).end(JSON.stringify(answer.json))
}

function matchRoute(route: string, method: string, pathname: string): Record<string, string> | undefined {
  const [routeMethod, routePath] = route.split(' ')
  if (routeMethod !== method || routePath === undefined) return undefined
  const wanted = routePath.split('/')
  const given = pathname.split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value)
    else if (part !== value) return undefined
  }
  return params
}

function readCookies(header: string | undefined): Record<string, string> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='))
  return Object.fromEntries(pairs.filter(([name]) => name).map(([name = '', ...value]) => [name, value.join('=')]))
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > BODY_BYTES_MAX) return undefined
  }
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An own field of a JSON body that may be anything; undefined where it has none. */
export function bodyField(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? (body as Record<string, unknown>)[name] : undefined
}
