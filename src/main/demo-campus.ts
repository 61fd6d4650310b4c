import { join } from 'node:path'
import { utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import { z } from 'zod'
import { roomRef } from '../shared/domain.ts'
import { noAdminFeed } from '../shared/presence.ts'
import type { TargetSecrets, TargetSettings } from '../shared/domain.ts'
import type { Catalog } from '../shared/catalog.ts'

/** What the campus says once all its platforms listen; it comes from another process, so it is parsed. */
const ready = z.object({
  type: z.literal('campus-ready'),
  platforms: z.array(
    z.object({ id: z.string(), name: z.string(), url: z.url(), path: z.string(), email: z.string(), password: z.string(), rooms: z.array(roomRef), adminFeed: z.object({ username: z.string(), password: z.string() }).nullable() }),
  ),
})

export interface DemoTarget {
  readonly settings: TargetSettings
  readonly secrets: TargetSecrets
}

/** Time that the five servers have to come up. */
const START_PATIENCE_MS = 30_000

/** The demo campus as a child process: five real servers on free ports of this machine. */
export class DemoCampus {
  readonly #child: UtilityProcess

  private constructor(child: UtilityProcess) {
    this.#child = child
  }

  /** Starts it and resolves with one target a platform; rejects with a sentence when it does not come up. */
  static async start(catalogs: readonly Catalog[], eventsPerSecond: number, onExit: (code: number) => void): Promise<{ campus: DemoCampus; targets: readonly DemoTarget[] }> {
    const args = ['--port-base', '0', '--events-per-second', String(eventsPerSecond), '--quiet']
    const child = utilityProcess.fork(join(import.meta.dirname, 'campus.js'), args, { serviceName: 'Rollcall demo campus', stdio: 'pipe' })
    let errors = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-2_000)
    })
    child.stdout?.resume()
    const message = await new Promise<z.infer<typeof ready>>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The demo campus did not start within 30 s.')), START_PATIENCE_MS)
      child.once('exit', (code) => {
        clearTimeout(timer)
        reject(new Error(`The demo campus ended with code ${code}. ${errors}`))
        onExit(code)
      })
      child.on('message', (raw: unknown) => {
        const parsed = ready.safeParse(raw)
        if (!parsed.success) return
        clearTimeout(timer)
        resolve(parsed.data)
      })
    })
    return { campus: new DemoCampus(child), targets: message.platforms.map((platform) => demoTarget(platform, catalogs)) }
  }

  stop(): void {
    this.#child.postMessage({ type: 'stop' })
  }
}

function demoTarget(platform: z.infer<typeof ready>['platforms'][number], catalogs: readonly Catalog[]): DemoTarget {
  const catalog = catalogs.find(({ id }) => id === platform.id)
  if (!catalog) throw new Error(`no catalog for ${platform.id}`)
  return {
    settings: {
      id: `demo-${platform.id}`,
      name: catalog.name,
      catalogId: catalog.id,
      url: platform.url,
      path: platform.path,
      transports: [...catalog.connection.transports],
      environment: 'demo',
      readOnly: false,
      authWay: catalog.auth.ways[0] ?? 'auth.token',
      signIn: 'password',
      email: platform.email,
      disabledNamespaces: [],
      extraNamespaces: [],
      watchedRooms: platform.rooms,
      caCertificate: '',
      adminFeed: platform.adminFeed ? { ...noAdminFeed, on: true, username: platform.adminFeed.username } : noAdminFeed,
    },
    secrets: { password: platform.password, ...(platform.adminFeed && { adminSecret: platform.adminFeed.password }) },
  }
}
