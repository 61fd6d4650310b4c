import type { School } from '../../contract.ts'
import type { EndiapiAccount } from './accounts.ts'
import { fixedUuid } from '../../kit/identity.ts'

/* Courses, videos and the discussion threads below them. Knows nothing of sockets. */

export interface Video {
  readonly id: string
  readonly title: string
}

export interface Course {
  readonly id: string
  readonly title: string
  readonly lecturer: EndiapiAccount
  readonly students: readonly EndiapiAccount[]
  readonly videos: Video[]
}

export interface Thread {
  readonly id: string
  /** Rises by one with each thread; names it in the story. */
  readonly number: number
  readonly course: Course
  readonly video: Video
  readonly student: EndiapiAccount
  readonly question: string
  lastMessage: string
  messages: number
  resolved: boolean
  /** User ids of those who have something to read. */
  readonly unreadBy: Set<string>
}

export type ThreadAction = 'thread_created' | 'message_added' | 'thread_resolved'

/** Something in a thread that its other participant is told of. */
export interface ThreadNews {
  readonly action: ThreadAction
  readonly thread: Thread
  readonly author: EndiapiAccount
  readonly recipient: EndiapiAccount
}

/** The oldest threads go first: a campus runs for days. */
const THREADS_MAX = 400
const VIDEOS_PER_COURSE_MAX = 20
const parts = ['introduction', 'worked examples', 'summary'] as const

export class Discussions {
  readonly courses: readonly Course[]
  readonly #threads: Thread[] = []
  readonly #publish: (news: ThreadNews) => void
  #threadsSoFar = 0
  #videosSoFar = 0

  constructor(school: School, accounts: readonly EndiapiAccount[], publish: (news: ThreadNews) => void) {
    const accountOf = new Map(accounts.map((account) => [account.person.number, account]))
    const courses = school.classes.flatMap((schoolClass) => {
      const lecturer = accountOf.get(schoolClass.teacher.number)
      const students = schoolClass.students.flatMap((person) => accountOf.get(person.number) ?? [])
      return lecturer ? [{ title: schoolClass.title, lecturer, students }] : []
    })
    const [admin] = accounts
    // The admin's own course: an account is told only of its own threads, so without one the admin would see none.
    if (admin) courses.unshift({ title: 'Learning online', lecturer: admin, students: accounts.filter(({ role }) => role === 'student') })
    this.courses = courses.map((course, index) => ({ id: fixedUuid('0000ec05', index + 1), ...course, videos: parts.map((part) => this.#createVideo(`${course.title}: ${part}`)) }))
    this.#publish = publish
  }

  get threads(): readonly Thread[] {
    return this.#threads
  }

  /** A student asks below a video; the lecturer of the course is told. */
  ask(course: Course, video: Video, student: EndiapiAccount, question: string): Thread {
    const number = ++this.#threadsSoFar
    const thread: Thread = {
      id: fixedUuid('0000e7d0', number), number, course, video, student, question,
      lastMessage: question, messages: 1, resolved: false, unreadBy: new Set(),
    }
    this.#threads.push(thread)
    if (this.#threads.length > THREADS_MAX) this.#threads.shift()
    this.#tell('thread_created', thread, student)
    return thread
  }

  /** A participant replies; the other one is told. */
  reply(thread: Thread, author: EndiapiAccount, message: string): void {
    thread.lastMessage = message
    thread.messages++
    thread.unreadBy.delete(author.userId)
    this.#tell('message_added', thread, author)
  }

  /** Whether that is told is the server's: the document calls it "Not yet implemented". */
  resolve(thread: Thread, author: EndiapiAccount): void {
    thread.resolved = true
    this.#tell('thread_resolved', thread, author)
  }

  /** As deployed, this is announced as if the thread were new. */
  reopen(thread: Thread): void {
    thread.resolved = false
    this.#tell('thread_created', thread, thread.student)
  }

  read(thread: Thread, reader: EndiapiAccount): void {
    thread.unreadBy.delete(reader.userId)
  }

  unreadFor(userId: string): readonly Thread[] {
    return this.#threads.filter(({ unreadBy }) => unreadBy.has(userId))
  }

  upload(course: Course, title: string): Video {
    const video = this.#createVideo(title)
    course.videos.push(video)
    if (course.videos.length > VIDEOS_PER_COURSE_MAX) course.videos.shift()
    return video
  }

  #tell(action: ThreadAction, thread: Thread, author: EndiapiAccount): void {
    const recipient = author === thread.student ? thread.course.lecturer : thread.student
    thread.unreadBy.add(recipient.userId)
    this.#publish({ action, thread, author, recipient })
  }

  #createVideo(title: string): Video {
    return { id: fixedUuid('0000e71d', ++this.#videosSoFar), title }
  }
}
