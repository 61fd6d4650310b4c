import type { Account, Activity } from '../../contract.ts'
import { ClientDevice } from '../../kit/device.ts'
import { pollQuestion } from '../../population/texts.ts'
import { gradeAssessment, startAssessment, submitAssessment } from './assessment.ts'
import type { Submission } from './assessment.ts'
import type { Cast } from './cast.ts'
import { userNameOf } from './hub.ts'
import type { LiveClass } from './live-class.ts'
import { assessmentId } from './world.ts'

/* Live classes and assessments. */

const RUNNING_SUBMISSIONS_MAX = 300
const AUTO_GRADING_MS = 2_000

interface RunningSubmission extends Submission {
  readonly startedAtMs: number
  readonly totalPoints: number
}

export function lessonActivities(cast: Cast, live: LiveClass): Activity[] {
  const { hub } = cast
  const running: RunningSubmission[] = []
  return [
    {
      name: 'lesson begins',
      weight: 0.6,
      run: (context) => {
        const taught = cast.pickTaught(context)
        if (!taught) return undefined
        cast.beginLesson(context, live, taught)
        return `${taught.schoolClass.title}: lesson begins`
      },
    },
    {
      name: 'poll',
      weight: 0.6,
      run: (context) => {
        const { random } = context
        const lesson = cast.pickLesson(context, live)
        if (!lesson) return undefined
        const allowMultiple = random.chance(0.2)
        const duration = random.int(10, 30)
        const poll = { ...pollQuestion(random), duration, allowMultiple }
        const pollId = live.startPoll(lesson.schoolClass.id, poll)
        let answers = 0
        for (const student of cast.presentStudents(context, lesson.schoolClass)) {
          const [answersIt, afterMs, first, second] = [random.chance(0.85), random.int(1_000, duration * 900), random.int(0, poll.options.length - 1), random.int(0, poll.options.length - 1)]
          if (!answersIt) continue
          answers++
          const selectedOptions = allowMultiple && second !== first ? [first, second] : [first]
          const device = context.deviceOf(student)
          const nowMs = context.now().getTime()
          hub.later(afterMs, () => {
            if (device instanceof ClientDevice) cast.sendFrom(device, '/live-class', 'poll.submit', { pollId, selectedOptions }, nowMs + afterMs)
          })
        }
        return `${lesson.schoolClass.title}: poll with ${answers} answers`
      },
    },
    {
      name: 'whiteboard',
      weight: 3,
      run: (context) => {
        const { random } = context
        const lesson = cast.pickLesson(context, live)
        if (!lesson) return undefined
        const color = random.pick(['#1f2937', '#b91c1c', '#1d4ed8'])
        let [x, y, drawn] = [random.int(0, 1200), random.int(0, 700), 0]
        for (let stroke = random.int(2, 6); stroke > 0; stroke--) {
          x += random.int(-20, 20)
          y += random.int(-20, 20)
          const action = random.chance(0.02) ? 'clear' : random.chance(0.08) ? 'erase' : 'draw'
          if (cast.send(context, lesson.teacher.person, '/live-class', 'whiteboard.draw', action === 'draw' ? { action, x, y, color, size: 3 } : { action, x, y })) drawn++
        }
        return drawn > 0 ? `${lesson.schoolClass.title}: ${drawn} strokes on the whiteboard` : undefined
      },
    },
    {
      name: 'hand raised',
      weight: 4,
      run: (context) => {
        const lesson = cast.pickLesson(context, live)
        const students = lesson ? cast.presentStudents(context, lesson.schoolClass) : []
        if (!lesson || students.length === 0) return undefined
        const student = hub.world.accountOf(context.random.pick(students))
        const payload = handOf(student, context.now())
        if (!cast.send(context, student.person, '/live-class', 'hand-raised', payload)) return undefined
        if (hub.deployed && context.random.chance(0.7)) cast.send(context, student.person, '/live-class', 'hand-lowered', payload)
        return `${lesson.schoolClass.title}: #${student.person.number} raises a hand`
      },
    },
    {
      name: 'assessment started',
      weight: 3,
      run: (context) => {
        const taught = cast.pickTaught(context)
        const students = taught ? cast.presentStudents(context, taught.schoolClass) : []
        const assessment = taught && hub.world.assessments.get(assessmentId(taught.schoolClass))
        if (!assessment || students.length === 0) return undefined
        const student = hub.world.accountOf(context.random.pick(students))
        const submission = { submissionId: hub.nextId('submission'), assessmentId: assessment.id, student, startedAtMs: context.now().getTime(), totalPoints: assessment.totalPoints }
        running.push(submission)
        if (running.length > RUNNING_SUBMISSIONS_MAX) running.shift()
        cast.send(context, student.person, '/assessment', 'assessment:join', { assessmentId: assessment.id })
        startAssessment(hub, submission, context.now())
        return `${assessment.schoolClass.title}: #${student.person.number} starts the assessment`
      },
    },
    {
      name: 'assessment submitted',
      weight: 2.7,
      run: (context) => {
        const submission = running.shift()
        if (!submission) return undefined
        const score = context.random.int(Math.floor(submission.totalPoints * 0.3), submission.totalPoints)
        submitAssessment(hub, submission, Math.max(1, Math.round((context.now().getTime() - submission.startedAtMs) / 1000)), context.now())
        const gradedAt = new Date(context.now().getTime() + AUTO_GRADING_MS)
        hub.later(AUTO_GRADING_MS, () => gradeAssessment(hub, submission, score, submission.totalPoints, gradedAt))
        return `assessment of #${submission.student.person.number} submitted: ${score} of ${submission.totalPoints}`
      },
    },
  ]
}

function handOf(student: Account, now: Date): { studentId: string; studentName: string; timestamp: string } {
  return { studentId: student.userId, studentName: userNameOf(student), timestamp: now.toISOString() }
}
