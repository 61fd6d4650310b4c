import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { vi } from 'vitest'
import { startCampus } from '../campus.ts'
import type { Campus, CampusOptions } from '../campus.ts'
import type { PlatformId } from '../contract.ts'

/* A small campus and the console's own account on it. For tests only. */

export interface Received {
  /** `/attendance attendance.marked` */
  readonly event: string
  readonly args: readonly unknown[]
}

export class ScenarioFixture {
  readonly #cleanUps: (() => unknown)[] = []

  async start(options: Partial<CampusOptions> = {}): Promise<Campus> {
    const campus = await startCampus({ portBase: 0, people: 60, eventsPerSecond: 0, devices: false, only: ['skillcore'], adminFeed: false, ...options })
    this.later(() => campus.stop())
    return campus
  }

  /** Connected sockets of the admin's account, and all that they receive. */
  async adminAt(campus: Campus, namespaces: readonly string[], id: PlatformId = 'skillcore'): Promise<{ readonly sockets: readonly Socket[]; readonly received: Received[] }> {
    const platform = campus.platforms.get(id)
    if (!platform) throw new Error(`${id} is not on this campus`)
    const received: Received[] = []
    const sockets = await Promise.all(namespaces.map(async (namespace) => {
      const socket = io(platform.url + namespace, { path: platform.path, auth: { token: await platform.issueToken(platform.admin) }, transports: ['websocket'], reconnection: false })
      this.later(() => socket.close())
      socket.onAny((event: string, ...args: unknown[]) => received.push({ event: `${namespace} ${event}`, args }))
      await vi.waitFor(() => {
        if (!socket.connected) throw new Error(`${namespace} does not connect`)
      })
      return socket
    }))
    return { sockets, received }
  }

  /** To be done when the test is over; the newest first. */
  later(cleanUp: () => unknown): void {
    this.#cleanUps.push(cleanUp)
  }

  async end(): Promise<void> {
    for (const cleanUp of this.#cleanUps.splice(0).toReversed()) await cleanUp()
  }
}

export function countsOf(received: readonly Received[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { event } of received) counts[event] = (counts[event] ?? 0) + 1
  return counts
}
