import type { Cost } from './firehose/cost-per-event.ts'
import type { Highest } from './firehose/highest-rate.ts'
import type { Painted, Totals } from './firehose/painted.ts'
import type { PartName } from './settings.ts'

/* What each part of the bench delivers, as JSON. */

export interface Exact {
  readonly sent: number
  readonly seconds: number
  /** Names whose count differs from what was sent. */
  readonly differences: readonly string[]
  readonly totals: Totals
  /** Events that the generator was too late to write. */
  readonly leftOut: number
  readonly painted: Painted
}

export interface Cpu {
  readonly appMicroseconds: number
  readonly bareMicroseconds: number
  readonly generatorMicroseconds: number
  readonly appEvents: number
  readonly bareEvents: number
  readonly windowPercent: number
}

export interface Scroll {
  readonly people: number
  readonly rowsPassed: number
  readonly eventsPerSecond: number
  readonly painted: Painted
}

export interface People {
  readonly sockets: number
  readonly firstTableMs: number
  readonly longestTaskMs: number
  /** Longest time between two ticks of the page: an upper bound of its longest task, also below 50 ms. */
  readonly longestGapMs: number
  readonly reconnectMs: number
  readonly reconnectLongestTaskMs: number
  readonly searchMs: number
  readonly sortMs: number
}

/** How a page stood one stretch of time. */
export interface Stood {
  readonly longestTaskMs: number
  /** Longest time without a painted frame. */
  readonly longestFrameGapMs: number
  /** The page had not come back when the time was over: the figures are at least that. */
  readonly gaveUp: boolean
}

export interface AdminPeople extends Stood {
  readonly sockets: number
  /** From navigation until the page knows all sockets. */
  readonly knownMs: number
}

/** One rate of the events view. */
export interface RateStep extends Stood {
  readonly ordered: number
  /** Events a second that the server really sent. */
  readonly sent: number
  /** After the last event was sent, until it was in the page. */
  readonly behindMs: number
  readonly held: boolean
}

export interface AdminEvents {
  readonly adminUi: readonly RateStep[]
  readonly console: readonly RateStep[]
  /** Highest rates held, events a second; 0: not even the lowest that was tried. */
  readonly adminUiRate: number
  readonly consoleRate: number
  /** The server could not send more; the console might have held it. */
  readonly serverWasTheLimit: boolean
  /** The lowest rate that was tried on admin-ui. */
  readonly lowestRate: number
}

export type Watched = 'nobody' | 'client' | 'feed'

export interface OwnLoad {
  readonly sockets: number
  readonly states: readonly {
    readonly mode: 'production' | 'development'
    readonly watched: Watched
    /** CPU of the server's process, share of one core. */
    readonly corePercent: number
    readonly changesPerSecond: number
    readonly microsecondsPerChange: number
  }[]
}

export interface Memory {
  readonly fromMinute: number
  readonly toMinute: number
  readonly samples: readonly { readonly second: number; readonly mainMb: number; readonly windowMb: number; readonly heapMb: number }[]
  readonly growthMb: number
  readonly mainGrowthMb: number
  readonly windowGrowthMb: number
  /** Of the smallest heaps of the main process near both minutes: what survives garbage collection. */
  readonly heapGrowthMb: number
  readonly eventsPerSecond: number
}

export interface Results {
  readonly cost: readonly Cost[]
  readonly exact: Exact
  readonly cpu: Cpu
  readonly hidden: { readonly windowPercent: number }
  readonly scroll: Scroll
  readonly highest: { readonly app: Highest; readonly bare: Highest }
  readonly people: People
  readonly 'admin-people': AdminPeople
  readonly 'admin-events': AdminEvents
  readonly 'own-load': OwnLoad
  readonly memory: Memory
}

export interface Versions {
  readonly electron: string
  readonly chrome: string
  /** Of Electron's main process. */
  readonly node: string
}

/** What the process of a group says to the bench. */
export type GroupNews =
  | { readonly is: 'result'; readonly part: PartName; readonly value: unknown }
  | { readonly is: 'failed'; readonly part: PartName; readonly reason: string }
  | { readonly is: 'versions'; readonly versions: Versions }
  /** An Electron of its own: to be ended should this process not be able to. */
  | { readonly is: 'started'; readonly pid: number }

/** What came of a part in one run. */
export type Outcome<P extends PartName> = { readonly ok: true; readonly value: Results[P] } | { readonly ok: false; readonly reason: string }

/** One run over all parts. */
export interface Run {
  /** Of the machine when the run began, over 1 minute. */
  readonly load: number
  readonly startedAt: string
  readonly outcomes: { readonly [P in PartName]?: Outcome<P> }
}
