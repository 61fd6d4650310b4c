import type { Server, Socket } from 'socket.io'
import { mayEnter, teaches } from './courses.ts'
import type { Course, Courses, User } from './courses.ts'

/* What the server does with each client event of the document, and what it answers. */

export interface Classroom {
  readonly io: Server
  readonly courses: Courses
  readonly asDeployed: boolean
}

const ID_LENGTH_MAX = 200
const MESSAGE_LENGTH_MAX = 5_000

type Fields = Readonly<Record<string, unknown>>
/** Returns the text of the `error` event when the request cannot be done. */
type Handler = (payload: Fields) => string | undefined

/** Registers the handlers of one authenticated socket. */
export function serveSocket(classroom: Classroom, socket: Socket, user: User): void {
  const handlers: Readonly<Record<string, Handler>> = {
    join_course: (payload) => joinCourse(classroom, socket, user, payload),
    leave_course: (payload) => leaveCourse(classroom, socket, payload),
    join_video: (payload) => joinVideo(classroom, socket, user, payload),
    video_progress: (payload) => videoProgress(classroom, user, payload),
    send_chat_message: (payload) => sendChatMessage(classroom, user, payload),
  }
  for (const [event, handler] of Object.entries(handlers)) {
    socket.on(event, (...args: unknown[]) => {
      const payload = args[0]
      if (!isFields(payload)) {
        // A Python handler raises on None or text: no acknowledgement, no error event, the connection lives.
        if (classroom.asDeployed) return
        socket.emit('error', { message: 'Missing parameters: an object is needed' })
      } else {
        const problem = handler(payload)
        if (problem !== undefined) socket.emit('error', { message: problem })
      }
      // A handler that returns None acknowledges with no arguments, even after an error.
      const ack = args.at(-1)
      if (typeof ack === 'function') ack()
    })
  }
}

function joinCourse(classroom: Classroom, socket: Socket, user: User, payload: Fields): string | undefined {
  const found = enterCourse(classroom, user, payload)
  if (typeof found === 'string') return found
  void socket.join(`course_${found.id}`)
  if (teaches(user, found)) void socket.join(`instructor_${found.id}`)
  socket.emit('joined_course', { course_id: found.id, status: 'Joined successfully' })
  return undefined
}

function leaveCourse(classroom: Classroom, socket: Socket, payload: Fields): string | undefined {
  const courseId = readId(payload, 'course_id')
  if (courseId === undefined) return missing('course_id')
  if (!classroom.courses.byId(courseId)) return 'Course not found'
  void socket.leave(`course_${courseId}`)
  void socket.leave(`instructor_${courseId}`)
  if (classroom.asDeployed) socket.emit('left_course', { course_id: courseId, status: 'Left successfully' })
  return undefined
}

function joinVideo(classroom: Classroom, socket: Socket, user: User, payload: Fields): string | undefined {
  const videoId = readId(payload, 'video_id')
  if (videoId === undefined) return missing('video_id')
  const problem = videoProblem(classroom, user, videoId)
  if (problem !== undefined) return problem
  void socket.join(`video_${videoId}`)
  socket.emit('joined_video', { video_id: videoId, status: 'Joined successfully' })
  socket.to(`video_${videoId}`).emit('user_joined_video', { user_id: user.userId, user_email: user.email })
  return undefined
}

function videoProgress(classroom: Classroom, user: User, payload: Fields): string | undefined {
  const videoId = readId(payload, 'video_id')
  if (videoId === undefined) return missing('video_id')
  const { progress, timestamp } = payload
  if (typeof progress !== 'number') return missing('progress')
  if (typeof timestamp !== 'number') return missing('timestamp')
  const found = enterCourse(classroom, user, payload)
  if (typeof found === 'string') return found
  const problem = videoProblem(classroom, user, videoId)
  if (problem !== undefined) return problem
  const instructors = classroom.io.to(`instructor_${found.id}`)
  instructors.emit('student_progress', { user_id: user.userId, video_id: videoId, progress, timestamp })
  instructors.emit('progress_update', { user_id: user.userId, video_id: videoId, watched_seconds: timestamp, percent_complete: progress })
  return undefined
}

function sendChatMessage(classroom: Classroom, user: User, payload: Fields): string | undefined {
  const videoId = readId(payload, 'video_id')
  if (videoId === undefined) return missing('video_id')
  const { message, timestamp } = payload
  if (typeof message !== 'string' || message === '') return missing('message')
  if (message.length > MESSAGE_LENGTH_MAX) return 'Message too long'
  const problem = videoProblem(classroom, user, videoId)
  if (problem !== undefined) return problem
  classroom.io.to(`video_${videoId}`).emit('new_chat_message', {
    user_id: user.userId,
    user_email: user.email,
    message,
    timestamp: isTime(timestamp) ? timestamp : new Date().toISOString(),
  })
  return undefined
}

function enterCourse(classroom: Classroom, user: User, payload: Fields): Course | string {
  const courseId = readId(payload, 'course_id')
  if (courseId === undefined) return missing('course_id')
  const course = classroom.courses.byId(courseId)
  if (!course) return 'Course not found'
  return mayEnter(user, course) ? course : 'Forbidden: you are not enrolled in this course'
}

function videoProblem(classroom: Classroom, user: User, videoId: string): string | undefined {
  const course = classroom.courses.byVideo(videoId)
  if (!course) return 'Video not found'
  return mayEnter(user, course) ? undefined : 'Forbidden: you are not enrolled in the course of this video'
}

function missing(field: string): string {
  return `Missing parameter: ${field}`
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readId(payload: Fields, field: string): string | undefined {
  const value = Object.hasOwn(payload, field) ? payload[field] : undefined
  return typeof value === 'string' && value !== '' && value.length <= ID_LENGTH_MAX ? value : undefined
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && value.length < 40 && !Number.isNaN(Date.parse(value))
}
