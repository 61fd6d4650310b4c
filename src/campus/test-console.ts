import { Monitor } from '../main/monitor/monitor.ts'
import { systemClock } from '../main/targets/clock.ts'
import type { Clock } from '../main/targets/clock.ts'
import type { EventReader } from '../main/targets/event-reader.ts'
import { Targets } from '../main/targets/targets.ts'
import type { TargetSecrets } from '../shared/domain.ts'
import { catalogs } from '../shared/platforms/index.ts'
import { noAdminFeed } from '../shared/presence.ts'
import type { Campus } from './campus.ts'

/** The console without its window, for tests: signed in on every platform of a campus, without admin feeds unless they are asked for. The caller stops the targets. */
export function watchCampus(campus: Campus, { clock = systemClock, adminFeeds = false, reader }: { readonly clock?: Clock; readonly adminFeeds?: boolean; readonly reader?: EventReader } = {}): { readonly monitor: Monitor; readonly targets: Targets } {
  const monitor = new Monitor({ catalogs, startedAtMs: clock.now() })
  const secrets = new Map<string, TargetSecrets>()
  const targets = new Targets({
    catalogs: () => catalogs,
    vault: { where: 'memory', get: (id) => secrets.get(id), set: (id, value) => void secrets.set(id, value), remove: (id) => void secrets.delete(id) },
    sink: monitor,
    presence: monitor,
    ...(reader && { reader }),
    onChange: (view) => monitor.targetChanged(view, clock.now()),
    onWatched: (id, rooms) => monitor.joinedRooms(id, rooms),
    onRemoved: (id) => monitor.targetRemoved(id),
    loopbackOnly: true,
    clock,
  })
  for (const { id, name, url, path, email, password, rooms, adminFeed } of campus.describe()) {
    targets.add(
      { id, name, catalogId: id, url, path, transports: ['websocket'], environment: 'test', readOnly: false, authWay: 'auth.token', signIn: 'password', email, disabledNamespaces: [], extraNamespaces: [], watchedRooms: [...rooms], caCertificate: '', adminFeed: adminFeeds && adminFeed ? { ...noAdminFeed, on: true, username: adminFeed.username } : noAdminFeed },
      { password, ...(adminFeeds && adminFeed && { adminSecret: adminFeed.password }) },
    )
  }
  return { monitor, targets }
}
