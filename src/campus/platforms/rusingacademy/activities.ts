import { senderOf } from '../../kit/device.ts'
import type { Account, Activity, Person, StoryContext } from '../../contract.ts'
import { announcement, chatLine, lessonTitle, maintenanceText, notificationText, reply } from '../../population/texts.ts'
import type { Backend, Notification } from './backend.ts'
import { chatsOf } from './members.ts'
import { fullName } from '../../kit/identity.ts'

/* A day at RusingAcademy: coaching chats in French and English, lessons, notifications, bookings, rarely an alert. */

const LESSONS = 60
/** Share of the notifications that go to the admin's own account. */
const ADMIN_SHARE = 0.15

type AccountOf = (person: Person) => Account

/** @param asDeployed chat messages and progress go over HTTP to the backend instead of over the socket. */
export function createActivities(backend: Backend, asDeployed: boolean, accountOf: AccountOf): readonly Activity[] {
  const typing = new Set<number>()
  const lastMessages = new Map<string, number>()

  function chat(context: StoryContext): string | undefined {
    const seat = chatter(context)
    if (!seat) return undefined
    const { person, roomId, send } = seat
    const language = context.random.chance(0.7) ? 'fr' : 'en'
    const content = person.kind === 'teacher' ? reply(context.random, language) : chatLine(context.random, language)
    typing.delete(person.number)
    if (asDeployed) {
      const sender = { userId: person.number, name: fullName(person), role: accountOf(person).role }
      lastMessages.set(roomId, backend.sendMessage(sender, roomId, content, context.now()))
    } else {
      send('chat:message', { roomId, content, type: 'text' })
    }
    return `${roomId}: #${person.number} writes (${language})`
  }

  function type(context: StoryContext): string | undefined {
    const seat = chatter(context)
    if (!seat) return undefined
    const { person, roomId, send } = seat
    const isTyping = !typing.has(person.number)
    if (isTyping) typing.add(person.number)
    else typing.delete(person.number)
    send('chat:typing', { roomId, isTyping })
    return `${roomId}: #${person.number} ${isTyping ? 'types' : 'stops typing'}`
  }

  function learn(context: StoryContext): string | undefined {
    const person = pick(context, ['student'])
    const send = person && senderOf(context, person)
    if (!person || !send) return undefined
    const { random } = context
    const lesson = { lessonId: random.int(1, LESSONS), progress: random.int(1, 20) * 5, timeSpent: random.int(20, 300) }
    if (asDeployed) backend.syncProgress(person.number, lesson.lessonId, lesson.progress, lesson.timeSpent, context.now())
    else send('progress:sync', lesson)
    return `lesson ${lesson.lessonId}: #${person.number} at ${lesson.progress} %`
  }

  function notify(context: StoryContext): string | undefined {
    const userId = recipient(context)
    if (userId === undefined) return undefined
    const kind = context.random.pick(['message', 'session_reminder', 'review', 'message'] as const)
    const { title, body } = notificationText(context.random)
    backend.notify(userId, { type: kind, title, message: body }, context.now())
    return `notification (${kind}) to #${userId}`
  }

  function tellSystem(context: StoryContext): string | undefined {
    const userId = recipient(context)
    if (userId === undefined) return undefined
    const { title, body } = announcement(context.random)
    backend.notify(userId, { type: 'system', title, message: body }, context.now())
    return `notification (system) to #${userId}`
  }

  function book(context: StoryContext): string | undefined {
    const learner = pick(context, ['student'])
    const coach = pick(context, ['teacher', 'counselor'])
    if (!learner || !coach) return undefined
    const lesson = lessonTitle(context.random, 'fr')
    const at = context.now()
    const booking: Notification = { type: 'booking', title: 'Session booked', message: `${fullName(learner)}: ${lesson}` }
    if (asDeployed) backend.toUser(coach.number, 'session:booked', { sessionId: context.random.int(1000, 9999), learnerId: learner.number, at: at.toISOString() })
    backend.notify(coach.number, booking, at)
    backend.notify(learner.number, { ...booking, message: `${fullName(coach)}: ${lesson}` }, at)
    return `#${learner.number} books a session with #${coach.number}`
  }

  function alertRoles(context: StoryContext): string | undefined {
    const role = context.random.pick(['admin', 'admin', 'coach', 'hr'])
    const { title, body } = maintenanceText(context.random)
    backend.alertRole(role, title, body, context.now())
    return `system alert to ${role}`
  }

  function editMessage(context: StoryContext): string | undefined {
    const messages = [...lastMessages]
    if (messages.length === 0) return undefined
    const [roomId, messageId] = context.random.pick(messages)
    lastMessages.delete(roomId)
    if (context.random.chance(0.3)) {
      backend.toRoom(`chat:${roomId}`, 'chat:message-deleted', { messageId })
      return `${roomId}: message ${messageId} deleted`
    }
    const newContent = chatLine(context.random, 'fr')
    backend.toRoom(`chat:${roomId}`, 'chat:message-edited', { messageId, newContent, editedAt: context.now().toISOString() })
    return `${roomId}: message ${messageId} edited`
  }

  function onboard(context: StoryContext): string | undefined {
    const coach = pick(context, ['teacher', 'counselor'])
    if (!coach) return undefined
    backend.toRole('admin', 'admin.coach.stripe.onboarded', { coachId: coach.number, coachName: fullName(coach) })
    backend.toUser(coach.number, 'coach.stripe.onboarded', { coachId: coach.number })
    return `coach #${coach.number} can be paid`
  }

  const always: Activity[] = [
    { name: 'coaching chat', weight: 12, run: chat },
    { name: 'typing', weight: 14, run: type },
    { name: 'lesson progress', weight: 12, run: learn },
    { name: 'notification', weight: 6, run: notify },
    { name: 'system notification', weight: 0.4, raisesAlerts: true, run: tellSystem },
    { name: 'session booked', weight: 2, run: book },
  ]
  // `system:alert` occurs only in the document; editing and payments only on the public server.
  const documented: Activity[] = [{ name: 'system alert', weight: 0.15, raisesAlerts: true, run: alertRoles }]
  const deployed: Activity[] = [
    { name: 'chat message changed', weight: 1, run: editMessage },
    { name: 'coach onboarded', weight: 0.2, run: onboard },
  ]
  return [...always, ...(asDeployed ? deployed : documented)]
}

interface Seat {
  readonly person: Person
  readonly roomId: string
  readonly send: (event: string, payload: unknown) => void
}

/** A learner or coach who is present, in one of their chats. */
function chatter(context: StoryContext): Seat | undefined {
  const person = pick(context, ['student', 'teacher'])
  const send = person && senderOf(context, person)
  if (!person || !send) return undefined
  return { person, roomId: context.random.pick(chatsOf(person)), send }
}

function pick(context: StoryContext, kinds: readonly Person['kind'][]): Person | undefined {
  const persons = context.present.filter((person) => kinds.includes(person.kind))
  return persons.length === 0 ? undefined : context.random.pick(persons)
}

/** Mostly somebody who is present; the admin's own account now and then, whoever is there. */
function recipient(context: StoryContext): number | undefined {
  if (context.random.chance(ADMIN_SHARE)) return context.school.persons[0]?.number
  return context.present.length === 0 ? undefined : context.random.pick(context.present).number
}
