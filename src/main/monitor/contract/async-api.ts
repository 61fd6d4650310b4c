import type { Catalog, CatalogEvent } from '../../../shared/catalog.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'

/*
 * A catalog as an AsyncAPI 3.0.0 document (asyncapi.com, "AsyncAPI Specification 3.0.0"): objects Info, Server, Channel, Operation, Operation
 * Reply, Message; payloads are JSON Schema draft 07, the specification's own schema format. The described application is the server, so
 * `send` is what it sends to clients. Socket.IO has no binding; namespace and event name stand in `x-socketio`.
 */

export interface ExportedTarget {
  readonly name: string
  /** http(s) origin. */
  readonly url: string
  /** Engine.IO path. */
  readonly path: string
}

interface Reference {
  readonly $ref: string
}

interface Message {
  readonly name: string
  readonly title: string
  readonly summary?: string
  readonly contentType: 'application/json'
  readonly payload?: unknown
  /** Number of arguments; absent where the document gives no payload. */
  readonly 'x-arguments'?: number
  /** Not documented, but known on the wire: no drift. */
  readonly 'x-known-variant'?: true
}

interface Channel {
  readonly address: string | null
  readonly description: string
  readonly messages: Readonly<Record<string, Message>>
  readonly 'x-socketio': { readonly namespace: string; readonly event: string; readonly alsoKnownAs?: readonly string[] }
}

interface Operation {
  readonly action: 'send' | 'receive'
  readonly channel: Reference
  readonly summary: string
  readonly messages: readonly Reference[]
  readonly reply?: { readonly channel: Reference; readonly messages: readonly Reference[] }
}

export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly defaultContentType: 'application/json'
  readonly servers: Readonly<Record<string, unknown>>
  readonly channels: Readonly<Record<string, Channel>>
  readonly operations: Readonly<Record<string, Operation>>
}

/** A catalog as an AsyncAPI 3.0 document, with a target as its server. Throws where its address is no URL. */
export function asyncApiOf(catalog: Catalog, target: ExportedTarget): AsyncApiDocument {
  const channels = new Map<string, Channel>()
  const operations = new Map<string, Operation>()
  for (const event of catalog.events) {
    const namespaces = event.namespaces.includes('*') ? catalog.namespaces.map((namespace) => namespace.name) : event.namespaces
    for (const namespace of namespaces) addEvent(event, namespace, channels, operations)
  }
  const url = new URL(target.url)
  return {
    asyncapi: '3.0.0',
    info: {
      title: `${target.name}: ${catalog.name}`,
      // A catalog has no version of its own; the document it follows is named below.
      version: '1.0.0',
      description: [
        catalog.summary,
        `After: ${catalog.document}.`,
        'A channel is one event in one namespace: its address is the namespace, a slash and the name of the event; both stand in `x-socketio`. An event without arguments has no payload, one argument is the payload, several are a list (`x-arguments`). `x-mask` marks personal data, `x-open` what is none.',
        ...catalog.notes,
      ].join('\n\n'),
    },
    defaultContentType: 'application/json',
    servers: {
      main: {
        host: url.host,
        pathname: target.path,
        protocol: url.protocol === 'https:' ? 'wss' : 'ws',
        description: `Socket.IO (protocol 5) at the Engine.IO path ${target.path}. Token: ${catalog.auth.ways.join(', or ')}.`,
      },
    },
    channels: Object.fromEntries(channels),
    operations: Object.fromEntries(operations),
  }
}

function addEvent(event: CatalogEvent, namespace: string, channels: Map<string, Channel>, operations: Map<string, Operation>): void {
  const id = freeId(`${namespace === '/' ? 'root' : idOf(namespace.slice(1))}.${idOf(event.name)}`, (taken) => channels.has(taken))
  const channel = { $ref: `#/channels/${id}` }
  const messages: Record<string, Message> = { message: messageOf(event, event.args, event.source) }
  const known = (event.variants ?? []).map((variant, index) => {
    messages[`variant${index + 1}`] = { ...messageOf(event, variant.args, variant.note), 'x-known-variant': true }
    return `variant${index + 1}`
  })
  const receives = event.direction !== 'server-to-client'
  const sends = event.direction !== 'client-to-server'
  if (receives && sends && event.sendArgs) messages['sent'] = messageOf(event, event.sendArgs, 'As clients send it')
  if (receives && event.ack) messages['ack'] = { ...messageOf(event, event.ack, 'Acknowledgement'), title: `${event.name} (acknowledgement)` }
  const references = (names: readonly string[]): Reference[] => names.map((name) => ({ $ref: `${channel.$ref}/messages/${name}` }))
  if (sends) operations.set(freeId(`send.${id}`, (taken) => operations.has(taken)), { action: 'send', channel, summary: event.source, messages: references(['message', ...known]) })
  if (receives) {
    operations.set(freeId(`receive.${id}`, (taken) => operations.has(taken)), {
      action: 'receive',
      channel,
      summary: event.source,
      messages: references([messages['sent'] ? 'sent' : 'message', ...known]),
      ...(messages['ack'] && { reply: { channel, messages: references(['ack']) } }),
    })
  }
  const address = `${namespace === '/' ? '' : namespace}/${event.name}`
  channels.set(id, {
    // Braces would be parameters, and a query or fragment is not allowed in an address.
    address: /[{}?#\s]/.test(address) ? null : address,
    description: `${event.name} in namespace ${namespace}: ${event.meaning}. ${event.source}.`,
    messages,
    'x-socketio': { namespace, event: event.name, ...(event.alsoKnownAs && { alsoKnownAs: event.alsoKnownAs }) },
  })
}

function messageOf(event: CatalogEvent, args: readonly PayloadSchema[] | null, summary: string): Message {
  const message: Message = { name: event.name, title: event.name, summary, contentType: 'application/json' }
  if (args === null) return { ...message, summary: `${summary}. The document gives no payload.` }
  const [first] = args
  if (first === undefined) return { ...message, 'x-arguments': 0 }
  if (args.length === 1) return { ...message, 'x-arguments': 1, payload: strictSchema(first) }
  return { ...message, 'x-arguments': args.length, payload: { type: 'array', items: args.map(strictSchema), minItems: args.length, maxItems: args.length } }
}

/** Draft 07, as strict as Rollcall reads it: a field that is not named is a difference. */
function strictSchema(schema: PayloadSchema): unknown {
  const { properties, required, items, anyOf, ...rest } = schema
  return {
    ...rest,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, strictSchema(field)])), additionalProperties: false }),
    ...(required && required.length > 0 && { required }),
    ...(items && { items: strictSchema(items) }),
    ...(anyOf && { anyOf: anyOf.map(strictSchema) }),
  }
}

/** Letters, digits, `.`, `_`, `-`: what the specification allows in the names of components, and what needs no escape in a `$ref`. */
function idOf(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '_')
}

/** `a.b`, or `a.b-2` where another event has the same letters: `user:typing` and `user_typing`. */
function freeId(id: string, isTaken: (id: string) => boolean): string {
  let free = id
  for (let number = 2; isTaken(free); number++) free = `${id}-${number}`
  return free
}
