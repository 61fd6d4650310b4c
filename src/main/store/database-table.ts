import type { z } from 'zod'
import type { LocalDatabase } from './database.ts'

/** Entries of one table: rosters, saved views, saved filters. */
export const TABLE_ENTRIES_MAX = 200

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

/** There is room for one more, or the entry replaces one. @param table a table's name from the schema, never a user's text */
export function hasRoom(database: LocalDatabase, table: 'rosters' | 'saved_views' | 'saved_filters', id: string): boolean {
  const others = database.all(`SELECT count(*) AS n FROM ${table} WHERE id <> ?`, id)[0] as { n: number } | undefined
  return (others?.n ?? 0) < TABLE_ENTRIES_MAX
}
