import type { Catalog, CatalogEvent, CatalogRoom } from '../shared/catalog.ts'
import type { PayloadSchema } from '../shared/payload-schema.ts'
import { NOTICE_PLACEHOLDERS } from './notices/ways/fill.ts'

/* What the schema of a catalog cannot say: names that must exist, templates that can be filled, contradictions. */

export interface Fault {
  /** `events[3].namespaces[0]` */
  readonly path: string
  readonly sentence: string
}

/** Placeholders of one room pattern: each costs a step of backtracking at every room's name. The documents need two. */
const PLACEHOLDERS_MAX = 4
const secretNames = ['email', 'password', 'refreshToken', 'token']

/** All contradictions of a catalog that its schema accepts, in the order of the catalog. */
export function catalogFaults(catalog: Catalog): Fault[] {
  const faults: Fault[] = []
  const namespaces = new Set<string>()
  for (const [index, { name }] of catalog.namespaces.entries()) {
    if (namespaces.has(name)) faults.push({ path: `namespaces[${index}].name`, sentence: `The namespace "${name}" is here twice.` })
    namespaces.add(name)
  }
  for (const [kind, list] of [['signIn', catalog.auth.signIn], ['refresh', catalog.auth.refresh]] as const) {
    for (const [index, request] of list.entries()) for (const text of textsIn(request.body)) template(text, secretNames, `auth.${kind}[${index}].body`, faults)
  }
  eventFaults(catalog.events, namespaces, faults)
  for (const [index, room] of catalog.rooms.entries()) roomFaults(room, `rooms[${index}]`, namespaces, faults)
  for (const [index, notice] of (catalog.notices ?? []).entries()) {
    const at = `notices[${index}]`
    if (!catalog.events.some(({ name, direction, namespaces: places }) => name === notice.event && direction !== 'client-to-server' && (places.includes('*') || places.includes(notice.namespace)))) {
      faults.push({ path: `${at}.event`, sentence: `No event of this catalog that clients receive in "${notice.namespace}" is called "${notice.event}".` })
    }
    for (const text of notice.args.flatMap(textsIn)) template(text, NOTICE_PLACEHOLDERS, `${at}.args`, faults)
    for (const [place, text] of notice.roleRooms.entries()) template(text, ['role'], `${at}.roleRooms[${place}]`, faults)
  }
  const { ping } = catalog
  if (ping) for (const key of ['send', 'answer'] as const) if (!catalog.events.some(({ name }) => name === ping[key])) faults.push({ path: `ping.${key}`, sentence: `No event of this catalog is called "${ping[key]}".` })
  return faults
}

function eventFaults(events: readonly CatalogEvent[], namespaces: ReadonlySet<string>, faults: Fault[]): void {
  /** Direction and namespace and name -> where it stands. */
  const seen = new Map<string, number>()
  for (const [index, event] of events.entries()) {
    const at = `events[${index}]`
    for (const [place, namespace] of event.namespaces.entries()) {
      if (namespace !== '*' && !namespaces.has(namespace)) faults.push({ path: `${at}.namespaces[${place}]`, sentence: `"${event.name}" is in the namespace "${namespace}", which this catalog does not have.` })
    }
    const where = event.namespaces.includes('*') ? [...namespaces] : event.namespaces
    const keys = where.flatMap((namespace) => directionsOf(event).map((direction) => `${direction} ${namespace} ${event.name}`))
    const twin = keys.map((key) => seen.get(key)).find((other) => other !== undefined && other !== index)
    if (twin !== undefined) faults.push({ path: `${at}.name`, sentence: `"${event.name}" is here twice for the same namespace and direction: see events[${twin}].` })
    for (const key of keys) if (!seen.has(key)) seen.set(key, index)
    for (const [part, list] of [['args', event.args], ['sendArgs', event.sendArgs], ['ack', event.ack]] as const) {
      for (const [place, schema] of (list ?? []).entries()) schemaFaults(schema, `${at}.${part}[${place}]`, faults)
    }
    for (const [number, variant] of (event.variants ?? []).entries()) {
      for (const [place, schema] of variant.args.entries()) schemaFaults(schema, `${at}.variants[${number}].args[${place}]`, faults)
    }
    const texts = [
      ...(event.person?.name ?? []).map((text, place) => [text, `person.name[${place}]`] as const),
      ...(event.rooms ?? []).map((text, place) => [text, `rooms[${place}]`] as const),
      ...(event.alerts ?? []).flatMap((alert, place) => [[alert.cause, `alerts[${place}].cause`], [alert.title, `alerts[${place}].title`]] as const),
      ...(event.proves ?? []).flatMap((proof, place) => (proof.what === 'list' ? proof.name.map((text, number) => [text, `proves[${place}].name[${number}]`] as const) : [])),
    ]
    for (const [text, part] of texts) template(text, null, `${at}.${part}`, faults)
  }
}

