import { FramePump } from '../../src/main/monitor/frame-pump.ts'
import { Monitor } from '../../src/main/monitor/monitor.ts'
import { LazyDecoder } from '../../src/main/targets/lazy-parser.ts'
import type { TargetView } from '../../src/shared/domain.ts'
import type { ScreenName } from '../../src/shared/ipc.ts'
import { skillcore } from '../../src/shared/platforms/skillcore.ts'
import { noAdminFeed } from '../../src/shared/presence.ts'
import { buildStream, namespaces } from './stream.ts'
import type { Stream } from './stream.ts'

/*
 * What one event costs the core, without sockets and without a window: text to decoder to monitor, drained and sent
 * every tenth of a second of the stream's own time, as in the app. Everybody is known before the clock starts.
 */

const DRAIN_MS = 100
const MEASURED_SECONDS = 6

export interface Cost {
  readonly people: number
  readonly rooms: number
  readonly screen: ScreenName
  readonly microsecondsPerEvent: number
}

const allSizes: readonly { readonly people: number; readonly rooms: number }[] = [
  { people: 1_000, rooms: 2_000 },
  { people: 10_000, rooms: 2_000 },
  { people: 100_000, rooms: 2_000 },
  { people: 12_000, rooms: 100 },
  { people: 12_000, rooms: 20_000 },
]

/** Over all sizes, twice; the smaller of both counts, for whatever else runs on the machine only adds. */
export function costPerEvent(eventsPerSecond: number, sizes = allSizes): readonly Cost[] {
  const screens = ['events', 'overview'] as const
  // Not counted: the first to be measured would else pay for the compiler.
  for (const screen of screens) measure(buildStream({ people: 1_000, rooms: 100, events: 131_072 }), screen, eventsPerSecond)
  const pass = (): Cost[] =>
    sizes.flatMap((size) => {
      const stream = buildStream({ ...size, events: Math.max(131_072, size.people * 2) })
      return screens.map((screen) => ({ ...size, screen, microsecondsPerEvent: measure(stream, screen, eventsPerSecond) }))
    })
  const [first, second] = [pass(), pass()]
  return first.map((cost, index) => ({ ...cost, microsecondsPerEvent: Math.min(cost.microsecondsPerEvent, second[index]?.microsecondsPerEvent ?? Infinity) }))
}

function measure(stream: Stream, screen: ScreenName, eventsPerSecond: number): number {
  let nowMs = 1_763_375_400_000
  const monitor = new Monitor({ catalogs: [skillcore], startedAtMs: nowMs })
  monitor.targetChanged(targetView(nowMs), nowMs)
  const decoder = new LazyDecoder({
    event: (namespace, name, payload) => monitor.event({ targetId: 'firehose', namespace, name, direction: 'in', atMs: nowMs, payload }),
    rejected: (namespace, reason) => {
      throw new Error(`${namespace}: ${reason}`)
    },
  })
  const perDrain = Math.round((eventsPerSecond * DRAIN_MS) / 1_000)
  let at = 0
  let inFlight = 0
  const pump = new FramePump(monitor, ({ seq }) => {
    inFlight = seq
  })
  pump.setView({ screen, rateWindowMinutes: 15, rateTargetId: null }, nowMs)
  const drains = (count: number): void => {
    for (let drain = 0; drain < count; drain++) {
      for (let event = 0; event < perDrain; event++) {
        decoder.add(stream.packet(at))
        at = at + 1 === stream.ends.length ? 0 : at + 1
      }
      nowMs += DRAIN_MS
      monitor.drain(nowMs)
      pump.ack(inFlight, nowMs)
      pump.tick(nowMs)
    }
  }
  // Once around, so that everybody is there, and the compiler has seen it all.
  drains(Math.ceil(stream.ends.length / perDrain))
  const measuredDrains = (MEASURED_SECONDS * 1_000) / DRAIN_MS
  const before = process.cpuUsage()
  drains(measuredDrains)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (measuredDrains * perDrain)
}

function targetView(nowMs: number): TargetView {
  return {
    settings: {
      id: 'firehose', name: 'Firehose', catalogId: 'skillcore', url: 'http://127.0.0.1:1', path: '/socket.io', transports: ['websocket'], environment: 'test', readOnly: false, authWay: 'auth.token', signIn: 'token', email: '',
      disabledNamespaces: [], extraNamespaces: [], watchedRooms: [], caCertificate: '', adminFeed: noAdminFeed,
    },
    catalogName: 'SkillCore', state: 'live', sinceMs: nowMs, problem: null, nextTryAtMs: null, transport: 'websocket', connections: 1,
    namespaces: namespaces.map((name) => ({ name, title: name, state: 'live', sinceMs: nowMs, problem: null, nextTryAtMs: null, attempts: 1 })),
    rooms: { wanted: 0, joined: 0, unconfirmed: 0, refused: 0 }, pace: { joinsPerMinute: 16, emitsPerMinute: 80, waiting: 0 }, signedInAs: null, tokenEndsAtMs: null, signedOutAtMs: null, secrets: 'none',
    adminFeed: 'unknown', feedLink: null, feed: null, roundTripMs: null, notes: [],
  }
}
