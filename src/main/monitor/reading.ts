import { alertIn } from './alerts/alert-hit.ts'
import type { AlertHit } from './alerts/alert-hit.ts'
import type { CompiledEvent } from './compiled-catalog.ts'
import { fillAt, fillFirst, readText } from './compiled-path.ts'
import type { CompiledTemplate } from './compiled-path.ts'
import { proofsIn } from './people/proofs.ts'
import type { Proof, Who } from './people/proofs.ts'
import type { RawPayload } from './wire-event.ts'

/** What the catalog lets Rollcall read out of one payload. */
export interface PayloadReading {
  readonly who: Who | undefined
  readonly room: string | undefined
  readonly alert: AlertHit | undefined
  readonly proofs: readonly Proof[]
}

const nothing: readonly Proof[] = []
const nothingRead: PayloadReading = { who: undefined, room: undefined, alert: undefined, proofs: nothing }

/**
 * Reads person, room, alert and what is proved. Of the payload only that is read, and parsed only where that takes a parser; an alert
 * without conditions holds also where there is no payload to read (SkillCore document: `system.maintenance` prints none).
 */
export function readPayload(event: CompiledEvent | undefined, payload: RawPayload): PayloadReading {
  if (event === undefined || !event.readsPayload) return nothingRead
  const args = (event.plan && payload.skim?.(event.plan)) ?? payload.args() ?? []
  return {
    who: event.hasPerson ? whoIn(event, args) : undefined,
    room: event.rooms.length > 0 ? roomIn(event.rooms, args) : undefined,
    alert: event.alerts.length > 0 ? alertIn(event, args, payload) : undefined,
    proofs: event.proofs.length > 0 ? proofsIn(event.proofs, args) : nothing,
  }
}

function whoIn(event: CompiledEvent, args: readonly unknown[]): Who | undefined {
  const id = readText(args, event.personId)
  const name = fillFirst(args, event.personName)
  const email = readText(args, event.personEmail)
  return id === undefined && name === undefined && email === undefined ? undefined : { id, name, email }
}

function roomIn(templates: readonly CompiledTemplate[], args: readonly unknown[]): string | undefined {
  for (const template of templates) {
    const room = fillAt(args, template)
    if (room !== undefined) return room
  }
  return undefined
}
