import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { ExportRequest, ExportState } from '../../shared/feed-tools.ts'
import type { Answer } from '../../shared/ipc.ts'
import { counted, failure } from '../answers.ts'
import { exportName } from '../export-name.ts'
import { shownName } from '../monitor/mask.ts'
import type { Monitor } from '../monitor/monitor.ts'
import { sizeInWords } from '../monitor/preview.ts'
import { CountedTally } from './counted-tally.ts'
import { ExportRun } from './export-run.ts'
import type { FileExportParts } from './file-export.ts'
import { piecesOf } from './formats.ts'
import { selectEvents } from './select.ts'
import type { Selection } from './select.ts'

export interface ExportDeskParts extends FileExportParts {
  readonly monitor: Monitor
  /** Of Rollcall, for the files. */
  readonly version: string
}

/** Exports of the feed, one at a time: what is taken, what the audit log says of it, and how far it is. */
export class ExportDesk {
  readonly #parts: ExportDeskParts
  readonly #tally = new CountedTally()
  #choosing = false
  #closed = false
  #run: ExportRun | undefined

  constructor(parts: ExportDeskParts) {
    this.#parts = parts
  }

  /** To be called at least once a second. */
  tick(nowMs: number): void {
    this.#tally.note(nowMs, this.#counted)
  }

  /** The export that runs or ran last. */
  get state(): ExportState | null {
    return this.#run?.state ?? null
  }

  /** When the export that runs now ended; for tests. */
  get ended(): Promise<void> {
    return this.#run?.ended ?? Promise.resolve()
  }

  /**
   * Takes the events of now, asks where to write, begins the audit record where names are revealed, and starts to write. Answers when writing has
   * begun; null: the user chose no file.
   */
  async start(request: ExportRequest): Promise<Answer<'export:start'>> {
    const { monitor, now, chooseFile } = this.#parts
    if (this.#choosing || this.#run?.running === true) return failure('An export is being written already.', 'Wait for its end, or cancel it.')
    if (request.reveal?.reason === 'other' && request.reveal.note.trim().length < 3) return failure('Say why: "other" needs a note.', 'It is written to the audit log.')
    const selection = selectEvents(monitor.feed, request.scope)
    if (!selection.ok) return failure(selection.sentence, 'Nothing was exported.')
    if (selection.records.length === 0) return failure('There is no event to export.', 'No kept event is of this time and fits the filter.')
    const missing = this.#missing(selection)
    this.#choosing = true
    try {
      const file = await chooseFile(exportName('events', now(), request.format))
      if (file === undefined || this.#closed) return { ok: true, value: null }
      return this.#begin(request, selection, missing, file)
    } finally {
      this.#choosing = false
    }
  }

  async cancel(id: string): Promise<null> {
    if (this.#run?.state.id === id) await this.#run.cancel()
    return null
  }

  /** The app ends: a running export is cancelled, and its part removed. */
  close(): void {
    this.#closed = true
    this.#run?.abandon()
  }

  #begin(request: ExportRequest, selection: Selection, missing: string, file: string): Answer<'export:start'> {
    const { monitor, version, openPart } = this.#parts
    const { format, reveal } = request
    const finish = this.#audited(request, selection, file)
    if (!finish.ok) return failure('Not done: it could not be written to the audit log.', 'Rollcall reveals nothing that it cannot record. Check the remarks at start and the free space of the disk.', finish.why)
    const addresses = new Map(monitor.targets().map(({ settings: { id, url, path } }) => [id, { url, path }]))
    const total = selection.records.length
    this.#run = new ExportRun(
      {
        id: randomUUID(),
        file,
        total,
        pieces: piecesOf(format, selection.records, { clear: reveal === null ? undefined : monitor.feed.personOf, version, address: (targetId) => addresses.get(targetId) }),
        done: (bytes, shortened) => [`Wrote ${counted(total, 'event')} (${sizeInWords(bytes)}).`, missing, shortenedSentence(shortened)].filter((text) => text !== '').join(' '),
        onEnd: (state) => finish.end(state),
      },
      openPart,
    )
    return { ok: true, value: this.#run.state }
  }

  /** Begins the audit record of an export that reveals; `end` completes it. */
  #audited({ format, reveal }: ExportRequest, { records, fromMs, toMs }: Selection, file: string): { readonly ok: true; readonly end: (state: ExportState) => ExportState } | { readonly ok: false; readonly why: string } {
    if (reveal === null) return { ok: true, end: (state) => state }
    const { audit, osUser, now } = this.#parts
    const note = reveal.note.trim()
    const begun = audit.begin(
      {
        who: osUser,
        action: 'export events',
        targetName: [...new Set(records.map(({ key }) => key.target.name))].join(', '),
        scope: `${counted(records.length, 'event')} of ${isoOf(fromMs)} to ${isoOf(toMs)} in clear, as ${format}, to ${shownName(basename(file))}`,
        reason: note === '' ? reveal.reason : `${reveal.reason}: ${note}`,
      },
      now(),
    )
    if (!begun.ok) return begun
    return {
      ok: true,
      end: (state) => {
        const finished = audit.finish(begun.id, state.state === 'done' ? 'confirmed' : 'failed', state.state === 'done' ? `Wrote ${counted(state.written, 'event')}.` : `${state.state === 'cancelled' ? 'Cancelled' : 'Failed'} after ${counted(state.written, 'event')}; no file was left.`, now())
        return finished.ok ? state : { ...state, sentence: `${state.sentence} The result could not be written to the audit log: there it stays unknown.` }
      },
    }
  }

  /** What of the time was counted and is not among the kept events, in a sentence; '' for nothing. */
  #missing({ fromMs, toMs, keptInSpan }: Selection): string {
    const { monitor, now } = this.#parts
    const { overwritten, sampledOut } = monitor.totals(now())
    const { dropped, withdrawn, removed } = monitor.flow
    const { counted: inSpan, exact } = this.#tally.between(fromMs, toMs, { atMs: now(), counted: this.#counted })
    // Never more than were lost at all since the start.
    const missing = Math.min(Math.max(0, inSpan - keptInSpan), overwritten + sampledOut + dropped + withdrawn + removed)
    return missing === 0 ? '' : `${exact ? '' : 'About '}${counted(missing, 'event')} of this time ${missing === 1 ? 'was' : 'were'} counted but not kept (overwritten or sampled out), and ${missing === 1 ? 'is' : 'are'} not in the file.`
  }

  /** Those that wait are in no list yet. */
  get #counted(): number {
    const { accepted, waiting } = this.#parts.monitor.flow
    return accepted - waiting
  }
}

function shortenedSentence(shortened: number): string {
  return shortened === 0 ? '' : `${counted(shortened, 'payload')} ${shortened === 1 ? 'was' : 'were'} too large and ${shortened === 1 ? 'is' : 'are'} cut in it.`
}

function isoOf(ms: number): string {
  // A span without an end: what a Date cannot hold.
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : ms < 0 ? 'the start' : 'now'
}
