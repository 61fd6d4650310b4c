import { z } from 'zod'
import { alertDetail, alertEntry, alertKind, alertSubject } from '../../shared/alerts.ts'
import { severity } from '../../shared/catalog.ts'
import type { Alert } from '../monitor/alerts/alert.ts'
import { readBody } from './database-table.ts'

/*
 * What stands in the rows of alerts, alert_entries and alert_evidence. A row that a newer version wrote, or that is damaged,
 * is not an alert to this one: it is counted, and stays as it is.
 */

const alertBody = z.object({
  id: z.string(),
  fingerprint: z.string(),
  kind: alertKind,
  phase: z.enum(['pending', 'firing', 'recovering', 'resolved']),
  baseSeverity: severity,
  cause: z.string(),
  title: z.string(),
  school: z.string(),
  subject: alertSubject,
  personId: z.string().nullable(),
  ruleId: z.string().nullable(),
  covers: z.enum(['target', 'namespace']).nullable(),
  value: z.string(),
  startedAtMs: z.number(),
  firedAtMs: z.number().nullable(),
  lastAtMs: z.number(),
  resolvedAtMs: z.number().nullable(),
  count: z.number().int(),
  care: z.object({
    owner: z.string().nullable(),
    acknowledgedUntilMs: z.number().nullable(),
    snooze: z.object({ untilMs: z.number(), count: z.number(), severity }).nullable(),
    falseAlarm: z.boolean(),
    raisedTo: severity.nullable(),
  }),
  silencedBy: z.array(z.string()),
  silencedUntilMs: z.number().nullable(),
  parentId: z.string().nullable(),
  oddities: z.array(z.string()),
  notes: z.number().int(),
  seq: z.number().int().nullable(),
  contents: z.record(z.string(), z.string()),
  secondHand: z.boolean().exactOptional(),
})

/** Masked events around an alert. */
const alertEvidence = alertDetail.shape.evidence
export type AlertEvidence = z.infer<typeof alertEvidence>

const entryRow = alertEntry.omit({ atMs: true }).extend({ alert_id: z.string(), n: z.number().int(), at_ms: z.number() })

/** undefined: not readable by this version. */
export function readAlert(raw: unknown): Alert | undefined {
  return readBody(alertBody, raw)
}

/** undefined: not readable by this version. */
export function readEvidence(raw: unknown): AlertEvidence | undefined {
  return readBody(alertEvidence, raw)
}

/** undefined: not readable by this version. */
export function readEntry(raw: unknown): { readonly alertId: string; readonly n: number; readonly entry: z.infer<typeof alertEntry> } | undefined {
  const parsed = entryRow.safeParse(raw)
  if (!parsed.success) return undefined
  const { alert_id, n, at_ms, what, who, text } = parsed.data
  return { alertId: alert_id, n, entry: { atMs: at_ms, what, who, text } }
}
