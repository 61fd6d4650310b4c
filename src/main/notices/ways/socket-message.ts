import type { Packet } from '../way.ts'
import { serverAudience } from './audience.ts'

/** What the application socket is asked with: docs/server-contract.md, "What arrives". undefined: the audience names nobody of this platform. */
export function socketMessage(packet: Packet): Readonly<Record<string, unknown>> | undefined {
  const { noticeId, key, kind, namespace, event, args, values, digest } = packet
  const audience = serverAudience(packet)
  if (audience === undefined) return undefined
  const texts = values?.['texts']
  return { noticeId, key, ...(digest !== undefined && { digest }), kind, audience, namespace, event, payload: args.length === 1 ? args[0] : args, ...(texts !== undefined && { texts }) }
}
