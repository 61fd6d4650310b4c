import type { Catalog } from '../../shared/catalog.ts'
import type { TargetSettings } from '../../shared/domain.ts'

export interface WantedNamespace {
  readonly name: string
  readonly title: string
  readonly on: boolean
}

/** All namespaces of a target in the catalog's order: documented ones are on unless switched off, others off unless switched on. */
export function namespacesOf(settings: TargetSettings, catalog: Catalog): readonly WantedNamespace[] {
  const known = catalog.namespaces.map(({ name, title, documented }) => ({
    name,
    title,
    on: !settings.disabledNamespaces.includes(name) && (documented || settings.extraNamespaces.includes(name)),
  }))
  const extra = settings.extraNamespaces.filter((name) => !catalog.namespaces.some((namespace) => namespace.name === name))
  return [...known, ...new Set(extra)].map((item) => (typeof item === 'string' ? { name: item, title: item, on: !settings.disabledNamespaces.includes(item) } : item))
}

/** Settings with one namespace switched on or off. */
export function withNamespace(settings: TargetSettings, catalog: Catalog, name: string, on: boolean): TargetSettings {
  const documented = catalog.namespaces.some((namespace) => namespace.name === name && namespace.documented)
  const without = (names: readonly string[]) => names.filter((known) => known !== name)
  return {
    ...settings,
    disabledNamespaces: on ? without(settings.disabledNamespaces) : [...without(settings.disabledNamespaces), name],
    extraNamespaces: on && !documented ? [...without(settings.extraNamespaces), name] : [...settings.extraNamespaces],
  }
}

/** true: both need the same connection, so that a change of the rest must not reconnect. */
export function sameConnection(a: TargetSettings, b: TargetSettings): boolean {
  return (
    a.catalogId === b.catalogId &&
    a.url === b.url &&
    a.path === b.path &&
    a.authWay === b.authWay &&
    a.signIn === b.signIn &&
    a.email === b.email &&
    a.caCertificate === b.caCertificate &&
    a.transports.join() === b.transports.join()
  )
}

/** true: the address is on this computer. */
export function isLoopback(url: string): boolean {
  let host: string
  try {
    host = new URL(url).hostname
  } catch {
    return false
  }
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

/** Scheme, host and port of an address that may have been entered with more. */
export function originOf(url: string): string {
  try {
    return new URL(url).origin
  } catch {
    return url
  }
}

/** May secrets entered for one address be sent to the other? Same host, and not from https down to http. */
export function isSameParty(before: string, after: string): boolean {
  try {
    const [from, to] = [new URL(before), new URL(after)]
    return from.hostname === to.hostname && !(from.protocol === 'https:' && to.protocol === 'http:')
  } catch {
    return false
  }
}
