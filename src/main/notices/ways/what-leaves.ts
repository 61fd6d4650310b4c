import type { NoticeSettings } from '../../../shared/notices.ts'
import type { Packet } from '../way.ts'
import { httpBody } from './http-form.ts'
import { socketMessage } from './socket-message.ts'

/** What leaves of a packet by its way, for the eyes of engineers: the event's payload, the message to the server, or the request's body. Headers, which may hold secrets, are not in it. */
export function whatLeaves(packet: Packet, settings: NoticeSettings | undefined): unknown {
  const payload = packet.args.length === 1 ? packet.args[0] : packet.args
  switch (packet.way) {
    case 'admin-feed':
      return payload
    case 'application-socket':
      return socketMessage(packet) ?? payload
    case 'http': {
      const body = settings && httpBody(settings.http.body, packet)
      return body === undefined ? payload : (JSON.parse(body) as unknown)
    }
    default:
      return packet.way satisfies never
  }
}
