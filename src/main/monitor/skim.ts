import type { CompiledPath } from './compiled-path.ts'

/*
 * Reads only the wanted values out of JSON text; the rest is stepped over and nothing is made of it. It is as strict as JSON.parse: what is
 * no JSON, and what it does not understand at once (an escape in a key or in a wanted text, a list where a value is wanted), it leaves to
 * JSON.parse by giving up. So what it returns is always what JSON.parse would have given for the wanted paths.
 */

/** What is wanted of a value: itself, or some of its entries. */
interface Wanted {
  readonly key: string
  readonly entries: readonly Wanted[]
}

/** One an argument; of an argument without entries nothing is wanted. */
export type SkimPlan = readonly Wanted[]

/** A plan for these paths; undefined when one of them wants an argument as a whole, a place in a list, or what JSON.parse treats apart. */
export function compileSkim(paths: readonly CompiledPath[]): SkimPlan | undefined {
  const args: { key: string; entries: Wanted[] }[] = []
  for (const { index, keys } of paths) {
    if (keys.length === 0) return undefined
    while (args.length <= index) args.push({ key: '', entries: [] })
    let entries = (args[index] as { entries: Wanted[] }).entries
    for (const key of keys) {
      if (/^\d+$/.test(key) || key === '__proto__') return undefined
      let child = entries.find((each) => each.key === key)
      if (!child) entries.push((child = { key, entries: [] }))
      entries = child.entries as Wanted[]
    }
  }
  return args
}

const QUOTE = 34
const COMMA = 44
const MINUS = 45
const COLON = 58
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125
/** A server may nest as deep as it likes; the reader is recursive. */
const DEPTH_MAX = 60

/** Where the reader is; -1 when it gave up. One reader at a time: it never calls out. */
let at = 0

/**
 * The arguments with the wanted values alone; undefined: ask JSON.parse.
 * @param from where the first argument begins, behind the list's bracket; -1: the text is the whole list
 */
export function skim(text: string, from: number, plan: SkimPlan): unknown[] | undefined {
  const args: unknown[] = []
  at = from
  if (from < 0) {
    at = 0
    if (next(text) !== OPEN_LIST) return undefined
    at++
    if (next(text) === CLOSE_LIST) return isEnd(text) ? args : undefined
  }
  for (let index = 0; ; index++) {
    const wanted = plan[index]
    const isWanted = wanted !== undefined && wanted.entries.length > 0
    const first = next(text)
    if (isWanted && first === OPEN_OBJECT) args.push(readObject(text, wanted.entries, 1))
    else if (isWanted && first === OPEN_LIST) return undefined
    else {
      step(text, 0)
      if (index < plan.length) args.push(undefined)
    }
    if (at < 0) return undefined
    const code = next(text)
    if (code === CLOSE_LIST) return isEnd(text) ? args : undefined
    if (code !== COMMA) return undefined
    at++
  }
}

/** Only blanks follow the bracket of the list. */
function isEnd(text: string): boolean {
  at++
  next(text)
  return at === text.length
}

function readObject(text: string, wanted: readonly Wanted[], depth: number): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  at++
  if (next(text) === CLOSE_OBJECT) {
    at++
    return found
  }
  for (;;) {
    const start = at + 1
    if (next(text) !== QUOTE || !stepText(text)) return giveUp(found)
    const one = match(text, start, at - 1 - start, wanted)
    if (one === undefined && hasEscape(text, start, at)) return giveUp(found)
    if (next(text) !== COLON) return giveUp(found)
    at++
    if (one === undefined) step(text, depth)
    else readValue(text, one, found, depth)
    if (at < 0) return found
    const code = next(text)
    at++
    if (code === CLOSE_OBJECT) return found
    if (code !== COMMA) return giveUp(found)
    next(text)
  }
}

function match(text: string, start: number, length: number, wanted: readonly Wanted[]): Wanted | undefined {
  for (let index = 0; index < wanted.length; index++) {
    const one = wanted[index] as Wanted
    if (one.key.length === length && text.startsWith(one.key, start)) return one
  }
  return undefined
}

