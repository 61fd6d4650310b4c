import { randomBytes } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { JWTPayload } from 'jose'

export type Verdict = { readonly ok: true; readonly claims: JWTPayload } | { readonly ok: false; readonly why: 'missing' | 'malformed' | 'expired' | 'claims' | 'signature' }

/** HS256 tokens of one platform; the key is made anew for every campus, once for all nodes of a cluster. */
export class Tokens {
  readonly #key: Uint8Array
  readonly #issuer: string | undefined
  readonly #audience: string | undefined

  constructor(options: { readonly issuer?: string; readonly audience?: string; readonly key?: Uint8Array | undefined } = {}) {
    this.#key = options.key ?? randomBytes(32)
    this.#issuer = options.issuer
    this.#audience = options.audience
  }

  /** @param expiresInSeconds may be negative: a token that has ended already. */
  async sign(claims: Record<string, unknown>, expiresInSeconds: number): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const jwt = new SignJWT({ ...(this.#issuer !== undefined && { iss: this.#issuer }), ...(this.#audience !== undefined && { aud: this.#audience }), ...claims })
    // A token that ended in the past was issued in the past as well.
    return jwt.setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setIssuedAt(now + Math.min(0, expiresInSeconds) - 1).setExpirationTime(now + expiresInSeconds).sign(this.#key)
  }

  async verify(token: unknown): Promise<Verdict> {
    if (typeof token !== 'string' || token === '') return { ok: false, why: 'missing' }
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        ...(this.#issuer !== undefined && { issuer: this.#issuer }),
        ...(this.#audience !== undefined && { audience: this.#audience }),
      })
      return { ok: true, claims: payload }
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { ok: false, why: 'expired' }
      if (error instanceof errors.JWTClaimValidationFailed) return { ok: false, why: 'claims' }
      if (error instanceof errors.JWSSignatureVerificationFailed) return { ok: false, why: 'signature' }
      return { ok: false, why: 'malformed' }
    }
  }
}
