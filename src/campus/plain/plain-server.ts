import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../shared/message-of.ts'
import { Child } from '../cluster/child.ts'
import { Front } from '../cluster/front.ts'
import type { PlainAuth, PlainClientsStart, PlainConnection, PlainCounts, PlainNodeStart, PlainSocket } from './plain-messages.ts'

export interface PlainServerOptions {
  /** Sockets of clients, in all namespaces together; 1,000 where absent. */
  readonly clients?: number
  /** `/`, `/a` and `/b` where absent. */
  readonly namespaces?: readonly string[]
  /** Sockets that share one connection, at most one a namespace; 1 where absent. */
  readonly socketsPerConnection?: number
  /** Rooms of each namespace, `room-1` to `room-n`; 40 where absent. */
  readonly rooms?: number
  /** What clients do in a second, all together; 100 where absent. */
  readonly changesPerSecond?: number
  readonly seed?: number
  /** 0: any free one. */
  readonly port?: number
  /** More than one needs redisUrl. */
  readonly nodes?: number
  readonly redisUrl?: string
  /** development where absent. */
  readonly mode?: 'development' | 'production'
  readonly readonly?: boolean
  /** User `admin` with a random password where absent; false: no sign-in. */
  readonly auth?: PlainAuth | false
  /** `/admin` where absent. */
  readonly adminNamespace?: string
  /** Whether a session of the admin feed is good on every node; on where absent. Off, as `instrument()` has it by itself. */
  readonly sharedSessions?: boolean
}

export interface PlainNodeStatus {
  readonly node: number
  /** undefined with a single server: it is then called after the machine. */
  readonly serverId: string | undefined
  readonly pid: number
  readonly running: boolean
}

export interface PlainServer {
  readonly url: string
  /** Engine.IO path. */
  readonly path: string
  readonly adminNamespace: string
  readonly auth: PlainAuth | false
  readonly nodes: readonly PlainNodeStatus[]
  /** The servers' own fetchSockets() over all nodes and namespaces, without the admin namespace. Rejects when no node runs. */
  truth(): Promise<readonly PlainSocket[]>
  counts(): Promise<PlainCounts>
  /** Clients join, leave, talk and reconnect. So they do from the start on. */
  busy(changesPerSecond?: number): void
  /** Ends that; resolves when all is answered and everybody is connected. */
  quiet(): Promise<void>
  /** SIGKILL. */
  killNode(node: number): Promise<void>
  startNode(node: number): Promise<void>
  stop(): Promise<void>
}

/** The plain server cannot start for a reason that the user can change; the message says what to do. */
export class PlainServerError extends Error {}

const PATH = '/socket.io'
/** A process of clients holds at most so many connections: about 0.5 GB. */
const CONNECTIONS_PER_PROCESS_MAX = 4_000
/** The front needs two open files a connection; above this clients reach the nodes directly (WebSocket needs no front). */
const CONNECTIONS_THROUGH_FRONT_MAX = 6_000
const FILES_SPARE = 300
/** Every so many connections one uses long polling. */
const POLLING_EVERY = 50

interface Node {
  readonly node: number
  readonly serverId: string | undefined
  child: Child | undefined
  /** Of its last start. */
  port: number
  running: boolean
}

