import type { Catalog } from '../../shared/catalog.ts'
import { conforms } from './conforms.ts'

/**
 * For tests: differences between an event that a client received and the catalog; empty when there is none.
 *
 * @param variantsToo whether the catalog's known other payloads count as well
 */
export function differsFromCatalog(catalog: Catalog, namespace: string, event: string, args: readonly unknown[], variantsToo: boolean): readonly string[] {
  const spec = catalog.events.find(
    ({ name, namespaces, direction }) => name === event && direction !== 'client-to-server' && (namespaces.includes('*') || namespaces.includes(namespace)),
  )
  if (!spec) return [`${namespace} ${event} is not in the catalog`]
  if (spec.args === null) return []
  const forms = [spec.args, ...(variantsToo ? (spec.variants ?? []).map((variant) => variant.args) : [])]
  const found = forms.map((form) => {
    if (form.length !== args.length) return [`${event}: ${args.length} arguments, ${form.length} in the catalog`]
    return form.flatMap((schema, index) => conforms(schema, args[index], `${event}[${index}]`))
  })
  return found.some((list) => list.length === 0) ? [] : found.flat()
}
