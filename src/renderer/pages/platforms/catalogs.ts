import { useEffect, useState } from 'react'
import type { Catalog } from '../../../shared/catalog.ts'
import { catalogs } from '../../../shared/platforms/index.ts'
import { getCatalog, listCatalogs } from '../../actions.ts'

export { catalogs }

export interface CatalogChoice {
  readonly value: string
  readonly label: string
}

const builtIn: readonly CatalogChoice[] = catalogs.map((catalog) => ({ value: catalog.id, label: catalog.name }))

/** A catalog: one of the app at once, one of the user from the main process; undefined where there is none of this id. */
export async function loadCatalog(id: string): Promise<Catalog | undefined> {
  const known = builtInCatalog(id)
  if (known !== undefined) return known
  const answer = await getCatalog(id)
  return answer.ok ? answer.value.catalog : undefined
}

function builtInCatalog(id: string): Catalog | undefined {
  return catalogs.find((catalog) => catalog.id === id)
}

/** The catalog of a platform; undefined while one of the user's own is on its way, and where it is gone. */
export function useCatalog(id: string): Catalog | undefined {
  const [own, setOwn] = useState<Catalog | undefined>(undefined)
  const known = builtInCatalog(id)
  const isOwn = known === undefined
  useEffect(() => {
    if (!isOwn) return
    let current = true
    void loadCatalog(id).then((catalog) => { if (current) setOwn(catalog) })
    return () => { current = false }
  }, [id, isOwn])
  return known ?? (own?.id === id ? own : undefined)
}

/** What the form offers: the app's catalogs, the user's own, and the one in use even if it is gone. */
export function useCatalogChoices(currentId: string): readonly CatalogChoice[] {
  const [own, setOwn] = useState<readonly CatalogChoice[]>([])
  useEffect(() => {
    let current = true
    listCatalogs().then(
      ({ entries }) => { if (current) setOwn(entries.filter((entry) => !entry.builtIn).map((entry) => ({ value: entry.id, label: `${entry.name} (yours)` }))) },
      (error: unknown) => { console.error('catalogs:list failed', error) },
    )
    return () => { current = false }
  }, [])
  const known = [...builtIn, ...own]
  return known.some((choice) => choice.value === currentId) ? known : [...known, { value: currentId, label: currentId }]
}
