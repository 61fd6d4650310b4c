import type { SchoolClass } from '../contract.ts'
import type { SeededRandom } from './random.ts'

const WEEKDAYS = [1, 2, 3, 4, 5] as const
const PERIODS = [1, 2, 3, 4, 5, 6, 7] as const
const LESSONS_PER_CLASS = 3

type Slot = readonly [number, number]

/** Gives each class its lessons a week so that neither a group of students nor a teacher is in two rooms at once. */
export function createTimetable(
  classes: readonly { readonly id: string; readonly group: string; readonly teacher: number }[],
  random: SeededRandom,
): ReadonlyMap<string, readonly Slot[]> {
  const slots: Slot[] = WEEKDAYS.flatMap((day) => PERIODS.map((period): Slot => [day, period]))
  const busy = new Set<string>()
  const timetable = new Map<string, readonly Slot[]>()
  for (const { id, group, teacher } of classes) {
    const lessons: Slot[] = []
    for (const slot of random.shuffle(slots)) {
      if (lessons.length === LESSONS_PER_CLASS) break
      const marks = [`group ${group} ${slot.join()}`, `teacher ${teacher} ${slot.join()}`]
      if (marks.some((mark) => busy.has(mark))) continue
      for (const mark of marks) busy.add(mark)
      lessons.push(slot)
    }
    timetable.set(id, lessons.sort((one, other) => one[0] - other[0] || one[1] - other[1]))
  }
  return timetable
}

/** A school day on the campus is short: so many seconds of its own time a period. */
const PERIOD_S = 300

/** Weekday and period when the campus has run for so many seconds; it opens on Monday with the first period. */
export function schoolTime(seconds: number): { weekday: number; period: number } {
  const lesson = Math.floor(seconds / PERIOD_S)
  return { weekday: 1 + (Math.floor(lesson / PERIODS.length) % WEEKDAYS.length), period: 1 + (lesson % PERIODS.length) }
}

/** Classes that have a lesson in a period. */
export function classesAt(classes: readonly SchoolClass[], weekday: number, period: number): SchoolClass[] {
  return classes.filter(({ lessons }) => lessons.some(([day, hour]) => day === weekday && hour === period))
}
