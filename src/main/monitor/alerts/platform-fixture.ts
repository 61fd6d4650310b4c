import { catalogs } from '../../../shared/platforms/index.ts'
import { Monitor } from '../monitor.ts'
import type { MonitorOptions } from '../monitor.ts'
import { viewOf } from '../monitor-fixture.ts'
import { payloadOf, payloadOfText } from '../raw-payload.ts'
import { severityOf } from './alert.ts'
import type { Alert } from './alert.ts'

/** Friday, 20 November 2026, 08:00 UTC. */
export const SCHOOL_MS = 1_795_161_600_000

export interface School {
  readonly monitor: Monitor
  /** Receives an event and applies it; one a second unless `atMs` says otherwise. */
  receive(namespace: string, name: string, args: readonly unknown[], more?: { readonly atMs?: number; readonly feedSocketId?: string }): void
  /** The same with the arguments' JSON text as it came. */
  receiveText(namespace: string, name: string, text: string): void
  alerts(): Alert[]
  /** `critical chronic_absence: Attendance rule chronic_absence reached (2)` */
  lines(): string[]
  nowMs(): number
}

/** A monitor with one live target `lakeside` that is read by a catalog of the five. */
export function schoolOf(catalogId: string, options: Partial<MonitorOptions> = {}): School {
  let number = 0
  const monitor = new Monitor({ catalogs, startedAtMs: SCHOOL_MS, newAlertId: () => `a${++number}`, ...options })
  let nowMs = SCHOOL_MS
  monitor.targetChanged(viewOf('lakeside', { name: 'Lakeside High', catalogId }), nowMs)
  const alerts = (): Alert[] => [...monitor.alertBook.all].map(({ alert }) => alert)
  const take = (namespace: string, name: string, payload: ReturnType<typeof payloadOf>, atMs = nowMs + 1_000, feedSocketId?: string): void => {
    nowMs = Math.max(nowMs, atMs)
    monitor.event({ targetId: 'lakeside', namespace, name, direction: 'in', atMs, payload, ...(feedSocketId !== undefined && { feedSocketId }) })
    monitor.drain(nowMs)
  }
  return {
    monitor,
    receive: (namespace, name, args, more = {}) => take(namespace, name, payloadOf(args), more.atMs, more.feedSocketId),
    receiveText: (namespace, name, text) => take(namespace, name, payloadOfText(text)),
    alerts,
    lines: () => alerts().map((alert) => `${severityOf(alert)} ${alert.cause}: ${alert.title} (${alert.count})`),
    nowMs: () => nowMs,
  }
}

export function interventionPayload(change: Record<string, unknown> = {}): Record<string, unknown> {
  return { interventionId: 'iv-7', studentId: 'student-12', type: 'chronic_absence', triggerReason: 'Absent 11 of 90 days, Priya Raman', absenceCount: 11, attendanceRate: 87.8, ...change }
}

export function noticePayload(change: Record<string, unknown> = {}): Record<string, unknown> {
  return { notificationId: 'n-1', type: 'INTERVENTION_ALERT', title: 'Attendance', body: 'Priya Raman', priority: 'urgent', relatedEntity: { type: 'intervention', id: 'iv-7' }, createdAt: '2026-11-20T08:00:00.000Z', ...change }
}
