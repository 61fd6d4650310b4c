import type { Socket } from 'socket.io-client'
import type { Catalog } from '../../../shared/catalog.ts'
import type { TargetSettings } from '../../../shared/domain.ts'
import type { AdminFeedView } from '../../../shared/presence.ts'
import type { Clock } from '../clock.ts'
import { Pacer } from '../pacer.ts'
import { Commands } from './commands.ts'
import type { CommandOutcome, FeedCommand } from './commands.ts'
import { Emits } from './emits.ts'
import type { EmitGround, EmitOutcome, FeedEmit } from './emits.ts'
import type { ServerWatch } from './server-watch.ts'
import type { SocketTable } from './socket-table.ts'

export interface FeedControlOptions {
  readonly clock: Clock
  /** The platform's pace: commands and emits share it. */
  readonly limits: Catalog['limits']
  readonly table: SocketTable
  readonly watch: ServerWatch
  settings(): TargetSettings
  /** undefined unless the feed is live. */
  liveSocket(): Socket | undefined
  /** What the server said of itself on this connection. */
  offer(): { readonly mode: AdminFeedView['mode']; readonly features: ReadonlySet<string> }
}

/** What the servers of one feed are told to do: nothing while the platform is read-only, and only what they offer. */
export class FeedControl {
  /** To be told of every delta. */
  readonly commands: Commands
  /** To be told of every event that the feed shows. */
  readonly emits: Emits
  readonly #options: FeedControlOptions

  constructor(options: FeedControlOptions) {
    this.#options = options
    const pacer = new Pacer(options.limits, options.clock)
    this.commands = new Commands(options.clock, pacer, () => this.#ground())
    this.emits = new Emits(options.clock, pacer, () => this.#ground())
  }

  /** Disconnects sockets, or moves them into or out of a room. Never rejects, and never waits for a connection. */
  command(command: FeedCommand): Promise<CommandOutcome> {
    const refused = this.#readOnlyWords()
    return refused === undefined ? this.commands.run(command) : Promise.resolve({ result: 'failed', detail: refused })
  }

  /** Has the server send an event to clients. Never rejects, and never waits for a connection. */
  emit(emit: FeedEmit): Promise<EmitOutcome> {
    const refused = this.#readOnlyWords()
    return refused === undefined ? this.emits.run(emit) : Promise.resolve({ result: 'failed', delivered: null, detail: refused })
  }

  /** Why the server would send no event for Rollcall now; undefined: it would. */
  get emitTrouble(): string | undefined {
    return this.emits.trouble
  }

  /** The connection is gone: nothing that waits is sent any more. */
  lost(): void {
    this.commands.lost()
    this.emits.lost()
  }

  #readOnlyWords(): string | undefined {
    const { readOnly, name } = this.#options.settings()
    return readOnly ? `${name} is read-only. Lift it in this platform's settings first.` : undefined
  }

  #ground(): EmitGround {
    const options = this.#options
    const { table, watch } = options
    return {
      socket: options.liveSocket(),
      ...options.offer(),
      adminNamespace: options.settings().adminFeed.namespace,
      namespaces: new Set([...watch.servers.namespaces, ...table.namespaces]),
      allSilent: watch.isSilent(options.clock.now()),
      roomsOf: (namespace, id) => table.get(namespace, id)?.rooms,
      membersOf: (namespace, rooms) => table.members(namespace, rooms),
    }
  }
}
