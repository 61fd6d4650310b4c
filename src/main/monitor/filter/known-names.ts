import type { TargetSlot } from '../counts.ts'
import { shownName } from '../mask.ts'
import type { TargetPresence } from '../people/target-presence.ts'
import type { KnownNames } from './complete.ts'

/** People looked at for their roles: a school has few roles and thousands of people. */
const PEOPLE_READ_MAX = 2_000

/** What the monitor has seen and may show, read only as far as somebody asks: no copy of a target's rooms is made. */
export function knownNames(targets: () => Iterable<TargetSlot>, presenceOf: (targetId: string) => TargetPresence | undefined): KnownNames {
  return {
    targets: namesFrom(function* () {
      for (const target of targets()) yield target.name
    }),
    namespaces: namesFrom(function* () {
      for (const target of targets()) yield* target.spaces.keys()
    }),
    events: namesFrom(function* () {
      for (const target of targets()) {
        for (const space of target.spaces.values()) {
          yield* space.in.keys()
          yield* space.out.keys()
        }
      }
    }),
    rooms: namesFrom(function* () {
      // A name that is masked, or that is one socket's private room, is no use to anybody who types.
      for (const target of targets()) for (const room of presenceOf(target.id)?.rooms.all() ?? []) if (room.publicName === room.name && !room.perSocket) yield room.name
    }),
    roles: namesFrom(function* () {
      let read = 0
      for (const target of targets()) {
        for (const person of presenceOf(target.id)?.people.all ?? []) {
          if (++read > PEOPLE_READ_MAX) return
          if (person.role !== undefined && shownName(person.role) === person.role) yield person.role
        }
      }
    }),
  }
}

function namesFrom(read: () => Iterator<string>): Iterable<string> {
  return { [Symbol.iterator]: read }
}
