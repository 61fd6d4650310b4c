import type { AlertSpec, Catalog, CatalogEvent, CatalogRoom, RoomKind, Severity } from '../../shared/catalog.ts'
import type { PayloadSchema } from '../../shared/payload-schema.ts'
import { fillTemplate, matchTemplate } from '../../shared/template.ts'
import { compilePath, compilePaths, compileTemplate, compileTexts } from './compiled-path.ts'
import type { CompiledPath, CompiledTemplate } from './compiled-path.ts'
import { compileMaskRule } from './mask-rule.ts'
import type { MaskRules } from './mask-tree.ts'
import { foldName } from './names.ts'
import { GroupIds } from './rooms/group-ids.ts'
import type { RoomGroup } from './rooms/group-ids.ts'
import { compileSkim } from './skim.ts'
import type { SkimPlan } from './skim.ts'
import { compileProofs } from './people/proofs.ts'
import type { CompiledProof } from './people/proofs.ts'

export type Direction = 'in' | 'out'

export interface CompiledAlert {
  readonly when: readonly { readonly path: CompiledPath; readonly values: ReadonlySet<string> }[]
  readonly severity: Severity
  readonly cause: CompiledTemplate
  readonly title: CompiledTemplate
  readonly identity: readonly CompiledPath[]
  /** Empty: of any kind. */
  readonly identityOf: string
  readonly secondHand: boolean
}

/** One event of the catalog, ready to be read: who, where, and whether it is an alert. */
export interface CompiledEvent {
  readonly spec: CatalogEvent
  readonly personId: readonly CompiledPath[]
  readonly personName: readonly CompiledTemplate[]
  readonly personEmail: readonly CompiledPath[]
  readonly rooms: readonly CompiledTemplate[]
  readonly alerts: readonly CompiledAlert[]
  /** What it proves about people. */
  readonly proofs: readonly CompiledProof[]
  /** How each argument is masked. */
  readonly rules: MaskRules
  readonly hasPerson: boolean
  /** false: nothing in the payload is read, so it is not parsed. */
  readonly readsPayload: boolean
  /** How that is read without parsing; undefined where a whole argument or a list is wanted. */
  readonly plan: SkimPlan | undefined
  /** It proves no more than that somebody is there, and is no alert: of many such events a few say enough. */
  readonly isSign: boolean
}

const signMeanings: ReadonlySet<string> = new Set(['activity', 'typing', 'notice', 'session', 'heartbeat'])

/** A catalog with fast look-ups by event and room. */
export class CompiledCatalog {
  readonly catalog: Catalog
  readonly #in = new EventIndex()
  readonly #out = new EventIndex()
  readonly #namespaces: ReadonlySet<string>
  readonly #rooms: readonly { readonly spec: CatalogRoom; readonly form: RegExp }[]
  readonly #sameAs: readonly CatalogRoom[]
  readonly #groups: GroupIds

  constructor(catalog: Catalog) {
    this.catalog = catalog
    this.#namespaces = new Set(catalog.namespaces.map((namespace) => namespace.name))
    this.#rooms = catalog.rooms.map((spec) => ({ spec, form: formOf(spec.pattern) }))
    this.#groups = new GroupIds(catalog.rooms)
    this.#sameAs = catalog.rooms.filter((spec) => spec.sameAs !== undefined)
    for (const spec of catalog.events) {
      const event = compileEvent(spec)
      if (spec.direction !== 'client-to-server') this.#in.add(event)
      if (spec.direction !== 'server-to-client') this.#out.add(event)
    }
    this.#in.indexNames()
    this.#out.indexNames()
  }

  /**
   * The event that a name on the wire means: exact, then another known name, then the same letters in another spelling;
   * in each step the namespace itself before `*`, and what goes in this direction before what goes in the other.
   */
  find(namespace: string, name: string, direction: Direction): CompiledEvent | undefined {
    const [first, second] = direction === 'in' ? [this.#in, this.#out] : [this.#out, this.#in]
    return first.find(namespace, name) ?? second.find(namespace, name)
  }

  /** The catalog itself has this spelling, so it is counted by its name however many other names arrive. */
  knowsName(namespace: string, name: string): boolean {
    return this.#in.hasSpelling(namespace, name) || this.#out.hasSpelling(namespace, name)
  }

  knowsNamespace(namespace: string): boolean {
    return this.#namespaces.has(namespace)
  }

  /** Kind of a room by its name: a pattern of its own namespace first, then any other's. */
  roomKind(namespace: string, room: string): RoomKind {
    return this.#roomSpec(namespace, room)?.kind ?? 'other'
  }

  /** The class, course, school or district that a room is of, by its name; undefined: of none. */
  roomGroup(namespace: string, room: string): RoomGroup | undefined {
    const spec = this.#roomSpec(namespace, room)
    return spec && this.#groups.of(spec, room)
  }

  /** The spelling under which a room is shown: the documented one where the platform writes it in two ways. */
  roomName(namespace: string, room: string): string {
    for (const spec of this.#sameAs) {
      if (spec.namespace !== namespace || spec.sameAs === undefined) continue
      const values = matchTemplate(spec.pattern, room)
      if (values) return fillTemplate(spec.sameAs, (name) => values[name]) ?? room
    }
    return room
  }

  #roomSpec(namespace: string, room: string): CatalogRoom | undefined {
    let elsewhere: CatalogRoom | undefined
    for (const { spec, form } of this.#rooms) {
      if (spec.namespace !== namespace && elsewhere !== undefined) continue
      if (!form.test(room)) continue
      if (spec.namespace === namespace) return spec
      elsewhere = spec
    }
    return elsewhere
  }
}

