import type { Outcome, Run, Watched } from '../results.ts'
import type { BenchSettings, PartName } from '../settings.ts'
import { median, ratio, spreadPercent } from './figures.ts'
import type { Goal, Line } from './table.ts'

/* The table of the bench: which figure of which part is held against which goal. */

/** Tasks below it are not reported by the browser: of a window without any it is known that none was longer. */
const LONG_TASK_MS = 50

type Value<P extends PartName> = Extract<Outcome<P>, { ok: true }>['value']
type Settings = Pick<BenchSettings, 'parts' | 'rate' | 'seconds' | 'sockets' | 'memoryMinutes'>

export function linesOf(runs: readonly Run[], settings: Settings): readonly Line[] {
  const outcomes = <P extends PartName>(part: P) => runs.flatMap(({ outcomes: all }) => (all[part] === undefined ? [] : [all[part]]))
  const reasons = (part: PartName) => outcomes(part).flatMap((outcome) => (outcome.ok ? [] : [outcome.reason]))
  /** One figure of one part over all runs; nothing where the part was not asked for. */
  const line = <P extends PartName>(part: P, name: string, of: (value: Value<P>) => number | undefined, more: { goal?: Goal; digits?: number; note?: string } = {}): Line[] =>
    !settings.parts.has(part) ? [] : [{ line: name, values: outcomes(part).map((outcome) => (outcome.ok ? of(outcome.value) : undefined)), reasons: reasons(part), ...more }]
  const most = (than: number, text?: string): Goal => ({ is: '<=', than, ...(text !== undefined && { text }) })
  const least = (than: number): Goal => ({ is: '>=', than })
  const noTask = 'below 50 ms is 0'

  return [
    ...line('exact', `${perSecond(settings.rate)} for ${settings.seconds} s: events sent`, ({ sent }) => sent),
    ...line('exact', 'names whose count differs from what was sent', ({ differences }) => differences.length, { goal: most(0, '0') }),
    ...line('exact', 'dropped from counting', ({ totals }) => totals.dropped, { goal: most(0, '0') }),
    ...line('exact', 'events that the generator was too late to write', ({ leftOut }) => leftOut),
    ...line('exact', 'largest lag, ms', ({ totals }) => totals.lagMaxMs),
    ...line('cpu', 'CPU per event, whole main process, us', ({ appMicroseconds }) => appMicroseconds, { digits: 2 }),
    ...line('cpu', 'CPU per event, bare client, us', ({ bareMicroseconds }) => bareMicroseconds, { digits: 2 }),
    ...line('cpu', 'CPU per event, main process / bare client', ({ appMicroseconds, bareMicroseconds }) => ratio(appMicroseconds, bareMicroseconds), { goal: most(0.75), digits: 2 }),
    ...line('highest', 'highest rate without lag, console, events/s', ({ app }) => app.rate, limits(outcomes('highest'), ({ app }) => app.generatorWasTheLimit)),
    ...line('highest', 'highest rate without lag, bare client, events/s', ({ bare }) => bare.rate, limits(outcomes('highest'), ({ bare }) => bare.generatorWasTheLimit)),
    ...line('highest', 'highest rate, console / bare client', ({ app, bare }) => ratio(app.rate, bare.rate), { goal: least(1.4), digits: 2 }),
    ...line('exact', 'receipt to painted row, following, p50 ms', ({ painted }) => painted.rowP50Ms, { goal: most(75) }),
    ...line('exact', 'receipt to painted row, following, p99 ms', ({ painted }) => painted.rowP99Ms, { goal: most(200) }),
    ...line('exact', 'receipt to painted count, any event, p99 ms', ({ painted }) => painted.countP99Ms),
    ...line('exact', 'longest task of a painted frame, following, p99 ms', ({ painted }) => painted.taskP99Ms, { goal: most(50), note: noTask }),
    ...line('exact', 'longest task of all, following, ms', ({ painted }) => painted.longestTaskMs, { note: noTask }),
    ...line('scroll', 'people in the list that is scrolled meanwhile', ({ people }) => people),
    ...line('scroll', 'rows scrolled past', ({ rowsPassed }) => rowsPassed),
    ...line('scroll', 'longest task of a painted frame, scrolling people, p99 ms', ({ painted }) => painted.taskP99Ms, { goal: most(50), note: noTask }),
    ...line('scroll', 'longest task of all, scrolling people, ms', ({ painted }) => painted.longestTaskMs, { note: noTask }),
    ...memoryLines(line, settings),
    ...costLines(outcomes('cost'), reasons('cost'), settings),
    ...line('cpu', 'window CPU while following, % of a core', ({ windowPercent }) => windowPercent, { digits: 1 }),
    ...line('hidden', 'window CPU while hidden, % of a core', ({ windowPercent }) => windowPercent, { goal: most(2), digits: 1 }),
    ...line('people', `${settings.sockets} sockets: connect to first full table, ms`, ({ firstTableMs }) => firstTableMs, { goal: most(3_000) }),
    ...line('people', 'longest time between two ticks of the window meanwhile, ms', ({ longestGapMs }) => longestGapMs, { note: 'ticks every 4 ms: no task was longer' }),
    ...line('people', 'longest task in the window meanwhile, ms', ({ longestTaskMs }) => longestTaskMs, { goal: most(50), note: noTask }),
    ...line('people', 'reconnect to the new snapshot, ms', ({ reconnectMs }) => reconnectMs, { goal: most(3_000) }),
    ...line('people', 'longest task in the window meanwhile (reconnect), ms', ({ reconnectLongestTaskMs }) => reconnectLongestTaskMs, { goal: most(50), note: noTask }),
    ...line('people', 'slowest of three searches, to the first rows, ms', ({ searchMs }) => searchMs, { goal: most(50) }),
    ...line('people', 'slowest of three sorts, to the first rows, ms', ({ sortMs }) => sortMs),
    ...line('admin-people', `admin-ui's page, the same ${settings.sockets} sockets: longest task, ms`, ({ longestTaskMs }) => longestTaskMs, gaveUp(outcomes('admin-people'))),
    ...sideBySide(runs, settings),
    ...line('admin-events', "events view of admin-ui's page: highest rate held, events/s", ({ adminUiRate }) => adminUiRate, { digits: 1, note: '1,000 events in the view; held: a frame each second, at most 1 s behind; 0: not even the lowest rate tried' }),
    ...line('admin-events', 'events view of the console, same server: highest rate held, events/s', ({ consoleRate }) => consoleRate, serverLimit(outcomes('admin-events'))),
    ...line('admin-events', 'highest rate held, console / admin-ui', ({ consoleRate, adminUiRate, lowestRate }) => ratio(consoleRate, adminUiRate || lowestRate), { goal: least(1_000) }),
    ...ownLoadLines(line),
  ]
}

