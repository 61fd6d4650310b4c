import type { Account, Person, SchoolClass, StoryContext } from '../../contract.ts'
import { ClientDevice } from '../../kit/device.ts'
import type { Hub, NamespaceName } from './hub.ts'
import type { LiveClass } from './live-class.ts'

/** Messages that the story sends from one device in a minute at most; below the 100 of the document, so that people are not refused. */
const STORY_EVENTS_PER_MINUTE = 80

/** Chance that a class activity happens in one of the classes that the console's demo watches. */
const WATCHED_CHANCE = 0.5

export interface TaughtClass {
  readonly schoolClass: SchoolClass
  readonly teacher: Account
}

/** Who can do what now, and their devices. Choices come from the story's randomness alone. */
export class Cast {
  readonly hub: Hub
  readonly #sentAtMs = new WeakMap<ClientDevice, number[]>()
  /** Class in which a device sits, with the id of the socket that joined. */
  readonly #seats = new WeakMap<ClientDevice, { readonly classId: string; readonly socketId: string | undefined }>()
  /** Running lesson of each group of students, by the number of its first student. */
  readonly #lessons = new Map<number, SchoolClass>()

  constructor(hub: Hub) {
    this.hub = hub
  }

  /** A person with a device, of the kinds asked for. */
  pickPresent(context: StoryContext, ...kinds: readonly Person['kind'][]): Account | undefined {
    const there = context.present.filter(({ kind }) => kinds.includes(kind))
    return there.length === 0 ? undefined : this.hub.world.accountOf(context.random.pick(there))
  }

  /** A class whose teacher is there. */
  pickTaught(context: StoryContext): TaughtClass | undefined {
    const { world } = this.hub
    const there = new Set(context.present.map(({ number }) => number))
    const watched = context.random.chance(WATCHED_CHANCE) ? world.watchedClasses.filter(({ teacher }) => there.has(teacher.number)) : []
    const classes = watched.length > 0 ? watched : world.school.classes.filter(({ teacher }) => there.has(teacher.number))
    if (classes.length === 0) return undefined
    const schoolClass = context.random.pick(classes)
    return { schoolClass, teacher: world.accountOf(schoolClass.teacher) }
  }

  /** Students of a class who have a device, in the order of the class. */
  presentStudents(context: StoryContext, { students }: SchoolClass): Person[] {
    const there = new Set(context.present.map(({ number }) => number))
    return students.filter(({ number }) => there.has(number))
  }

  /** Emits through the person's device; false when there is none, or it has sent as much as it may. */
  send(context: StoryContext, person: Person, namespace: NamespaceName, event: string, payload: unknown): boolean {
    const device = context.deviceOf(person)
    if (!(device instanceof ClientDevice)) return false
    return this.sendFrom(device, namespace, event, payload, context.now().getTime())
  }

  /** @param nowMs the story's time */
  sendFrom(device: ClientDevice, namespace: NamespaceName, event: string, payload: unknown, nowMs: number): boolean {
    const socket = device.socket(namespace)
    if (!socket) return false
    const recent = (this.#sentAtMs.get(device) ?? []).filter((atMs) => nowMs - atMs < 60_000)
    if (recent.length >= STORY_EVENTS_PER_MINUTE) return false
    recent.push(nowMs)
    this.#sentAtMs.set(device, recent)
    socket.emit(event, payload)
    return true
  }

  /** Begins a lesson: whatever else its teacher or students were in ends, and all who are there join the live class. */
  beginLesson(context: StoryContext, live: LiveClass, { schoolClass }: TaughtClass): number {
    for (const [group, other] of this.#lessons) if (other.teacher.number === schoolClass.teacher.number) this.#lessons.delete(group)
    const first = schoolClass.students[0]
    if (first) this.#lessons.set(first.number, schoolClass)
    return this.#gather(context, live, schoolClass)
  }

  /** A running lesson whose teacher is there, with late arrivals let in; one is begun when there is none. */
  pickLesson(context: StoryContext, live: LiveClass): TaughtClass | undefined {
    const there = new Set(context.present.map(({ number }) => number))
    const running = [...this.#lessons.values()].filter(({ teacher }) => there.has(teacher.number))
    if (running.length === 0) {
      const taught = this.pickTaught(context)
      if (taught) this.beginLesson(context, live, taught)
      return taught
    }
    const schoolClass = context.random.pick(running)
    this.#gather(context, live, schoolClass)
    return { schoolClass, teacher: this.hub.world.accountOf(schoolClass.teacher) }
  }

  #gather(context: StoryContext, live: LiveClass, schoolClass: SchoolClass): number {
    let gathered = 0
    for (const person of [schoolClass.teacher, ...schoolClass.students]) {
      const device = context.deviceOf(person)
      if (!(device instanceof ClientDevice)) continue
      const socketId = device.socket('/live-class')?.id
      const seat = this.#seats.get(device)
      if (seat?.classId === schoolClass.id && seat.socketId === socketId) continue
      const nowMs = context.now().getTime()
      if (seat && seat.socketId === socketId) {
        if (this.hub.deployed) this.sendFrom(device, '/live-class', 'class:leave', { classId: seat.classId }, nowMs)
        else this.sendFrom(device, '/live-class', 'room:leave', { room: live.roomOf(seat.classId) }, nowMs)
      }
      if (!this.sendFrom(device, '/live-class', 'class:join', { classId: schoolClass.id }, nowMs)) continue
      this.#seats.set(device, { classId: schoolClass.id, socketId })
      gathered++
    }
    return gathered
  }
}
