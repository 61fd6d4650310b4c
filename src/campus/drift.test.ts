import { expect, test } from 'vitest'
import { Monitor } from '../main/monitor/monitor.ts'
import { Targets } from '../main/targets/targets.ts'
import { catalogs } from '../shared/platforms/index.ts'
import { noAdminFeed } from '../shared/presence.ts'
import type { TargetSecrets } from '../shared/domain.ts'
import { startCampus } from './campus.ts'

/* Live traffic of the five platforms against their catalogs: as documented and as deployed, nothing of it is drift. */

test.each([false, true])('five platforms, as deployed: %s: no event drifts and none is unknown', async (asDeployed) => {
  const campus = await startCampus({ portBase: 0, people: 120, eventsPerSecond: 150, seed: 5, adminFeed: false, asDeployed })
  const monitor = new Monitor({ catalogs, startedAtMs: Date.now() })
  const secrets = new Map<string, TargetSecrets>()
  const targets = new Targets({
    catalogs,
    vault: { where: 'memory', get: (id) => secrets.get(id), set: (id, value) => void secrets.set(id, value), remove: (id) => void secrets.delete(id) },
    sink: monitor,
    presence: monitor,
    onChange: (view) => monitor.targetChanged(view, Date.now()),
    onWatched: (id, rooms) => monitor.joinedRooms(id, rooms),
    onRemoved: (id) => monitor.targetRemoved(id),
    loopbackOnly: true,
  })
  try {
    for (const { id, name, url, path, email, password, rooms } of campus.describe()) {
      const settings = { id, name, catalogId: id, url, path, transports: ['websocket' as const], environment: 'test' as const, readOnly: false, authWay: 'auth.token' as const, signIn: 'password' as const, email, disabledNamespaces: [], extraNamespaces: [], watchedRooms: [...rooms], caCertificate: '', adminFeed: noAdminFeed }
      targets.add(settings, { password })
    }
    // Each platform has sent events of at least two names (endiAPI has two), and a good number in all.
    await expect.poll(() => {
      monitor.drain(Date.now())
      const names = campus.describe().map(({ id }) => monitor.counts().filter(({ targetId, direction }) => targetId === id && direction === 'in').length)
      return Math.min(...names) >= 2 && monitor.contract.checked(Date.now()).compared > 300
    }, { timeout: 60_000, interval: 250 }).toBe(true)
  } finally {
    targets.stop()
    await campus.stop()
  }
  monitor.drain(Date.now())
  expect(monitor.contract.book.list(null).map(({ key, difference, count }) => ({ target: key.target.id, event: `${key.space.name} ${key.name} ${key.direction}`, ...difference, count }))).toEqual([])
  const states = new Set(monitor.counts().map(({ contract }) => contract))
  expect(states.has('ok')).toBe(true)
  if (asDeployed) expect(states.has('known-variant')).toBe(true)
}, 90_000)
