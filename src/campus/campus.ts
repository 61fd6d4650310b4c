import { randomBytes } from 'node:crypto'
import { ClusterError, ClusterPlatform } from './cluster/cluster-platform.ts'
import type { NodeStatus } from './cluster/cluster-platform.ts'
import { platformIds } from './contract.ts'
import type { CreatePlatform, Platform, PlatformId, School, WatchableRoom } from './contract.ts'
import { createPlatforms } from './platforms/index.ts'
import { Attendance } from './population/attendance.ts'
import type { AttendanceCounts } from './population/attendance.ts'
import { createSchool } from './population/school.ts'
import { Story } from './population/story.ts'
import type { StoryEvent } from './population/story.ts'
import { Ticker } from './population/ticker.ts'
import { Scenarios } from './scenarios/scenarios.ts'

export const platformNames: Record<PlatformId, string> = {
  skillcore: 'SkillCore',
  'flask-lms': 'Flask LMS',
  rusingacademy: 'RusingAcademy',
  aprendeai: 'AprendeAI',
  endiapi: 'endiAPI',
}

/** User name of Socket.IO's admin namespace on every platform. */
export const ADMIN_FEED_USER = 'admin'
const TICK_MS = 100

export interface CampusOptions {
  /** Platforms to run; all five where absent. */
  readonly only?: readonly PlatformId[]
  /** The platforms listen on portBase + 0..4, each always on its own; 0: any free ports. */
  readonly portBase: number
  /** Persons of the school, PEOPLE_MIN..PEOPLE_MAX; 300 where absent. */
  readonly people?: number
  /** Things that happen in a second, over all platforms; 50 where absent. */
  readonly eventsPerSecond?: number
  readonly seed?: number
  readonly asDeployed?: boolean
  /** Socket.IO's admin namespace on every server; on where absent. */
  readonly adminFeed?: boolean
  /** What goes wrong, and a platform that went down or came back; one line each. */
  readonly log?: (line: string) => void
  /** The platforms' own lines: several for everything that happens. */
  readonly platformLog?: (line: string) => void
  readonly onStory?: (event: StoryEvent) => void
  /** People with real connections; on where absent. Without them only what the servers do on their own happens. */
  readonly devices?: boolean
  /** Each platform as so many processes over Redis; absent: one server in this process. */
  readonly cluster?: { readonly nodes: number; readonly redisUrl: string } | undefined
  /** Platforms other than the real ones, for tests; not in a cluster. */
  readonly create?: Readonly<Record<PlatformId, CreatePlatform>>
}

/** What the console needs to watch one platform of the campus: the admin's account and no other. */
export interface DemoTarget {
  readonly id: PlatformId
  readonly name: string
  readonly url: string
  readonly path: string
  readonly email: string
  readonly password: string
  readonly rooms: readonly WatchableRoom[]
  /** Socket.IO's admin namespace `/admin` of the platform; null without it. */
  readonly adminFeed: { readonly username: string; readonly password: string } | null
}

export interface Campus {
  readonly school: School
  readonly platforms: ReadonlyMap<PlatformId, Platform>
  readonly story: Story
  readonly attendance: AttendanceCounts
  /** What can go wrong, to order. */
  readonly scenarios: Scenarios
  readonly adminFeedPassword: string
  describe(): DemoTarget[]
  /** Throws for a platform that this campus does not have; the same platform comes back on the same port. */
  startPlatform(id: PlatformId): Promise<void>
  stopPlatform(id: PlatformId): Promise<void>
  crashPlatform(id: PlatformId): Promise<void>
  /** Nodes of a platform; none where it is no cluster. */
  nodes(id: PlatformId): readonly NodeStatus[]
  /** SIGKILL of one node's process. Throws for a node, or a platform, that this campus does not have. */
  killNode(id: PlatformId, node: number): Promise<void>
  startNode(id: PlatformId, node: number): Promise<void>
  /** In a cluster: brings what a platform has counted up to date. */
  recount(id: PlatformId): Promise<void>
  /** Ends the story, every device and every server. */
  stop(): Promise<void>
}

/** A start that failed for a reason that the user can change; the message says what to do. */
export class CampusError extends Error {}

