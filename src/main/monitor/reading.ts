import { alertIn } from './alerts.ts'
import type { AlertHit } from './alerts.ts'
import type { CompiledEvent } from './compiled-catalog.ts'
import { fillAt, readText } from './compiled-path.ts'
import type { CompiledTemplate } from './compiled-path.ts'
import { BY_EMAIL, BY_NAME } from './event-row.ts'
import type { RawPayload } from './wire-event.ts'

/** What the catalog lets Rollcall read out of one payload. */
export interface PayloadReading {
  readonly person: string | undefined
  readonly room: string | undefined
  readonly alert: AlertHit | undefined
}

export const nothingRead: PayloadReading = { person: undefined, room: undefined, alert: undefined }

/**
 * Reads person, room and alert. The payload is parsed only where the catalog names one of them; an alert without
 * conditions holds also where there is no payload to read (SkillCore document: `system.maintenance` prints none).
 */
export function readPayload(event: CompiledEvent | undefined, payload: RawPayload): PayloadReading {
  if (event === undefined || !event.readsPayload) return nothingRead
  const args = payload.args() ?? []
  return {
    person: event.hasPerson ? personIn(event, args) : undefined,
    room: event.rooms.length > 0 ? roomIn(event.rooms, args) : undefined,
    alert: event.alerts.length > 0 ? alertIn(event, args) : undefined,
  }
}

/** The person's id; where the event carries none, the name or address under a prefix of its own. */
function personIn(event: CompiledEvent, args: readonly unknown[]): string | undefined {
  const id = readText(args, event.personId)
  if (id !== undefined) return id
  const name = readText(args, event.personName)
  if (name !== undefined) return BY_NAME + name
  const email = readText(args, event.personEmail)
  return email === undefined ? undefined : BY_EMAIL + email
}

function roomIn(templates: readonly CompiledTemplate[], args: readonly unknown[]): string | undefined {
  for (const template of templates) {
    const room = fillAt(args, template)
    if (room !== undefined) return room
  }
  return undefined
}
