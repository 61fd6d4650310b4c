import type { Account, Activity, StoryContext } from '../../contract.ts'
import { ClientDevice } from '../../kit/device.ts'
import { announcement, chatLine, maintenanceText, notificationText, reply } from '../../population/texts.ts'
import type { Cast } from './cast.ts'
import { markRead } from './messages.ts'
import { announce, announceMaintenance, notify } from './notifications.ts'
import type { NotificationType } from './notifications.ts'
import { conversationId, STAFF_CONVERSATION } from './world.ts'

/* Messages, notifications, announcements, presence. */

const everybody = ['principal', 'counselor', 'teacher', 'student', 'parent'] as const
/** A person types, then sends. */
const TYPING_MS = 1_200
const READING_MS = 1_500
/** The web client joins the conversations of so many classes, see device.ts. */
const CLASSES_JOINED_MAX = 4

export function talkActivities(cast: Cast): Activity[] {
  const { hub } = cast
  return [
    {
      name: 'message sent',
      weight: 20,
      run: (context) => {
        const sender = cast.pickPresent(context, ...everybody)
        const conversation = sender && pickConversation(context, sender)
        if (!conversation || !cast.send(context, sender.person, '/messages', 'user:typing', { conversationId: conversation })) return undefined
        const body = context.random.chance(0.3) ? reply(context.random) : chatLine(context.random)
        const device = context.deviceOf(sender.person)
        const nowMs = context.now().getTime()
        hub.later(TYPING_MS, () => {
          if (device instanceof ClientDevice) cast.sendFrom(device, '/messages', hub.deployed ? 'message:send' : 'send-message', { conversationId: conversation, body }, nowMs)
        })
        return `${conversation}: message of #${sender.person.number}`
      },
    },
    {
      name: 'typing, then nothing',
      weight: 8,
      run: (context) => {
        const sender = cast.pickPresent(context, ...everybody)
        const conversation = sender && pickConversation(context, sender)
        if (!conversation || !cast.send(context, sender.person, '/messages', 'user:typing', { conversationId: conversation })) return undefined
        cast.send(context, sender.person, '/messages', 'user:stop-typing', { conversationId: conversation })
        return `${conversation}: #${sender.person.number} types and stops`
      },
    },
    {
      name: 'message read',
      weight: 10,
      run: (context) => {
        const reader = cast.pickPresent(context, ...everybody)
        const conversation = reader && pickConversation(context, reader)
        if (!conversation) return undefined
        const device = context.deviceOf(reader.person)
        const nowMs = context.now().getTime()
        hub.later(READING_MS, () => {
          const messageId = hub.lastMessageIds.get(conversation)
          if (messageId === undefined) return
          if (!hub.deployed) markRead(hub, conversation, messageId, reader, new Date(nowMs + READING_MS))
          else if (device instanceof ClientDevice) cast.sendFrom(device, '/messages', 'message:read', { messageId, conversationId: conversation }, nowMs)
        })
        return `${conversation}: #${reader.person.number} reads`
      },
    },
    {
      name: 'notification',
      // Some are of high priority.
      raisesAlerts: true,
      weight: 8,
      run: (context) => {
        const to = context.random.chance(0.06) ? hub.world.accounts[0] : cast.pickPresent(context, ...everybody)
        if (!to) return undefined
        const types: NotificationType[] = ['GRADE_POSTED', 'MESSAGE_RECEIVED', 'MESSAGE_RECEIVED', 'ANNOUNCEMENT']
        if (hub.deployed) types.push('ATTENDANCE_ALERT', 'ASSESSMENT_AVAILABLE')
        const priority = context.random.chance(0.03) ? 'high' : context.random.chance(0.2) ? 'low' : 'normal'
        notify(hub, to, { type: context.random.pick(types), ...notificationText(context.random), priority }, context.now())
        return `notification for #${to.person.number}`
      },
    },
    {
      name: 'notification read',
      weight: 4,
      run: (context) => {
        const reader = cast.pickPresent(context, ...everybody)
        const notificationId = reader && hub.lastNotificationIds.get(reader.userId)
        if (notificationId === undefined || !reader) return undefined
        const event = !hub.deployed ? 'notification.read' : context.random.chance(0.3) ? 'notification:dismiss' : 'notification:read'
        return cast.send(context, reader.person, '/notifications', event, { notificationId }) ? `#${reader.person.number} reads a notification` : undefined
      },
    },
    {
      name: 'presence',
      weight: 4,
      run: (context) => {
        const who = cast.pickPresent(context, ...everybody)
        if (!who) return undefined
        const status = context.random.pick(['online', 'online', 'away', 'busy'] as const)
        const sent = hub.deployed
          ? cast.send(context, who.person, '/messages', 'presence:update', { status: status.toUpperCase() })
          : cast.send(context, who.person, '/', 'presence:update', { status })
        return sent ? `#${who.person.number} is ${status}` : undefined
      },
    },
    {
      name: 'announcement',
      weight: 0.1,
      run: (context) => {
        announce(hub, announcement(context.random), context.now())
        return 'announcement to the school'
      },
    },
    {
      name: 'maintenance',
      raisesAlerts: true,
      weight: 0.005,
      run: (context) => {
        const startsAt = new Date(context.now().getTime() + context.random.int(1, 24) * 3_600_000)
        announceMaintenance(hub, maintenanceText(context.random), startsAt, new Date(startsAt.getTime() + 3_600_000), context.now())
        return 'maintenance announced'
      },
    },
  ]

  function pickConversation(context: StoryContext, { person }: Account): string | undefined {
    if (person.kind === 'parent') return `conv-parent-${person.number}`
    const ofClasses = person.classIds.flatMap((id) => hub.world.classes.get(id) ?? []).slice(0, CLASSES_JOINED_MAX).map(conversationId)
    const all = person.kind === 'student' ? ofClasses : [...ofClasses, STAFF_CONVERSATION]
    return all.length === 0 ? undefined : context.random.pick(all)
  }
}
