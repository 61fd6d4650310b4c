import type { Catalog } from '../../shared/catalog.ts'
import type { NamespaceLink } from './namespace-link.ts'
import type { WantedNamespace } from './namespaces.ts'
import { errorEventsOf } from './rooms.ts'

/** Makes the map hold one link for each namespace that is on; links of others are disconnected and leave it. */
export function syncLinks(links: Map<string, NamespaceLink>, namespaces: readonly WantedNamespace[], create: (name: string, title: string) => NamespaceLink): { added: NamespaceLink[]; removed: NamespaceLink[] } {
  const wanted = namespaces.filter(({ on }) => on)
  const removed = [...links.values()].filter((link) => !wanted.some(({ name }) => name === link.name))
  for (const link of removed) {
    link.disconnect()
    links.delete(link.name)
  }
  const added = wanted.filter(({ name }) => !links.has(name)).map(({ name, title }) => create(name, title))
  for (const link of added) links.set(link.name, link)
  return { added, removed }
}

/** The event names by which a platform speaks of signing in and of errors. */
export function wordsOf(catalog: Catalog): { proofEvents: readonly string[]; refusalEvents: readonly string[]; errorEvents: readonly string[] } {
  return { proofEvents: catalog.auth.proofEvents, refusalEvents: catalog.auth.refusalEvents, errorEvents: errorEventsOf(catalog) }
}
