import { senderOf } from '../../kit/device.ts'
import type { Account, Activity, Person, Random, StoryContext } from '../../contract.ts'
import { question, reply, reviewComment } from '../../population/texts.ts'
import type { Course, Courses } from './courses.ts'

/* What people do on the Flask LMS: courses and videos opened and watched, questions, quizzes, reviews, enrolments. */

export interface LmsLife {
  readonly courses: Courses
  account(person: Person): Account
  /** From the backend to one room. */
  emit(room: string, event: string, payload: unknown): void
}

const VIDEO_SECONDS = 600
const PASS_SCORE = 60
/** Courses that a student takes beside those of the own classes; the oldest is given up, so that enrolments go on. */
const EXTRA_COURSES = 2

interface Viewing {
  readonly videoId: string
  readonly courseId: string
  seconds: number
}

/** Activities of one campus; what a student watches is kept between them, one video a student. */
export function createActivities(life: LmsLife): readonly Activity[] {
  const viewings = new Map<number, Viewing>()
  const extras = new Map<number, readonly Course[]>()

  function openVideo(context: StoryContext): string | undefined {
    const seat = learnerAt(life, context)
    if (!seat) return undefined
    const videoId = context.random.pick(seat.course.videoIds)
    viewings.set(seat.person.number, { videoId, courseId: seat.course.id, seconds: 0 })
    seat.send('join_video', { video_id: videoId })
    return `${seat.course.title}: #${seat.person.number} opens ${videoId}`
  }

  function watchVideo(context: StoryContext): string | undefined {
    const watching = context.present.filter((person) => viewings.has(person.number))
    if (watching.length === 0) return openVideo(context)
    const person = context.random.pick(watching)
    const viewing = viewings.get(person.number)
    const send = senderOf(context, person)
    if (!viewing || !send) return undefined
    viewing.seconds = Math.min(VIDEO_SECONDS, viewing.seconds + context.random.int(10, 90))
    const progress = Math.round((viewing.seconds / VIDEO_SECONDS) * 100)
    send('video_progress', { video_id: viewing.videoId, course_id: viewing.courseId, progress, timestamp: viewing.seconds })
    if (progress === 100) viewings.delete(person.number)
    return `#${person.number} has watched ${progress} % of ${viewing.videoId}`
  }

  function chat(context: StoryContext, write: (random: Random) => string): string | undefined {
    const watching = context.present.filter((person) => viewings.has(person.number))
    if (watching.length === 0) return undefined
    const person = context.random.pick(watching)
    const viewing = viewings.get(person.number)
    const send = senderOf(context, person)
    if (!viewing || !send) return undefined
    send('send_chat_message', { video_id: viewing.videoId, message: write(context.random), timestamp: context.now().toISOString() })
    return `#${person.number} writes beside ${viewing.videoId}`
  }

  function answer(context: StoryContext): string | undefined {
    const seat = teacherAt(life, context)
    if (!seat) return undefined
    const videoId = context.random.pick(seat.course.videoIds)
    seat.send('join_video', { video_id: videoId })
    seat.send('send_chat_message', { video_id: videoId, message: reply(context.random), timestamp: context.now().toISOString() })
    return `${seat.course.title}: #${seat.person.number} answers beside ${videoId}`
  }

  function submitQuiz(context: StoryContext): string | undefined {
    const seat = learnerAt(life, context)
    if (!seat) return undefined
    const score = context.random.int(30, 100)
    const { userId } = life.account(seat.person)
    life.emit(`instructor_${seat.course.id}`, 'quiz_submission', { user_id: userId, quiz_id: seat.course.quizId, score, passed: score >= PASS_SCORE })
    return `${seat.course.title}: quiz of #${seat.person.number}, score ${score}`
  }

  function review(context: StoryContext): string | undefined {
    const seat = learnerAt(life, context)
    if (!seat) return undefined
    const rating = context.random.pick([5, 5, 4, 4, 3, 2, 1])
    life.emit(`course_${seat.course.id}`, 'new_review', { user_email: seat.person.email, rating, comment: reviewComment(context.random, rating) })
    return `${seat.course.title}: review of #${seat.person.number}, rating ${rating}`
  }

  function enrol(context: StoryContext): string | undefined {
    const students = context.present.filter((person) => person.kind === 'student')
    if (students.length === 0) return undefined
    const person = context.random.pick(students)
    const { userId, email } = life.account(person)
    const free = life.courses.all.filter((course) => !course.studentIds.has(userId))
    if (free.length === 0) return undefined
    const course = context.random.pick(free)
    course.studentIds.add(userId)
    const extra = extras.get(person.number) ?? []
    extras.set(person.number, [...extra.slice(-EXTRA_COURSES + 1), course])
    const given = extra.length === EXTRA_COURSES ? extra[0] : undefined
    if (given) giveUp(context, person, given)
    // Twice, as documented: once to the course and once to its instructors.
    const enrolment = { user_id: userId, user_email: email, message: `${email} enrolled in the course` }
    life.emit(`course_${course.id}`, 'new_enrollment', enrolment)
    life.emit(`instructor_${course.id}`, 'new_enrollment', enrolment)
    senderOf(context, person)?.('join_course', { course_id: course.id })
    return `${course.title}: #${person.number} enrols`
  }

  /** Nothing of the document tells that somebody has gone: the course is left and that is all. */
  function giveUp(context: StoryContext, person: Person, course: Course): void {
    course.studentIds.delete(life.account(person).userId)
    if (viewings.get(person.number)?.courseId === course.id) viewings.delete(person.number)
    senderOf(context, person)?.('leave_course', { course_id: course.id })
  }

  function openCourse(context: StoryContext): string | undefined {
    const seat = context.random.chance(0.2) ? teacherAt(life, context) : learnerAt(life, context)
    if (!seat) return undefined
    seat.send('join_course', { course_id: seat.course.id })
    return `${seat.course.title}: #${seat.person.number} opens the course`
  }

  function closeCourse(context: StoryContext): string | undefined {
    const seat = learnerAt(life, context)
    if (!seat) return undefined
    seat.send('leave_course', { course_id: seat.course.id })
    return `${seat.course.title}: #${seat.person.number} leaves the course`
  }

  function updateCourse(context: StoryContext): string | undefined {
    const seat = teacherAt(life, context)
    if (!seat) return undefined
    life.emit(`course_${seat.course.id}`, 'course_updated', { course_id: seat.course.id })
    return `${seat.course.title}: course updated by #${seat.person.number}`
  }

  return [
    { name: 'course opened', weight: 4, run: openCourse },
    { name: 'course left', weight: 1, run: closeCourse },
    { name: 'video opened', weight: 6, run: openVideo },
    { name: 'video watched', weight: 24, run: watchVideo },
    { name: 'question beside a video', weight: 7, run: (context) => chat(context, question) },
    { name: 'answer beside a video', weight: 3, run: answer },
    { name: 'quiz submitted', weight: 4, run: submitQuiz },
    { name: 'review posted', weight: 1.5, run: review },
    { name: 'enrolment', weight: 1, run: enrol },
    { name: 'course updated', weight: 0.5, run: updateCourse },
  ]
}

interface Seat {
  readonly person: Person
  readonly course: Course
  readonly send: (event: string, payload: unknown) => void
}

/** A student who is present, in one of their own courses. */
function learnerAt(life: LmsLife, context: StoryContext): Seat | undefined {
  return seatAt(life, context, 'student', (course, userId) => course.studentIds.has(userId))
}

function teacherAt(life: LmsLife, context: StoryContext): Seat | undefined {
  return seatAt(life, context, 'teacher', (course, userId) => course.instructorIds.has(userId))
}

function seatAt(life: LmsLife, context: StoryContext, kind: Person['kind'], belongs: (course: Course, userId: string) => boolean): Seat | undefined {
  const persons = context.present.filter((person) => person.kind === kind)
  if (persons.length === 0) return undefined
  const person = context.random.pick(persons)
  const { userId } = life.account(person)
  const courses = life.courses.all.filter((course) => course.videoIds.length > 0 && belongs(course, userId))
  const send = senderOf(context, person)
  if (courses.length === 0 || !send) return undefined
  return { person, course: context.random.pick(courses), send }
}
