import type { ExportFormat, ExportRequest, ExportState } from '../../../shared/feed-tools.ts'
import type { RevealReason } from '../../../shared/presence.ts'
import { count, counted, percent, size } from '../../text/numbers.ts'
import { assertNever } from '../../text/words.ts'
import { revealReady } from '../people/reveal-dialog.tsx'
import { parseLocalTime } from './local-time.ts'

/* Pure parts of the export dialog. */

export interface ExportForm {
  readonly format: ExportFormat
  readonly scope: 'shown' | 'span'
  /** Local times as they were typed. */
  readonly from: string
  readonly to: string
  readonly filter: string
  readonly names: 'masked' | 'clear'
  readonly reason: RevealReason
  readonly note: string
}

export const exportFormats: readonly { readonly value: ExportFormat; readonly label: string; readonly isFor: string }[] = [
  { value: 'ndjson', label: 'NDJSON', isFor: 'One event a line as JSON, payload whole: for scripts, jq and log tools.' },
  { value: 'csv', label: 'CSV', isFor: 'One event a row: for spreadsheets. Text that a spreadsheet would run as a formula is defused.' },
  { value: 'har', label: 'HAR-like JSON', isFor: 'One document in the form of a HAR recording: for tools that read network recordings.' },
]

export interface ExportErrors {
  readonly from?: string
  readonly to?: string
  readonly note?: string
}

/** The request of a form, or what is wrong with it, a sentence a field. */
export function readExportForm(form: ExportForm, nowMs: number): { readonly ok: true; readonly request: ExportRequest } | { readonly ok: false; readonly errors: ExportErrors } {
  const note = form.names === 'clear' && !revealReady(form.reason, form.note) ? { note: 'Say in a few words why the names are needed.' } : {}
  const reveal = form.names === 'clear' ? { reason: form.reason, note: form.note.trim() } : null
  if (form.scope === 'shown') {
    return 'note' in note ? { ok: false, errors: note } : { ok: true, request: { format: form.format, scope: { kind: 'shown' }, reveal } }
  }
  const from = parseLocalTime(form.from, nowMs)
  const to = parseLocalTime(form.to, nowMs)
  if (!from.ok || !to.ok) return { ok: false, errors: { ...(from.ok ? {} : { from: from.sentence }), ...(to.ok ? {} : { to: to.sentence }), ...note } }
  if (to.atMs <= from.atMs) return { ok: false, errors: { to: 'The end must be after the beginning.', ...note } }
  if ('note' in note) return { ok: false, errors: note }
  return { ok: true, request: { format: form.format, scope: { kind: 'span', fromMs: from.atMs, toMs: to.atMs, filter: form.filter.trim() }, reveal } }
}

/** How far an export is: `1,284 of 50,000 events (3 %)`. */
export function progressWords({ written, total }: Pick<ExportState, 'written' | 'total'>): string {
  return `${count(written)} of ${counted(total, 'event')}${total === 0 ? '' : ` (${percent(written / total)})`}`
}

/** How an export stands: how far it is, or what the main process says of its end. */
export function exportSentence(state: ExportState): string {
  const { fileName, sentence } = state
  switch (state.state) {
    case 'running': return `Writing ${fileName}: ${progressWords(state)}.`
    case 'done': return `${fileName}: ${sentence === '' ? `Wrote ${counted(state.written, 'event')} (${size(state.bytes)}).` : sentence}`
    case 'cancelled': return `${fileName}: ${sentence === '' ? 'Cancelled.' : sentence}`
    case 'failed': return sentence === '' ? `${fileName} was not written. Choose another folder and export again.` : sentence
    default: return assertNever(state.state)
  }
}
