import type { Activity, Person, StoryContext } from '../../contract.ts'
import { ClientDevice } from '../../kit/device.ts'
import { question, reply, videoTitle } from '../../population/texts.ts'
import type { EndiapiAccount } from './accounts.ts'
import type { Course, Discussions, Thread } from './discussions.ts'
import { courseNotification, userNotification, videoNotification } from './notifications.ts'
import type { Notification } from './notifications.ts'
import { fixedUuid } from '../../kit/identity.ts'

export interface ActivityParts {
  readonly discussions: Discussions
  readonly accounts: readonly EndiapiAccount[]
  readonly asDeployed: boolean
  readonly send: (userId: string, notification: Notification) => void
}

/** A thread with more messages than this is resolved rather than continued. */
const MESSAGES_MAX = 8
/** How often a question goes to the admin's own course, so that the admin's feed lives. */
const ADMIN_COURSE_CHANCE = 0.35

/** What happens on endiAPI. Thread notifications go to one person each; news of users, courses and videos go to the admin. */
export function createActivities(parts: ActivityParts): readonly Activity[] {
  return parts.asDeployed ? threadActivities(parts) : [...threadActivities(parts), ...adminActivities(parts)]
}

function threadActivities({ discussions, accounts, asDeployed }: ActivityParts): readonly Activity[] {
  const [admin] = accounts
  const accountOf = new Map(accounts.map((account) => [account.person.number, account]))
  /** Threads of which a participant is there; the admin answers without a device, the console is none. */
  const open = (context: StoryContext, fits: (thread: Thread) => boolean): readonly { thread: Thread; authors: readonly EndiapiAccount[] }[] => {
    const here = numbersOf(context.present)
    return discussions.threads.filter(fits).flatMap((thread) => {
      const authors = [thread.student, thread.course.lecturer].filter((account) => account === admin || here.has(account.person.number))
      return authors.length > 0 ? [{ thread, authors }] : []
    })
  }
  const onThread = (name: string, weight: number, fits: (thread: Thread) => boolean, act: (thread: Thread, author: EndiapiAccount, context: StoryContext) => void): Activity => ({
    name,
    weight,
    run: (context) => {
      const candidates = open(context, fits)
      if (candidates.length === 0) return undefined
      const { thread, authors } = context.random.pick(candidates)
      const author = context.random.pick(authors)
      act(thread, author, context)
      return `${thread.course.title}: ${name} in thread ${thread.number} by #${author.person.number}`
    },
  })

  const activities: Activity[] = [
    {
      name: 'question asked',
      weight: 20,
      run: (context) => {
        const { random } = context
        const students = context.present.flatMap(({ number }) => accountOf.get(number) ?? []).filter(({ role }) => role === 'student')
        if (students.length === 0) return undefined
        const student = random.pick(students)
        const course = courseFor(discussions, student, context)
        if (!course) return undefined
        const thread = discussions.ask(course, random.pick(course.videos), student, question(random))
        return `${course.title}: thread ${thread.number} asked by #${student.person.number}`
      },
    },
    onThread('reply', 30, ({ resolved, messages }) => !resolved && messages < MESSAGES_MAX, (thread, author, { random }) => discussions.reply(thread, author, reply(random))),
    onThread('thread read', 6, ({ unreadBy }) => unreadBy.size > 0, (thread, reader) => discussions.read(thread, reader)),
    {
      name: 'connection tested',
      weight: 2,
      run: (context) => {
        const { present, random } = context
        const person = present.length > 0 ? random.pick(present) : undefined
        const device = person && context.deviceOf(person)
        if (!person || !(device instanceof ClientDevice)) return undefined
        device.socket('/')?.emit('ping')
        return `ping by #${person.number}`
      },
    },
    onThread('thread resolved', 5, ({ resolved, messages }) => !resolved && messages > 2, (thread, author) => discussions.resolve(thread, author)),
  ]
  if (asDeployed) activities.push(onThread('thread re-opened', 2, ({ resolved }) => resolved, (thread) => discussions.reopen(thread)))
  return activities
}

/** Deployed servers have these notifications' types, but nothing there sends them. */
function adminActivities({ discussions, accounts, send }: ActivityParts): readonly Activity[] {
  const [admin] = accounts
  let newcomers = 0
  let newCourses = 0
  const toAdmin = (name: string, weight: number, make: (context: StoryContext) => { notification: Notification; line: string }): Activity => ({
    name,
    weight,
    run: (context) => {
      if (!admin) return undefined
      const { notification, line } = make(context)
      send(admin.userId, notification)
      return line
    },
  })
  return [
    toAdmin('user created', 3, ({ random, now }) => {
      const model = random.pick(accounts)
      const number = ++newcomers
      const user = { userId: fixedUuid('0000e0ff', number), email: `guest${number}@${model.email.split('@')[1] ?? 'school.example'}`, role: 'student' as const, name: `${model.person.givenName} ${random.pick(accounts).person.familyName}` }
      return { notification: userNotification('user/created', user, now()), line: `guest ${number} created` }
    }),
    toAdmin('user deleted', 1, ({ random, now }) => {
      const user = random.pick(accounts)
      const number = random.int(1, newcomers + 1)
      return { notification: userNotification('user/deleted', { ...user, userId: fixedUuid('0000e0ff', number), email: `guest${number}@${user.email.split('@')[1] ?? 'school.example'}`, role: 'student' }, now()), line: `guest ${number} deleted` }
    }),
    toAdmin('course created', 1, ({ random, now }) => {
      const course = random.pick(discussions.courses)
      const number = ++newCourses
      return { notification: courseNotification({ id: fixedUuid('0000ec0f', number), title: `${course.title} revision`, lecturer: course.lecturer }, now()), line: `${course.title} revision created` }
    }),
    toAdmin('video uploaded', 4, ({ random, now }) => {
      const course = random.pick(discussions.courses)
      const video = discussions.upload(course, videoTitle(random))
      return { notification: videoNotification(course, video, now()), line: `${course.title}: video uploaded` }
    }),
  ]
}

function courseFor({ courses }: Discussions, student: EndiapiAccount, { random }: StoryContext): Course | undefined {
  const [own, ...others] = courses
  if (own && random.chance(ADMIN_COURSE_CHANCE)) return own
  const attended = others.filter(({ students }) => students.includes(student))
  return attended.length > 0 ? random.pick(attended) : own
}

function numbersOf(present: readonly Person[]): ReadonlySet<number> {
  return new Set(present.map(({ number }) => number))
}
