import { z } from 'zod'
import type { Account } from '../../contract.ts'
import { percentOf } from './gradebook.ts'
import { handle } from './handler.ts'
import type { Client, Hub } from './hub.ts'
import { enter, idText } from './rooms.ts'

/* Namespace `/assessment`. */

const join = z.object({ assessmentId: idText })

export function serveAssessment(hub: Hub, socket: Client): void {
  // No event confirms it.
  handle(hub, socket, 'assessment:join', join, ({ assessmentId }) => enter(hub, socket, '/assessment', assessmentId) ?? { data: { assessmentId } })
}

export interface Submission {
  readonly submissionId: string
  readonly assessmentId: string
  readonly student: Account
}

export function startAssessment(hub: Hub, { submissionId, assessmentId, student }: Submission, now: Date): void {
  toAssessment(hub, assessmentId, student).emit('assessment.started', { submissionId, studentId: student.userId, assessmentId, startedAt: now.toISOString() })
}

/** @param durationSeconds as the document has it */
export function submitAssessment(hub: Hub, { submissionId, assessmentId, student }: Submission, durationSeconds: number, now: Date): void {
  toAssessment(hub, assessmentId, student).emit('assessment.submitted', {
    submissionId,
    studentId: student.userId,
    assessmentId,
    submittedAt: now.toISOString(),
    duration: durationSeconds,
  })
}

export function gradeAssessment(hub: Hub, { submissionId, assessmentId, student }: Submission, score: number, totalPoints: number, now: Date): void {
  toAssessment(hub, assessmentId, student).emit('assessment.auto-graded', {
    submissionId,
    score,
    totalPoints,
    percentage: percentOf(score, totalPoints),
    gradedAt: now.toISOString(),
  })
}

function toAssessment(hub: Hub, assessmentId: string, student: Account) {
  return hub.of('/assessment').to([assessmentId, `user:${student.userId}`])
}
