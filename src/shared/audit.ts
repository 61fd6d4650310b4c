import { z } from 'zod'
import { auditRecord, auditResult } from './presence.ts'

/* The audit log as its screen sees it. Times are ms since 1970, UTC. */

/** Records that fit all of it; null: any. */
export const auditFilter = z.strictObject({
  /** In who, action, platform, scope, reason or detail. */
  text: z.string().max(200),
  action: z.string().max(1_010).nullable(),
  who: z.string().max(1_010).nullable(),
  platform: z.string().max(1_010).nullable(),
  result: auditResult.nullable(),
  fromMs: z.number().nullable(),
  /** Not included. */
  untilMs: z.number().nullable(),
})

/** What can be chosen in the filter: what is in the log. */
export const auditChoices = z.strictObject({ actions: z.array(z.string()), whos: z.array(z.string()), platforms: z.array(z.string()) })

export const auditPage = z.strictObject({ records: z.array(auditRecord), matching: z.number().int(), /** Of those, with an unknown result. */ unknown: z.number().int() })

/** A link of the chain. */
export const auditLink = z.strictObject({
  position: z.number().int(),
  kind: z.enum(['begun', 'ended', 'lost', 'done', 'earlier', 'purge', 'break']),
  atMs: z.number(),
  result: auditResult,
  detail: z.string(),
  hash: z.string(),
  /** null: not at hand. */
  previousHash: z.string().nullable(),
  /** Sealed with a key of the system's keyring. */
  keyed: z.boolean(),
  /** The hash is what the entry and the hash before it give. */
  fits: z.boolean(),
})

export const auditDetail = z.strictObject({ record: auditRecord, links: z.array(auditLink) })

/** How far a check of the chain is. */
export const auditProgress = z.strictObject({ checked: z.number().int(), of: z.number().int() })

export type AuditFilter = z.infer<typeof auditFilter>
export type AuditChoices = z.infer<typeof auditChoices>
export type AuditPage = z.infer<typeof auditPage>
export type AuditLink = z.infer<typeof auditLink>
export type AuditDetail = z.infer<typeof auditDetail>
export type AuditProgress = z.infer<typeof auditProgress>

export const anyAudit: AuditFilter = { text: '', action: null, who: null, platform: null, result: null, fromMs: null, untilMs: null }
