import { describe, expect, test } from 'vitest'
import { createSchool, PEOPLE_MAX, PEOPLE_MIN } from './school.ts'
import { classesAt, schoolTime } from './timetable.ts'

const count = (people: number, kind: string) => createSchool(1, people).persons.filter((person) => person.kind === kind).length

test('the same seed gives the same school, another seed another one', () => {
  expect(createSchool(3, 300)).toEqual(createSchool(3, 300))
  expect(createSchool(4, 300)).not.toEqual(createSchool(3, 300))
})

describe.each([PEOPLE_MIN, 21, 40, 300, 1_001, PEOPLE_MAX])('a school of %i', (people) => {
  const school = createSchool(1, people)

  test('has exactly so many persons, numbered from the admin on', () => {
    expect(school.persons.map(({ number }) => number)).toEqual(Array.from({ length: people }, (_, index) => index + 1))
    expect(school.persons[0]?.kind).toBe('admin')
    expect(school.persons.filter(({ kind }) => kind === 'admin')).toHaveLength(1)
    expect(count(people, 'principal')).toBe(1)
    expect(count(people, 'counselor')).toBeGreaterThan(0)
    expect(count(people, 'parent')).toBeGreaterThan(0)
  })

  test('gives each person an address of its own at an invented domain', () => {
    const addresses = school.persons.map(({ email }) => email)
    expect(new Set(addresses).size).toBe(people)
    for (const address of addresses) expect(address).toMatch(/^[a-z]+\.[a-z]+\d*@[a-z]+\.example$/)
  })

  test('has classes that agree with their members', () => {
    expect(new Set(school.classes.map(({ id }) => id)).size).toBe(school.classes.length)
    for (const { id, teacher, students } of school.classes) {
      expect(id).toMatch(/^class-\d+[a-z]+-[a-z]+$/)
      expect(teacher.kind).toBe('teacher')
      expect(students.length).toBeGreaterThan(0)
      expect(students.length).toBeLessThanOrEqual(36)
      for (const person of [teacher, ...students]) expect(person.classIds).toContain(id)
    }
    for (const student of school.persons.filter(({ kind }) => kind === 'student')) expect(student.classIds).toHaveLength(6)
  })

  test('puts nobody in two lessons at once', () => {
    for (const day of [1, 2, 3, 4, 5]) {
      for (const period of [1, 2, 3, 4, 5, 6, 7]) {
        const now = classesAt(school.classes, day, period)
        const busy = now.flatMap(({ teacher, students }) => [teacher.number, ...students.map(({ number }) => number)])
        expect(new Set(busy).size).toBe(busy.length)
      }
    }
    expect(school.classes.every(({ lessons }) => lessons.length > 0)).toBe(true)
  })
})

test('a school of 300 has about one teacher for 15 students and classes of about 24', () => {
  const [students, teachers] = [count(300, 'student'), count(300, 'teacher')]
  expect(students / teachers).toBeGreaterThan(13)
  expect(students / teachers).toBeLessThan(17)
  for (const { students: members } of createSchool(1, 300).classes) expect(Math.abs(members.length - 24)).toBeLessThanOrEqual(5)
})

test('a school of no size is a bug of the caller', () => {
  for (const people of [0, PEOPLE_MIN - 1, 20.5, PEOPLE_MAX + 1, Number.NaN]) expect(() => createSchool(1, people)).toThrow(RangeError)
})

test('the school clock walks through the timetable and starts the week again', () => {
  expect(schoolTime(0)).toEqual({ weekday: 1, period: 1 })
  expect(schoolTime(299)).toEqual({ weekday: 1, period: 1 })
  expect(schoolTime(300)).toEqual({ weekday: 1, period: 2 })
  expect(schoolTime(300 * 7)).toEqual({ weekday: 2, period: 1 })
  expect(schoolTime(300 * 35 + 1)).toEqual({ weekday: 1, period: 1 })
})
