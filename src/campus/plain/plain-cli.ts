import type { CliOptions } from '../cli-options.ts'
import { createPlainServer } from './plain-server.ts'
import type { PlainServer } from './plain-server.ts'

/** `npm run campus -- --plain N`: starts the server and its clients. Rejects with PlainServerError. */
export async function startPlain(sockets: number, { portBase, seed, cluster, eventsPerSecond }: CliOptions): Promise<PlainServer> {
  return await createPlainServer({ clients: sockets, port: portBase, seed, changesPerSecond: eventsPerSecond, ...cluster })
}

/** Where it is and how to sign in. */
export function plainTable({ url, path, adminNamespace, auth, nodes }: PlainServer, sockets: number): string {
  return [
    `A plain Socket.IO server with ${sockets} sockets of clients in the namespaces /, /a and /b.`,
    '',
    `  URL    ${url}`,
    `  Path   ${path}`,
    `  Nodes  ${nodes.map(({ serverId, pid }) => `${serverId ?? 'server'} (process ${pid})`).join(', ')}`,
    '',
    auth ? `Admin feed: namespace ${adminNamespace}, user ${auth.username}, password ${auth.password}` : `Admin feed: namespace ${adminNamespace}, without a password`,
    'Stop with Ctrl+C.',
  ].join('\n')
}
