import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { messageOf } from '../shared/message-of.ts'
import type { Campus } from './campus.ts'
import { ADMIN_FEED_USER, portProblem } from './campus.ts'
import { platformIds } from './contract.ts'
import type { PlatformId } from './contract.ts'
import { EVENTS_PER_SECOND_MAX } from './population/story.ts'
import { scenarioNames } from './scenarios/scenario.ts'
import { ScenarioError, scenarios } from './scenarios/scenarios.ts'

/*
 * A remote control for demos and tests, on 127.0.0.1 alone:
 *   GET  /status                                  what runs, what happened, what the servers saw
 *   GET  /sent/<platform>                         exact count of events sent to the admin, {"/ns event": n}; in a cluster
 *                                                 of all nodes, without what a killed node sent in its last moment (100 ms)
 *   POST /start/<platform> /stop/<platform> /crash/<platform>
 *   POST /kill-node/<platform>/<n> /start-node/<platform>/<n>   a process of a cluster, by SIGKILL
 *   POST /pace?eventsPerSecond=n   /story/stop   /story/start
 *   GET  /scenario                                what can be started, and the newest one: its progress and the alerts that
 *                                                 a console must have at its end
 *   POST /scenario/<name>?speed=n   /scenario/stop
 * A POST needs `Authorization: Bearer <token>`.
 */

export interface Control {
  readonly url: string
  readonly token: string
  stop(): Promise<void>
}

const nodeVerbs: ReadonlySet<string> = new Set(['kill-node', 'start-node'])

interface Answer {
  readonly status: number
  readonly json: unknown
}

/** @param port 0: any free one. Rejects with CampusError when the port is taken. */
export async function startControl(campus: Campus, port: number, portBase: number): Promise<Control> {
  const token = randomBytes(24).toString('base64url')
  const server = createServer((request, response) => {
    void answer(campus, token, request).then(({ status, json }) => {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(`${JSON.stringify(json, null, 2)}\n`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portProblem(error, 'The control server cannot start', portBase) ?? error))
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Never rejects. */
async function answer(campus: Campus, token: string, request: IncomingMessage): Promise<Answer> {
  // A page in a browser could reach this port under a name of its own.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) return problem(403, 'Ask for 127.0.0.1.')
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const [, verb = '', subject = '', node, ...rest] = url.pathname.split('/')
  if (rest.length > 0 || (node !== undefined && !nodeVerbs.has(verb))) return problem(404, 'No such path.')
  try {
    if (request.method === 'GET') return await read(campus, verb, subject)
    if (request.method !== 'POST') return problem(405, 'GET or POST.')
    if (!authorized(request, token)) return problem(401, 'A POST needs the token of the ready message as Authorization: Bearer.')
    if (nodeVerbs.has(verb)) return await changeNode(campus, verb, subject, Number(node))
    return await change(campus, verb, subject, url.searchParams)
  } catch (error) {
    return problem(500, messageOf(error))
  }
}

async function read(campus: Campus, verb: string, subject: string): Promise<Answer> {
  if (verb === 'status' && subject === '') return { status: 200, json: status(campus) }
  if (verb === 'scenario' && subject === '') return { status: 200, json: scenarioStatus(campus) }
  const id = platformOf(campus, subject)
  const platform = id && campus.platforms.get(id)
  if (verb !== 'sent') return problem(404, 'No such path.')
  if (!platform) return noPlatform(campus)
  await campus.recount(platform.id)
  return { status: 200, json: Object.fromEntries(platform.sentTo(platform.admin.userId)) }
}

async function change(campus: Campus, verb: string, subject: string, query: URLSearchParams): Promise<Answer> {
  if (verb === 'pace' && subject === '') {
    const rate = Number(query.get('eventsPerSecond') ?? Number.NaN)
    if (!(rate >= 0 && rate <= EVENTS_PER_SECOND_MAX)) return problem(400, `eventsPerSecond is a number from 0 to ${EVENTS_PER_SECOND_MAX}.`)
    campus.story.eventsPerSecond = rate
    return { status: 200, json: status(campus) }
  }
  if (verb === 'story' && (subject === 'stop' || subject === 'start')) {
    campus.story[subject]()
    return { status: 200, json: status(campus) }
  }
  if (verb === 'scenario') return await changeScenario(campus, subject, query)
  if (verb !== 'start' && verb !== 'stop' && verb !== 'crash') return problem(404, 'No such path.')
  const id = platformOf(campus, subject)
  if (!id) return noPlatform(campus)
  if (verb === 'start') await campus.startPlatform(id)
  else if (verb === 'stop') await campus.stopPlatform(id)
  else await campus.crashPlatform(id)
  return { status: 200, json: status(campus) }
}

async function changeScenario(campus: Campus, subject: string, query: URLSearchParams): Promise<Answer> {
  if (subject === 'stop') {
    await campus.scenarios.stop()
    return { status: 200, json: scenarioStatus(campus) }
  }
  const name = scenarioNames.find((one) => one === subject)
  if (!name) return problem(404, `No such scenario; there are ${scenarioNames.join(', ')}.`)
  try {
    campus.scenarios.start(name, Number(query.get('speed') ?? 1))
  } catch (error) {
    if (error instanceof ScenarioError) return problem(409, error.message)
    throw error
  }
  return { status: 200, json: scenarioStatus(campus) }
}

function scenarioStatus(campus: Campus): unknown {
  return { scenarios: scenarioNames.map((name) => ({ name, title: scenarios[name].title, seconds: scenarios[name].seconds })), newest: campus.scenarios.progress ?? null }
}

async function changeNode(campus: Campus, verb: string, subject: string, node: number): Promise<Answer> {
  const id = platformOf(campus, subject)
  if (!id) return noPlatform(campus)
  const nodes = campus.nodes(id)
  if (nodes.length === 0) return problem(404, `${id} has no nodes: start the campus with --nodes.`)
  if (!nodes.some((one) => one.node === node)) return problem(404, `${id} has nodes 1 to ${nodes.length}.`)
  if (verb === 'kill-node') await campus.killNode(id, node)
  else await campus.startNode(id, node)
  return { status: 200, json: status(campus) }
}

function status(campus: Campus): unknown {
  const { told, skipped, failed, byActivity } = campus.story.counts
  return {
    school: campus.school.name,
    people: campus.school.persons.length,
    devices: campus.attendance,
    story: { going: campus.story.going, eventsPerSecond: campus.story.eventsPerSecond, told, skipped, failed, byActivity: Object.fromEntries(byActivity) },
    adminFeed: { username: ADMIN_FEED_USER, password: campus.adminFeedPassword },
    platforms: campus.describe().map((target) => {
      const platform = campus.platforms.get(target.id)
      return { ...target, running: platform?.running ?? false, connectsSeen: platform?.connectsSeen, nodes: campus.nodes(target.id) }
    }),
  }
}

function platformOf(campus: Campus, text: string): PlatformId | undefined {
  return platformIds.find((id) => id === text && campus.platforms.has(id))
}

function noPlatform(campus: Campus): Answer {
  return problem(404, `No such platform on this campus; it has ${[...campus.platforms.keys()].join(', ')}.`)
}

function problem(code: number, text: string): Answer {
  return { status: code, json: { error: text } }
}

function authorized(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
