import type { EventKey } from '../counts.ts'
import type { LogRecord } from '../event-log.ts'
import type { DriftAnswer, Mark } from './fields.ts'
import type { FilterTerm, FilterValue } from './parse.ts'
import { compilePattern } from './pattern.ts'
import type { Extent, Test } from './pattern.ts'
import { personTest, roleTest } from './person-test.ts'
import type { PersonLookup } from './person-test.ts'
import { fitsSize, sizeOf } from './size.ts'
import type { SizeTest } from './size.ts'

export type Predicate = (record: LogRecord) => boolean
type KeyTest = (key: EventKey) => boolean

/** What is the same for all events of a key, and what it was made from. */
interface KeyFacts {
  readonly targetName: string
  readonly spec: EventKey['event']
  readonly fits: boolean
  /** For each bare word: it is in the names of the key. */
  readonly words: readonly boolean[]
}

/**
 * Compiles terms to a test of records; undefined when every record passes. What depends on target, namespace, event
 * and direction alone is decided once a key; then come numbers, room and person, and the payload's text last.
 */
export function compileFilter(terms: readonly FilterTerm[], personOf: PersonLookup): Predicate | undefined {
  if (terms.length === 0) return undefined
  const keyTests: KeyTest[] = []
  const cheap: Predicate[] = []
  const rooms: Predicate[] = []
  const people: Predicate[] = []
  const words: { readonly test: Test; readonly exclude: boolean }[] = []
  const texts: Predicate[] = []
  for (const { field, exclude, values } of terms) {
    const patterns = (extent: Extent, json = false): Test => anyOf(values, extent, json)
    switch (field) {
      case 'target': {
        const test = patterns('words')
        keyTests.push(({ target }) => (test(target.name) || test(target.id)) !== exclude)
        break
      }
      case 'ns': {
        const test = anyOf(values.map(withSlash), 'whole')
        keyTests.push(({ space }) => test(space.name) !== exclude)
        break
      }
      case 'event': {
        const test = patterns('whole')
        keyTests.push(({ name }) => test(name) !== exclude)
        break
      }
      case 'dir': {
        const wanted = new Set(values.map(({ text }) => text.toLowerCase()))
        keyTests.push(({ direction }) => wanted.has(direction) !== exclude)
        break
      }
      case 'size': {
        const sizes = values.map(({ text }) => sizeOf(text)).filter((size): size is SizeTest => size !== undefined)
        cheap.push(({ payload }) => sizes.some((size) => fitsSize(payload.bytes, size)) !== exclude)
        break
      }
      case 'has': {
        const marks = values.map(({ text }) => text.toLowerCase() as Mark)
        cheap.push((record) => marks.some((mark) => hasMark(record, mark)) !== exclude)
        break
      }
      case 'room': {
        const test = patterns('words')
        rooms.push(({ room }) => (room !== undefined && test(room)) !== exclude)
        break
      }
      case 'person':
        people.push(differs(personTest(patterns('words'), personOf), exclude))
        break
      case 'role':
        people.push(differs(roleTest(patterns('whole'), personOf), exclude))
        break
      case 'word':
        words.push({ test: patterns('part', true), exclude })
        break
      case 'text': {
        const test = patterns('part', true)
        texts.push(({ payload }) => test(payload.text) !== exclude)
        break
      }
      case 'drift': {
        const wanted = values.map(({ text }) => text.toLowerCase() as DriftAnswer)
        cheap.push((record) => wanted.some((answer) => hasDrift(record.drift, answer)) !== exclude)
        break
      }
    }
  }
  const factsOf = keyFacts(keyTests, words.map((word) => word.test))
  const byKey = keyTests.length > 0 || words.length > 0
  const tests = [...cheap, ...rooms, ...people]
  return (record) => {
    const facts = byKey ? factsOf(record.key) : undefined
    if (facts?.fits === false) return false
    for (let index = 0; index < tests.length; index++) if (!(tests[index] as Predicate)(record)) return false
    for (let index = 0; index < words.length; index++) {
      const { test, exclude } = words[index] as (typeof words)[number]
      const held = facts?.words[index] === true || (record.room !== undefined && test(record.room)) || (record.person !== undefined && test(record.person)) || test(record.payload.text)
      if (held === exclude) return false
    }
    for (let index = 0; index < texts.length; index++) if (!(texts[index] as Predicate)(record)) return false
    return true
  }
}

/** Facts of a key, made once and again when its target was renamed or its catalog exchanged. */
function keyFacts(tests: readonly KeyTest[], words: readonly Test[]): (key: EventKey) => KeyFacts {
  const known = new WeakMap<EventKey, KeyFacts>()
  return (key) => {
    const facts = known.get(key)
    if (facts !== undefined && facts.targetName === key.target.name && facts.spec === key.event) return facts
    const made: KeyFacts = {
      targetName: key.target.name,
      spec: key.event,
      fits: tests.every((test) => test(key)),
      words: words.map((test) => test(key.name) || test(key.space.name) || test(key.target.name)),
    }
    known.set(key, made)
    return made
  }
}

/** An error: what the catalog calls one, or an event that no catalog knows and that calls itself one. */
function isError({ event, name }: EventKey): boolean {
  return event === undefined ? /error|exception/i.test(name) : event.spec.meaning === 'error'
}

function hasMark(record: LogRecord, mark: Mark): boolean {
  switch (mark) {
    case 'error':
      return isError(record.key)
    case 'alert':
      return record.severity !== null
    case 'room':
      return record.room !== undefined
    case 'person':
      return record.person !== undefined
    case 'cut':
      return record.payload.cut
  }
}

function hasDrift(drift: LogRecord['drift'], wanted: DriftAnswer): boolean {
  switch (wanted) {
    case 'yes':
      return drift === 'drift' || drift === 'undocumented'
    case 'no':
      return drift === 'no' || drift === 'variant'
    case 'variant':
    case 'undocumented':
    case 'unchecked':
      return drift === wanted
  }
}

/** A namespace is found with and without its slash. */
function withSlash(value: FilterValue): FilterValue {
  return /^[/*?]/.test(value.text) ? value : { ...value, text: `/${value.text}` }
}

function anyOf(values: readonly FilterValue[], extent: Extent, json = false): Test {
  const tests = values.map((value) => compilePattern(value, extent, json))
  const [first] = tests
  if (tests.length === 1 && first) return first
  return (text) => {
    for (let index = 0; index < tests.length; index++) if ((tests[index] as Test)(text)) return true
    return false
  }
}

function differs(test: Predicate, exclude: boolean): Predicate {
  return exclude ? (record) => !test(record) : test
}
