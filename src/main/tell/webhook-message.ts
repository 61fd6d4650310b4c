import { createHash, createHmac } from 'node:crypto'
import { writeDeepLink } from '../../shared/deep-link.ts'
import { severityOf } from '../monitor/alerts/alert.ts'
import type { Alert } from '../monitor/alerts/alert.ts'
import type { AlertNews } from '../monitor/alerts/alert-news.ts'
import type { WaitingMessage, WebhookPayload } from '../store/tell-store.ts'

/** What an on-call tool is told: beginning to wait again (its owner's time was over) is firing. */
const eventOf: Record<AlertNews['what'], WebhookPayload['event']> = { fired: 'fired', 'ack-expired': 'fired', worse: 'worse', escalated: 'escalated', resolved: 'resolved' }

/** @param person name in clear, only where the webhook is allowed to have it */
export function payloadOf(what: AlertNews['what'], alert: Alert, person: string | undefined): WebhookPayload {
  const { id, fingerprint, cause, title, school, subject, value, startedAtMs, count } = alert
  return {
    version: 1,
    event: eventOf[what],
    alert: {
      id,
      // A fingerprint may be made of a person's id: outside it only has to be the same each time.
      fingerprint: createHash('sha256').update(fingerprint).digest('hex').slice(0, 32),
      severity: severityOf(alert), cause, title, school,
      namespace: subject.namespace,
      room: subject.room,
      value,
      startedAt: new Date(startedAtMs).toISOString(),
      count,
      url: writeDeepLink({ kind: 'alert', key: { targetId: subject.targetId, alertId: id } }),
      ...(person !== undefined && { person }),
    },
  }
}

/** Something invented, to see whether it arrives. */
export function testPayload(severity: WaitingMessage['severity'], nowMs: number): WebhookPayload {
  return {
    version: 1,
    event: 'fired',
    test: true,
    alert: { id: 'test', fingerprint: 'test', severity, cause: 'test', title: 'A test from Rollcall', school: 'No school', namespace: null, room: null, value: '', startedAt: new Date(nowMs).toISOString(), count: 1, url: writeDeepLink({ kind: 'alert', key: { targetId: 'test', alertId: 'test' } }) },
  }
}

/** The body as it is sent: without the name where names are not allowed (any more). */
export function bodyOf(payload: WebhookPayload, names: boolean): string {
  if (names) return JSON.stringify(payload)
  const { person: _, ...alert } = payload.alert
  return JSON.stringify({ ...payload, alert })
}

/**
 * Headers by which a receiver knows who sent it, when, and whether it has it already:
 * `X-Rollcall-Signature: sha256=` + hex of HMAC-SHA256(secret, timestamp + '.' + body), timestamp in s since 1970.
 */
export function signedHeaders(secret: string, delivery: string, body: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000))
  return {
    'user-agent': 'Rollcall',
    'x-rollcall-timestamp': timestamp,
    'x-rollcall-delivery': delivery,
    'x-rollcall-signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
  }
}
