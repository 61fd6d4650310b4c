import type { TargetSettings } from '../../shared/domain.ts'
import { probe } from './probe.ts'
import type { ProbeResult } from './probe.ts'
import { classifyCode, innerError } from './refusal.ts'

/** Why a connection did not open: by the error itself where it is certain, else by a closer look. Never rejects. */
export async function diagnose(error: unknown, settings: TargetSettings, catalogPath: string, platformAnswered: boolean): Promise<ProbeResult> {
  const { code, message } = innerError(error)
  const details = `${code} ${message}`.trim()
  const certain = message === 'timeout' ? 'timeout' : classifyCode(code, message)
  // The name in a certificate is worth a look: the sentence says it.
  if (certain && certain !== 'tls-name') return { kind: certain, details }
  const found = await probe({ url: settings.url, path: settings.path, otherPaths: [catalogPath], ca: settings.caCertificate, platformAnswered })
  return { ...found, details: details === '' ? found.details : `${found.details} (${details})` }
}
