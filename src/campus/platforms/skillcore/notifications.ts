import { z } from 'zod'
import type { Account } from '../../contract.ts'
import { handle } from './handler.ts'
import type { Client, Hub } from './hub.ts'
import { idText } from './rooms.ts'

/* Namespace `/notifications` and the default namespace. */

export type NotificationType =
  | 'GRADE_POSTED'
  | 'MESSAGE_RECEIVED'
  | 'ANNOUNCEMENT'
  | 'INTERVENTION_ALERT'
  /* The others are the developer guide's. */
  | 'ATTENDANCE_ALERT'
  | 'SYSTEM_ANNOUNCEMENT'
  | 'ASSESSMENT_AVAILABLE'

export interface NotificationContent {
  readonly type: NotificationType
  readonly title: string
  readonly body: string
  readonly priority: 'urgent' | 'high' | 'normal' | 'low'
  readonly relatedEntity?: { readonly type: string; readonly id: string }
}

const one = z.object({ notificationId: idText })

export function serveNotifications(hub: Hub, socket: Client): void {
  handle(hub, socket, hub.deployed ? 'notification:read' : 'notification.read', one, ({ notificationId }) => ({ data: { notificationId } }))
  if (hub.deployed) handle(hub, socket, 'notification:dismiss', one, ({ notificationId }) => ({ data: { notificationId } }))
}

/** To all devices of one person; by the document on `/` and `/notifications` with the same id. */
export function notify(hub: Hub, to: Account, content: NotificationContent, now: Date): string {
  const notificationId = hub.nextId('notification')
  const payload = { notificationId, ...content, createdAt: now.toISOString() }
  const room = `user:${to.userId}`
  if (hub.deployed) {
    hub.of('/notifications').to(room).emit('notification.received', payload)
  } else {
    hub.of('/notifications').to(room).emit('notification.new', payload)
    hub.of('/').to(room).emit('notification.new', payload)
  }
  hub.lastNotificationIds.set(to.userId, notificationId)
  return notificationId
}

/** To everybody. As deployed there is no default namespace: it is a notification. */
export function announce(hub: Hub, { title, body }: { readonly title: string; readonly body: string }, now: Date): void {
  if (hub.deployed) {
    systemNotice(hub, title, body, 'normal', now)
    return
  }
  hub.of('/').emit('announcement.new', { announcementId: hub.nextId('announcement'), title, body, priority: 'NORMAL', targetType: 'SCHOOL', publishedAt: now.toISOString() })
}

/** Maintenance of the platform, to everybody. */
export function announceMaintenance(hub: Hub, { title, body }: { readonly title: string; readonly body: string }, startsAt: Date, endsAt: Date, now: Date): void {
  if (hub.deployed) {
    systemNotice(hub, title, body, 'high', now)
    return
  }
  hub.of('/').emit('system.maintenance', { maintenanceId: hub.nextId('maintenance'), title, message: body, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() })
}

function systemNotice(hub: Hub, title: string, body: string, priority: NotificationContent['priority'], now: Date): void {
  hub.of('/notifications').emit('notification.received', {
    notificationId: hub.nextId('notification'),
    type: 'SYSTEM_ANNOUNCEMENT',
    title,
    body,
    priority,
    createdAt: now.toISOString(),
  })
}
