import type { Person, School } from '../contract.ts'
import type { SeededRandom } from './random.ts'

/** Devices at the same time, as a share of all people and over all five platforms: 300 people, 120 devices. */
const DEVICES_PER_PERSON = 0.4
/** Share of its seats that is taken on average: a platform has a quarter more seats than devices. */
export const SEATS_TAKEN = 0.8
const SEATS_MIN = 6

/** Who sits where: fixed seats for staff, who use a platform all day, and seats that students take in turn. */
export interface Cast {
  readonly staff: readonly Person[]
  /** Students who sit down first: members of the first few groups, so that they meet each other in the rooms. */
  readonly students: readonly Person[]
  /** All students of those groups: most of the later ones are of them, so that the rooms stay lively. */
  readonly home: readonly Person[]
}

/** Seats of one platform out of `platformCount`. */
export function seatCount(people: number, platformCount = 5): number {
  return Math.max(SEATS_MIN, Math.round((people * DEVICES_PER_PERSON) / SEATS_TAKEN / platformCount))
}

/**
 * Chooses the first people of a platform: principal and a counselor, a parent, the teachers of the first groups and some
 * of their students. Never the admin: that account belongs to the console, and what is sent to it must be countable.
 */
export function chooseCast(school: School, seats: number, random: SeededRandom): Cast {
  const first = (kind: Person['kind']) => school.persons.find((person) => person.kind === kind)
  const office = [first('principal'), first('counselor'), first('parent')].filter((person) => person !== undefined)
  const groups = groupsOf(school)
  const taken = groups.slice(0, Math.max(1, Math.round(seats / 10)))
  const teachers = new Set(taken.flatMap(({ teachers }) => teachers.slice(0, 2)))
  const staff = [...teachers, ...office].slice(0, Math.max(2, Math.floor(seats / 2)))
  const perGroup = Math.ceil((seats - staff.length) / taken.length)
  const students = taken.flatMap(({ students }) => random.shuffle(students).slice(0, perGroup)).slice(0, seats - staff.length)
  return { staff, students, home: taken.flatMap(({ students: members }) => members) }
}

/** Groups of students with their teachers, in the order of the school's classes. */
function groupsOf(school: School): { students: readonly Person[]; teachers: readonly Person[] }[] {
  const groups = new Map<Person | undefined, { students: readonly Person[]; teachers: Person[] }>()
  for (const { students, teacher } of school.classes) {
    const key = students[0]
    const group = groups.get(key) ?? { students, teachers: [] }
    groups.set(key, group)
    if (!group.teachers.includes(teacher)) group.teachers.push(teacher)
  }
  return [...groups.values()]
}
