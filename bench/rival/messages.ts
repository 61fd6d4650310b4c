/* What the bench says to the instrumented server and to its clients. */

export const SOCKETS = 50
export const PATH = '/socket.io'
export const ADMIN_NAMESPACE = '/admin'
export const EVENT = 'grade.posted'

export type ServerOrder =
  /** From now on so many events a second, in turn to each client; 0 stops. */
  | { readonly do: 'emit'; readonly eventsPerSecond: number }
  | { readonly do: 'report'; readonly id: number }

export type ServerNews =
  | { readonly is: 'ready'; readonly url: string }
  /** `sent` is also the serial of the last event. */
  | { readonly is: 'report'; readonly id: number; readonly sent: number; readonly clients: number }

export type ClientsOrder = { readonly do: 'report'; readonly id: number }
export type ClientsNews = { readonly is: 'ready' } | { readonly is: 'report'; readonly id: number; readonly received: number }
