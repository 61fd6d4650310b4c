import type { Catalog, CatalogEvent } from '../../../shared/catalog.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'
import type { Direction } from '../compiled-catalog.ts'
import { foldName, OTHER } from '../names.ts'
import { differencesIn, formDistance } from './differences.ts'
import type { Difference } from './differences.ts'
import { compileFits } from './schema-fits.ts'
import type { Fits } from './schema-fits.ts'

/** One list of arguments that an event may have. */
export interface ArgumentForm {
  /** Why it is known although it is not documented; null: it is. */
  readonly note: string | null
  readonly args: readonly PayloadSchema[]
  readonly fits: readonly Fits[]
}

/** What a catalog says of an event's name, namespace and direction. */
export type NameCheck =
  /** The catalog has no events, so nothing can be said. */
  | { readonly is: 'unchecked' }
  | { readonly is: 'drift'; readonly difference: Difference; readonly spec: CatalogEvent | undefined }
  /** `variant`: a known other name, or an event that only deployed servers have. `documented`: null where the document gives no payload. */
  | { readonly is: 'known'; readonly spec: CatalogEvent; readonly variant: boolean; readonly documented: ArgumentForm | null; readonly variants: readonly ArgumentForm[] }

export type KnownEvent = Extract<NameCheck, { is: 'known' }>

/** `not-compared`: the payload could not be read (cut, or no JSON). */
export type ArgumentCheck = { readonly is: 'fits' | 'variant' | 'not-compared' } | { readonly is: 'drift'; readonly differences: readonly Difference[] }

const fitting: ArgumentCheck = { is: 'fits' }
const knownOther: ArgumentCheck = { is: 'variant' }
const notCompared: ArgumentCheck = { is: 'not-compared' }

/** Looks an event up once; its form is compiled then. Asked once an event key, not once an event. */
export function checkName(catalog: Catalog, namespace: string, name: string, direction: Direction): NameCheck {
  if (catalog.events.length === 0) return { is: 'unchecked' }
  if (name === OTHER) return unknown('a name of the catalog')
  const called = catalog.events.filter((spec) => spec.name === name || spec.alsoKnownAs?.includes(name) === true)
  const here = called.filter((spec) => isIn(spec, namespace))
  const right = here.filter((spec) => goes(spec, direction))
  const spec = right.find((each) => each.name === name) ?? right[0]
  if (spec) {
    const documented = documentedArgs(spec, direction)
    return {
      is: 'known',
      spec,
      // `source` says "as deployed" of what no document has (catalog.ts).
      variant: spec.name !== name || spec.source.startsWith('as deployed'),
      documented: documented && formOf(null, documented),
      variants: (spec.variants ?? []).map((variant) => formOf(variant.note, variant.args)),
    }
  }
  const [other] = here
  if (other) return { is: 'drift', spec: other, difference: { kind: 'wrong-direction', path: '', expected: other.direction.replaceAll('-', ' '), found: direction === 'in' ? 'server to client' : 'client to server' } }
  const elsewhere = called.find((each) => goes(each, direction)) ?? called[0]
  if (elsewhere) return { is: 'drift', spec: elsewhere, difference: { kind: 'wrong-namespace', path: '', expected: elsewhere.namespaces.join(' or '), found: namespace } }
  const folded = foldName(name)
  const alike = catalog.events.find((each) => folded !== '' && foldName(each.name) === folded)
  return unknown(alike ? `${alike.name}, spelled so` : 'a name of the catalog')
}

/** Whether a payload has a documented form, then whether it has a known other one. */
export function checkArguments(event: KnownEvent, args: readonly unknown[] | undefined): ArgumentCheck {
  if (args === undefined) return notCompared
  const { documented, variants } = event
  if (documented !== null && formFits(documented, args)) return event.variant ? knownOther : fitting
  for (let index = 0; index < variants.length; index++) if (formFits(variants[index] as ArgumentForm, args)) return knownOther
  // The document gives no payload: whatever comes is none the worse.
  if (documented === null) return event.variant ? knownOther : fitting
  return { is: 'drift', differences: nearestDifferences(documented, variants, args) }
}

/** The documented form explains what is wrong, but where a known variant is clearly nearer. */
function nearestDifferences(documented: ArgumentForm, variants: readonly ArgumentForm[], args: readonly unknown[]): Difference[] {
  let nearest = differencesIn(documented.args, args)
  for (const variant of variants) {
    const list = differencesIn(variant.args, args)
    if (formDistance(list) < formDistance(nearest)) nearest = list
  }
  return nearest
}

function formFits(form: ArgumentForm, args: readonly unknown[]): boolean {
  const fits = form.fits
  if (fits.length !== args.length) return false
  for (let index = 0; index < fits.length; index++) if (!(fits[index] as Fits)(args[index])) return false
  return true
}

function formOf(note: string | null, args: readonly PayloadSchema[]): ArgumentForm {
  return { note, args, fits: args.map(compileFits) }
}

/** What a client receives, or what it sends. */
function documentedArgs(spec: CatalogEvent, direction: Direction): readonly PayloadSchema[] | null {
  return direction === 'out' && spec.sendArgs ? spec.sendArgs : spec.args
}

function isIn(spec: CatalogEvent, namespace: string): boolean {
  return spec.namespaces.includes(namespace) || spec.namespaces.includes('*')
}

function goes(spec: CatalogEvent, direction: Direction): boolean {
  return spec.direction === 'both' || (spec.direction === 'server-to-client') === (direction === 'in')
}

function unknown(expected: string): NameCheck {
  return { is: 'drift', spec: undefined, difference: { kind: 'unknown-event', path: '', expected, found: 'another name' } }
}
