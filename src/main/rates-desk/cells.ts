import { MINUTE_MS } from '../store/rate-history.ts'

/** Steps of equal length that follow each other. */
export interface Grid {
  readonly timesMs: readonly number[]
  readonly stepMs: number
}

/** A chart's steps before this run, as cells of a minute or more: what the history can tell apart. */
export class Cells {
  /** The last is that in which this run began. */
  readonly count: number
  readonly #grid: Grid
  readonly #cellMs: number
  readonly #first: number

  private constructor(grid: Grid, fromMs: number, firstMinute: number) {
    this.#grid = grid
    this.#cellMs = Math.max(MINUTE_MS, grid.stepMs)
    this.#first = Math.floor(fromMs / this.#cellMs)
    this.count = Math.floor((firstMinute * MINUTE_MS) / this.#cellMs) - this.#first + 1
  }

  /** undefined: the grid begins after the minute in which this run began. */
  static before(grid: Grid, firstMinute: number): Cells | undefined {
    const [fromMs] = grid.timesMs
    if (fromMs === undefined) return undefined
    const cells = new Cells(grid, fromMs, firstMinute)
    return cells.count > 0 ? cells : undefined
  }

  /** The cell that two runs share, where it is one step of the chart. */
  get joinedCell(): number | null {
    return this.#cellMs === this.#grid.stepMs ? this.count - 1 : null
  }

  isJoined(minute: number): boolean {
    return this.#cellOf(minute) === this.count - 1
  }

  add(cells: Float64Array, minutes: readonly number[], values: readonly number[]): void {
    for (let index = 0; index < minutes.length; index++) {
      const cell = this.#cellOf(minutes[index] as number)
      if (cell >= 0 && cell < this.count) cells[cell] = (cells[cell] as number) + (values[index] as number)
    }
  }

  /** Cells with a minute that has so many keys or more. */
  marked(keysPerMinute: ReadonlyMap<number, number>, keys: number): Uint8Array {
    const marks = new Uint8Array(this.count)
    for (const [minute, found] of keysPerMinute) {
      const cell = this.#cellOf(minute)
      if (found >= keys && cell >= 0 && cell < this.count) marks[cell] = 1
    }
    return marks
  }

  /** Cells as the chart's steps; steps of one cell have the same rate, and share its events. */
  steps(rateOf: (cell: number) => number | null, countOf: (cell: number) => number): { readonly perSecond: (number | null)[]; readonly total: number } {
    const { timesMs, stepMs } = this.#grid
    let total = 0
    let last = -1
    let rate: number | null = null
    const perSecond = timesMs.map((timeMs) => {
      const cell = Math.floor(timeMs / this.#cellMs) - this.#first
      if (cell >= this.count) return null
      if (cell !== last) rate = rateOf(cell)
      last = cell
      total += (countOf(cell) * stepMs) / this.#cellMs
      return rate
    })
    return { perSecond, total: Math.round(total) }
  }

  #cellOf(minute: number): number {
    return Math.floor((minute * MINUTE_MS) / this.#cellMs) - this.#first
  }
}
