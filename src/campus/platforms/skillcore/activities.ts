import type { Activity } from '../../contract.ts'
import { attendanceActivities } from './activities-attendance.ts'
import { gradeActivities } from './activities-grades.ts'
import { lessonActivities } from './activities-lessons.ts'
import { talkActivities } from './activities-talk.ts'
import { Cast } from './cast.ts'
import type { Hub } from './hub.ts'
import type { LiveClass } from './live-class.ts'

/**
 * A school day on SkillCore. Weights are of an ordinary day: mostly messages, typing and grades; interventions and
 * maintenance are rare.
 */
export function createActivities(hub: Hub, live: LiveClass): readonly Activity[] {
  const cast = new Cast(hub)
  return [...talkActivities(cast), ...gradeActivities(cast), ...attendanceActivities(cast), ...lessonActivities(cast, live)]
}