type LineOf = <P extends PartName>(part: P, name: string, of: (value: Value<P>) => number | undefined, more?: { goal?: Goal; digits?: number; note?: string }) => Line[]

function memoryLines(line: LineOf, { memoryMinutes: [from, to], rate }: Settings): Line[] {
  const span = `minute ${from} to ${to} at ${perSecond(rate)}`
  const whole = from === 2 && to === 10
  return [
    ...line('memory', `private memory of main process and window, growth ${span}, MB`, ({ growthMb }) => growthMb, { goal: { is: '<=', than: 20 }, ...(!whole && { note: 'the goal is for minute 2 to 10' }) }),
    ...line('memory', 'of it the main process, MB', ({ mainGrowthMb }) => mainGrowthMb),
    ...line('memory', 'of it the window, MB', ({ windowGrowthMb }) => windowGrowthMb),
    ...line('memory', "growth of the main process's smallest heap, MB", ({ heapGrowthMb }) => heapGrowthMb),
  ]
}

function costLines(outcomes: readonly Outcome<'cost'>[], reasons: readonly string[], { parts }: Settings): Line[] {
  if (!parts.has('cost')) return []
  const all = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []))
  const cells = (all[0] ?? []).map((cost, index) => ({ ...cost, values: all.flatMap((each) => each[index]?.microsecondsPerEvent ?? []) }))
  return [
    ...cells.map(({ people, rooms, screen, values }): Line => ({ line: `cost per event in the core, ${people} people, ${rooms} rooms, ${screen}, us`, values, digits: 2 })),
    // Of the medians: one slow run of one size is no slope.
    ...(['events', 'overview'] as const).map((screen): Line => ({ line: `cost per event, dearest over cheapest size, ${screen}, %`, values: [spreadPercent(cells.filter((cell) => cell.screen === screen).flatMap(({ values }) => median(values) ?? []))], goal: { is: '<=', than: 20 }, digits: 1, reasons })),
  ]
}

