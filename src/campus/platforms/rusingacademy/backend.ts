import type { Server } from 'socket.io'
import type { Member } from './members.ts'
import type { ProgressBook } from './progress.ts'

/* The platform's own backend: the document's "Broadcast Service", and the writes that go over HTTP as deployed. */

export interface BackendOptions {
  /** undefined while the server does not run or its realtime flag is off. */
  readonly io: () => Server | undefined
  readonly asDeployed: boolean
  readonly book: ProgressBook
}

export interface Notification {
  readonly type: 'message' | 'session_reminder' | 'booking' | 'review' | 'system'
  readonly title: string
  readonly message: string
}

const LESSONS_PER_COURSE = 20

/** What the backend sends to users, roles and rooms. Does nothing while realtime is off, as the original. */
export class Backend {
  readonly #options: BackendOptions
  /** Notifications, chat messages and alerts are numbered, as rows of a database. */
  #rows = 0

  constructor(options: BackendOptions) {
    this.#options = options
  }

  toUser(userId: number | string, event: string, payload: unknown): void {
    this.toRoom(`user:${userId}`, event, payload)
  }

  /** Documented the room is `admin`, as deployed `role:admin`. */
  toRole(role: string, event: string, payload: unknown): void {
    this.toRoom(this.#options.asDeployed ? `role:${role}` : role, event, payload)
  }

  toRoom(room: string, event: string, payload: unknown): void {
    this.#options.io()?.to(room).emit(event, payload)
  }

  notify(userId: number | string, { type, title, message }: Notification, at: Date): void {
    const id = ++this.#rows
    const payload = this.#options.asDeployed ? { id, type, title, message, link: `/app/${type}s`, createdAt: at.toISOString() } : { id, title, message, type }
    this.toUser(userId, 'notification:new', payload)
  }

  /** The document gives `system:alert` no payload; this is the campus's own. */
  alertRole(role: string, title: string, message: string, at: Date): void {
    this.toRole(role, 'system:alert', { id: `alert-${++this.#rows}`, severity: 'warning', title, message, timestamp: at.toISOString() })
  }

  /** As deployed, where the socket has no handler for chat messages: a row of the database. */
  sendMessage(sender: Member, roomId: string, content: string, at: Date, messageType = 'text'): number {
    const id = ++this.#rows
    this.toRoom(`chat:${roomId}`, 'chat:message', {
      id,
      roomId,
      senderId: sender.userId,
      senderName: sender.name,
      senderAvatar: null,
      content,
      messageType,
      replyToId: null,
      createdAt: at.toISOString(),
    })
    return id
  }

  /** As deployed: to the learner, and the course's progress to the literal room `admin`, which nobody is put into. */
  syncProgress(userId: number, lessonId: string | number, progress: number, timeSpent: number, at: Date): void {
    const row = this.#options.book.sync(userId, lessonId, progress, timeSpent)
    const lesson = typeof lessonId === 'number' ? lessonId : 0
    const completedLessons = lesson % LESSONS_PER_COURSE
    const courseProgress = {
      courseId: Math.floor(lesson / LESSONS_PER_COURSE) + 1,
      completedLessons,
      totalLessons: LESSONS_PER_COURSE,
      overallPercent: Math.round((completedLessons / LESSONS_PER_COURSE) * 100),
    }
    const timestamp = at.getTime()
    this.toUser(userId, 'progress:updated', {
      progress: {
        lessonId,
        status: progress >= 100 ? 'completed' : 'in_progress',
        progressPercent: progress,
        timeSpentSeconds: row.timeSpentSeconds,
        syncVersion: row.syncVersion,
      },
      courseProgress,
      timestamp,
    })
    this.toRoom('admin', 'progress:course-updated', { userId, courseProgress, timestamp })
  }
}
