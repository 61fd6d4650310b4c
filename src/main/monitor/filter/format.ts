import type { FilterTerm, FilterValue } from './parse.ts'

/** Terms as text, in one spelling: parses to the same terms, at most for their places. */
export function formatFilter(terms: readonly FilterTerm[]): string {
  return terms.map((term) => `${term.exclude ? '-' : ''}${term.field === 'word' ? '' : `${term.field}:`}${term.values.map(formatValue).join(',')}`).join(' ')
}

/** A name as a value of the filter box: in quotes where it could be read as anything else. */
export function valueText(name: string): string {
  return /^[^\s,"*?-][^\s,*?]*$/.test(name) ? name : quoted(name)
}

function formatValue({ text, literal }: FilterValue): string {
  return literal ? quoted(text) : text
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