/** A pattern as it is matched by `matchTemplate`, made once: a snapshot brings thousands of rooms. */
function formOf(pattern: string): RegExp {
  const literals = pattern.split(/\{[A-Za-z_][\w.-]*\}/).map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return new RegExp(`^${literals.join('.+?')}$`, 's')
}

type ByName = Map<string, CompiledEvent>

/** Events of one direction, by namespace, in three steps of tolerance. */
class EventIndex {
  readonly #events: CompiledEvent[] = []
  readonly #exact = new Map<string, ByName>()
  readonly #alias = new Map<string, ByName>()
  readonly #folded = new Map<string, ByName>()

  add(event: CompiledEvent): void {
    this.#events.push(event)
  }

  /** The first event of a name wins, as it stands in the catalog. */
  indexNames(): void {
    for (const event of this.#events) {
      const aliases = event.spec.alsoKnownAs ?? []
      for (const namespace of event.spec.namespaces) {
        put(this.#exact, namespace, event.spec.name, event)
        for (const alias of aliases) put(this.#alias, namespace, alias, event)
        for (const name of [event.spec.name, ...aliases]) put(this.#folded, namespace, foldName(name), event)
      }
    }
  }

  find(namespace: string, name: string): CompiledEvent | undefined {
    const folded = foldName(name)
    return get(this.#exact, namespace, name) ?? get(this.#alias, namespace, name) ?? (folded === '' ? undefined : get(this.#folded, namespace, folded))
  }

  hasSpelling(namespace: string, name: string): boolean {
    return (get(this.#exact, namespace, name) ?? get(this.#alias, namespace, name)) !== undefined
  }
}

function put(index: Map<string, ByName>, namespace: string, name: string, event: CompiledEvent): void {
  let names = index.get(namespace)
  if (!names) index.set(namespace, (names = new Map()))
  if (!names.has(name)) names.set(name, event)
}

function get(index: Map<string, ByName>, namespace: string, name: string): CompiledEvent | undefined {
  return index.get(namespace)?.get(name) ?? index.get('*')?.get(name)
}

function compileEvent(spec: CatalogEvent): CompiledEvent {
  const personId = compilePaths(spec.person?.id ?? [])
  const personName = compileTexts(spec.person?.name ?? [])
  const personEmail = compilePaths(spec.person?.email ?? [])
  const rooms = (spec.rooms ?? []).map(compileTemplate)
  const alerts = (spec.alerts ?? []).map(compileAlert)
  const hasPerson = personId.length + personName.length + personEmail.length > 0
  const proofs = compileProofs(spec, hasPerson)
  const readsPayload = hasPerson || rooms.length > 0 || alerts.length > 0 || proofs.length > 0
  const paths = [
    ...personId, ...personEmail, ...[...personName, ...rooms].flatMap((template) => template.paths),
    ...proofs.flatMap((proof) => [...proof.when.map(({ path }) => path), ...(proof.path ? [proof.path] : [])]),
  ]
  // An alert is read whole: the same id with other content is an oddity, wherever the difference is.
  const plan = alerts.length > 0 || proofs.some((proof) => proof.spec.what === 'list') ? undefined : compileSkim(paths)
  const isSign = alerts.length === 0 && signMeanings.has(spec.meaning) && proofs.every((proof) => proof.spec.what === 'active')
  return { spec, personId, personName, personEmail, rooms, alerts, proofs, rules: compileRules(spec), hasPerson, readsPayload, plan, isSign }
}

function compileAlert(spec: AlertSpec): CompiledAlert {
  return {
    when: spec.when.map((condition) => ({ path: compilePath(condition.path), values: new Set(condition.in) })),
    severity: spec.severity,
    cause: compileTemplate(spec.cause),
    title: compileTemplate(spec.title),
    identity: compilePaths(spec.identity),
    identityOf: spec.identityOf ?? '',
    secondHand: spec.secondHand ?? false,
  }
}

/** What is received, what is sent and the known variants may all stand at one place; their marks are merged. */
function compileRules(spec: CatalogEvent): MaskRules {
  const lists: readonly (readonly PayloadSchema[])[] = [spec.args ?? [], spec.sendArgs ?? [], ...(spec.variants ?? []).map((variant) => variant.args)]
  const count = Math.max(...lists.map((list) => list.length))
  return Array.from({ length: count }, (_, index) => compileMaskRule(lists.flatMap((list) => list[index] ?? [])))
}
