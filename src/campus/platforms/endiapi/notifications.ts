import { randomUUID } from 'node:crypto'
import type { EndiapiAccount } from './accounts.ts'
import type { Course, ThreadNews, Video } from './discussions.ts'

/** "First 150 chars" (endiAPI document, "Payload Structure"). */
const PREVIEW_CHARS = 150

/** endiAPI document, "Notification Object Structure" and "Notification Types Reference". */
export interface Notification {
  readonly id: string
  readonly type: 'thread/discussion' | 'user/created' | 'user/deleted' | 'course/created' | 'video/uploaded'
  readonly payload: Readonly<Record<string, unknown>>
  readonly timestamp: string
  readonly read: false
}

function notification(type: Notification['type'], payload: Readonly<Record<string, unknown>>, now: Date): Notification {
  const timestamp = now.toISOString()
  return { id: randomUUID(), type, payload: { ...payload, timestamp }, timestamp, read: false }
}

/** endiAPI document, "Thread/Discussion Notifications". */
export function threadNotification({ action, thread, author }: ThreadNews, now: Date): Notification {
  const { id, video, question, lastMessage } = thread
  const preview = action === 'thread_created' ? { questionPreview: question.slice(0, PREVIEW_CHARS) } : action === 'message_added' ? { messagePreview: lastMessage.slice(0, PREVIEW_CHARS) } : {}
  return notification('thread/discussion', { action, threadId: id, videoId: video.id, videoTitle: video.title, ...preview, authorName: author.name }, now)
}

export function userNotification(type: 'user/created' | 'user/deleted', user: Pick<EndiapiAccount, 'userId' | 'email' | 'role' | 'name'>, now: Date): Notification {
  return notification(type, { userId: user.userId, email: user.email, role: user.role, userName: user.name }, now)
}

export function courseNotification(course: Pick<Course, 'id' | 'title' | 'lecturer'>, now: Date): Notification {
  return notification('course/created', { courseId: course.id, courseTitle: course.title, lecturerId: course.lecturer.userId, lecturerName: course.lecturer.name }, now)
}

export function videoNotification(course: Course, video: Video, now: Date): Notification {
  return notification('video/uploaded', { videoId: video.id, videoTitle: video.title, courseId: course.id, courseTitle: course.title, lecturerId: course.lecturer.userId }, now)
}
