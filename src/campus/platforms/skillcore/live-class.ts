import { z } from 'zod'
import { handle, invalid, unauthorized } from './handler.ts'
import { accountsIn, after, userNameOf } from './hub.ts'
import type { Client, Hub } from './hub.ts'
import { enter, idText, leave, sharedRooms } from './rooms.ts'

/* Namespace `/live-class`: polls, whiteboard, raised hands. */

const classSchema = z.object({ classId: idText })
const submission = z.object({ pollId: idText, selectedOptions: z.array(z.int().min(0).max(100)).min(1).max(20) })
const stroke = z.object({ action: z.enum(['draw', 'erase', 'clear']), x: z.number(), y: z.number(), color: z.string().max(40).optional(), size: z.number().optional() })
const hand = z.object({ studentId: idText, studentName: z.string().max(200).optional(), timestamp: z.string().max(60).optional() })

interface Poll {
  readonly pollId: string
  readonly classId: string
  readonly options: readonly string[]
  readonly allowMultiple: boolean
  readonly votes: Map<string, readonly number[]>
}

const POLLS_MAX = 200

/** Open polls. In a cluster part 0 opens and counts them; the nodes know them, check the votes and hand them on. */
export class LiveClass {
  readonly #hub: Hub
  readonly #polls = new Map<string, Poll>()

  constructor(hub: Hub) {
    this.#hub = hub
    const { cluster } = hub
    if (cluster?.node === 0) {
      cluster.bus.on('vote', (pollId: string, userId: string, selected: readonly number[]) => void this.#polls.get(pollId)?.votes.set(userId, selected))
    } else {
      cluster?.bus.on('poll', (poll: Omit<Poll, 'votes'>) => this.#open({ ...poll, votes: new Map() }))
      cluster?.bus.on('poll closed', (pollId: string) => void this.#polls.delete(pollId))
    }
  }

  /** As deployed the room has the guide's name. */
  roomOf(classId: string): string {
    return this.#hub.deployed ? `class:${classId}` : classId
  }

  serve(socket: Client): void {
    const hub = this.#hub
    const account = hub.accountOf(socket)
    handle(hub, socket, 'class:join', classSchema, ({ classId }) => {
      const room = this.roomOf(classId)
      const refused = enter(hub, socket, '/live-class', room)
      if (refused) return refused
      return after(accountsIn(hub, hub.of('/live-class'), room), (there) => {
        const students = there.filter(({ role }) => role === 'STUDENT').map(({ userId }) => userId)
        socket.emit('class:joined', { classId, studentsOnline: hub.deployed ? students.length : students, teacherOnline: there.some(({ role }) => role === 'TEACHER') })
        return { data: { classId } }
      })
    })
    handle(hub, socket, 'poll.submit', submission, ({ pollId, selectedOptions }) => this.#submit(socket, pollId, selectedOptions))
    handle(hub, socket, 'whiteboard.draw', stroke, (payload) => {
      const rooms = sharedRooms(socket)
      // The payload names no class: it goes to every class that is open here.
      if (rooms.length > 0) socket.to(rooms).emit('whiteboard.draw', payload)
      return undefined
    })
    const relayHand = (event: string): void =>
      handle(hub, socket, event, hand, ({ studentId, studentName, timestamp }) => {
        if (account.role === 'STUDENT' && studentId !== account.userId) return unauthorized('students raise their own hand')
        const rooms = sharedRooms(socket)
        const isoTime = timestamp !== undefined && !Number.isNaN(Date.parse(timestamp)) ? new Date(timestamp).toISOString() : new Date().toISOString()
        if (rooms.length > 0) socket.to(rooms).emit(event, { studentId, studentName: studentName ?? userNameOf(account), timestamp: isoTime })
        return undefined
      })
    relayHand('hand-raised')
    if (!hub.deployed) return
    relayHand('hand-lowered')
    handle(hub, socket, 'class:leave', classSchema, ({ classId }) => {
      leave(hub, socket, this.roomOf(classId))
      return { data: { classId } }
    })
  }

  /** Opens a poll in a class; its results follow when its time is over. @param duration seconds, as the document has it */
  startPoll(classId: string, poll: { readonly question: string; readonly options: readonly string[]; readonly duration: number; readonly allowMultiple: boolean }): string {
    const pollId = this.#hub.nextId('poll')
    const { question, options, duration, allowMultiple } = poll
    const { cluster } = this.#hub
    if (cluster?.node === 0) cluster.bus.send('poll', { pollId, classId, options, allowMultiple } satisfies Omit<Poll, 'votes'>)
    this.#open({ pollId, classId, options, allowMultiple, votes: new Map() })
    this.#toClass(classId).emit('poll.started', { pollId, question, options, duration, allowMultiple })
    this.#hub.later(duration * 1000, () => this.closePoll(pollId))
    return pollId
  }

  /** Ends a poll and sends its results; nothing when it has ended. */
  closePoll(pollId: string): void {
    const poll = this.#polls.get(pollId)
    if (!poll) return
    this.#polls.delete(pollId)
    this.#hub.cluster?.bus.send('poll closed', pollId)
    const totalResponses = poll.votes.size
    const results = poll.options.map((option, index) => {
      const count = [...poll.votes.values()].filter((selected) => selected.includes(index)).length
      return { option, count, percentage: totalResponses === 0 ? 0 : Math.round((count / totalResponses) * 1000) / 10 }
    })
    this.#toClass(poll.classId).emit('poll.results', { pollId, results, totalResponses })
  }

  #open(poll: Poll): void {
    const oldest = this.#polls.keys().next().value
    if (this.#polls.size >= POLLS_MAX && oldest !== undefined) this.#polls.delete(oldest)
    this.#polls.set(poll.pollId, poll)
  }

  #submit(socket: Client, pollId: string, selectedOptions: readonly number[]) {
    const poll = this.#polls.get(pollId)
    if (!poll) return invalid(`poll ${pollId} is not open`)
    if (!socket.rooms.has(this.roomOf(poll.classId)) && !socket.rooms.has(poll.classId)) return unauthorized('not in the class of this poll')
    const selected = [...new Set(selectedOptions)]
    if (selected.some((index) => index >= poll.options.length)) return invalid('selectedOptions: no such option')
    if (selected.length > 1 && !poll.allowMultiple) return invalid('selectedOptions: only one is allowed')
    poll.votes.set(socket.data.userId, selected)
    this.#hub.cluster?.bus.send('vote', pollId, socket.data.userId, selected)
    return { data: { pollId } }
  }

  #toClass(classId: string) {
    return this.#hub.of('/live-class').to([classId, `class:${classId}`])
  }
}
