import { PINNED_ROOMS_MAX } from '../../../shared/limits.ts'
import type { RoomKey } from '../../../shared/presence.ts'
import { idOfRoom } from '../../state/keys.ts'
import { changeSettings, preferences, usePreferences } from '../../state/settings-store.ts'

/** Pins with one more or one less; the oldest give way. */
export function togglePin(pins: readonly RoomKey[], key: RoomKey): RoomKey[] {
  const rest = pins.filter((each) => idOfRoom(each) !== idOfRoom(key))
  return rest.length < pins.length ? rest : [...rest.slice(-(PINNED_ROOMS_MAX - 1)), { targetId: key.targetId, namespace: key.namespace, room: key.room }]
}

/** Rooms that the user pinned, in the order of pinning; settings keep them. */
export function usePins(): readonly RoomKey[] {
  return usePreferences((value) => value.pinnedRooms)
}

export function changePin(key: RoomKey): void {
  changeSettings({ pinnedRooms: togglePin(preferences.get().pinnedRooms, key) })
}
