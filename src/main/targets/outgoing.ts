import type { Socket } from 'socket.io-client'
import type { Catalog, CatalogEvent } from '../../shared/catalog.ts'
import type { WireSink } from '../monitor/wire-event.ts'
import type { Clock } from './clock.ts'
import { isReservedName } from './lazy-parser.ts'
import type { Pacer } from './pacer.ts'

/* What may be sent. One malformed emit ended a real server's process (RusingAcademy, `chat:typing` with null): nothing half-empty leaves. */

/** What events of one target are sent by. */
export interface WayOut {
  readonly targetId: string
  readonly catalog: Catalog
  readonly clock: Clock
  readonly pacer: Pacer
  readonly sink: WireSink
  /** The socket of a namespace that is live, else undefined. */
  liveSocket(namespace: string): Socket | undefined
}

export interface SendRefusal {
  readonly what: string
  readonly advice: string
  readonly details: string
}

/** Why an emit must not be sent; undefined when it may. */
export function refuseToSend(catalog: Catalog, namespace: string, event: string, args: readonly unknown[]): SendRefusal | undefined {
  if (event === '' || isReservedName(event)) return refusal(`"${event}" is not a name that an event may have.`, "Choose one of the platform's own events.")
  const spec = catalog.events.find((known) => known.name === event && known.direction !== 'server-to-client' && (known.namespaces.includes(namespace) || known.namespaces.includes('*')))
  if (args.some((arg) => arg === undefined || arg === null)) return refusal(`${event} was not sent: its payload is empty.`, 'Fill in the payload: an empty one can stop a server.')
  if (args.length === 0 && !hasNoPayload(spec)) return refusal(`${event} was not sent: it needs a payload.`, 'Fill in the payload: a missing one can stop a server.')
  try {
    if (JSON.stringify(args).length > SENT_CHARS_MAX) return refusal(`${event} was not sent: its payload is too large.`, 'Shorten it: servers close the connection above 1 MB.')
  } catch {
    return refusal(`${event} was not sent: its payload cannot be written as JSON.`, 'Use plain values.')
  }
  return undefined
}

/** Half of what Socket.IO servers take at most. */
const SENT_CHARS_MAX = 500_000

/** Only an event that the catalog documents as bare may go without a payload. */
function hasNoPayload(spec: CatalogEvent | undefined): boolean {
  return spec !== undefined && (spec.sendArgs ?? spec.args)?.length === 0
}

function refusal(what: string, advice: string): SendRefusal {
  return { what, advice, details: '' }
}
