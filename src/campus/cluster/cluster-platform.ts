import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Server } from 'socket.io'
import { messageOf } from '../../shared/message-of.ts'
import type { Account, Activity, Bus, CreatePlatform, Device, Person, Platform, PlatformId, PlatformOptions, TokenOptions, WatchableRoom } from '../contract.ts'
import { refusal } from '../kit/broadcasts.ts'
import type { BroadcastAnswer } from '../kit/broadcasts.ts'
import { PlatformBase } from '../kit/platform-base.ts'
import { Child } from './child.ts'
import { Front } from './front.ts'
import type { BusMessage, NodeCounts, NodeStart, NodeStarted, NoticeRequest } from './node-messages.ts'
import { relayAdapter } from './relay-adapter.ts'
import { SentCounts } from './sent-counts.ts'

export interface ClusterOptions {
  readonly id: PlatformId
  readonly create: CreatePlatform
  readonly options: PlatformOptions
  readonly seed: number
  /** 1..NODES_MAX. */
  readonly nodes: number
  readonly redisUrl: string
}

export interface NodeStatus {
  /** 1..n. */
  readonly node: number
  /** As in the admin feed. */
  readonly serverId: string
  /** 0 when it does not run. */
  readonly pid: number
  readonly running: boolean
}

/** A cluster that cannot start; the message says why. */
export class ClusterError extends Error {}

interface Node {
  readonly node: number
  readonly serverId: string
  child: Child | undefined
  port: number | undefined
}

/**
 * A platform as several nodes over Redis, behind one public port. Each node is a process of its own and has nothing but
 * sockets. This process keeps part 0: the platform's REST endpoints and its state (study rounds, threads, progress), the
 * activities of the story and the front; what part 0 sends goes through a running node to all of them.
 * Limits are counted by each node for itself, as a server without a shared limiter does.
 */
export class ClusterPlatform implements Platform {
  readonly #options: ClusterOptions
  readonly #inner: PlatformBase
  readonly #front: Front
  readonly #nodes: readonly Node[]
  readonly #tokenKey = randomBytes(32)
  readonly #counts = new SentCounts()
  readonly #listeners = new Map<string, (...args: never[]) => void>()
  readonly #name: string
  #port: number
  #state: 'stopped' | 'starting' | 'running' | 'ending' = 'stopped'

