import type { School } from '../../contract.ts'

export type Role = 'student' | 'instructor' | 'admin'

/** Who a socket belongs to, from the token and the accounts. */
export interface User {
  readonly userId: string
  readonly email: string
  readonly role: Role
}

export interface Course {
  readonly id: string
  readonly title: string
  readonly videoIds: readonly string[]
  readonly quizId: string
  readonly instructorIds: ReadonlySet<string>
  readonly studentIds: Set<string>
  /** true: anybody may enter, enrolled or not. */
  readonly open: boolean
}

const VIDEOS_PER_COURSE = 2

/** One course for each class of the school, and the two open courses that the document's examples use. */
export class Courses {
  readonly all: readonly Course[]
  readonly #byId: ReadonlyMap<string, Course>
  readonly #byVideo: ReadonlyMap<string, Course>

  constructor(school: School, userIdOf: (personNumber: number) => string) {
    const ofClasses = school.classes.map((schoolClass): Course => ({
      id: schoolClass.id,
      title: schoolClass.title,
      videoIds: Array.from({ length: VIDEOS_PER_COURSE }, (_, index) => `${schoolClass.id}-video-${index + 1}`),
      quizId: `${schoolClass.id}-quiz`,
      instructorIds: new Set([userIdOf(schoolClass.teacher.number)]),
      studentIds: new Set(schoolClass.students.map((student) => userIdOf(student.number))),
      open: false,
    }))
    this.all = [...ofClasses, openCourse('abc123', 'Welcome week', []), openCourse('course123', 'Study skills', ['video123'])]
    this.#byId = new Map(this.all.map((course) => [course.id, course]))
    this.#byVideo = new Map(this.all.flatMap((course) => course.videoIds.map((videoId) => [videoId, course] as const)))
  }

  byId(courseId: string): Course | undefined {
    return this.#byId.get(courseId)
  }

  byVideo(videoId: string): Course | undefined {
    return this.#byVideo.get(videoId)
  }
}

function openCourse(id: string, title: string, videoIds: readonly string[]): Course {
  return { id, title, videoIds, quizId: `${id}-quiz`, instructorIds: new Set(), studentIds: new Set(), open: true }
}

export function mayEnter(user: User, course: Course): boolean {
  return course.open || user.role === 'admin' || teaches(user, course) || course.studentIds.has(user.userId)
}

/** Whether joining the course also joins its instructors' room. */
export function teaches(user: User, course: Course): boolean {
  if (user.role === 'admin') return true
  return user.role === 'instructor' && course.instructorIds.has(user.userId)
}
