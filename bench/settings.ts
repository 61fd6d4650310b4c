/* What a run of the bench takes from the environment; every time and count is bounded. */

export const partNames = ['cost', 'exact', 'cpu', 'hidden', 'scroll', 'highest', 'people', 'admin-people', 'admin-events', 'own-load', 'memory'] as const
export type PartName = (typeof partNames)[number]

/** Parts that share what they start run in one process, one after the other. */
export const groups = {
  cost: ['cost'],
  firehose: ['exact', 'cpu', 'hidden', 'scroll', 'highest'],
  people: ['people', 'admin-people'],
  'admin-events': ['admin-events'],
  'own-load': ['own-load'],
  memory: ['memory'],
} as const satisfies Record<string, readonly PartName[]>
export type GroupName = keyof typeof groups

export interface BenchSettings {
  /** How often each part runs; memory runs once. */
  readonly runs: number
  /** Events a second of the firehose. */
  readonly rate: number
  /** Of the exact count; every other stretch of time is at most this long too. */
  readonly seconds: number
  /** Sockets of the server with many people. */
  readonly sockets: number
  readonly parts: ReadonlySet<PartName>
  /** Growth of memory is taken from the first to the second, in minutes since the stream began. */
  readonly memoryMinutes: readonly [number, number]
  /** No part begins later than this. */
  readonly endAfterMinutes: number
  /** Prints what the main process does during the exact count. */
  readonly profile: boolean
  /** Puts the table into README.md. */
  readonly readme: boolean
}

const usage = `npm run bench [-- NAME ...]   where NAME is one of: ${['rules', 'faults', ...new Set([...Object.keys(groups), ...partNames])].join(', ')}`

/** Reads the environment and the names on the command line; without names all parts run, memory only where BENCH_LONG=1. Throws with the usage. */
export function readSettings(env: Readonly<Record<string, string | undefined>>, names: readonly string[]): BenchSettings {
  const number = (name: string, otherwise: number, most: number): number => {
    const value = Number(env[name] ?? otherwise)
    if (!Number.isFinite(value) || value <= 0 || value > most) throw new RangeError(`${name} is a number above 0, at most ${most}.`)
    return value
  }
  const long = env['BENCH_LONG'] === '1'
  const wanted = [...names, ...(env['BENCH_PARTS'] ?? '').split(',').filter((name) => name !== '')]
  const parts = new Set<PartName>(wanted.flatMap(partsOf))
  if (wanted.length === 0) for (const name of partNames) if (name !== 'memory') parts.add(name)
  if (long) parts.add('memory')
  const [from = 2, to = 10] = (env['BENCH_MEMORY_MINUTES'] ?? '2,10').split(',').map(Number)
  if (!(from > 0 && to > from && to <= 120)) throw new RangeError('BENCH_MEMORY_MINUTES is two growing numbers: 2,10.')
  const memoryMinutes = parts.has('memory') ? to : 0
  return {
    runs: Math.round(number('BENCH_RUNS', 3, 20)),
    rate: number('BENCH_RATE', 50_000, 1_000_000),
    seconds: number('BENCH_SECONDS', 60, 3_600),
    sockets: Math.round(number('BENCH_SOCKETS', 12_000, 20_000)),
    parts,
    memoryMinutes: [from, to],
    endAfterMinutes: number('BENCH_MINUTES', 30 + memoryMinutes, 600),
    profile: env['BENCH_PROFILE'] === '1',
    readme: env['BENCH_README'] === '1',
  }
}

function partsOf(name: string): readonly PartName[] {
  if (Object.hasOwn(groups, name)) return groups[name as GroupName]
  const part = partNames.find((one) => one === name)
  if (part === undefined) throw new RangeError(`There is no "${name}". ${usage}`)
  return [part]
}
