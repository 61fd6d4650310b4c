import type { Catalog } from '../../shared/catalog.ts'
import type { TargetSettings } from '../../shared/domain.ts'
import type { RawPayload, WireSink } from '../monitor/wire-event.ts'
import type { Clock, Random } from './clock.ts'
import type { Credentials } from './credentials.ts'
import type { Pacer } from './pacer.ts'

/** What a session is given by its target. */
export interface SessionOptions {
  readonly catalog: Catalog
  readonly clock: Clock
  readonly random: Random
  readonly sink: WireSink
  readonly loopbackOnly: boolean
  /** One attempt and no retry; the admin feed is asked for in every environment. */
  readonly trial: boolean
  readonly credentials: Credentials
  readonly pacer: Pacer
  /** `User-Agent` of the connection. */
  readonly agent: string
  settings(): TargetSettings
  onChange(): void
  /** A namespace became live, or may not be used any more. */
  namespaceLive(namespace: string): void
  namespaceDown(namespace: string): void
  onEvent(namespace: string, name: string, payload: RawPayload): void
  /** Whether onEvent() has a use for such an event now. */
  reads(namespace: string, name: string): boolean
}
