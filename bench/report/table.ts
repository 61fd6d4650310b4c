import { median } from './figures.ts'

export interface Goal {
  readonly is: '<=' | '>='
  readonly than: number
  /** How it is written where not as `<= 50`. */
  readonly text?: string
}

/** One line of the table: what was measured in each run. */
export interface Line {
  readonly line: string
  readonly values: readonly (number | undefined)[]
  /** none: stated only. */
  readonly goal?: Goal
  readonly digits?: number
  /** Said beside the figure: what a limit or a 0 means. */
  readonly note?: string
  /** Why runs have no value. */
  readonly reasons?: readonly string[]
}

export interface Row {
  readonly line: string
  readonly median: string
  readonly all: string
  readonly goal: string
  readonly result: string
}

/** Lines as text; a line that no run has a value for says why. */
export function rowOf({ line, values, goal, digits = 0, note, reasons = [] }: Line): Row {
  const known = values.filter((value) => value !== undefined)
  const middle = median(known)
  const text = (value: number) => value.toFixed(digits)
  const failed = [...new Set(reasons)]
  const verdict = goal === undefined ? 'stated' : middle !== undefined && isMet(goal, middle) ? 'met' : 'not met'
  const said = [middle === undefined ? 'not measured' : verdict, ...failed, ...(note === undefined || middle === undefined ? [] : [note])]
  return { line, median: middle === undefined ? '' : text(middle), all: known.map(text).join(' '), goal: goal === undefined ? '' : (goal.text ?? `${goal.is} ${goal.than}`), result: said.join('; ') }
}

function isMet({ is, than }: Goal, value: number): boolean {
  switch (is) {
    case '<=': return value <= than
    case '>=': return value >= than
    default: return is satisfies never
  }
}

/** The table as Markdown. */
export function markdownTable(rows: readonly Row[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<=', '≤').replaceAll('>=', '≥')
  return ['| line | median | all runs | goal | result |', '|---|---|---|---|---|', ...rows.map(({ line, median: middle, all, goal, result }) => `| ${[line, middle, all, goal, result].map(cell).join(' | ')} |`)].join('\n')
}

/** Replaces what stands between two marks of a document; undefined where it has no such marks. */
export function replaceBetween(document: string, begin: string, end: string, text: string): string | undefined {
  const from = document.indexOf(begin)
  const to = document.indexOf(end, from)
  return from < 0 || to < 0 ? undefined : `${document.slice(0, from + begin.length)}\n${text}\n${document.slice(to)}`
}
