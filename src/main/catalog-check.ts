import type { z } from 'zod'
import { catalogSchema } from '../shared/catalog.ts'
import type { Catalog } from '../shared/catalog.ts'
import type { Failure } from '../shared/ipc.ts'
import { messageOf } from '../shared/message-of.ts'
import { catalogFaults } from './catalog-faults.ts'
import type { Fault } from './catalog-faults.ts'
import { CompiledCatalog } from './monitor/compiled-catalog.ts'

/** Places that are named; a catalog with more is corrected in steps. */
const FAULTS_SHOWN_MAX = 40
/** Levels of JSON; the deepest catalog of the app has 17. More would exhaust the stack of whoever walks it. */
const DEPTH_MAX = 64

/** JSON text as a catalog, or what is wrong with it: `details` has one line a place, `events[3].direction: what it must be`. Never throws. */
export function checkCatalog(text: string): { readonly ok: true; readonly value: Catalog } | Failure {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return refused('This is no JSON.', [{ path: '', sentence: error instanceof Error ? error.message : 'It cannot be read.' }])
  }
  if (isDeeper(json, DEPTH_MAX)) return refused('This is no catalog.', [{ path: '', sentence: `It has more than ${DEPTH_MAX} levels.` }])
  const parsed = catalogSchema.safeParse(json)
  if (!parsed.success) return refused('This is no catalog.', parsed.error.issues.flatMap((issue) => issueFaults(issue, [])))
  const faults = catalogFaults(parsed.data)
  if (faults.length > 0) return refused('This catalog contradicts itself.', faults)
  try {
    return { ok: true, value: new CompiledCatalog(parsed.data).catalog }
  } catch (error) {
    return refused('This catalog cannot be used.', [{ path: '', sentence: messageOf(error) }])
  }
}

function refused(what: string, faults: readonly Fault[]): Failure {
  const lines = faults.slice(0, FAULTS_SHOWN_MAX).map(({ path, sentence }) => (path === '' ? sentence : `${path}: ${sentence}`))
  if (faults.length > FAULTS_SHOWN_MAX) lines.push(`and ${faults.length - FAULTS_SHOWN_MAX} more places`)
  const places = faults.length === 1 ? 'Correct the place named below.' : `Correct the ${faults.length} places named below.`
  return { ok: false, problem: { what, advice: `${places} Nothing was saved.`, details: lines.join('\n') } }
}

type Issue = z.core.$ZodIssue

/** Of a choice of forms, the one that fits best says what is wrong. */
function issueFaults(issue: Issue, before: readonly PropertyKey[]): Fault[] {
  const path = [...before, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const best = issue.errors.reduce((least, errors) => (depthOf(errors) > depthOf(least) || (depthOf(errors) === depthOf(least) && errors.length < least.length) ? errors : least))
    if (best.length > 0) return best.flatMap((inner) => issueFaults(inner, path))
  }
  return [{ path: pathText(path), sentence: sentenceOf(issue) }]
}

function sentenceOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? `It is missing; it must be ${withArticle(issue.expected)}.` : `It must be ${withArticle(issue.expected)}.`
    case 'invalid_value':
      return issue.values.length === 1 ? `It must be ${String(issue.values[0])}.` : `It must be one of ${issue.values.map(String).join(', ')}.`
    case 'unrecognized_keys':
      return `Nothing is called ${issue.keys.map((key) => `"${key}"`).join(', ')} here.`
    case 'too_small':
      return issue.minimum === 1 ? 'It is empty.' : `It needs at least ${issue.minimum}.`
    case 'too_big':
      return `It has more than ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'entries'}.`
    case 'invalid_format':
      // The one pattern of a catalog is its id's.
      return issue.format === 'starts_with' && 'prefix' in issue ? `It must begin with "${String(issue.prefix)}".` : issue.format === 'regex' ? 'It must have 2 to 40 small letters, digits and hyphens, and begin with a letter.' : `${issue.message}.`
    case 'invalid_union':
      return 'None of the forms that are possible here fits.'
    default:
      return `${issue.message}.`
  }
}

function withArticle(type: string): string {
  const word = type === 'string' ? 'text' : type === 'array' ? 'list' : type === 'int' ? 'integer' : type
  return word === 'text' ? word : `${/^[aeio]/.test(word) ? 'an' : 'a'} ${word}`
}

function depthOf(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length))
}

/** `events[3].args[0].properties.id` */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`)).join('')
}

/** Without recursion: what is looked for is what would overflow the stack. */
function isDeeper(json: unknown, levels: number): boolean {
  let level: unknown[] = [json]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return false
}