/** The last of two entries of one name counts, as for JSON.parse. */
function readValue(text: string, { key, entries }: Wanted, found: Record<string, unknown>, depth: number): void {
  const code = next(text)
  const start = at
  if (code === OPEN_OBJECT) {
    if (entries.length === 0 || depth >= DEPTH_MAX) return giveUp(undefined)
    found[key] = readObject(text, entries, depth + 1)
    return
  }
  if (code === OPEN_LIST) return giveUp(undefined)
  step(text, depth)
  if (at < 0) return
  if (code === QUOTE) {
    if (hasEscape(text, start, at)) return giveUp(undefined)
    found[key] = text.slice(start + 1, at - 1)
  } else found[key] = code === 116 ? true : code === 102 ? false : code === 110 ? null : Number(text.slice(start, at))
}

/** Steps over one value, as strict as JSON.parse. */
function step(text: string, depth: number): void {
  const code = next(text)
  if (code === QUOTE) {
    if (!stepText(text)) giveUp(undefined)
  } else if (code === OPEN_OBJECT) stepObject(text, depth)
  else if (code === OPEN_LIST) stepList(text, depth)
  else if (code === 116) stepWord(text, 'true')
  else if (code === 102) stepWord(text, 'false')
  else if (code === 110) stepWord(text, 'null')
  else stepNumber(text, code)
}

function stepObject(text: string, depth: number): void {
  if (depth >= DEPTH_MAX) return giveUp(undefined)
  at++
  if (next(text) === CLOSE_OBJECT) {
    at++
    return
  }
  for (;;) {
    if (next(text) !== QUOTE || !stepText(text) || next(text) !== COLON) return giveUp(undefined)
    at++
    step(text, depth + 1)
    if (at < 0) return
    const code = next(text)
    at++
    if (code === CLOSE_OBJECT) return
    if (code !== COMMA) return giveUp(undefined)
  }
}

function stepList(text: string, depth: number): void {
  if (depth >= DEPTH_MAX) return giveUp(undefined)
  at++
  if (next(text) === CLOSE_LIST) {
    at++
    return
  }
  for (;;) {
    step(text, depth + 1)
    if (at < 0) return
    const code = next(text)
    at++
    if (code === CLOSE_LIST) return
    if (code !== COMMA) return giveUp(undefined)
  }
}

function stepWord(text: string, word: string): void {
  if (text.startsWith(word, at)) at += word.length
  else giveUp(undefined)
}

/** `-?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?` */
function stepNumber(text: string, first: number): void {
  let code = first
  if (code === MINUS) code = text.charCodeAt(++at)
  if (code === 48) at++
  else if (!digits(text)) return giveUp(undefined)
  if (text.charCodeAt(at) === 46) {
    at++
    if (!digits(text)) return giveUp(undefined)
  }
  code = text.charCodeAt(at)
  if (code !== 101 && code !== 69) return
  code = text.charCodeAt(++at)
  if (code === 43 || code === MINUS) at++
  if (!digits(text)) giveUp(undefined)
}

function digits(text: string): boolean {
  const start = at
  let code = text.charCodeAt(at)
  while (code >= 48 && code <= 57) code = text.charCodeAt(++at)
  return at > start
}

/** From the opening quote to behind the closing one. Escapes are checked for their form. */
function stepText(text: string): boolean {
  const length = text.length
  for (let index = at + 1; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) {
      at = index + 1
      return true
    }
    if (code < 32) return false
    if (code !== BACKSLASH) continue
    index++
    const escaped = text.charCodeAt(index)
    if (escaped === 117) {
      if (!/^[\da-fA-F]{4}$/.test(text.slice(index + 1, index + 5))) return false
      index += 4
    } else if (!'"\\/bfnrt'.includes(text[index] ?? 'x')) return false
  }
  return false
}

function hasEscape(text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (text.charCodeAt(index) === BACKSLASH) return true
  return false
}

/** Passes blanks; the character that is there, NaN at the end. */
function next(text: string): number {
  let code = text.charCodeAt(at)
  while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at)
  return code
}

function giveUp<T>(value: T): T {
  at = -1
  return value
}
