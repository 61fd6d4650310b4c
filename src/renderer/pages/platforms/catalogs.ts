import type { Catalog } from '../../../shared/catalog.ts'
import { catalogs } from '../../../shared/platforms/index.ts'

export { catalogs }

/** The catalog with an id; undefined for one that a user added and this window does not know. */
export function catalogById(id: string): Catalog | undefined {
  return catalogs.find((catalog) => catalog.id === id)
}
