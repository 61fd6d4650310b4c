import type { RawPayload } from '../monitor/wire-event.ts'

/** Reads some events of targets itself, beside the sink that has them all: they are parsed at any rate. Each call is cheap and never throws. */
export interface EventReader {
  /** Whether onEvent() has a use for such an event now. */
  reads(targetId: string, namespace: string, name: string): boolean
  onEvent(targetId: string, payload: RawPayload): void
}