function roomFaults(room: CatalogRoom, at: string, namespaces: ReadonlySet<string>, faults: Fault[]): void {
  if (!namespaces.has(room.namespace)) faults.push({ path: `${at}.namespace`, sentence: `The room "${room.pattern}" is in the namespace "${room.namespace}", which this catalog does not have.` })
  template(room.pattern, null, `${at}.pattern`, faults)
  const names = namesIn(room.pattern)
  if (names.length > PLACEHOLDERS_MAX) faults.push({ path: `${at}.pattern`, sentence: `A pattern has at most ${PLACEHOLDERS_MAX} placeholders.` })
  if (/\}\{/.test(room.pattern)) faults.push({ path: `${at}.pattern`, sentence: 'Between two placeholders there must be a text: else nobody can say where one ends.' })
  if (room.sameAs !== undefined) template(room.sameAs, names, `${at}.sameAs`, faults)
  const known = [...names, 'room']
  for (const part of ['join', 'leave'] as const) {
    for (const [place, command] of room[part].entries()) {
      for (const text of textsIn(command.args)) template(text, known, `${at}.${part}[${place}].args`, faults)
      if (command.confirm) template(command.confirm.equals, known, `${at}.${part}[${place}].confirm.equals`, faults)
      if (command.ackHolds !== undefined) template(command.ackHolds, known, `${at}.${part}[${place}].ackHolds`, faults)
    }
  }
}

function schemaFaults(schema: PayloadSchema, path: string, faults: Fault[]): void {
  const { properties } = schema
  if (properties) for (const name of schema.required ?? []) if (!Object.hasOwn(properties, name)) faults.push({ path: `${path}.required`, sentence: `"${name}" is required, but it is none of the properties.` })
  for (const [name, field] of Object.entries(properties ?? {})) schemaFaults(field, `${path}.properties.${name}`, faults)
  if (schema.items) schemaFaults(schema.items, `${path}.items`, faults)
  for (const [index, option] of (schema.anyOf ?? []).entries()) schemaFaults(option, `${path}.anyOf[${index}]`, faults)
}

/** Braces that hold no name would be sent or shown as they stand. @param known names that a value exists for; null: paths into a payload */
function template(text: string, known: readonly string[] | null, path: string, faults: Fault[]): void {
  const rest = text.replace(/\{[A-Za-z_][\w.-]*\}/g, '')
  if (/[{}]/.test(rest)) faults.push({ path, sentence: `"${text}" has a brace that belongs to no placeholder; a placeholder is {name}.` })
  if (known === null) return
  for (const name of namesIn(text)) if (!known.includes(name)) faults.push({ path, sentence: `Nothing fills {${name}} in "${text}": there is ${known.map((each) => `{${each}}`).join(', ')}.` })
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\{([A-Za-z_][\w.-]*)\}/g)].map((match) => match[1] ?? '')
}

/** All strings of a JSON value. */
function textsIn(json: unknown): string[] {
  if (typeof json === 'string') return [json]
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(textsIn) : []
}

function directionsOf({ direction }: CatalogEvent): readonly string[] {
  return direction === 'both' ? ['server-to-client', 'client-to-server'] : [direction]
}
