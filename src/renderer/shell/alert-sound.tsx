import { useEffect } from 'react'
import { getTell } from '../actions.ts'
import { playSound } from '../sound.ts'
import { onRise } from './rising.ts'

/** Plays the chosen sound when the main process says that one is due; draws nothing. */
export function AlertSound() {
  useEffect(
    () =>
      onRise('chime', ({ severity }) => {
        getTell()
          .then(({ settings: { sound } }) => (sound === 'off' ? undefined : playSound(sound, severity)))
          .catch((error: unknown) => { console.warn('The alert sound was not played.', error) })
      }),
    [],
  )
  return null
}
