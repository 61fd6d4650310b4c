import { z } from 'zod'
import { roomKey, type RoomKey } from '../../../shared/presence.ts'
import { idOfRoom } from '../../state/keys.ts'
import { createStore, useSelected } from '../../state/store.ts'

/** Pins on the Rooms screen; more would be a list of its own. */
export const PINS_MAX = 30
const STORED_AS = 'pinned-rooms'

/** Pins from their stored text; anything else is no pin. */
export function readPins(text: string | null): readonly RoomKey[] {
  if (text === null) return []
  try {
    const parsed = z.array(roomKey).max(PINS_MAX).safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : []
  } catch {
    return []
  }
}

/** Pins with one more or one less; the oldest give way. */
export function togglePin(pins: readonly RoomKey[], key: RoomKey): readonly RoomKey[] {
  const rest = pins.filter((each) => idOfRoom(each) !== idOfRoom(key))
  return rest.length < pins.length ? rest : [...rest.slice(-(PINS_MAX - 1)), { targetId: key.targetId, namespace: key.namespace, room: key.room }]
}

function storage(): Storage | null {
  try {
    return globalThis.localStorage
  } catch {
    return null
  }
}

const pins = createStore<{ readonly rooms: readonly RoomKey[] | null }>({ rooms: null })

/** Rooms that the reader pinned, in the order of pinning. They are kept by this window: names of rooms, nothing else. */
export function usePins(): readonly RoomKey[] {
  return useSelected(pins, (state) => state.rooms) ?? loaded()
}

let first: readonly RoomKey[] | null = null
function loaded(): readonly RoomKey[] {
  first ??= readPins(storage()?.getItem(STORED_AS) ?? null)
  return first
}

export function changePin(key: RoomKey): void {
  const rooms = togglePin(pins.get().rooms ?? loaded(), key)
  pins.set({ rooms })
  storage()?.setItem(STORED_AS, JSON.stringify(rooms))
}
