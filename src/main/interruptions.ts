import { powerMonitor } from 'electron'
import { awayRemark } from './away.ts'
import { watchNetwork } from './network-watch.ts'

/**
 * Tells when this computer's network changed or it woke from sleep: connections that say they stand may be dead.
 * @param onInterrupted called with the sentence that the window shows. Returns what ends the watch.
 */
export function watchInterruptions(onInterrupted: (sentence: string) => void): () => void {
  let suspendedAtMs: number | undefined
  powerMonitor.on('suspend', () => {
    suspendedAtMs = Date.now()
  })
  powerMonitor.on('resume', () => {
    const sentence = awayRemark(suspendedAtMs, Date.now())
    suspendedAtMs = undefined
    onInterrupted(sentence)
  })
  return watchNetwork(() => onInterrupted('The network of this computer changed: all connections were made anew.'))
}
