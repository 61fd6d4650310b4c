import type { TargetSettings } from '../../shared/domain.ts'
import { originOf } from './namespaces.ts'
import { probe } from './probe.ts'
import type { ProbeResult } from './probe.ts'
import { classifyCode, innerError } from './refusal.ts'

/** Looks closely at the first failure that its error does not explain, and then at every fourth: the rest repeats what was found. */
const LOOK_EVERY = 4

/** Why a connection did not open: by the error itself where it is certain, else by a closer look. */
export class Diagnosis {
  #unexplained = 0
  #found: ProbeResult | undefined

  /** A connection opened: what was found is history. */
  reset(): void {
    this.#unexplained = 0
    this.#found = undefined
  }

  /** Never rejects. @param catalogPath where this platform's server usually is. */
  async explain(error: unknown, settings: TargetSettings, catalogPath: string, platformAnswered: boolean): Promise<ProbeResult> {
    const { code, message } = innerError(error)
    const details = `${code} ${message}`.trim()
    const certain = message === 'timeout' ? 'timeout' : classifyCode(code, message)
    // The name in a certificate is worth a look: the sentence says it.
    if (certain && certain !== 'tls-name') return { kind: certain, details }
    if (this.#unexplained++ % LOOK_EVERY !== 0 && this.#found) return this.#found
    const found = await probe({ url: originOf(settings.url), path: settings.path, otherPaths: [catalogPath], ca: settings.caCertificate, platformAnswered })
    this.#found = { ...found, details: details === '' ? found.details : `${found.details} (${details})` }
    return this.#found
  }
}
