import type { CatalogEvent, ProofSpec, RoomKind } from '../../../shared/catalog.ts'
import { LISTED_PEOPLE_MAX } from '../../../shared/limits.ts'
import { compilePath, compilePaths, compileTexts, fillFirst, readAt, readText, scalarText } from '../compiled-path.ts'
import type { CompiledPath, CompiledTemplate } from '../compiled-path.ts'

/** Who somebody is, as far as one payload says. */
export interface Who {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly role?: string | undefined
}

const saidStatuses = ['online', 'away', 'busy', 'offline'] as const
/** A status that a person's own application sent. */
export type SaidStatus = (typeof saidStatuses)[number]

/** What one event proves, its conditions met. */
export type Proof =
  | { readonly what: 'active' | 'joined' | 'left'; readonly inKind: RoomKind | undefined }
  | { readonly what: 'online' | 'offline' }
  | { readonly what: 'status'; readonly status: SaidStatus }
  /** `people` is undefined where the payload holds only how many they are. */
  | { readonly what: 'list'; readonly people: readonly (Who | string)[] | undefined; readonly count: number; readonly there: boolean; readonly role: string | undefined }

export interface CompiledProof {
  readonly spec: ProofSpec
  readonly when: readonly { readonly path: CompiledPath; readonly values: ReadonlySet<string> }[]
  readonly path: CompiledPath | undefined
  readonly id: readonly CompiledPath[]
  readonly name: readonly CompiledTemplate[]
  readonly email: readonly CompiledPath[]
}

const causedByPerson: ReadonlySet<string> = new Set(['activity', 'typing', 'presence', 'room'])
const byDefault: ProofSpec = { what: 'active' }

/** The event's proofs; where the catalog names none, those of an event that a person caused. */
export function compileProofs(spec: CatalogEvent, hasPerson: boolean): readonly CompiledProof[] {
  const proofs = spec.proves ?? (hasPerson && causedByPerson.has(spec.meaning) ? [byDefault] : [])
  return proofs.map(compile)
}

function compile(spec: ProofSpec): CompiledProof {
  const list = spec.what === 'list' ? spec : undefined
  return {
    spec,
    when: (spec.when ?? []).map((condition) => ({ path: compilePath(condition.path), values: new Set(condition.in) })),
    path: spec.what === 'list' || spec.what === 'status' ? compilePath(spec.path) : undefined,
    id: compilePaths(list?.id ?? []),
    name: compileTexts(list?.name ?? []),
    email: compilePaths(list?.email ?? []),
  }
}

/** What a payload proves, in the order of the catalog. Never throws. */
export function proofsIn(proofs: readonly CompiledProof[], args: readonly unknown[]): readonly Proof[] {
  const found: Proof[] = []
  for (const proof of proofs) {
    if (!proof.when.every(({ path, values }) => values.has(scalarText(readAt(args, path))))) continue
    const read = readProof(proof, args)
    if (read) found.push(read)
  }
  return found
}

function readProof(proof: CompiledProof, args: readonly unknown[]): Proof | undefined {
  const { spec } = proof
  switch (spec.what) {
    case 'active':
    case 'joined':
    case 'left':
      return { what: spec.what, inKind: spec.inKind }
    case 'online':
    case 'offline':
      return { what: spec.what }
    case 'status': {
      const status = statusIn(proof.path && readAt(args, proof.path))
      return status && { what: 'status', status }
    }
    case 'list':
      return listIn(proof, spec.there, spec.role, proof.path && readAt(args, proof.path))
  }
}

function statusIn(value: unknown): SaidStatus | undefined {
  const text = scalarText(value).toLowerCase()
  return saidStatuses.find((status) => status === text)
}

/** A number, a flag, or the people themselves as ids, names or objects. */
function listIn(proof: CompiledProof, there: boolean, role: string | undefined, value: unknown): Proof | undefined {
  if (typeof value === 'boolean') return { what: 'list', people: undefined, count: Number(value), there, role }
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? { what: 'list', people: undefined, count: Math.floor(value), there, role } : undefined
  if (!Array.isArray(value)) return undefined
  const people: (Who | string)[] = []
  for (const item of value.slice(0, LISTED_PEOPLE_MAX)) {
    if ((typeof item === 'string' && item !== '') || typeof item === 'number') {
      people.push(String(item))
      continue
    }
    if (typeof item !== 'object' || item === null) continue
    const one = [item]
    const who = { id: readText(one, proof.id), name: fillFirst(one, proof.name), email: readText(one, proof.email), role }
    if (who.id !== undefined || who.name !== undefined || who.email !== undefined) people.push(who)
  }
  return { what: 'list', people, count: value.length, there, role }
}
