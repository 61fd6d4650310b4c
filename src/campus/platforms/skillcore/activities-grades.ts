import type { Activity, SchoolClass, StoryContext } from '../../contract.ts'
import { assignmentTitle, gradeComment } from '../../population/texts.ts'
import type { Cast, TaughtClass } from './cast.ts'
import { createLineItem, postGrade, updateGrade, updateLineItem } from './gradebook.ts'
import type { Grade, LineItem } from './gradebook.ts'

/* Gradebook: assignments, grades, typing in cells. */

const LINE_ITEMS_PER_CLASS_MAX = 8
const RECENT_GRADES_MAX = 200
const DAY_MS = 86_400_000

interface PostedGrade extends Grade {
  readonly schoolClass: SchoolClass
}

export function gradeActivities(cast: Cast): Activity[] {
  const { hub } = cast
  const lineItems = new Map<string, LineItem[]>()
  const recent: PostedGrade[] = []

  const addLineItem = (context: StoryContext, { schoolClass, teacher }: TaughtClass): LineItem => {
    const { random } = context
    const lineItem: LineItem = {
      id: hub.nextId('lineitem'),
      title: assignmentTitle(random),
      categoryId: random.pick(['category-homework', 'category-tests', 'category-projects']),
      dueDate: new Date(context.now().getTime() + random.int(2, 21) * DAY_MS).toISOString().slice(0, 10),
      resultValueMax: random.pick([10, 20, 50, 100]),
    }
    const items = lineItems.get(schoolClass.id) ?? []
    items.push(lineItem)
    if (items.length > LINE_ITEMS_PER_CLASS_MAX) items.shift()
    lineItems.set(schoolClass.id, items)
    createLineItem(hub, schoolClass.id, lineItem, teacher)
    return lineItem
  }
  const anyLineItem = (context: StoryContext, taught: TaughtClass): LineItem => {
    const items = lineItems.get(taught.schoolClass.id)
    return items ? context.random.pick(items) : addLineItem(context, taught)
  }

  return [
    {
      name: 'grade posted',
      weight: 14,
      run: (context) => {
        const taught = cast.pickTaught(context)
        if (!taught || taught.schoolClass.students.length === 0) return undefined
        const { schoolClass, teacher } = taught
        const student = hub.world.accountOf(context.random.pick(schoolClass.students))
        const lineItem = anyLineItem(context, taught)
        cast.send(context, teacher.person, '/gradebook', 'gradebook:typing', { lineItemId: lineItem.id, studentId: student.userId })
        const score = Math.round(lineItem.resultValueMax * (0.45 + 0.55 * Math.sqrt(context.random.next())))
        const grade: PostedGrade = { resultId: hub.nextId('result'), lineItemId: lineItem.id, student, score, maxScore: lineItem.resultValueMax, schoolClass }
        recent.push(grade)
        if (recent.length > RECENT_GRADES_MAX) recent.shift()
        postGrade(hub, schoolClass.id, grade, teacher, context.now())
        return `${schoolClass.title}: grade posted for #${student.person.number}`
      },
    },
    {
      name: 'grade updated',
      weight: 4,
      run: (context) => {
        if (recent.length === 0) return undefined
        const grade = context.random.pick(recent)
        const changes = context.random.chance(0.5)
          ? { score: Math.min(grade.maxScore, grade.score + context.random.int(1, 5)), scoreStatus: 'fully_graded' }
          : { comment: gradeComment(context.random) }
        updateGrade(hub, grade.schoolClass.id, grade, changes, hub.world.accountOf(grade.schoolClass.teacher), context.now())
        return `${grade.schoolClass.title}: grade updated for #${grade.student.person.number}`
      },
    },
    {
      name: 'assignment created',
      weight: 1.5,
      run: (context) => {
        const taught = cast.pickTaught(context)
        if (!taught) return undefined
        const earlier = lineItems.get(taught.schoolClass.id)?.at(-1)
        if (hub.deployed && earlier && context.random.chance(0.3)) {
          updateLineItem(hub, taught.schoolClass.id, earlier, taught.teacher)
          return `${taught.schoolClass.title}: assignment changed`
        }
        addLineItem(context, taught)
        return `${taught.schoolClass.title}: assignment created`
      },
    },
    {
      name: 'typing in a gradebook',
      weight: 8,
      run: (context) => {
        const taught = cast.pickTaught(context)
        if (!taught || taught.schoolClass.students.length === 0) return undefined
        const student = hub.world.accountOf(context.random.pick(taught.schoolClass.students))
        const payload = { lineItemId: anyLineItem(context, taught).id, studentId: student.userId }
        return cast.send(context, taught.teacher.person, '/gradebook', 'gradebook:typing', payload) ? `${taught.schoolClass.title}: typing in a cell` : undefined
      },
    },
  ]
}
