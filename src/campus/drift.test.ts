import { expect, test } from 'vitest'
import { startCampus } from './campus.ts'
import { watchCampus } from './test-console.ts'

/* Live traffic of the five platforms against their catalogs: as documented and as deployed, nothing of it is drift. */

test.each([false, true])('five platforms, as deployed: %s: no event drifts and none is unknown', async (asDeployed) => {
  const campus = await startCampus({ portBase: 0, people: 120, eventsPerSecond: 150, seed: 5, adminFeed: false, asDeployed })
  const { monitor, targets } = watchCampus(campus)
  try {
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
