import { z } from 'zod'
import type { Severity } from '../../shared/catalog.ts'
import { targetSecrets } from '../../shared/domain.ts'
import type { TargetSecrets } from '../../shared/domain.ts'
import type { JsonDocument } from './document.ts'

/** The system's keyring, as Electron's safeStorage offers it. `available` is false where secrets would end up in plain text. */
export interface Cipher {
  readonly available: boolean
  encrypt(text: string): Buffer
  decrypt(data: Buffer): string
}

/** Beside the platforms' ids, none of which has a space in it. */
function webhookKey(severity: Severity): string {
  return `webhook ${severity}`
}

function noticeKey(targetId: string): string {
  return `notices ${targetId}`
}

const file = z.record(z.string(), z.string())

/**
 * Tokens and passwords. On disk only encrypted by the system's keyring; without one they live in memory for this run,
 * and the user is told. Nothing here is ever logged or sent to the window.
 */
export class Vault {
  readonly #document: JsonDocument
  readonly #cipher: Cipher
  readonly #secrets = new Map<string, TargetSecrets>()
  /** Targets whose secrets are never written to disk: the demo's. */
  readonly #memoryOnly = new Set<string>()

  constructor(document: JsonDocument, cipher: Cipher) {
    this.#document = document
    this.#cipher = cipher
    if (!cipher.available) return
    const stored = file.safeParse(document.read())
    for (const [targetId, encrypted] of Object.entries(stored.success ? stored.data : {})) {
      const secrets = this.#decrypt(encrypted)
      // A secret of another keyring cannot be read: the user signs in again, the target itself stays.
      if (secrets) this.#secrets.set(targetId, secrets)
    }
  }

  get where(): 'keyring' | 'memory' {
    return this.#cipher.available ? 'keyring' : 'memory'
  }

  get(targetId: string): TargetSecrets | undefined {
    return this.#secrets.get(targetId)
  }

  set(targetId: string, secrets: TargetSecrets): void {
    this.#secrets.set(targetId, secrets)
    this.#write()
  }

  remove(targetId: string): void {
    this.#secrets.delete(targetId)
    this.#memoryOnly.delete(targetId)
    // A platform that is gone, or is another now, takes its header along.
    this.#secrets.delete(noticeKey(targetId))
    if (this.#cipher.available) this.#write()
    else this.#forget([targetId, noticeKey(targetId)])
  }

  /** What webhooks of a severity are signed with. */
  webhookSecret(severity: Severity): string | undefined {
    return this.#secrets.get(webhookKey(severity))?.password
  }

  /** @param secret undefined: none any more */
  setWebhookSecret(severity: Severity, secret: string | undefined): void {
    if (secret === undefined) this.remove(webhookKey(severity))
    else this.set(webhookKey(severity), { password: secret })
  }

  /** The secret header of a platform's HTTP way for notices: `Authorization: ...`. */
  noticeHeader(targetId: string): string | undefined {
    return this.#secrets.get(noticeKey(targetId))?.token
  }

  /** @param header undefined: none any more */
  setNoticeHeader(targetId: string, header: string | undefined): void {
    if (this.#memoryOnly.has(targetId)) this.#memoryOnly.add(noticeKey(targetId))
    if (header === undefined) this.remove(noticeKey(targetId))
    else this.set(noticeKey(targetId), { token: header })
  }

  keepInMemoryOnly(targetId: string): void {
    this.#memoryOnly.add(targetId)
  }

  #write(): void {
    if (!this.#cipher.available) return
    const entries = [...this.#secrets].filter(([targetId]) => !this.#memoryOnly.has(targetId))
    this.#document.write(Object.fromEntries(entries.map(([targetId, secrets]) => [targetId, this.#cipher.encrypt(JSON.stringify(secrets)).toString('base64')])))
  }

  /** Without the keyring, what an earlier run encrypted stays as it is; what is to go goes all the same. */
  #forget(keys: readonly string[]): void {
    const stored = file.safeParse(this.#document.read())
    if (!stored.success || !keys.some((key) => Object.hasOwn(stored.data, key))) return
    this.#document.write(Object.fromEntries(Object.entries(stored.data).filter(([key]) => !keys.includes(key))))
  }

  #decrypt(encrypted: string): TargetSecrets | undefined {
    try {
      return targetSecrets.parse(JSON.parse(this.#cipher.decrypt(Buffer.from(encrypted, 'base64'))))
    } catch {
      return undefined
    }
  }
}
