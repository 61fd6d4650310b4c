import type { LogRecord } from '../monitor/event-log.ts'
import { exportedEvent } from './exported-event.ts'
import { between } from './piece.ts'
import type { FormatOptions, Piece } from './piece.ts'

/**
 * The form in which Chrome's developer tools export a WebSocket (HAR 1.2 with their additions): an entry has `_resourceType: "websocket"` and
 * `_webSocketMessages`, each with `type` ("send", "receive"), `time` (seconds since 1970), `opcode` (1: text) and `data`.
 * Here one entry is one namespace of one target, because the messages are events and not frames: `data` is the Socket.IO packet as it would
 * stand in a frame (`42/grades,["grade.posted",{…}]`), its payload masked unless revealed. `_room`, `_person`, `_bytes` and `_drift` are
 * Rollcall's additions, as are `_target` and `_namespace` of the entry. What was not seen (headers, the body of the handshake) is empty.
 */
export function* harPieces(records: readonly LogRecord[], options: FormatOptions): Generator<Piece> {
  const { version, clear } = options
  const creator = { name: 'Rollcall', version, comment: clear ? 'Names and texts in clear.' : 'Names and texts are masked.' }
  yield between(`{"log":{"version":"1.2","creator":${JSON.stringify(creator)},"entries":[`)
  let firstEntry = true
  for (const group of groupsOf(records)) {
    const [first] = group
    if (!first) continue
    yield between(`${firstEntry ? '' : ','}\n${entryHead(first, options)}`)
    firstEntry = false
    for (const [index, record] of group.entries()) yield message(record, index === 0, clear)
    yield between('\n]}')
  }
  yield between('\n]}}\n')
}

/** Records of one target and namespace together, in the order of their first events. */
function groupsOf(records: readonly LogRecord[]): Iterable<readonly LogRecord[]> {
  const groups = new Map<LogRecord['key']['space'], LogRecord[]>()
  for (const record of records) {
    const group = groups.get(record.key.space)
    if (group) group.push(record)
    else groups.set(record.key.space, [record])
  }
  return groups.values()
}

/** An entry up to its messages. */
function entryHead(first: LogRecord, { address }: FormatOptions): string {
  const { target, space } = first.key
  const entry = {
    startedDateTime: new Date(first.atMs).toISOString(),
    time: 0,
    request: {
      method: 'GET', url: socketUrl(address(target.id)), httpVersion: 'HTTP/1.1', cookies: [], headers: [],
      queryString: [{ name: 'EIO', value: '4' }, { name: 'transport', value: 'websocket' }], headersSize: -1, bodySize: -1,
    },
    response: { status: 101, statusText: 'Switching Protocols', httpVersion: 'HTTP/1.1', cookies: [], headers: [], content: { size: 0, mimeType: 'x-unknown' }, redirectURL: '', headersSize: -1, bodySize: -1 },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    _resourceType: 'websocket',
    _target: target.name,
    _namespace: space.name,
  }
  return `${JSON.stringify(entry).slice(0, -1)},"_webSocketMessages":[`
}

function message(record: LogRecord, isFirst: boolean, clear: FormatOptions['clear']): Piece {
  const { event, shortened } = exportedEvent(record, clear)
  const text = JSON.stringify({
    type: event.direction === 'out' ? 'send' : 'receive',
    time: record.atMs / 1000,
    opcode: 1,
    data: packetText(record, event.event, event.payload),
    _room: event.room,
    _person: event.person,
    _bytes: event.bytes,
    _drift: event.drift,
  })
  return { text: `${isFirst ? '' : ','}\n${text}`, events: 1, shortened }
}

/** Engine.IO message, Socket.IO EVENT or BINARY_EVENT; the attachments would be frames of their own, which are not kept. */
function packetText({ key, payload: { attachments } }: LogRecord, name: string, args: string): string {
  const type = attachments > 0 ? `45${attachments}-` : '42'
  const inside = args.slice(1).trimStart()
  return `${type}${key.space.name === '/' ? '' : `${key.space.name},`}[${JSON.stringify(name)}${inside === ']' ? '' : ','}${inside}`
}

/** The endpoint as a WebSocket address; what stands before an @ in it is not written. */
function socketUrl(address: { readonly url: string; readonly path: string } | undefined): string {
  if (!address || !URL.canParse(address.url)) return 'ws://unknown.invalid/'
  const { protocol, host } = new URL(address.url)
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}${address.path.replace(/\/*$/, '/')}?EIO=4&transport=websocket`
}
