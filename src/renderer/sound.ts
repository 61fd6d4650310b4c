import type { Severity } from '../shared/catalog.ts'
import { notesOf } from './sound-notes.ts'
import type { SoundName } from './sound-notes.ts'

/** Loudest part of the device's volume; alerts are heard beside a lesson, not above it. */
const VOLUME = 0.5
/** A jump of the volume would click. */
const ATTACK_SECONDS = 0.01

let context: AudioContext | undefined

/** Plays a sound made by Web Audio, no file. A computer without an output stays silent: rejects with the browser's error. */
export async function playSound(sound: SoundName, severity: Severity): Promise<void> {
  const audio = (context ??= new AudioContext())
  await audio.resume()
  const volume = new GainNode(audio, { gain: VOLUME })
  volume.connect(audio.destination)
  let last: OscillatorNode | undefined
  let endSeconds = 0
  for (const { hertz, atSeconds, lengthSeconds, gain, wave } of notesOf(sound, severity)) {
    const startsAt = audio.currentTime + atSeconds
    const tone = new OscillatorNode(audio, { type: wave, frequency: hertz })
    const fade = new GainNode(audio, { gain: 0 })
    fade.gain.setValueAtTime(0, startsAt)
    fade.gain.linearRampToValueAtTime(gain, startsAt + ATTACK_SECONDS)
    fade.gain.exponentialRampToValueAtTime(0.0001, startsAt + lengthSeconds)
    tone.connect(fade).connect(volume)
    tone.start(startsAt)
    tone.stop(startsAt + lengthSeconds)
    if (atSeconds + lengthSeconds >= endSeconds) {
      endSeconds = atSeconds + lengthSeconds
      last = tone
    }
  }
  last?.addEventListener('ended', () => volume.disconnect())
}
