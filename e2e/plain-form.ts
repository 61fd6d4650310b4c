import type { PlainServer } from '../src/campus/plain/plain-server.ts'
import type { Args } from '../src/shared/ipc.ts'

export type Form = Args<'target:add'>

/** What the add-platform form sends for a plain server: its admin feed and nothing else. */
export function plainForm(server: PlainServer): Form {
  const auth = server.auth === false ? undefined : server.auth
  return {
    settings: {
      name: 'Plain server', catalogId: 'any', url: server.url, path: server.path, transports: ['websocket', 'polling'], environment: 'test', readOnly: false,
      authWay: 'none', signIn: 'none', email: '', disabledNamespaces: ['/'], extraNamespaces: [], watchedRooms: [], caCertificate: '',
      adminFeed: { on: true, namespace: server.adminNamespace, auth: auth ? 'basic' : 'none', username: auth?.username ?? '' },
    },
    secrets: auth ? { adminSecret: auth.password } : {},
  }
}
