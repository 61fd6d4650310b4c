/* What the bench and its two child processes say to each other over IPC. */

/** Which of the two receivers: the app, or the bare client that it is compared with. */
export type Receiver = 'app' | 'bare'

export type GeneratorOrder =
  /** From now on so many events a second to this receiver, until another order; 0 stops. */
  | { readonly do: 'write'; readonly to: Receiver; readonly eventsPerSecond: number }
  | { readonly do: 'report'; readonly id: number }

export interface SentReport {
  /** Namespaces that are connected now. */
  readonly namespaces: number
  /** Events whose bytes were handed to the socket since it connected. */
  readonly events: number
  readonly bytes: number
  /** `namespace event` -> events. */
  readonly byName: Readonly<Record<string, number>>
  /** Bytes that the socket has taken and the kernel has not. */
  readonly backlogBytes: number
  /** Events of the ordered rate that were not written: the generator was late, or the backlog was at its bound. */
  readonly leftOut: number
}

export type GeneratorNews =
  | { readonly is: 'ready'; readonly url: string; readonly namespaces: readonly string[]; readonly meanBytes: number; readonly people: number; readonly rooms: number }
  | { readonly is: 'report'; readonly id: number; readonly sent: Readonly<Record<Receiver, SentReport>>; readonly cpuMs: number }

export type BareOrder = { readonly do: 'report'; readonly id: number }

export type BareNews =
  | { readonly is: 'ready' }
  | { readonly is: 'report'; readonly id: number; readonly received: number; /** CPU of the whole process since it started. */ readonly cpuMs: number }
