import type { Catalog, CatalogNotice } from '../../../shared/catalog.ts'
import type { NoticeKind } from '../../../shared/notices.ts'
import { fillTemplate } from '../../../shared/template.ts'

/*
 * From a notice to the platform's own payload. Templates are JSON values whose strings are filled one by one: no text,
 * whatever quotes or braces it holds, can become structure.
 */

/** What placeholders stand for. null or absent: there is none, and a field that is this placeholder alone is left out. */
export type NoticeValues = Readonly<Record<string, unknown>>

/** Names that a catalog's notices may use. `texts` is a list: `{language, title, body}` of each language. */
export const NOTICE_PLACEHOLDERS = ['noticeId', 'kind', 'severity', 'title', 'body', 'startsAt', 'endsAt', 'expiresAt', 'now', 'language', 'texts', 'drill', 'dismissable'] as const

/** The event that carries a notice of this kind on a platform; undefined: its catalog has none. */
export function noticeOf(catalog: Catalog, kind: NoticeKind): CatalogNotice | undefined {
  return catalog.notices?.find(({ kinds }) => kinds.includes(kind))
}

/** The event's arguments. Times are ISO 8601 texts, `drill` and `dismissable` booleans. */
export function noticeArgs(notice: CatalogNotice, values: NoticeValues): readonly unknown[] {
  return notice.args.map((arg) => fillPayload(arg, values))
}

/** The rooms of a role, all spellings: the first is a packet's room, the others its otherRooms. Empty: no room is the role's. */
export function roleRoomsOf(catalog: Catalog, notice: CatalogNotice, role: string): readonly string[] {
  const named = new Set(notice.roleRooms.flatMap((template) => fillTemplate(template, (name) => (name === 'role' ? role : undefined)) ?? []))
  // The catalog knows further spellings of one room: `role:hr_admin` and `role:hr` are `hr`.
  const same = catalog.rooms.filter(({ kind, namespace }) => kind === 'role' && namespace === notice.namespace)
  for (let before = 0; before < named.size; ) {
    before = named.size
    for (const { pattern, sameAs } of same) {
      if (sameAs === undefined || (!named.has(pattern) && !named.has(sameAs))) continue
      named.add(pattern)
      named.add(sameAs)
    }
  }
  return [...named]
}

const placeholder = /\{([A-Za-z_][\w.-]*)\}/g
const onePlaceholder = /^\{([A-Za-z_][\w.-]*)\}$/

/** Fills every string of a JSON value. A string that is one placeholder keeps the value's type; within other text a missing value is nothing. */
export function fillPayload(template: unknown, values: NoticeValues): unknown {
  if (typeof template === 'string') {
    const alone = onePlaceholder.exec(template)?.[1]
    if (alone !== undefined) return valueOf(values, alone)
    return template.replace(placeholder, (_, name: string) => textOf(valueOf(values, name)))
  }
  if (Array.isArray(template)) return template.map((item) => fillPayload(item, values)).filter((item) => item !== undefined)
  if (typeof template === 'object' && template !== null) {
    // fromEntries makes own fields, also of one that is called __proto__.
    return Object.fromEntries(Object.entries(template).flatMap(([key, item]) => {
      const filled = fillPayload(item, values)
      return filled === undefined ? [] : [[key, filled]]
    }))
  }
  return template
}

/** Names of all placeholders in a template. */
export function placeholdersIn(template: unknown): readonly string[] {
  if (typeof template === 'string') return [...template.matchAll(placeholder)].map(([, name = '']) => name)
  if (typeof template !== 'object' || template === null) return []
  return Object.values(template).flatMap(placeholdersIn)
}

function valueOf(values: NoticeValues, name: string): unknown {
  return Object.hasOwn(values, name) ? (values[name] ?? undefined) : undefined
}

function textOf(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
