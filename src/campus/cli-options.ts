import { parseArgs } from 'node:util'
import { NODES_MAX } from './cluster/node-sid.ts'
import { platformIds } from './contract.ts'
import type { PlatformId } from './contract.ts'
import { PLAIN_SOCKETS_MAX } from './plain/plain-messages.ts'
import { PEOPLE_MAX, PEOPLE_MIN } from './population/school.ts'
import { EVENTS_PER_SECOND_MAX } from './population/story.ts'
import { scenarioNames } from './scenarios/scenario.ts'
import type { ScenarioName } from './scenarios/scenario.ts'
import { SCENARIO_SPEED_MAX, SCENARIO_SPEED_MIN, scenarios } from './scenarios/scenarios.ts'

export interface CliOptions {
  readonly only: readonly PlatformId[]
  readonly portBase: number
  readonly people: number
  readonly eventsPerSecond: number
  readonly seed: number
  readonly asDeployed: boolean
  readonly adminFeed: boolean
  /** People with real connections. */
  readonly devices: boolean
  readonly quiet: boolean
  /** Write a line for everything that happens. */
  readonly story: boolean
  readonly controlPort: number
  /** Each platform as so many processes over Redis. */
  readonly cluster: { readonly nodes: number; readonly redisUrl: string } | undefined
  /** What goes wrong, once the first console has connected. */
  readonly scenario: { readonly name: ScenarioName; readonly speed: number } | undefined
  /** Instead of the campus a plain Socket.IO server with so many sockets. */
  readonly plain: number | undefined
}

export type Parsed = { readonly kind: 'run'; readonly options: CliOptions } | { readonly kind: 'help' } | { readonly kind: 'wrong'; readonly problem: string }

const PORT_BASE = 4400
/** The control server's port is so far above the platforms'. */
const CONTROL_OFFSET = 90

export const usage = `The campus: five education platforms as real Socket.IO servers, and the people who use them.

  npm run campus -- [options]

  --only a,b                 only these of: ${platformIds.join(', ')}
  --port-base N              platforms on N, N+1 .. N+4, control on N+${CONTROL_OFFSET} (default ${PORT_BASE}; 0: any free ports)
  --people N                 persons of the school, ${PEOPLE_MIN} to ${PEOPLE_MAX} (default 300)
  --events-per-second N      things that happen, over all platforms, 0 to ${EVENTS_PER_SECOND_MAX} (default 50)
  --seed N                   same seed, same school and same story (default 1)
  --as-deployed              behave as the public servers do, not as their documents say
  --no-admin-feed            without Socket.IO's admin namespace
  --no-devices               nobody but you is connected
  --nodes N                  each platform as N processes, 1 to ${NODES_MAX}, behind one port; needs --redis
  --redis URL                Redis that joins the nodes, for example redis://127.0.0.1:6379
  --plain N                  no campus, but one plain Socket.IO server with its admin namespace and N sockets, up to ${PLAIN_SOCKETS_MAX};
                             with --nodes and --redis a cluster
  --scenario NAME            something happens once the first console has connected, and ends by itself; nothing else raises an alert:
${scenarioNames.map((name) => `                               ${name.padEnd(16)} ${scenarios[name].title}`).join('\n')}
                             the control server tells how far it is (GET /scenario) and which alerts a console must have at the end
  --scenario-speed N         its course so many times as fast, ${SCENARIO_SPEED_MIN} to ${SCENARIO_SPEED_MAX} (default 1); a console whose clock does not run as fast
                             may find an outage too short for an alert
  --control-port N           port of the control server (0: any free port)
  --story                    write a line for everything that happens
  --quiet                    write only the table of platforms, and errors
  --help
`

class Wrong extends Error {}