/** Starts the server's processes and those of its clients; resolves when all clients are connected. */
export async function createPlainServer(options: PlainServerOptions = {}): Promise<PlainServer> {
  const { nodes: nodeCount = 1, redisUrl, adminNamespace = '/admin', auth = { username: 'admin', password: randomBytes(9).toString('base64url') } } = options
  if (nodeCount > 1 && redisUrl === undefined) throw new PlainServerError('Several nodes need a Redis.')
  checkOpenFiles(Math.ceil((options.clients ?? 1_000) / socketsEach(options)))
  const plan = planConnections(options)
  const name = `plain-${randomBytes(6).toString('hex')}`
  const nodes: Node[] = Array.from({ length: nodeCount }, (_, index) => ({ node: index + 1, serverId: redisUrl === undefined ? undefined : `plain-${index + 1}`, child: undefined, port: 0, running: false }))
  const front = nodeCount > 1 ? new Front({ path: PATH, nodes: () => new Map(nodes.flatMap(({ node, port, running }) => (running ? [[node, port] as const] : []))) }) : undefined
  const clients: Child[] = []

  const launch = async (node: Node) => {
    const child = new Child(join(import.meta.dirname, 'plain-node.ts'), () => {}, () => {
      if (node.child === child) Object.assign(node, { child: undefined, running: false })
    })
    node.child = child
    const start: PlainNodeStart = {
      port: front ? node.port : node.port || (options.port ?? 0),
      namespaces: options.namespaces ?? ['/', '/a', '/b'], mode: options.mode ?? 'development', readonly: options.readonly ?? false, auth, adminNamespace,
      cluster: redisUrl === undefined ? undefined : { node: node.node, serverId: node.serverId ?? '', redisUrl, name, sharedSessions: options.sharedSessions ?? true },
    }
    try {
      node.port = ((await child.ask('start', start)) as { port: number }).port
      node.running = true
    } catch (error) {
      await child.kill()
      throw new PlainServerError(`The plain server cannot start. ${messageOf(error)}`)
    }
  }
  const find = (number: number): Node => {
    const node = nodes.find((one) => one.node === number)
    if (!node) throw new RangeError(`there are nodes 1 to ${nodes.length}, not ${number}`)
    return node
  }
  const everyClient = async (what: string) => await Promise.all(clients.map(async (child) => await child.ask(what)))
  const stop = async () => {
    await Promise.allSettled(clients.map(async (child) => await child.stop()))
    await Promise.allSettled([front?.stop(), ...nodes.map(async ({ child }) => await child?.stop())])
  }

  try {
    const frontPort = await front?.start(options.port ?? 0)
    for (const node of nodes) await launch(node)
    const url = `http://127.0.0.1:${frontPort ?? nodes[0]?.port}`
    const direct = front && plan.length > CONNECTIONS_THROUGH_FRONT_MAX
    const urlOf = (index: number) => (direct ? `http://127.0.0.1:${nodes[index % nodes.length]?.port}` : url)
    await connectClients(clients, plan.map((connection, index) => ({ ...connection, url: urlOf(index) })), options)
    const busy = (perSecond = options.changesPerSecond ?? 100) => {
      for (const child of clients) child.tell('busy', perSecond / clients.length)
    }
    busy()
    return {
      url, path: PATH, adminNamespace, auth, busy, stop,
      get nodes() {
        return nodes.map(({ node, serverId, child, running }) => ({ node, serverId, pid: child?.pid ?? 0, running }))
      },
      truth: async () => {
        const child = nodes.find(({ running }) => running)?.child
        if (!child) throw new Error('no node runs')
        return (await child.ask('truth')) as readonly PlainSocket[]
      },
      counts: async () => ((await everyClient('counts')) as readonly PlainCounts[]).reduce(sum),
      quiet: async () => void (await everyClient('quiet')),
      killNode: async (number) => await find(number).child?.kill(),
      startNode: async (number) => {
        const node = find(number)
        if (!node.child) await launch(node)
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Which connection holds a socket in which namespaces. */
function planConnections(options: PlainServerOptions): Omit<PlainConnection, 'url'>[] {
  const { clients = 1_000, namespaces = ['/', '/a', '/b'] } = options
  const each = socketsEach(options)
  return Array.from({ length: Math.ceil(clients / each) }, (_, index) => {
    const count = Math.min(each, clients - index * each)
    return {
      number: index + 1,
      namespaces: Array.from({ length: count }, (__, offset) => namespaces[(index + offset) % namespaces.length] ?? '/'),
      transport: (index + 1) % POLLING_EVERY === 0 ? 'polling' : 'websocket',
    }
  })
}

function socketsEach({ namespaces = ['/', '/a', '/b'], socketsPerConnection = 1 }: PlainServerOptions): number {
  return Math.max(1, Math.min(socketsPerConnection, namespaces.length))
}

/** Starts as many processes as the connections need. */
async function connectClients(children: Child[], connections: readonly PlainConnection[], { seed = 1, rooms = 40 }: PlainServerOptions): Promise<void> {
  const processes = Math.ceil(connections.length / CONNECTIONS_PER_PROCESS_MAX)
  await Promise.all(
    Array.from({ length: processes }, async (_, index) => {
      const child = new Child(join(import.meta.dirname, 'plain-clients.ts'), () => {}, () => {})
      children.push(child)
      const own = connections.filter((__, position) => position % processes === index)
      await child.ask('start', { seed, rooms, connections: own } satisfies PlainClientsStart)
    }),
  )
}

/** One process holds a file a connection. Linux says how many it may. */
function checkOpenFiles(connections: number): void {
  let limits: string
  try {
    limits = readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return
  }
  // Node itself raises the soft limit to the hard one.
  const allowed = Number(/^Max open files\s+\S+\s+(\d+)/m.exec(limits)?.[1] ?? Infinity)
  const needed = connections + FILES_SPARE
  if (allowed < needed) throw new PlainServerError(`${connections} connections need ${needed} open files, and this shell allows ${allowed}: ulimit -n ${needed}`)
}

function sum(one: PlainCounts, other: PlainCounts): PlainCounts {
  return {
    sockets: one.sockets + other.sockets,
    joins: one.joins + other.joins,
    leaves: one.leaves + other.leaves,
    messages: one.messages + other.messages,
    reconnects: one.reconnects + other.reconnects,
  }
}
