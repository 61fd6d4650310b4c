import type { PlainAuth } from '../src/campus/plain/plain-messages.ts'
import type { TargetForm } from './console-app.ts'

export interface PlainTarget {
  readonly url: string
  readonly path: string
  readonly adminNamespace: string
  readonly auth: PlainAuth | false
}

/** What the add-platform form sends for a server without a catalog. @param as how it is watched: by its admin feed, or by a client of the main namespace */
export function plainForm({ url, path, adminNamespace, auth }: PlainTarget, as: 'feed' | 'client' = 'feed'): TargetForm {
  const known = auth === false ? undefined : auth
  return {
    settings: {
      name: 'Plain server', catalogId: 'any', url, path, transports: ['websocket'], environment: 'test', readOnly: false, authWay: 'none', signIn: 'none', email: '',
      disabledNamespaces: [], extraNamespaces: as === 'client' ? ['/'] : [], watchedRooms: [], caCertificate: '',
      adminFeed: { on: as === 'feed', namespace: adminNamespace, auth: known ? 'basic' : 'none', username: known?.username ?? '' },
    },
    secrets: known && as === 'feed' ? { adminSecret: known.password } : {},
  }
}
