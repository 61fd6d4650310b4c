import type { CatalogRoom, RoomKind } from '../../../shared/catalog.ts'
import { groupWhat } from '../../../shared/notices.ts'
import type { GroupWhat } from '../../../shared/notices.ts'
import { shownName } from '../mask.ts'
import { cutName } from '../names.ts'

/** The class, course, school or district whose room it is. */
export interface RoomGroup {
  readonly what: GroupWhat
  readonly id: string
}

interface Form {
  readonly what: GroupWhat
  /** With the shortest and with the longest first placeholder that fits. */
  readonly shortest: RegExp
  readonly longest: RegExp
}

const MASKED_CHARS_MAX = 200
/** Masked ids whose number is remembered; an older one is numbered anew when it comes again. */
const MASKED_MAX = 5_000
/** `class:class-class-7b`: no catalog puts more into one another. */
const DEPTH_MAX = 3

/**
 * Reads which class (course, school, district) a room belongs to: the first placeholder of its pattern. Where that is itself
 * the name of such a room (`class:class-7b` beside `class-7b`), it is read once more, so that all spellings are one id.
 */
export class GroupIds {
  readonly #forms = new Map<CatalogRoom, Form>()

  constructor(rooms: readonly CatalogRoom[]) {
    for (const spec of rooms) {
      const what = groupOf(spec.kind)
      const form = what && formOf(what, spec.pattern)
      if (form) this.#forms.set(spec, form)
    }
  }

  /** @param spec the catalog's room that the name is one of. undefined: no group's, or its name can be read in two ways */
  of(spec: CatalogRoom, room: string): RoomGroup | undefined {
    const form = this.#forms.get(spec)
    let id = form && firstOf(form, room)
    if (!form || id === undefined) return undefined
    for (let depth = 0; depth < DEPTH_MAX; depth++) {
      const inner = this.#inner(form.what, id)
      if (inner === undefined) break
      id = inner
    }
    return { what: form.what, id }
  }

  #inner(what: GroupWhat, id: string): string | undefined {
    for (const form of this.#forms.values()) {
      const inner = form.what === what ? firstOf(form, id) : undefined
      if (inner !== undefined && inner !== id) return inner
    }
    return undefined
  }
}

function groupOf(kind: RoomKind): GroupWhat | undefined {
  return groupWhat.options.find((what) => what === kind)
}

function formOf(what: GroupWhat, pattern: string): Form | undefined {
  const [first = '', ...others] = pattern.split(/\{[A-Za-z_][\w.-]*\}/).map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  if (others.length === 0) return undefined
  const rest = others.join('.+?')
  return { what, shortest: new RegExp(`^${first}(.+?)${rest}$`, 's'), longest: new RegExp(`^${first}(.+)${rest}$`, 's') }
}

/** `gradebook:urn:7b:fall` may be class `urn` or class `urn:7b`: who is meant is not guessed. */
function firstOf({ shortest, longest }: Form, room: string): string | undefined {
  const id = shortest.exec(room)?.[1]
  return id !== undefined && longest.exec(room)?.[1] === id ? id : undefined
}

/** Ids as the window has them. One that must be masked gets a number of this run: two stay two, and after a restart none is taken for another. */
export class ShownIds {
  readonly #run: string
  readonly #masked = new Map<string, string>()
  #count = 0

  constructor(run: string) {
    this.#run = run
  }

  of(id: string): string {
    const shown = shownName(id)
    if (shown === id) return id
    const known = this.#masked.get(id)
    if (known !== undefined) return known
    const numbered = `${cutName(shown, MASKED_CHARS_MAX)} #${this.#run}${++this.#count}`
    this.#masked.set(id, numbered)
    if (this.#masked.size > MASKED_MAX) for (const oldest of this.#masked.keys()) { this.#masked.delete(oldest); break }
    return numbered
  }
}
