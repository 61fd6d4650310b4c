import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright'
import { atMost } from '../child.ts'
import { closeElectron, launchElectron } from '../electron.ts'
import type { Stood } from '../results.ts'
import { servePage } from './page-files.ts'
import type { PageFiles } from './page-files.ts'
import { standing, watchPage } from './standing.ts'

const root = join(import.meta.dirname, '../..')
const NAVIGATION_MS = 30_000

/** What the page knows, read from its own store (Vue leaves it on the root element). */
interface Known {
  readonly sockets: number
  readonly events: number
  /** `serial` of the newest event's payload; -1 without one. */
  readonly lastSerial: number
}

/** `@socket.io/admin-ui`'s own page in a window of the same Electron, signed in to a server without a password. */
export class AdminPage {
  readonly version: string
  readonly page: Page
  readonly #app: ElectronApplication
  readonly #files: PageFiles

  private constructor(app: ElectronApplication, page: Page, files: PageFiles) {
    this.#app = app
    this.page = page
    this.#files = files
    this.version = files.version
  }

  static async launch(server: { readonly url: string; readonly path: string; readonly adminNamespace: string }): Promise<AdminPage> {
    const files = await servePage()
    try {
      const app = await launchElectron([join(import.meta.dirname, 'window.mjs')], root)
      const page = await app.firstWindow()
      await page.addInitScript(watchPage)
      // Where the page keeps what its form was filled with: it connects by itself.
      await page.addInitScript(([serverUrl, path, namespace]) => {
        if (location.protocol !== 'http:') return
        for (const [key, value] of Object.entries({ server_url: serverUrl, path, namespace, ws_only: 'true', parser: 'default' })) localStorage.setItem(key, value)
      }, [server.url, server.path, server.adminNamespace] as const)
      return new AdminPage(app, page, files)
    } catch (error) {
      await files.stop()
      throw error
    }
  }

  /** Loads the page's first view; it connects meanwhile. Resolves when it knows so many sockets, or after `capMs`. */
  async open(sockets: number, capMs: number): Promise<Stood> {
    await this.page.goto(`${this.#files.url}#/`, { waitUntil: 'commit', timeout: NAVIGATION_MS })
    return await standing(this.page, capMs, async () => (await this.known()).sockets >= sockets, false)
  }

  /** Goes to the events view and waits until it is drawn. */
  async openEvents(capMs: number): Promise<Stood> {
    await atMost(capMs, 'the events view was not drawn', this.page.evaluate(() => {
      location.hash = '#/events/'
    }))
    return await standing(this.page, capMs, async () => await this.page.evaluate(() => document.querySelectorAll('.v-data-table tbody tr').length > 0))
  }

  async known(): Promise<Known> {
    return await this.page.evaluate(() => {
      interface Event { readonly args?: readonly { readonly serial?: number }[] }
      interface Store { readonly state: { readonly main: { readonly namespaces: readonly { readonly name: string; readonly sockets: readonly unknown[]; readonly events: readonly Event[] }[] } } }
      const element = document.querySelector('#app') as unknown as { readonly __vue__?: { readonly $store: Store } } | null
      const namespaces = element?.__vue__?.$store.state.main.namespaces ?? []
      const events = namespaces.find(({ name }) => name === '/')?.events ?? []
      const last = events.at(-1)?.args
      return { sockets: namespaces.reduce((sum, { sockets }) => sum + sockets.length, 0), events: events.length, lastSerial: (Array.isArray(last) ? last[0]?.serial : undefined) ?? -1 }
    })
  }

  async close(): Promise<void> {
    await closeElectron(this.#app)
    await this.#files.stop()
  }
}
