import type { Catalog } from '../../../shared/catalog.ts'

/* In which namespaces a platform lets Rollcall measure a round trip, and by what. */

/** A message that Rollcall sent and the server answered. */
export interface RoundTrip {
  readonly targetId: string
  readonly namespace: string
  /** ping: the platform's own ping and the event that answers it. */
  readonly by: 'ping' | 'acknowledgement'
  readonly ms: number
  /** Wall clock at the answer, ms since 1970. */
  readonly atMs: number
}

/** true: the catalog has the ping as an event that a client sends in this namespace. */
export function hasPing({ ping, events }: Catalog, namespace: string): boolean {
  return ping !== null && events.some((event) => event.name === ping.send && event.direction !== 'server-to-client' && (event.namespaces.includes(namespace) || event.namespaces.includes('*')))
}

/** `ping → pong`; null: no ping there. */
export function pingWords(catalog: Catalog, namespace: string): string | null {
  return catalog.ping && hasPing(catalog, namespace) ? `${catalog.ping.send} → ${catalog.ping.answer}` : null
}

/** `join acknowledgement`, where a room of the namespace is joined by a message that the server acknowledges; else null. */
export function acknowledgementWords(catalog: Catalog, namespace: string): string | null {
  return catalog.rooms.some((room) => room.namespace === namespace && room.join.some((command) => command.ack === true)) ? JOIN_ACKNOWLEDGEMENT : null
}

export const JOIN_ACKNOWLEDGEMENT = 'join acknowledgement'
