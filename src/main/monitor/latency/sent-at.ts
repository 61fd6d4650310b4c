import type { CatalogEvent } from '../../../shared/catalog.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'
import { compilePath } from '../compiled-path.ts'
import type { CompiledPath } from '../compiled-path.ts'
import { foldName } from '../names.ts'

/**
 * Names of fields that say when an event happened or was sent, as foldName() writes them; what says it best first. A list of what counts and not
 * of what does not: dueDate, startsAt, endsAt, expiresAt, startedAt of a running session, joinedAt or a birthday would pass for an age of weeks.
 */
const sentAtNames = [
  'timestamp', 'sentat', 'emittedat', 'servertime', 'eventtime', 'occurredat', 'at', 'ts', 'time', 'updatedat', 'changedat', 'editedat', 'postedat',
  'markedat', 'gradedat', 'submittedat', 'detectedat', 'readat', 'deletedat', 'publishedat', 'createdat',
]
/** Options of an `anyOf` inside an `anyOf` are followed so deep. */
const DEPTH_MAX = 3

/** A time in a payload. */
export interface SentAtField {
  readonly path: CompiledPath
  /** `grade.updated updatedAt` */
  readonly from: string
}

const fieldsBySpec = new WeakMap<CatalogEvent, readonly SentAtField[]>()

/** Fields of an event's first argument that tell when it was sent, the best first: of its documented payload and of the known variants. Worked out once. */
export function sentAtFieldsOf(spec: CatalogEvent): readonly SentAtField[] {
  let fields = fieldsBySpec.get(spec)
  if (!fields) fieldsBySpec.set(spec, (fields = fieldsIn(spec)))
  return fields
}

function fieldsIn(spec: CatalogEvent): readonly SentAtField[] {
  const forms = [spec.args?.[0], ...(spec.variants ?? []).map(({ args }) => args[0])]
  const names = new Set(forms.flatMap((form) => optionsOf(form)).flatMap(({ properties = {} }) => Object.keys(properties).filter((name) => isTime(name, properties[name]))))
  // compilePath would read such a name as a path.
  const plain = [...names].filter((name) => !name.includes('.'))
  return plain.sort((a, b) => rankOf(a) - rankOf(b)).map((name) => ({ path: { ...compilePath(''), keys: [name], source: name }, from: `${spec.name} ${name}` }))
}

/** Whether a field of this name says when an event happened or was sent. */
export function isSentAtName(name: string): boolean {
  // The longest of them has eleven characters; a name can have millions.
  return name.length <= 40 && rankOf(name) >= 0
}

function rankOf(name: string): number {
  return sentAtNames.indexOf(foldName(name))
}

function isTime(name: string, schema: PayloadSchema | undefined): boolean {
  return rankOf(name) >= 0 && optionsOf(schema).some(({ type, format }) => format === 'date-time' || type === 'number' || type === 'integer')
}

function optionsOf(schema: PayloadSchema | undefined, depth = 0): readonly PayloadSchema[] {
  if (schema === undefined || depth > DEPTH_MAX) return []
  return [schema, ...(schema.anyOf ?? []).flatMap((option) => optionsOf(option, depth + 1))]
}

const YEAR_2000_MS = 946_684_800_000
/** Seconds since 1970 of this size are the year 5000, as ms they are 1973: no value can be meant both ways. */
const SECONDS_MAX = 95_617_584_000
const YEAR_MS = 365 * 24 * 60 * 60_000
const isoForm = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?$/i
const digits = /^\d{10,13}(?:\.\d{1,9})?$/

/**
 * A time as platforms write it, in ms since 1970: ISO 8601, or seconds or ms since 1970. A text without a zone is UTC,
 * as servers in Python write it. Undefined: no time, before 2000 (seconds of a video), or more than a year from the receipt.
 */
export function readSentAt(value: unknown, receivedAtMs: number): number | undefined {
  const ms = typeof value === 'number' ? fromNumber(value) : typeof value === 'string' && value.length <= 40 ? fromText(value) : Number.NaN
  return ms >= YEAR_2000_MS && Math.abs(receivedAtMs - ms) <= YEAR_MS ? ms : undefined
}

function fromNumber(value: number): number {
  return value < SECONDS_MAX ? value * 1000 : value
}

function fromText(text: string): number {
  if (digits.test(text)) return fromNumber(Number(text))
  const parts = isoForm.exec(text)
  if (!parts) return Number.NaN
  const [, date, time, zone = 'Z'] = parts
  // oxlint-disable-next-line no-restricted-globals -- reads a text, not the clock
  return Date.parse(`${date}T${time}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()}`)
}
