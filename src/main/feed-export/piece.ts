import type { PersonLookup } from '../monitor/filter/person-test.ts'

/** A piece of a file: one event, or what stands before, between and after events. */
export interface Piece {
  readonly text: string
  readonly events: 0 | 1
  /** The event's payload is not whole in it. */
  readonly shortened: boolean
}

export interface FormatOptions {
  /** Names and free text in clear, and by this the names of people; undefined: masked. */
  readonly clear: PersonLookup | undefined
  /** Of Rollcall. */
  readonly version: string
  /** Address of a target's Socket.IO endpoint as it stands in its settings. */
  readonly address: (targetId: string) => { readonly url: string; readonly path: string } | undefined
}

/** What stands before, between or after events. */
export function between(text: string): Piece {
  return { text, events: 0, shortened: false }
}