/** Reads the command line; every mistake becomes a sentence that says what to type instead. */
export function parseCli(args: readonly string[]): Parsed {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        only: { type: 'string' },
        'port-base': { type: 'string' },
        people: { type: 'string' },
        'events-per-second': { type: 'string' },
        seed: { type: 'string' },
        'as-deployed': { type: 'boolean' },
        'no-admin-feed': { type: 'boolean' },
        'no-devices': { type: 'boolean' },
        'control-port': { type: 'string' },
        nodes: { type: 'string' },
        redis: { type: 'string' },
        plain: { type: 'string' },
        scenario: { type: 'string' },
        'scenario-speed': { type: 'string' },
        story: { type: 'boolean' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return { kind: 'help' }
    const only = readPlatforms(values.only)
    const portBase = readPort('--port-base', values['port-base'] ?? String(PORT_BASE), 65_535 - CONTROL_OFFSET)
    return {
      kind: 'run',
      options: {
        only,
        portBase,
        people: readNumber('--people', values.people ?? '300', PEOPLE_MIN, PEOPLE_MAX, true),
        eventsPerSecond: readNumber('--events-per-second', values['events-per-second'] ?? '50', 0, EVENTS_PER_SECOND_MAX, false),
        seed: readNumber('--seed', values.seed ?? '1', 0, Number.MAX_SAFE_INTEGER, true),
        asDeployed: values['as-deployed'] ?? false,
        adminFeed: !values['no-admin-feed'],
        devices: !values['no-devices'],
        quiet: values.quiet ?? false,
        story: values.story ?? false,
        controlPort: values['control-port'] === undefined ? (portBase === 0 ? 0 : portBase + CONTROL_OFFSET) : readPort('--control-port', values['control-port'], 65_535),
        cluster: readCluster(values.nodes, values.redis),
        scenario: readScenario(values.scenario, values['scenario-speed'], only, values.nodes !== undefined ? '--nodes' : values.plain !== undefined ? '--plain' : undefined),
        plain: values.plain === undefined ? undefined : readNumber('--plain', values.plain, 1, PLAIN_SOCKETS_MAX, true),
      },
    }
  } catch (error) {
    if (error instanceof Wrong) return { kind: 'wrong', problem: error.message }
    if (error instanceof TypeError && 'code' in error) return { kind: 'wrong', problem: (error.message.split('. ')[0] ?? error.message).replace(/\.?$/, '.') }
    throw error
  }
}

function readPlatforms(text: string | undefined): readonly PlatformId[] {
  if (text === undefined) return platformIds
  const names = text.split(',').map((name) => name.trim()).filter((name) => name !== '')
  const unknown = names.find((name) => !platformIds.some((id) => id === name))
  if (unknown !== undefined) throw new Wrong(`--only: there is no platform "${unknown}". There are ${platformIds.join(', ')}.`)
  if (names.length === 0) throw new Wrong(`--only needs at least one of ${platformIds.join(', ')}.`)
  return platformIds.filter((id) => names.includes(id))
}

function readCluster(nodes: string | undefined, redis: string | undefined): CliOptions['cluster'] {
  if (nodes === undefined && redis === undefined) return undefined
  if (nodes === undefined) throw new Wrong('--redis goes with --nodes, for example --nodes 3.')
  const count = readNumber('--nodes', nodes, 1, NODES_MAX, true)
  if (redis === undefined) throw new Wrong('--nodes needs --redis, for example --redis redis://127.0.0.1:6379.')
  if (!/^rediss?:\/\/[^/]/.test(redis) || !URL.canParse(redis)) throw new Wrong('--redis is a URL like redis://127.0.0.1:6379.')
  return { nodes: count, redisUrl: redis }
}

function readScenario(text: string | undefined, speed: string | undefined, only: readonly PlatformId[], notWith: string | undefined): CliOptions['scenario'] {
  if (text === undefined) {
    if (speed !== undefined) throw new Wrong('--scenario-speed goes with --scenario, for example --scenario outage.')
    return undefined
  }
  const name = scenarioNames.find((one) => one === text)
  if (!name) throw new Wrong(`--scenario: there is no "${text}". There are ${scenarioNames.join(', ')}.`)
  if (notWith !== undefined) throw new Wrong(`--scenario does not go with ${notWith}.`)
  const missing = scenarios[name].needs.filter((id) => !only.includes(id))
  if (missing.length > 0) throw new Wrong(`--scenario ${name} needs the platform ${missing.join(', ')}: name it in --only.`)
  return { name, speed: readNumber('--scenario-speed', speed ?? '1', SCENARIO_SPEED_MIN, SCENARIO_SPEED_MAX, false) }
}

function readPort(option: string, text: string, max: number): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port === 0 || (port >= 1024 && port <= max)) return port
  throw new Wrong(`${option} is a whole number from 1024 to ${max}, or 0 for any free port; not "${text}".`)
}

function readNumber(option: string, text: string, min: number, max: number, whole: boolean): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value
  throw new Wrong(`${option} is a ${whole ? 'whole ' : ''}number from ${min} to ${max}; not "${text}".`)
}
