import { rmSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { ExportState } from '../../shared/feed-tools.ts'
import { EXPORT_STEP_EVENTS } from '../../shared/limits.ts'
import { messageOf } from '../../shared/message-of.ts'
import type { Piece } from './piece.ts'

/** Characters made before they are written: one payload may have 256 kB. */
const STEP_CHARS_MAX = 262_144

export interface ExportPlan {
  readonly id: string
  /** Where the user wants it. */
  readonly file: string
  readonly total: number
  readonly pieces: Iterator<Piece>
  /** What is to be said of the result when all is written: sentences. @param shortened payloads that are not whole in the file */
  readonly done: (bytes: number, shortened: number) => string
  /** It ended, in one of the three ways, and nothing of it is written any more. @returns the state as it is to be shown */
  readonly onEnd: (state: ExportState) => ExportState
}

/** The part of a file: what an export needs of it. Another one for the test of a full disk. */
export type OpenPart = (file: string) => Promise<{ appendFile(data: string): Promise<void>; sync(): Promise<void>; close(): Promise<void> }>

/** Only for its user: what is exported are people's data. Fails where the name is taken. */
const openPrivate: OpenPart = (file) => open(file, 'wx', 0o600)

/**
 * Writes an export in steps, each of which waits until it is written and lets everything else run before the next. It goes to a part beside the
 * chosen file, which takes the chosen name when it is whole: there is never half a file under that name, and an older file stays until then.
 */
export class ExportRun {
  readonly #plan: ExportPlan
  readonly #part: string
  readonly #open: OpenPart
  #state: ExportState
  #stopped = false
  /** When it ended. */
  readonly ended: Promise<void>

  constructor(plan: ExportPlan, openPart: OpenPart = openPrivate) {
    this.#plan = plan
    this.#part = join(dirname(plan.file), `.rollcall-${plan.id}.part`)
    this.#open = openPart
    this.#state = { id: plan.id, fileName: basename(plan.file), state: 'running', total: plan.total, written: 0, bytes: 0, sentence: '' }
    this.ended = this.#run()
  }

  get state(): ExportState {
    return this.#state
  }

  get running(): boolean {
    return this.#state.state === 'running'
  }

  /** Ends it; the part is gone when this resolves. An export that ended already stays as it is. */
  async cancel(): Promise<void> {
    this.#stopped = true
    await this.ended
  }

  /** The process ends: at once, because nothing that waits comes to its turn any more. */
  abandon(): void {
    if (!this.running) return
    this.#stopped = true
    rmSync(this.#part, { force: true })
    this.#end('cancelled', cancelledSentence)
  }

  async #run(): Promise<void> {
    try {
      const shortened = await this.#write()
      if (shortened !== undefined) {
        this.#end('done', this.#plan.done(this.#state.bytes, shortened))
        return
      }
      await rm(this.#part, { force: true })
      this.#end('cancelled', cancelledSentence)
    } catch (error) {
      await rm(this.#part, { force: true }).catch(() => {})
      this.#end('failed', failureSentence(error, this.#plan.file))
    }
  }

  /** @returns how many payloads are not whole, undefined: it was stopped */
  async #write(): Promise<number | undefined> {
    // A folder would be noticed at the end only.
    if ((await stat(this.#plan.file).catch(() => undefined))?.isDirectory() === true) throw new FolderError()
    const part = await this.#open(this.#part)
    let shortened = 0
    try {
      for (let step = this.#step(); !this.#stopped && step.text !== ''; step = this.#step()) {
        await part.appendFile(step.text)
        shortened += step.shortened
        this.#state = { ...this.#state, written: this.#state.written + step.events, bytes: this.#state.bytes + Buffer.byteLength(step.text) }
        await setImmediate()
      }
      if (!this.#stopped) await part.sync()
    } finally {
      await part.close()
    }
    if (this.#stopped) return undefined
    await rename(this.#part, this.#plan.file)
    return shortened
  }

  #step(): { readonly text: string; readonly events: number; readonly shortened: number } {
    let text = ''
    let events = 0
    let shortened = 0
    while (events < EXPORT_STEP_EVENTS && text.length < STEP_CHARS_MAX) {
      const { value, done } = this.#plan.pieces.next() as IteratorResult<Piece, undefined>
      if (done === true) break
      text += value.text
      events += value.events
      if (value.shortened) shortened++
    }
    return { text, events, shortened }
  }

  #end(state: ExportState['state'], sentence: string): void {
    // Abandoned: its end was told, and the database may be closed.
    if (!this.running) return
    this.#state = this.#plan.onEnd({ ...this.#state, state, sentence })
  }
}

const cancelledSentence = 'Cancelled. What had been written was removed.'

class FolderError extends Error {}

/** What went wrong and what to do, by Node's error codes. */
function failureSentence(error: unknown, file: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const folder = dirname(file)
  if (error instanceof FolderError || code === 'EISDIR') return `${basename(file)} is a folder. Choose the name of a file. Nothing was written.`
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `This account may not write in ${folder}. Choose another folder. Nothing was written.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no space left for ${basename(file)}. Free some, or choose another disk. What had been written was removed.`
    case 'ENOENT':
    case 'ENOTDIR':
      return `The folder ${folder} is not there any more. Choose another one. Nothing was written.`
    default:
      return `The file could not be written: ${messageOf(error)}. What had been written was removed.`
  }
}
