import type { DriftDetail, DriftRow } from '../shared/contract-check.ts'
import { LEARN_SAMPLES_PER_EVENT_MAX } from '../shared/limits.ts'
import { failure } from './answers.ts'
import { asyncApiOf } from './monitor/contract/async-api.ts'
import type { Drift } from './monitor/contract/drift-book.ts'
import { learnCatalog, slug } from './monitor/contract/learn.ts'
import { contractNodes, contractText } from './monitor/contract/schema-view.ts'
import { shownName } from './monitor/mask.ts'
import type { Monitor } from './monitor/monitor.ts'
import type { Handlers } from './requests.ts'

/** What the window asks of contracts and drift. */
export function contractHandlers(monitor: Monitor, now: () => number): Pick<Handlers, 'drift:list' | 'drift:get' | 'contract:export' | 'contract:learn'> {
  const { contract } = monitor
  return {
    'drift:list': ({ targetId }) => ({
      rows: contract.book.list(targetId).map((drift) => rowOf(monitor, drift)),
      capacity: contract.book.capacity,
      notKept: contract.book.notKept,
      checked: contract.checked(now()),
    }),
    'drift:get': ({ id }) => {
      const drift = contract.book.find(id)
      return drift ? { ok: true, value: detailOf(monitor, drift) } : failure('This drift is not known any more.', 'Its platform was removed, or is read by another catalog now.')
    },
    'contract:export': ({ targetId }) => {
      const catalog = monitor.catalogOf(targetId)
      const settings = settingsOf(monitor, targetId)
      if (!catalog || !settings) return unknownTarget
      if (catalog.events.length === 0) return failure('This platform has no contract to export.', 'Its catalog has no events. Learn a contract from traffic first.')
      return { ok: true, value: { fileName: `${slug(settings.name)}.asyncapi.json`, json: JSON.stringify(asyncApiOf(catalog, settings), null, 2) } }
    },
    'contract:learn': ({ targetId }) => {
      const catalog = monitor.catalogOf(targetId)
      const settings = settingsOf(monitor, targetId)
      if (!catalog || !settings) return unknownTarget
      const value = learnCatalog(settings.name, catalog, monitor.samples(targetId, LEARN_SAMPLES_PER_EVENT_MAX))
      return value.events.length > 0 ? { ok: true, value } : failure('Nothing was received that a contract can be learned from.', 'Wait until events arrive, or switch on a namespace or the admin feed.')
    },
  }
}

function settingsOf(monitor: Monitor, targetId: string): { name: string; url: string; path: string } | undefined {
  return monitor.targets().find(({ settings }) => settings.id === targetId)?.settings
}

function rowOf(monitor: Monitor, drift: Drift): DriftRow {
  const { key, difference } = drift
  return {
    id: drift.id,
    targetId: key.target.id,
    namespace: key.space.name,
    event: shownName(key.name),
    direction: key.direction,
    kind: difference.kind,
    path: difference.path,
    expected: difference.expected,
    found: difference.found,
    count: drift.count,
    compared: monitor.contract.comparedOf(key),
    received: key.count,
    firstAtMs: drift.firstAtMs,
    lastAtMs: drift.lastAtMs,
    hasExample: drift.example !== undefined,
  }
}

function detailOf(monitor: Monitor, drift: Drift): DriftDetail {
  const { key, spec } = drift
  const args = (key.direction === 'out' ? spec?.sendArgs : undefined) ?? spec?.args ?? []
  return {
    row: rowOf(monitor, drift),
    example: drift.example?.args ?? [],
    exampleJson: drift.example?.json ?? '',
    contract: contractNodes(args),
    contractText: spec === undefined ? '' : spec.args === null ? 'The document gives no payload.' : contractText(args),
    source: spec?.source ?? null,
  }
}

const unknownTarget = failure('This platform is not known.', 'It may have been removed.')
