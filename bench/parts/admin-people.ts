import type { PlainServer } from '../../src/campus/plain/plain-server.ts'
import type { AdminPeople } from '../results.ts'
import { AdminPage } from '../rival/admin-page.ts'

/** It was seen to need 27 s for 12,000 sockets. */
const FROZEN_MS = 120_000

/** admin-ui's own page connects to the server whose sockets the console has just shown. */
export async function adminPeople(server: PlainServer, sockets: number): Promise<AdminPeople> {
  const admin = await AdminPage.launch(server)
  try {
    const fromMs = performance.now()
    // Some sockets reconnect just then: 99 of 100 are all.
    const stood = await admin.open(sockets * 0.99, FROZEN_MS)
    return { sockets, knownMs: performance.now() - fromMs, ...stood }
  } finally {
    await admin.close()
  }
}
