import { Monitor } from '../main/monitor/monitor.ts'
import { Targets } from '../main/targets/targets.ts'
import type { TargetSecrets } from '../shared/domain.ts'
import { catalogs } from '../shared/platforms/index.ts'
import { noAdminFeed } from '../shared/presence.ts'
import type { Campus } from './campus.ts'

/** The console without its window, for tests: signed in on every platform of a campus, without admin feeds. The caller stops the targets. */
export function watchCampus(campus: Campus): { readonly monitor: Monitor; readonly targets: Targets } {
  const monitor = new Monitor({ catalogs, startedAtMs: Date.now() })
  const secrets = new Map<string, TargetSecrets>()
  const targets = new Targets({
    catalogs: () => catalogs,
    vault: { where: 'memory', get: (id) => secrets.get(id), set: (id, value) => void secrets.set(id, value), remove: (id) => void secrets.delete(id) },
    sink: monitor,
    presence: monitor,
    onChange: (view) => monitor.targetChanged(view, Date.now()),
    onWatched: (id, rooms) => monitor.joinedRooms(id, rooms),
    onRemoved: (id) => monitor.targetRemoved(id),
    loopbackOnly: true,
  })
  for (const { id, name, url, path, email, password, rooms } of campus.describe()) {
    targets.add(
      { id, name, catalogId: id, url, path, transports: ['websocket'], environment: 'test', readOnly: false, authWay: 'auth.token', signIn: 'password', email, disabledNamespaces: [], extraNamespaces: [], watchedRooms: [...rooms], caCertificate: '', adminFeed: noAdminFeed },
      { password },
    )
  }
  return { monitor, targets }
}