/** Starts the platforms one after the other, then the people. Rejects with CampusError when a port is taken. */
export async function startCampus(options: CampusOptions): Promise<Campus> {
  const { portBase, seed = 1, log, platformLog, cluster, create = createPlatforms } = options
  const school = createSchool(seed, options.people ?? 300)
  const { adminFeed = true } = options
  const adminFeedPassword = randomBytes(9).toString('base64url')
  const ids = platformIds.filter((id) => !options.only || options.only.includes(id))
  const platforms = new Map(
    ids.map((id) => {
      const port = portBase === 0 ? 0 : portBase + platformIds.indexOf(id)
      const { asDeployed = false } = options
      const platformOptions = { school, port, asDeployed, adminFeed, adminFeedPassword, ...(platformLog && { log: platformLog }) }
      return [id, cluster ? new ClusterPlatform({ id, create: create[id], options: platformOptions, seed, ...cluster }) : create[id](platformOptions)]
    }),
  )
  await startAll(platforms, portBase)

  const all = [...platforms.values()]
  const withDevices = options.devices ?? true
  const attendance = new Attendance({ seed, school, buildings: withDevices ? all : [], tickMs: TICK_MS, ...(log && { log }) })
  const story = new Story({
    seed,
    school,
    stages: all,
    presence: attendance,
    eventsPerSecond: options.eventsPerSecond ?? 50,
    tickMs: TICK_MS,
    now: () => new Date(),
    ...(log && { log }),
    ...(options.onStory && { onEvent: options.onStory }),
  })
  let wasGoing = true
  const scenarios = new Scenarios({
    seed,
    school,
    asDeployed: options.asDeployed ?? false,
    clustered: cluster !== undefined,
    platforms,
    setCalm: (on) => {
      story.calm = on
    },
    setHoliday: (on) => {
      attendance.holiday = on
      if (on) {
        wasGoing = story.going
        story.stop()
      } else if (wasGoing) story.start()
    },
    log: (line) => log?.(line),
  })
  const wasRunning = new Set(ids)
  const tick = (number: number) => {
    for (const { id, running } of all) {
      if (running === wasRunning.has(id)) continue
      if (running) wasRunning.add(id)
      else wasRunning.delete(id)
      log?.(`[${id}] ${running ? 'runs again' : 'is down'}`)
    }
    attendance.tick(number)
    story.tick(number)
  }
  const ticker = new Ticker(TICK_MS, tick, (error) => log?.(`tick failed: ${String(error)}`))
  ticker.start()
  let stopping: Promise<void> | undefined

  const platform = (id: PlatformId): Platform => {
    const found = platforms.get(id)
    if (!found) throw new Error(`${id} does not run on this campus`)
    return found
  }
  const clusterOf = (id: PlatformId): ClusterPlatform => {
    const found = platform(id)
    if (!(found instanceof ClusterPlatform)) throw new Error(`${id} runs without nodes: start the campus with --nodes`)
    return found
  }
  const stop = async (): Promise<void> => {
    await scenarios.stop()
    ticker.stop()
    await attendance.stop()
    await Promise.allSettled(all.map(async (one) => await one.stop()))
  }
  return {
    school,
    platforms,
    story,
    scenarios,
    adminFeedPassword,
    get attendance() {
      return attendance.counts
    },
    describe: () => all.map((one) => ({ ...describe(one), adminFeed: adminFeed ? { username: ADMIN_FEED_USER, password: adminFeedPassword } : null })),
    startPlatform: async (id) => await platform(id).start(),
    stopPlatform: async (id) => await platform(id).stop(),
    crashPlatform: async (id) => await platform(id).crash(),
    nodes: (id) => {
      const found = platform(id)
      return found instanceof ClusterPlatform ? found.nodes : []
    },
    killNode: async (id, node) => await clusterOf(id).killNode(node),
    startNode: async (id, node) => await clusterOf(id).startNode(node),
    recount: async (id) => {
      const found = platform(id)
      if (found instanceof ClusterPlatform) await found.recount()
    },
    stop: async () => await (stopping ??= stop()),
  }
}

function describe(platform: Platform): Omit<DemoTarget, 'adminFeed'> {
  const { id, url, path, admin, rooms } = platform
  return { id, name: platformNames[id], url, path, email: admin.email, password: admin.password, rooms }
}

async function startAll(platforms: ReadonlyMap<PlatformId, Platform>, portBase: number): Promise<void> {
  for (const [id, platform] of platforms) {
    try {
      await platform.start()
    } catch (error) {
      await Promise.allSettled([...platforms.values()].map(async (one) => await one.stop()))
      if (error instanceof ClusterError) throw new CampusError(`${platformNames[id]} cannot start: ${error.message}`)
      throw portProblem(error, `${platformNames[id]} cannot start`, portBase) ?? error
    }
  }
}

/** A sentence for a port that cannot be listened on; undefined for any other error. */
export function portProblem(error: unknown, what: string, portBase: number): CampusError | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const port = 'port' in error ? String(error.port) : 'a port'
  const other = portBase > 60_000 ? 4400 : portBase + 100
  const advice = `Choose others with --port-base, for example: npm run campus -- --port-base ${other}`
  if (error.code === 'EADDRINUSE') return new CampusError(`${what}: port ${port} is taken by another program. ${advice}`)
  if (error.code === 'EACCES') return new CampusError(`${what}: this user may not listen on port ${port}. ${advice}`)
  return undefined
}
