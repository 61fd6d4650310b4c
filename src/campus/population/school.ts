import type { Person, School, SchoolClass } from '../contract.ts'
import { familyNames, givenNames, schoolPlaces } from './names.ts'
import { SeededRandom } from './random.ts'
import { createTimetable } from './timetable.ts'

export const PEOPLE_MIN = 20
export const PEOPLE_MAX = 5_000

const CLASS_SIZE = 24
const STUDENTS_PER_TEACHER = 15
/** Most students have nobody on the platforms at home: one parent account for so many students. */
const STUDENTS_PER_PARENT = 8
const STUDENTS_PER_COUNSELOR = 150
/** Subjects of one group of students. */
const SUBJECTS_PER_GROUP = 6
const YEARS = [6, 7, 8, 9, 10, 11, 12]

const subjects = ['Biology', 'Mathematics', 'History', 'English', 'Geography', 'Spanish', 'Physics', 'Chemistry', 'Computing', 'Art', 'Music', 'French']

type Mutable = Omit<Person, 'classIds'> & { classIds: string[] }

/**
 * The invented school of a seed: persons[0] is the admin, then one principal, counselors, teachers (one for about 15
 * students), students in groups of about 24 and some parents. Every group has six classes (`class-7b-biology`).
 *
 * @param people persons in all, PEOPLE_MIN..PEOPLE_MAX
 */
export function createSchool(seed: number, people: number): School {
  if (!Number.isInteger(people) || people < PEOPLE_MIN || people > PEOPLE_MAX) throw new RangeError(`people: ${people}`)
  const random = new SeededRandom(`school ${seed}`)
  const place = random.pick(schoolPlaces)
  const domain = `${place.toLowerCase()}.example`

  const staff = 2
  const students = Math.floor((people - staff - 1) / (1 + 1 / STUDENTS_PER_TEACHER + 1 / STUDENTS_PER_PARENT + 1 / STUDENTS_PER_COUNSELOR))
  const counselors = Math.max(1, Math.round(students / STUDENTS_PER_COUNSELOR))
  const teachers = Math.max(2, Math.round(students / STUDENTS_PER_TEACHER))
  const kinds: Person['kind'][] = ['admin', 'principal', ...repeat('counselor', counselors), ...repeat('teacher', teachers), ...repeat('student', students)]
  // Rounding leaves a few persons over: they are parents.
  kinds.push(...repeat('parent', Math.max(0, people - kinds.length)))
  kinds.length = people

  const persons = createPersons(kinds, domain, random.fork('names'))
  const classes = createClasses(persons, random.fork('classes'))
  return { name: `${place} Community School`, persons, classes }
}

function repeat(kind: Person['kind'], count: number): Person['kind'][] {
  return Array.from({ length: count }, () => kind)
}

function createPersons(kinds: readonly Person['kind'][], domain: string, random: SeededRandom): Mutable[] {
  const taken = new Set<string>()
  const families: string[] = []
  return kinds.map((kind, index) => {
    // A parent shares the name of a student.
    const familyName = kind === 'parent' && families.length > 0 ? random.pick(families) : random.pick(familyNames)
    if (kind === 'student') families.push(familyName)
    const givenName = random.pick(givenNames)
    const name = `${mailPart(givenName)}.${mailPart(familyName)}`
    let local = name
    for (let twin = 2; taken.has(local); twin++) local = `${name}${twin}`
    taken.add(local)
    return { number: index + 1, givenName, familyName, email: `${local}@${domain}`, kind, classIds: [] }
  })
}

/** `Ayşe` -> `ayse`: letters that an e-mail address takes everywhere. */
function mailPart(name: string): string {
  return name.normalize('NFKD').toLowerCase().replace(/ø/g, 'o').replace(/ł/g, 'l').replace(/ı/g, 'i').replace(/[^a-z]/g, '')
}

function createClasses(persons: readonly Mutable[], random: SeededRandom): SchoolClass[] {
  const students = persons.filter((person) => person.kind === 'student')
  const teachers = persons.filter((person) => person.kind === 'teacher')
  const groupCount = Math.max(1, Math.round(students.length / CLASS_SIZE))
  const perGroup = Math.ceil(students.length / groupCount)
  const classes: (Omit<SchoolClass, 'lessons'> & { group: string })[] = []
  for (let group = 0; group < groupCount; group++) {
    // 6A, 7A .. 12A, 6B ..: a small school has one group a year.
    const name = `${YEARS[group % YEARS.length]}${letters(Math.floor(group / YEARS.length))}`
    const members = students.slice(group * perGroup, (group + 1) * perGroup)
    if (members.length === 0) continue
    for (let lesson = 0; lesson < SUBJECTS_PER_GROUP; lesson++) {
      const subjectIndex = (lesson + (group % 2) * SUBJECTS_PER_GROUP) % subjects.length
      const subject = subjects[subjectIndex] as string
      const teacher = teacherOf(teachers, subjectIndex, group)
      const id = `class-${name}-${subject}`.toLowerCase()
      for (const person of [teacher, ...members]) person.classIds.push(id)
      classes.push({ id, title: `${name} ${subject}`, subject, teacher, students: members, group: name })
    }
  }
  const timetable = createTimetable(classes.map(({ id, group, teacher }) => ({ id, group, teacher: teacher.number })), random)
  return classes.map(({ group: _group, ...schoolClass }) => ({ ...schoolClass, lessons: timetable.get(schoolClass.id) ?? [] }))
}

/** Teachers keep to one subject as long as there are enough of them; those of one subject take turns. */
function teacherOf<T>(teachers: readonly T[], subjectIndex: number, group: number): T {
  const wanted = subjectIndex % Math.min(subjects.length, teachers.length)
  const ofSubject = teachers.filter((_, index) => index % subjects.length === wanted)
  return ofSubject[Math.floor(group / 2) % ofSubject.length] as T
}

/** 0 -> A, 25 -> Z, 26 -> AA. */
function letters(index: number): string {
  return (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))
}
