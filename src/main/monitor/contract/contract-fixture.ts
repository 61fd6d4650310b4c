import type { Catalog, CatalogEvent } from '../../../shared/catalog.ts'
import { aprendeai } from '../../../shared/platforms/aprendeai.ts'
import { endiapi } from '../../../shared/platforms/endiapi.ts'
import { flaskLms } from '../../../shared/platforms/flask-lms.ts'
import { rusingacademy } from '../../../shared/platforms/rusingacademy.ts'
import { skillcore } from '../../../shared/platforms/skillcore.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'
import type { Direction } from '../compiled-catalog.ts'

/* Payloads by construction from the catalogs, for the tests of this folder. */

export const platforms: readonly Catalog[] = [skillcore, flaskLms, rusingacademy, aprendeai, endiapi]

/** A value that fits a schema: with all optional fields or with none. `option` chooses among several forms. */
export function sampleOf(schema: PayloadSchema, whole = true, option = 0): unknown {
  if (schema.anyOf) return sampleOf(schema.anyOf[option % schema.anyOf.length] ?? {}, whole, option)
  if (schema.enum) return schema.enum[option % schema.enum.length]
  switch (schema.type) {
    case 'object': {
      const names = Object.keys(schema.properties ?? {}).filter((name) => whole || schema.required?.includes(name) === true)
      return Object.fromEntries(names.map((name) => [name, sampleOf(schema.properties?.[name] ?? {}, whole, option)]))
    }
    case 'array':
      return [sampleOf(schema.items ?? {}, whole, option), sampleOf(schema.items ?? {}, whole, option + 1)]
    case 'string':
      return schema.format === 'date-time' ? '2026-11-23T10:00:00Z' : schema.format === 'date' ? '2026-11-23' : schema['x-mask'] === 'email' ? 'rosa.lind@school.example' : 'abc-1'
    case 'number':
      return 12.5
    case 'integer':
      return 12
    case 'boolean':
      return true
    default:
      return null
  }
}

export function directionsOf(spec: CatalogEvent): Direction[] {
  return spec.direction === 'both' ? ['in', 'out'] : [spec.direction === 'server-to-client' ? 'in' : 'out']
}

/** Where an event may go, `*` as all namespaces. */
export function namespacesOf(catalog: Catalog, spec: CatalogEvent): readonly string[] {
  return spec.namespaces.includes('*') ? catalog.namespaces.map(({ name }) => name) : spec.namespaces
}

export function argsOf(spec: CatalogEvent, direction: Direction): readonly PayloadSchema[] | null {
  return direction === 'out' && spec.sendArgs ? spec.sendArgs : spec.args
}
