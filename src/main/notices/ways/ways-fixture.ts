import { noticeSettings } from '../../../shared/notices.ts'
import type { NoticeSettings } from '../../../shared/notices.ts'
import { catalogs } from '../../../shared/platforms/index.ts'
import type { Catalog } from '../../../shared/catalog.ts'
import { systemClock } from '../../targets/clock.ts'
import type { Clock } from '../../targets/clock.ts'
import { Targets } from '../../targets/targets.ts'
import { memoryVault, recordingSink, testSettings, testToken, until } from '../../targets/test-server.ts'
import type { TargetSecrets, TargetSettings } from '../../../shared/domain.ts'
import type { Packet } from '../way.ts'
import { NoticeWays } from './index.ts'

/* What the tests of the ways share: real targets with NoticeWays on them, settings and packets that lack nothing. */

export interface WaysBench {
  readonly targets: Targets
  readonly ways: NoticeWays
  readonly live: (namespace?: string) => Promise<void>
}

/** One target in real time. @param ackMs how long acknowledgements are waited for */
export function waysOn(url: string, options: { readonly catalog: Catalog; readonly settings?: Partial<TargetSettings>; readonly secrets?: TargetSecrets; readonly ackMs?: number; readonly secretHeader?: string; readonly clock?: Clock }): WaysBench {
  const { catalog, secrets = { token: testToken() }, ackMs } = options
  const targets = new Targets({
    catalogs: () => [catalog], vault: memoryVault({ 'target-1': secrets }), sink: recordingSink(), loopbackOnly: true, clock: options.clock ?? systemClock, random: () => 0.5,
    onChange() {}, onWatched() {}, onRemoved() {},
  })
  targets.add(testSettings({ url, catalogId: catalog.id, transports: ['websocket'], ...options.settings }))
  const ways = new NoticeWays({ targets, catalogOf: () => catalog, secretHeader: () => options.secretHeader, loopbackOnly: true, ...(ackMs !== undefined && { ackMs }) })
  const state = (namespace: string) => targets.views()[0]?.namespaces.find(({ name }) => name === namespace)?.state
  return { targets, ways, live: (namespace = '/') => until(`${namespace} is live`, () => state(namespace) === 'live') }
}

export function waySettings(parts: Partial<NoticeSettings> = {}): NoticeSettings {
  return noticeSettings.parse({
    targetId: 'target-1', way: 'application-socket', schoolName: 'Lincoln High', zone: 'America/New_York', quietHours: null, rights: {},
    socket: { namespace: '/', event: 'admin:broadcast' },
    http: { method: 'POST', url: 'http://127.0.0.1:1/notices', body: '{"title":"{title}"}', headers: [], hasSecretHeader: false },
    ...parts,
  })
}

let keys = 0

export function packet(parts: Partial<Packet> = {}): Packet {
  return {
    key: `part-${++keys}`, noticeId: 'notice-1', targetId: 'target-1', way: 'application-socket', namespace: '/', room: null, event: 'announcement.new',
    args: [{ title: 'Late bus', body: 'Bus 12 is 20 minutes late.' }], audience: null, kind: 'announcement', ...parts,
  }
}

export function catalogNamed(id: string): Catalog {
  const catalog = catalogs.find((known) => known.id === id)
  if (!catalog) throw new Error(`no catalog ${id}`)
  return catalog
}
