import { expect, test } from 'vitest'
import type { PlatformOptions } from '../contract.ts'
import { createPlatforms } from '../platforms/index.ts'
import { createSchool } from '../population/school.ts'
import { introductionOf } from './introduce.ts'

/* What the admin feed shows of a person on each platform. */

const platforms = Object.entries(createPlatforms).flatMap(([id, create]) => [false, true].map((asDeployed) => ({ id, asDeployed, create })))

test.each(platforms)('$id (as deployed: $asDeployed) says whose socket it is, and nothing secret', async ({ create, asDeployed }) => {
  const school = createSchool(1, 60)
  const options: PlatformOptions = { school, port: 0, asDeployed, adminFeed: true, adminFeedPassword: 'x' }
  const platform = create(options)
  await platform.start()
  const account = platform.accounts.find(({ person }) => person.kind === 'teacher')!
  const device = platform.createDevice(account.person)
  try {
    await device.connect()
    const sockets = [...platform.io._nsps.values()].flatMap((namespace) => [...namespace.sockets.values()])
    expect(sockets.length).toBeGreaterThan(0)
    const name = `${account.person.givenName} ${account.person.familyName}`
    for (const socket of sockets) {
      expect(introductionOf(socket)).toEqual({ userId: account.userId, name, email: account.email, role: account.role })
      const shown = JSON.stringify(socket.data)
      expect(shown).not.toContain(account.password)
      expect(shown).not.toMatch(/eyJ|null/)
    }
  } finally {
    device.disconnect('graceful')
    await platform.stop()
  }
})
