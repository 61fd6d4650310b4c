import type { Evidence, RosterReport } from '../shared/presence.ts'
import { cleaned } from './monitor/mask.ts'
import { guessColumns, readHeader } from './roster-columns.ts'
import type { Columns } from './roster-columns.ts'
import { readLines } from './roster-lines.ts'
import type { BadLine, RosterLine } from './roster-lines.ts'
import { foldEmail, foldPersonName, matchRoster } from './roster-match.ts'
import type { RosterMember } from './roster-match.ts'

/** Rows of one roster: the largest year of a school, not a district. */
export const ROSTER_ROWS_MAX = 2_000
/** Characters of one cell: the longest e-mail address (RFC 3696, errata 1690). */
const ROSTER_CELL_CHARS_MAX = 320

/** Somebody who should be there; at least one of the three is known. */
export interface RosterEntry {
  readonly line: number
  readonly id: string | null
  readonly email: string | null
  readonly name: string | null
  /** As the user pasted it: the name, else the address, else the id. */
  readonly label: string
}

export interface ParsedRoster {
  /** Each person once. */
  readonly entries: readonly RosterEntry[]
  /** Rows that could not be read, in the order of the text. */
  readonly bad: readonly BadLine[]
}

/** Reads CSV or pasted text: comma, semicolon or tab, with or without a header; every row becomes an entry or a named bad row. */
export function parseRoster(text: string): ParsedRoster {
  const read = readLines(text, (cells) => readHeader(cells) !== undefined)
  const header = read.lines[0] && readHeader(read.lines[0].cells)
  const rows = header ? read.lines.slice(1) : read.lines
  const kept = rows.slice(0, ROSTER_ROWS_MAX)
  const columns = header ?? guessColumns(kept.map(({ cells }) => cells))
  const bad: BadLine[] = [...read.bad]
  const entries: RosterEntry[] = []
  const seen: Seen = new Map()
  for (const row of kept) {
    const entry = entryOf(row, columns)
    const why = 'why' in entry ? entry.why : repeats(entry, seen)
    if (why !== undefined) bad.push({ line: row.line, why })
    else if (!('why' in entry)) entries.push(entry)
  }
  const beyond = rows[ROSTER_ROWS_MAX]
  if (beyond) bad.push({ line: beyond.line, why: `From line ${beyond.line} on nothing was read (${rows.length - ROSTER_ROWS_MAX} rows): a roster has at most ${ROSTER_ROWS_MAX} rows.` })
  return { entries, bad: bounded(bad.sort((a, b) => a.line - b.line)) }
}

/**
 * Compares a roster with the people of a room. present + missing = expected; an ambiguous name is neither, it is among the
 * bad rows.
 * @param members people known in the room; those who are there now count as present, the others say when they were last seen
 * @param evidence of the room where nobody is in it: what an empty room proves
 * @param seenElsewhere when somebody who is missing here was last seen anywhere on the platform, ms since 1970
 */
export function checkRoster(text: string, members: readonly RosterMember[], evidence: Evidence, seenElsewhere: (entry: RosterEntry) => number | undefined = () => undefined): RosterReport {
  const { entries, bad } = parseRoster(text)
  const { found, ambiguous, left } = matchRoster(entries, members)
  const expected = entries.filter((entry) => !ambiguous.has(entry))
  const missing = expected.filter((entry) => !isThere(found.get(entry)))
  const doubtful = [...ambiguous].map(([{ line, label }, people]) => ({
    line,
    why: people === 1
      ? `Line ${line}: "${label}" and another row fit the same person in this room. Give each an id or an e-mail address.`
      : `Line ${line}: "${label}" fits ${people} people in this room. Give an id or an e-mail address.`,
  }))
  return {
    expected: expected.length,
    present: expected.length - missing.length,
    missing: missing.map((entry) => ({ line: entry.line, label: entry.label, lastSeenMs: found.get(entry)?.row.lastSeenMs ?? seenElsewhere(entry) ?? null })),
    unexpected: left.filter((member) => isThere(member) && !member.row.own).map(({ row }) => row),
    bad: [...bad, ...doubtful].sort((a, b) => a.line - b.line),
    evidence: members.length === 0 ? evidence : members.every(({ row }) => row.evidence === 'observed') ? 'observed' : 'inferred',
  }
}

/** A file that is no roster has as many bad rows as lines. */
function bounded(bad: readonly BadLine[]): readonly BadLine[] {
  const next = bad[ROSTER_ROWS_MAX]
  if (!next) return bad
  return [...bad.slice(0, ROSTER_ROWS_MAX), { line: next.line, why: `From line ${next.line} on ${bad.length - ROSTER_ROWS_MAX} more rows could not be read.` }]
}

function isThere(member: RosterMember | undefined): boolean {
  return member !== undefined && member.row.status !== 'offline' && member.row.status !== 'unknown'
}

function entryOf({ line, cells }: RosterLine, columns: Columns): RosterEntry | { readonly why: string } {
  const long = cells.find((cell) => cell.length > ROSTER_CELL_CHARS_MAX)
  if (long !== undefined) return { why: `Line ${line} has a cell of ${long.length} characters; at most ${ROSTER_CELL_CHARS_MAX} are read.` }
  if (cells.every((cell) => cell === '')) return { why: `Line ${line} is empty.` }
  const cell = (kind: NonNullable<Columns[number]>): string | null => {
    const index = columns.indexOf(kind)
    const text = index < 0 ? '' : cleaned(cells[index] ?? '').trim()
    return text === '' ? null : text
  }
  const id = cell('id')
  const address = cell('email')
  const email = address?.includes('@') === true ? address : null
  const name = cell('name') ?? ([cell('given'), cell('family')].filter((part) => part !== null).join(' ') || null)
  const label = (name ?? email ?? id)?.replace(/\s+/g, ' ') ?? null
  // A name of dots and dashes says nothing.
  if (label === null || (id === null && email === null && foldPersonName(label) === '')) {
    return { why: address === null ? `Line ${line} has no id, e-mail address or name in a column that was recognised.` : `Line ${line}: "${address}" is not an e-mail address, and there is no id or name.` }
  }
  return { line, id, email, name, label }
}

/** What earlier rows hold: the line that said it, and whether that row has an id. */
type Seen = Map<string, { readonly line: number; readonly hasId: boolean }>

/**
 * Why an entry is the same person as an earlier one: same id, else same address where not both have ids (children of one
 * family share an address), else same name with nothing to tell them apart.
 */
function repeats(entry: RosterEntry, seen: Seen): string | undefined {
  const { id, email, name, line, label } = entry
  const keys = [id !== null && `id ${id}`, email !== null && `email ${foldEmail(email)}`, id === null && email === null && `name ${foldPersonName(name ?? '')}`].filter((key) => key !== false)
  const earlier = keys.map((key) => ({ key, at: seen.get(key) })).find(({ key, at }) => at && (!key.startsWith('email ') || id === null || !at.hasId))?.at
  if (earlier) return `Line ${line} repeats line ${earlier.line} ("${label}").`
  for (const key of keys) if (!seen.has(key)) seen.set(key, { line, hasId: id !== null })
  return undefined
}
