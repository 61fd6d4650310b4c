import { CsvError, parse } from 'csv-parse/sync'

/* From pasted text to cells with line numbers. A quotation mark out of place costs its own row, never the rest. */

export interface RosterLine {
  /** In the pasted text, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export interface BadLine {
  readonly line: number
  /** A sentence. */
  readonly why: string
}

/** A delimiter that no text holds: each line is one cell. */
const NONE = '\u0001'
/** Lines that one quoted cell may span where the text as a whole cannot be read. */
const QUOTED_LINES_MAX = 5

/** Lines without any content are left out: they say nothing. @param isHeader says whether a first row is one */
export function readLines(text: string, isHeader: (cells: readonly string[]) => boolean): { readonly lines: RosterLine[]; readonly bad: BadLine[] } {
  const plain = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const delimiter = guessDelimiter(plain, isHeader)
  try {
    return { lines: records(plain, delimiter), bad: [] }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return lineByLine(plain.split('\n'), delimiter)
  }
}

/** Tab, semicolon or comma: what the header uses, else what most of the first lines have. */
function guessDelimiter(text: string, isHeader: (cells: readonly string[]) => boolean): string {
  const first = text.split('\n', 200).filter((line) => line.trim() !== '').slice(0, 20).map((line) => line.replace(/"[^"]*"/g, ''))
  const header = text.split('\n', 200).find((line) => line.trim() !== '') ?? ''
  const candidates = ['\t', ';', ',']
  const inHeader = candidates.find((candidate) => header.includes(candidate) && isHeader(header.split(candidate).map(unquoted)))
  if (inHeader !== undefined) return inHeader
  // `Name` alone over `Rossi, Maria`: the comma belongs to the name.
  if (isHeader([unquoted(header)])) return NONE
  const linesWith = candidates.map((candidate) => first.filter((line) => line.includes(candidate)).length)
  const most = Math.max(...linesWith)
  return most * 2 > first.length ? (candidates[linesWith.indexOf(most)] ?? NONE) : NONE
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, '$1')
}

function records(text: string, delimiter: string): RosterLine[] {
  const found = parse(text, { delimiter, record_delimiter: '\n', info: true, relax_column_count: true, skip_empty_lines: true, trim: true })
  return (found as unknown as { info: { lines: number }; record: string[] }[]).flatMap(({ info, record }) => {
    if (record.length === 1 && record[0] === '') return []
    // The reader counts a record's last line; quoted line breaks stand before it.
    const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    return [{ line: info.lines - breaks, cells: record }]
  })
}

function lineByLine(texts: readonly string[], delimiter: string): { lines: RosterLine[]; bad: BadLine[] } {
  const lines: RosterLine[] = []
  const bad: BadLine[] = []
  for (let index = 0; index < texts.length; ) {
    const taken = takeRecord(texts, index, delimiter)
    if (taken) lines.push(...taken.found.map(({ cells }) => ({ line: index + 1, cells })))
    else bad.push({ line: index + 1, why: `Line ${index + 1} has a quotation mark in the wrong place and was not read.` })
    index += taken?.used ?? 1
  }
  return { lines, bad }
}

/** The record that begins on this line: as few lines as make it whole. */
function takeRecord(texts: readonly string[], index: number, delimiter: string): { found: RosterLine[]; used: number } | undefined {
  for (let used = 1; used <= QUOTED_LINES_MAX && index + used <= texts.length; used++) {
    try {
      return { found: records(texts.slice(index, index + used).join('\n'), delimiter), used }
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return undefined
    }
  }
  return undefined
}
