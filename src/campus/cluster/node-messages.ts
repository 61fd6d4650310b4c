import type { PlatformId, PlatformOptions } from '../contract.ts'

/* What a campus and the process of a node say to each other. */

/** `start`: the first thing that a node is asked. */
export interface NodeStart {
  readonly id: PlatformId
  /** The school is made again in the node: same seed, same people. */
  readonly seed: number
  readonly people: number
  readonly options: Pick<PlatformOptions, 'asDeployed' | 'adminFeed' | 'adminFeedPassword' | 'tokenSeconds' | 'limits'>
  readonly redisUrl: string
  /** Name of the cluster in Redis. */
  readonly cluster: string
  readonly node: number
  readonly serverId: string
  readonly tokenKey: Uint8Array
}

export interface NodeStarted {
  readonly port: number
}

/** `counts`: all counts of those users to whom something was sent since the last time. */
export interface NodeCounts {
  readonly sent: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly packets: number
  readonly transports: number
}

/** `notice`: answered with a BroadcastAnswer. */
export interface NoticeRequest {
  readonly request: unknown
  readonly role: string
}

export interface BusMessage {
  readonly topic: string
  readonly args: readonly unknown[]
}
