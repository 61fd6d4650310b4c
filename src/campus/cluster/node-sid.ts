import { randomBytes } from 'node:crypto'
import type { Server } from 'socket.io'

/** More nodes than that have no digit of their own. */
export const NODES_MAX = 9

/** Engine.IO's own ids have 20 characters of the URL-safe base64 alphabet. */
const SID_BYTES = 15

/** Puts the number of the node in front of the id of each Engine.IO session: that is how the front finds the node again. */
export function markSids(io: Server, node: number): void {
  if (!(Number.isInteger(node) && node >= 1 && node <= NODES_MAX)) throw new RangeError(`node ${node}`)
  io.engine.generateId = () => String(node) + randomBytes(SID_BYTES).toString('base64url').slice(1)
}
