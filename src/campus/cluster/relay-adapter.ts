import { Adapter } from 'socket.io-adapter'
import type { BroadcastOptions, Room } from 'socket.io-adapter'

/*
 * The adapter of a part that has no sockets and no Redis of its own: whatever it sends, one running node sends for it,
 * to the whole cluster.
 */

/** One call of an adapter's method on a node. */
export interface AdapterCall {
  readonly namespace: string
  readonly method: 'broadcast' | 'addSockets' | 'delSockets' | 'disconnectSockets' | 'fetchSockets'
  readonly args: readonly unknown[]
}

export interface Relay {
  tell(call: AdapterCall): void
  /** Rejects when no node runs. */
  ask(call: AdapterCall): Promise<unknown>
}

/** An adapter that sends through the relay. Broadcasts that want acknowledgements are not passed on. */
export function relayAdapter(relay: Relay): typeof Adapter {
  return class extends Adapter {
    get #namespace(): string {
      return (this.nsp as { readonly name: string }).name
    }
    override broadcast(packet: unknown, options: BroadcastOptions): void {
      relay.tell({ namespace: this.#namespace, method: 'broadcast', args: [packet, options] })
    }
    override addSockets(options: BroadcastOptions, rooms: Room[]): void {
      relay.tell({ namespace: this.#namespace, method: 'addSockets', args: [options, rooms] })
    }
    override delSockets(options: BroadcastOptions, rooms: Room[]): void {
      relay.tell({ namespace: this.#namespace, method: 'delSockets', args: [options, rooms] })
    }
    override disconnectSockets(options: BroadcastOptions, close: boolean): void {
      relay.tell({ namespace: this.#namespace, method: 'disconnectSockets', args: [options, close] })
    }
    override fetchSockets(options: BroadcastOptions): Promise<never[]> {
      return relay.ask({ namespace: this.#namespace, method: 'fetchSockets', args: [options] }) as Promise<never[]>
    }
  }
}
