import { readFirst } from '../../shared/template.ts'
import { parseJson } from '../monitor/raw-payload.ts'

/* What a token says of itself. Nothing is verified: only the server can. Never throws. */

export interface TokenFacts {
  /** Three parts of which the first two are JSON objects. Platforms may use opaque tokens, which are not. */
  readonly wellFormed: boolean
  readonly claims: Readonly<Record<string, unknown>>
  readonly issuedAtMs: number | undefined
  readonly endsAtMs: number | undefined
}

/** A pasted token without what surrounds it: quotes, `Bearer `, blanks (RusingAcademy and endiAPI refuse the prefix). */
export function cleanToken(text: string): string {
  return text
    .trim()
    .replace(/^["'`]+|["'`,;]+$/g, '')
    .replace(/^(?:authorization\s*:\s*)?bearer\s+/i, '')
    .trim()
}

/** What a JWT says of itself. Nothing is verified: that is the server's. */
export function readToken(token: string): TokenFacts {
  const parts = token.split('.')
  const header = parts.length === 3 ? readPart(parts[0]) : undefined
  const claims = parts.length === 3 ? readPart(parts[1]) : undefined
  return {
    wellFormed: header !== undefined && claims !== undefined,
    claims: claims ?? {},
    issuedAtMs: seconds(claims?.['iat']),
    endsAtMs: seconds(claims?.['exp']),
  }
}

/** Who the token was issued to, by the catalog's paths. */
export function whoAmI(sources: readonly unknown[], paths: { readonly id: readonly string[]; readonly role: readonly string[] }): { id: string; role: string } | null {
  let id: string | undefined
  let role: string | undefined
  for (const source of sources) {
    id ??= readFirst([source], paths.id)
    role ??= readFirst([source], paths.role)
  }
  return id === undefined ? null : { id: id.slice(0, 200), role: (role ?? '').slice(0, 100) }
}

function readPart(part: string | undefined): Record<string, unknown> | undefined {
  if (!part || !/^[\w-]+=*$/.test(part)) return undefined
  const value = parseJson(Buffer.from(part, 'base64url').toString())
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e11 ? value * 1000 : undefined
}