  constructor(clusterOptions: ClusterOptions) {
    const { id, create, options, nodes } = clusterOptions
    this.#options = clusterOptions
    this.#port = options.port
    // Several campuses may share one Redis.
    this.#name = `campus-${randomBytes(6).toString('hex')}-${id}`
    this.#nodes = Array.from({ length: nodes }, (_, index) => ({ node: index + 1, serverId: `${id}-${index + 1}`, child: undefined, port: undefined }))
    const bus: Bus = {
      send: (topic, ...args) => {
        for (const { child } of this.#nodes) child?.tell('bus', { topic, args } satisfies BusMessage)
      },
      on: (topic, listener) => void this.#listeners.set(topic, listener),
    }
    const adapter = relayAdapter({
      tell: (call) => this.#speaker()?.tell('adapter', call),
      ask: async (call) => {
        const speaker = this.#speaker()
        if (!speaker) throw new Error(`no node of ${id} runs`)
        return await speaker.ask('adapter', call)
      },
    })
    const part = { node: 0, serverId: `${id}-0`, adapter, tokenKey: this.#tokenKey, bus, publicUrl: () => this.url, askNode: (request: unknown, role: string) => this.#askForNotice({ request, role }) }
    const inner = create({ ...options, port: 0, adminFeed: false, cluster: part })
    if (!(inner instanceof PlatformBase)) throw new ClusterError(`${id} cannot run as a cluster`)
    this.#inner = inner
    this.#front = new Front({ path: inner.path, nodes: () => this.#ports(), restPort: () => (this.running ? inner.port : undefined) })
  }

  get id(): PlatformId {
    return this.#options.id
  }
  get path(): string {
    return this.#inner.path
  }
  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }
  get accounts(): readonly Account[] {
    return this.#inner.accounts
  }
  get admin(): Account {
    return this.#inner.admin
  }
  get rooms(): readonly WatchableRoom[] {
    return this.#inner.rooms
  }
  get activities(): readonly Activity[] {
    return this.#inner.activities
  }
  /** Part 0: what it emits reaches the sockets of all nodes, and its fetchSockets() finds them. */
  get io(): Server {
    return this.#inner.io
  }
  /** At least one node serves. */
  get running(): boolean {
    return this.#state === 'running' && this.#ports().size > 0
  }
  get nodes(): readonly NodeStatus[] {
    return this.#nodes.map(({ node, serverId, child, port }) => ({ node, serverId, pid: child?.pid ?? 0, running: child !== undefined && port !== undefined }))
  }
  get connectsSeen(): { readonly packets: number; readonly transports: number } {
    return this.#counts.connects
  }
  sentTo(userId: string): ReadonlyMap<string, number> {
    return this.#counts.of(userId)
  }
  issueToken(account: Account, options?: TokenOptions): Promise<string> {
    return this.#inner.issueToken(account, options)
  }
  createDevice(person: Person): Device {
    return this.#inner.createDevice(person)
  }

  /** Brings sentTo() and connectsSeen up to what the running nodes have counted by now. */
  async recount(): Promise<void> {
    await Promise.allSettled(
      this.#nodes.map(async ({ node, child, port }) => {
        if (child && port !== undefined) this.#counts.take(node, (await child.ask('counts')) as NodeCounts)
      }),
    )
  }

  /** Rejects with ClusterError when a node does not start, with the error of `listen` when the public port is taken. */
  async start(): Promise<void> {
    if (this.#state !== 'stopped') return
    this.#state = 'starting'
    try {
      this.#port = await this.#front.start(this.#port)
      // Their processes load while the first one begins.
      for (const node of this.#nodes) this.#fork(node)
      await this.#inner.start()
      // Without Redis the first one says so, and the others need not try.
      const [first, ...others] = this.#nodes
      if (first) await this.#launch(first)
      await Promise.all(others.map(async (node) => await this.#launch(node)))
      this.#state = 'running'
    } catch (error) {
      await this.#end(false)
      throw error
    }
  }

  async stop(): Promise<void> {
    if (this.#state === 'running') await this.#end(false)
  }

  async crash(): Promise<void> {
    if (this.#state === 'running') await this.#end(true)
  }

  /** SIGKILL of one node's process; nothing when it does not run. Throws a RangeError for a node that the cluster does not have. */
  async killNode(node: number): Promise<void> {
    await this.#find(node).child?.kill()
  }

  /** Starts a node that was killed; nothing when it runs. */
  async startNode(node: number): Promise<void> {
    const found = this.#find(node)
    if (this.#state !== 'running') throw new ClusterError(`${this.id} is not running: start it first`)
    if (!found.child) await this.#launch(found)
  }

  #find(number: number): Node {
    const found = this.#nodes.find(({ node }) => node === number)
    if (!found) throw new RangeError(`${this.id} has nodes 1 to ${this.#nodes.length}, not ${number}`)
    return found
  }

  /** The process, which waits for its orders. */
  #fork(node: Node): Child {
    const child = new Child(
      join(import.meta.dirname, 'node-main.ts'),
      (what, value) => this.#hear(node, what, value),
      () => this.#gone(node, child),
    )
    node.child = child
    return child
  }

  async #launch(node: Node): Promise<void> {
    const { id, options, seed, redisUrl } = this.#options
    const { asDeployed, adminFeed, adminFeedPassword, tokenSeconds, limits, school } = options
    const child = node.child ?? this.#fork(node)
    const start: NodeStart = {
      id, seed, people: school.persons.length, redisUrl, cluster: this.#name, node: node.node, serverId: node.serverId, tokenKey: this.#tokenKey,
      options: { asDeployed, adminFeed, adminFeedPassword, ...(tokenSeconds !== undefined && { tokenSeconds }), ...(limits && { limits }) },
    }
    try {
      node.port = ((await child.ask('start', start)) as NodeStarted).port
    } catch (error) {
      await child.kill()
      throw new ClusterError(`node ${node.serverId} did not start. ${messageOf(error)}`)
    }
  }

  #hear(node: Node, what: string, value: unknown): void {
    if (what === 'counts') this.#counts.take(node.node, value as NodeCounts)
    else if (what === 'log') this.#options.options.log?.(`${String(value)} (node ${node.node})`)
    else if (what === 'bus') {
      const { topic, args } = value as BusMessage
      this.#listeners.get(topic)?.(...(args as never[]))
    }
  }

  #gone(node: Node, child: Child): void {
    this.#counts.close(node.node)
    if (node.child !== child) return
    node.child = undefined
    node.port = undefined
    if (this.#state === 'running') this.#options.options.log?.(`[${this.id}] node ${node.node} is gone. ${child.errors}`.trim())
  }

  async #end(abruptly: boolean): Promise<void> {
    this.#state = 'ending'
    const nodes = this.#nodes.flatMap(({ child }) => child ?? [])
    if (!abruptly) await this.recount()
    await Promise.allSettled([this.#front.stop(abruptly), ...nodes.map(async (child) => await (abruptly ? child.kill() : child.stop()))])
    await (abruptly ? this.#inner.crash() : this.#inner.stop())
    this.#state = 'stopped'
  }

  /** By the nodes in turn, where one ends before it has answered: they know among each other what was sent. */
  async #askForNotice(request: NoticeRequest): Promise<BroadcastAnswer> {
    const nodes = this.#nodes.flatMap(({ child, port }) => (child && port !== undefined ? child : []))
    for (const child of nodes) {
      try {
        return (await child.ask('notice', request)) as BroadcastAnswer
      } catch {
        continue
      }
    }
    return nodes.length === 0 ? refusal('UNAVAILABLE', 'No node runs: nothing was sent.') : refusal('UNKNOWN', 'All nodes ended before they answered: it may have been sent.')
  }

  /** The running nodes, by number. */
  #ports(): ReadonlyMap<number, number> {
    return new Map(this.#nodes.flatMap(({ node, port }) => (port === undefined ? [] : [[node, port] as const])))
  }

  /** The node that sends for part 0: always the same one while it lives, so that what is sent keeps its order. */
  #speaker(): Child | undefined {
    return this.#nodes.find(({ port }) => port !== undefined)?.child
  }
}
