import type { Server } from 'socket.io'
import type { BroadcastOptions } from 'socket.io-adapter'
import type { AdapterCall } from './relay-adapter.ts'

/** A socket of any node, as plain data. */
export interface FoundSocket {
  readonly id: string
  readonly handshake: unknown
  readonly rooms: readonly string[]
  readonly data: unknown
}

/** Does on this node, and so for the whole cluster, what a part without sockets wants done. */
export async function callAdapter(io: Server, { namespace, method, args }: AdapterCall): Promise<unknown> {
  const { adapter } = io.of(namespace)
  if (method !== 'fetchSockets') {
    const act = adapter[method].bind(adapter) as (...args: readonly unknown[]) => unknown
    await act(...args)
    return undefined
  }
  const options = args[0] as BroadcastOptions
  const found = (await adapter.fetchSockets({ ...options, flags: options.flags ?? {} })) as readonly { id: string; handshake: unknown; rooms: Iterable<string>; data: unknown }[]
  // As JSON: what the admin feed makes of socket.data cannot be cloned.
  return JSON.parse(JSON.stringify(found.map(({ id, handshake, rooms, data }) => ({ id, handshake, rooms: [...rooms], data } satisfies FoundSocket)))) as unknown
}
