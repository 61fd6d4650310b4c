import { afterEach } from 'vitest'
import { startServer, testTarget } from './test-server.ts'
import type { ServerOptions, TestServer, TestTarget } from './test-server.ts'

/** What the tests of a file start: stopped after each of them, in the order of the list. Servers go to its end, what is connected to them to its front. */
export function stopsAfterEach(): (() => unknown)[] {
  const stops: (() => unknown)[] = []
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop()
  })
  return stops
}

/** Real servers, and targets that may be connected to them; each ends with the test that made it. */
export function serversAndTargets(): {
  readonly stops: (() => unknown)[]
  readonly server: (options?: ServerOptions) => Promise<TestServer>
  readonly target: (...args: Parameters<typeof testTarget>) => TestTarget
} {
  const stops = stopsAfterEach()
  return {
    stops,
    server: async (options = {}) => {
      const started = await startServer(options)
      stops.push(() => started.stop())
      return started
    },
    target: (...args) => {
      const made = testTarget(...args)
      stops.unshift(() => made.target.stop())
      return made
    },
  }
}
