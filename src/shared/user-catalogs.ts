import { z } from 'zod'
import { catalogSchema } from './catalog.ts'

/* Catalogs that a user added: learned from traffic and reviewed, or written by hand. */

export const catalogEntry = z.strictObject({
  id: z.string(),
  name: z.string(),
  summary: z.string(),
  builtIn: z.boolean(),
  events: z.number().int(),
  namespaces: z.number().int(),
  /** Names of the platforms that use it. */
  usedBy: z.array(z.string()),
  /** null for one that comes with the app. */
  savedAtMs: z.number().nullable(),
})

export const catalogList = z.strictObject({
  entries: z.array(catalogEntry),
  /** Saved catalogs that could not be read: they stay in the database. */
  unreadable: z.number().int(),
})

/** A catalog with what a form needs of it. */
export const catalogText = z.strictObject({ catalog: catalogSchema, json: z.string() })

export type CatalogEntry = z.infer<typeof catalogEntry>
export type CatalogList = z.infer<typeof catalogList>
