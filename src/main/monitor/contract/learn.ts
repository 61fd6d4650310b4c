import type { Catalog, CatalogEvent } from '../../../shared/catalog.ts'
import type { LearnedContract } from '../../../shared/contract-check.ts'
import { LEARN_SAMPLES_PER_EVENT_MAX } from '../../../shared/limits.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'
import type { EventKey } from '../counts.ts'
import { shownName } from '../mask.ts'
import { OTHER } from '../names.ts'
import type { RawPayload } from '../wire-event.ts'
import { inferSchema } from './infer-schema.ts'

/** An event of a target with some of its newest payloads. */
export interface EventSamples {
  readonly key: EventKey
  readonly payloads: readonly RawPayload[]
}

/** What a catalog can hold (catalog.ts). */
const EVENTS_MAX = 500
const NAMESPACES_MAX = 50
const NAME_CHARS_MAX = 200
const ARGUMENTS_MAX = 10

interface Learning {
  readonly name: string
  readonly namespaces: Set<string>
  readonly in: unknown[][]
  readonly out: unknown[][]
  goesIn: boolean
  goesOut: boolean
  count: number
}

/**
 * Drafts a catalog from traffic: names, directions, namespaces and merged forms. Of rooms, people, alerts and sign-in it
 * says nothing; connection and sign-in are as the catalog in use has them.
 */
export function learnCatalog(targetName: string, inUse: Catalog, samples: readonly EventSamples[]): LearnedContract {
  const events = new Map<string, Learning>()
  const namespaces = new Set<string>()
  let leftOut = 0
  for (const { key, payloads } of [...samples].sort((a, b) => b.key.traffic - a.key.traffic)) {
    const namespace = key.space.name
    const isPlain = key.name !== OTHER && key.name !== '' && key.name.length <= NAME_CHARS_MAX && namespace.startsWith('/') && namespace.length <= NAME_CHARS_MAX && shownName(key.name) === key.name
    if (!isPlain || (!events.has(key.name) && events.size >= EVENTS_MAX) || (!namespaces.has(namespace) && namespaces.size >= NAMESPACES_MAX)) {
      leftOut++
      continue
    }
    namespaces.add(namespace)
    let event = events.get(key.name)
    if (!event) events.set(key.name, (event = { name: key.name, namespaces: new Set(), in: [], out: [], goesIn: false, goesOut: false, count: 0 }))
    event.namespaces.add(namespace)
    event.count += key.traffic
    if (key.direction === 'in') event.goesIn = true
    else event.goesOut = true
    const kept = key.direction === 'in' ? event.in : event.out
    for (const payload of payloads) {
      const args = kept.length < LEARN_SAMPLES_PER_EVENT_MAX ? payload.args() : undefined
      if (args && args.length <= ARGUMENTS_MAX) kept.push([...args])
    }
  }
  const learned = [...events.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const catalog: Catalog = {
    ...inUse,
    id: `learned-${slug(targetName)}`,
    name: `${targetName.slice(0, 50)} (learned)`,
    summary: 'Learned from traffic: a draft to be reviewed.',
    document: 'learned from traffic',
    // Off until somebody switches it on, as in the catalog in use: the admin feed shows namespaces in which Rollcall has no socket.
    namespaces: [...namespaces].sort().map((name) => inUse.namespaces.find((known) => known.name === name) ?? { name, title: name === '/' ? 'Main' : name.slice(1, 101), summary: 'Seen in traffic.', documented: false }),
    events: learned.map(eventOf),
    rooms: [],
    notes: ['Events and payloads were learned from traffic: what did not happen then is not in it. Texts are masked unless they looked like an id, a time or one of a few words.'],
  }
  if (catalog.namespaces.length === 0) catalog.namespaces.push(...inUse.namespaces)
  return {
    catalog,
    events: learned.map((event) => ({ name: event.name, direction: directionOf(event), namespaces: [...event.namespaces].sort(), count: event.count, samples: event.in.length + event.out.length })),
    leftOut,
  }
}

function eventOf(event: Learning): CatalogEvent {
  const direction = directionOf(event)
  const received = formsOf(event.in)
  const sent = formsOf(event.out)
  const [args, ...others] = direction === 'client-to-server' ? sent : received
  const [sendArgs, ...otherSent] = direction === 'both' ? sent : []
  const variants = [...others, ...otherSent].map((form) => ({ note: `also seen with ${form.length} arguments`, args: form }))
  return {
    name: event.name,
    namespaces: [...event.namespaces].sort(),
    direction,
    args: args ?? null,
    ...(sendArgs !== undefined && { sendArgs }),
    ...(variants.length > 0 && { variants }),
    meaning: 'activity',
    source: `learned from ${event.in.length + event.out.length} payloads`,
  }
}

/** One form for each number of arguments, the most frequent first. */
function formsOf(samples: readonly (readonly unknown[])[]): PayloadSchema[][] {
  const byCount = new Map<number, (readonly unknown[])[]>()
  for (const args of samples) byCount.set(args.length, [...(byCount.get(args.length) ?? []), args])
  return [...byCount]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([count, list]) => Array.from({ length: count }, (_, index) => inferSchema(list.map((args) => args[index]))))
}

function directionOf(event: Learning): CatalogEvent['direction'] {
  if (event.goesIn && event.goesOut) return 'both'
  return event.goesIn ? 'server-to-client' : 'client-to-server'
}

/** A part of a catalog's id: `lincoln-live`. */
export function slug(text: string): string {
  return text.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 30).replace(/-+$/, '') || 'server'
}
