import { z } from 'zod'
import type { Account } from '../../contract.ts'
import { handle } from './handler.ts'
import { accountsIn, actorOf, after, userNameOf } from './hub.ts'
import type { Client, Hub } from './hub.ts'
import { enter, idText, leave, sharedRooms } from './rooms.ts'
import { SESSION_ID } from './world.ts'

/* Namespace `/gradebook`: what clients send, and what the backend sends. */

const session = z.object({ classId: idText, academicSessionId: idText })
const cell = z.object({ lineItemId: idText, studentId: idText })

export function serveGradebook(hub: Hub, socket: Client): void {
  handle(hub, socket, 'gradebook:join', session, ({ classId, academicSessionId }) => {
    const room = `gradebook:${classId}:${academicSessionId}`
    const refused = enter(hub, socket, '/gradebook', room)
    if (refused) return refused
    return after(accountsIn(hub, hub.of('/gradebook'), room), (online) => {
      const onlineUsers = hub.deployed ? online.length : online.map((account) => ({ userId: account.userId, userName: userNameOf(account) }))
      socket.emit('gradebook:joined', { classId, academicSessionId, onlineUsers })
      return { data: { classId, academicSessionId } }
    })
  })
  handle(hub, socket, 'gradebook:typing', cell, ({ lineItemId, studentId }) => {
    const rooms = sharedRooms(socket)
    const account = hub.accountOf(socket)
    // The payload names no class, so it goes to every gradebook that is open here.
    if (rooms.length > 0) socket.to(rooms).emit('gradebook:typing', { lineItemId, studentId, userId: account.userId, userName: userNameOf(account) })
    return undefined
  })
  if (!hub.deployed) return
  handle(hub, socket, 'gradebook:leave', session, ({ classId, academicSessionId }) => {
    leave(hub, socket, `gradebook:${classId}:${academicSessionId}`)
    return { data: { classId, academicSessionId } }
  })
}

export interface Grade {
  readonly resultId: string
  readonly lineItemId: string
  readonly student: Account
  readonly score: number
  readonly maxScore: number
}

/** @returns percentage with one decimal */
export function percentOf(score: number, total: number): number {
  return Math.round((score / total) * 1000) / 10
}

function letterOf(percent: number): string {
  return percent >= 90 ? 'A' : percent >= 80 ? 'B' : percent >= 70 ? 'C' : percent >= 60 ? 'D' : 'F'
}

export function postGrade(hub: Hub, classId: string, grade: Grade, by: Account, now: Date): void {
  const scorePercent = percentOf(grade.score, grade.maxScore)
  toGradebook(hub, classId, grade.student).emit('grade.posted', {
    resultId: grade.resultId,
    lineItemId: grade.lineItemId,
    studentId: grade.student.userId,
    score: grade.score,
    scorePercent,
    letterGrade: letterOf(scorePercent),
    postedAt: now.toISOString(),
    postedBy: actorOf(by),
  })
}

export function updateGrade(
  hub: Hub,
  classId: string,
  grade: Grade,
  changes: { readonly score?: number; readonly scoreStatus?: string; readonly comment?: string },
  by: Account,
  now: Date,
): void {
  toGradebook(hub, classId, grade.student).emit('grade.updated', { resultId: grade.resultId, changes, updatedAt: now.toISOString(), updatedBy: actorOf(by) })
}

export interface LineItem {
  readonly id: string
  readonly title: string
  readonly categoryId: string
  /** `2026-10-02` */
  readonly dueDate: string
  readonly resultValueMax: number
}

export function createLineItem(hub: Hub, classId: string, lineItem: LineItem, by: Account): void {
  toGradebook(hub, classId).emit('lineitem.created', { lineItem, createdBy: actorOf(by) })
}

/** Only the developer guide has it. */
export function updateLineItem(hub: Hub, classId: string, lineItem: LineItem, by: Account): void {
  if (hub.deployed) toGradebook(hub, classId).emit('lineitem.updated', { lineItem, updatedBy: actorOf(by) })
}

/** All rooms of a class, whatever its academic session (of another node's rooms only those of the current session are known), and the student's own devices; each socket gets it once. */
function toGradebook(hub: Hub, classId: string, student?: Account) {
  const namespace = hub.of('/gradebook')
  const sessions = [...namespace.adapter.rooms.keys()].filter((room) => room.startsWith(`gradebook:${classId}:`))
  return namespace.to([classId, `class:${classId}`, `gradebook:${classId}:${SESSION_ID}`, ...sessions, ...(student ? [`user:${student.userId}`, `student:${student.userId}`] : [])])
}
