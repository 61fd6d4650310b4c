import type { z } from 'zod'
import { NAMED_ENTRIES_MAX } from '../../shared/limits.ts'
import type { LocalDatabase } from './database.ts'

/** Tables of what the user named and keeps: one row an entry, by id. Names of tables, never a user's text. */
type NamedTable = 'rosters' | 'saved_views' | 'saved_filters'

/** Parses the JSON text of one row; undefined where it is not what it was (written by a newer version, or damaged). */
export function readBody<S extends z.ZodType>(schema: S, raw: unknown): z.infer<S> | undefined {
  if (typeof raw !== 'object' || raw === null || !('body' in raw) || typeof raw.body !== 'string') return undefined
  try {
    const parsed = schema.safeParse(JSON.parse(raw.body))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** The entries of a table by name. One that cannot be read stays in the database and is left out. */
export function entriesByName<T extends { readonly name: string }>(database: LocalDatabase, table: NamedTable, schema: z.ZodType<T>): T[] {
  const kept = database.all(`SELECT body FROM ${table}`).map((raw) => readBody(schema, raw))
  return kept.filter((entry) => entry !== undefined).sort((a, b) => a.name.localeCompare(b.name))
}

/** There is room for one more (NAMED_ENTRIES_MAX), or the entry replaces one. */
export function hasRoom(database: LocalDatabase, table: NamedTable, id: string): boolean {
  const others = database.all(`SELECT count(*) AS n FROM ${table} WHERE id <> ?`, id)[0] as { n: number } | undefined
  return (others?.n ?? 0) < NAMED_ENTRIES_MAX
}