function sideBySide(runs: readonly Run[], { parts }: Settings): Line[] {
  if (!parts.has('people') || !parts.has('admin-people')) return []
  const values = runs.map(({ outcomes: { people, 'admin-people': admin } }) => (people?.ok && admin?.ok ? ratio(admin.value.longestTaskMs, longestOf(people.value)) : undefined))
  return [{ line: "longest task, admin-ui's page / console's window", values, goal: { is: '>=', than: 500 }, note: 'a window without a task of 50 ms counts with its longest time between two ticks, at most 50' }]
}

function gaveUp(outcomes: readonly Outcome<'admin-people'>[]): { note?: string } {
  return outcomes.some((outcome) => outcome.ok && outcome.value.gaveUp) ? { note: 'given up while frozen: at least that' } : {}
}

function limits(outcomes: readonly Outcome<'highest'>[], of: (value: Value<'highest'>) => boolean): { note?: string } {
  return outcomes.some((outcome) => outcome.ok && of(outcome.value)) ? { note: "the generator's own limit: all that it could write was held" } : {}
}

function serverLimit(outcomes: readonly Outcome<'admin-events'>[]): { note?: string } {
  return outcomes.some((outcome) => outcome.ok && outcome.value.serverWasTheLimit) ? { note: "the server's own limit: the console held all that it sent" } : {}
}

function ownLoadLines(line: LineOf): Line[] {
  const words: Readonly<Record<Watched, string>> = { nobody: 'nobody watching', client: 'console as a client, no admin feed', feed: 'console with the admin feed' }
  return (['production', 'development'] as const).flatMap((mode) => {
    const state = (watched: Watched, name: string, of: (found: { corePercent: number; microsecondsPerChange: number }, nobody: { microsecondsPerChange: number }) => number) =>
      line('own-load', name, ({ states }) => {
        const find = (who: Watched) => states.find((one) => one.mode === mode && one.watched === who)
        const [found, nobody] = [find(watched), find('nobody')]
        return found && nobody && of(found, nobody)
      }, { digits: 1 })
    return (['nobody', 'client', 'feed'] as const).flatMap((watched) => [
      ...state(watched, `watched server, ${mode} mode, ${words[watched]}: % of a core`, ({ corePercent }) => corePercent),
      ...(watched === 'nobody' ? [] : state(watched, `watched server, ${mode} mode, ${words[watched]}: % more per change`, (found, nobody) => (found.microsecondsPerChange / nobody.microsecondsPerChange - 1) * 100)),
    ])
  })
}

function perSecond(rate: number): string {
  return `${rate.toLocaleString('en-US')} events/s`
}

/** Tasks below 50 ms are not told; no task is longer than the time between two ticks. */
function longestOf({ longestTaskMs, longestGapMs }: { readonly longestTaskMs: number; readonly longestGapMs: number }): number {
  return Math.min(Math.max(LONG_TASK_MS, longestTaskMs), Math.max(longestGapMs, 1))
}
