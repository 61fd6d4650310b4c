import { z } from 'zod'
import type { JsonDocument } from './document.ts'
import type { Cipher } from './vault.ts'

/** Random bytes of the key. */
const DATABASE_KEY_BYTES = 32
/** Keys that the keyring no longer opens are kept with the files that were moved aside: perhaps it does again one day. */
const EARLIER_KEYS_MAX = 5
const hexKey = /^[0-9a-f]{64}$/
const file = z.object({ key: z.string(), earlier: z.array(z.string()), sealed: z.boolean().default(false) })

export type DatabaseKey =
  /** 64 hex digits; on disk only as the keyring encrypted them. `sealed`: the audit log is sealed by it since an earlier run. */
  | { readonly kind: 'keyring'; readonly key: string; readonly sealed?: true }
  /** No keyring: the database is not encrypted. */
  | { readonly kind: 'none' }
  /** There is a key, but no keyring now that would give it. */
  | { readonly kind: 'locked' }

/**
 * The key of the database. Made at the first run that has a keyring, and written before the database is. A key of another
 * keyring is replaced, and kept beside the new one.
 * @param random so many random bytes: node:crypto's randomBytes
 */
export function databaseKey(document: JsonDocument, cipher: Cipher, random: (bytes: number) => Buffer): DatabaseKey {
  const stored = file.safeParse(document.read())
  if (!cipher.available) return { kind: stored.success ? 'locked' : 'none' }
  if (stored.success) {
    const key = decrypted(stored.data.key, cipher)
    if (key !== undefined) return { kind: 'keyring', key, ...(stored.data.sealed && { sealed: true }) }
  }
  const key = random(DATABASE_KEY_BYTES).toString('hex')
  const earlier = stored.success ? [stored.data.key, ...stored.data.earlier].slice(0, EARLIER_KEYS_MAX) : []
  try {
    document.write({ key: cipher.encrypt(key).toString('base64'), earlier })
  } catch {
    // The keyring is there and refuses: an encrypted file stays as it is, a new one would have no key.
    return { kind: stored.success ? 'locked' : 'none' }
  }
  return { kind: 'keyring', key }
}

/** The audit log is sealed by the key of the document from now on: one without a seal is not what this computer wrote. */
export function markSealed(document: JsonDocument): void {
  const stored = file.safeParse(document.read())
  if (!stored.success || stored.data.sealed) return
  try {
    document.write({ ...stored.data, sealed: true })
  } catch {
    // Tried again at the next start.
  }
}

function decrypted(stored: string, cipher: Cipher): string | undefined {
  try {
    const key = cipher.decrypt(Buffer.from(stored, 'base64'))
    return hexKey.test(key) ? key : undefined
  } catch {
    return undefined
  }
}
